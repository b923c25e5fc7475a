// The tools of one picture: shown as picture or table, saved as PNG, SVG or a page of its own, opened by a click.
// All of it happens in the browser; nothing is fetched.
const card = () => element.closest('.picture');
const plot = () => card().querySelector('.js-plotly-plot');
const PAPER = {paper_bgcolor: '#ffffff', plot_bgcolor: '#ffffff'};
const TITLE_LETTERS = 90, LINE = 22, WIDTH = 900;

function lines(text, most) {
  const found = [''];
  for (const word of text.split(/\s+/)) {
    const last = found.length - 1;
    if ((found[last] + ' ' + word).length > most && found[last]) found.push(word);
    else found[last] = (found[last] + ' ' + word).trim();
  }
  return found;
}

function plain(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

// The drawn figure on white paper, with its title above it.
async function image(format, titled) {
  const drawn = plot(), layout = drawn.layout;
  const title = titled ? lines(card().querySelector('h2').textContent, TITLE_LETTERS) : [];
  const above = titled ? title.length * LINE + 14 : 0;
  const margin = {...layout.margin, t: (layout.margin?.t || 0) + above, l: (layout.margin?.l || 0) + 16,
    r: (layout.margin?.r || 0) + 16, b: (layout.margin?.b || 0) + 12};
  const height = Math.round((layout.height || drawn._fullLayout.height) + above + 12);
  const annotations = (layout.annotations || []).map((one) => ({...one, bgcolor: '#ffffff'}));
  const heading = titled ? {title: {text: title.map(plain).join('<br>'), x: 16 / WIDTH, xanchor: 'left', y: 1,
    yref: 'container', yanchor: 'top', pad: {t: 10}, font: {size: 16}}} : {};
  const whole = {data: drawn.data, layout: {...layout, ...PAPER, ...heading, annotations, margin, width: WIDTH, height}};
  return window.Plotly.toImage(whole, {format, width: WIDTH, height, scale: format === 'png' ? 2 : 1});
}

function save(content, type, ending) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], {type}));
  link.download = `${element.querySelector('[data-name]').dataset.name}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function vector(titled) {
  const url = await image('svg', titled);
  return decodeURIComponent(url.slice(url.indexOf(',') + 1));
}

// A page with title, question and answer, picture and table, that needs nothing else and runs no script.
async function page() {
  const whole = document.implementation.createHTMLDocument(card().querySelector('h2').textContent);
  const charset = whole.createElement('meta');
  charset.setAttribute('charset', 'utf-8');
  whole.head.prepend(charset);
  const style = whole.createElement('style');
  style.textContent = 'body{font:16px/1.5 system-ui,sans-serif;color:#232a31;max-width:900px;margin:32px auto;' +
    'padding:0 16px}h1{font-size:22px}svg{max-width:100%;height:auto}table{border-collapse:collapse;width:100%}' +
    'th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid #ced4da}' +
    'dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px}dt{color:#525d68}dd{margin:0}caption{text-align:left;color:#525d68}' +
    'tbody th{font-weight:400}';
  whole.head.append(style);
  whole.documentElement.lang = document.documentElement.lang || 'en';
  const put = (name, text) => {
    const made = whole.createElement(name);
    made.textContent = text;
    whole.body.append(made);
  };
  put('h1', card().querySelector('h2').textContent);
  const beside = document.getElementById(element.querySelector('[data-beside]').dataset.beside);
  for (const part of beside.querySelectorAll('dl, .sentence')) {
    whole.body.append(whole.importNode(part, true));
  }
  const drawing = new DOMParser().parseFromString(await vector(false), 'image/svg+xml').documentElement;
  whole.body.append(whole.importNode(drawing, true));
  const table = card().querySelector('.as-table table');
  if (table) whole.body.append(whole.importNode(table, true));
  whole.body.querySelectorAll('button').forEach((one) => one.replaceWith(whole.createTextNode(one.textContent)));
  whole.body.querySelectorAll('[class]').forEach((one) => one.closest('svg') || one.removeAttribute('class'));
  put('p', card().querySelector('.note')?.textContent || '');
  return '<!DOCTYPE html>\n' + whole.documentElement.outerHTML;
}

async function saved(kind) {
  if (kind === 'png') save(await (await fetch(await image('png', true))).blob(), 'image/png', 'png');
  else if (kind === 'svg') save(await vector(true), 'image/svg+xml', 'svg');
  else save(await page(), 'text/html', 'html');
}

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.save) saved(button.dataset.save);
  if (button.dataset.view) {
    card().classList.toggle('table-shown', button.dataset.view === 'table');
    element.querySelectorAll('[data-view]').forEach((one) => one.setAttribute('aria-pressed', String(one === button)));
  }
});

// Plotly draws anew for every answer: its events are asked for just before a click can happen.
card().addEventListener('pointerdown', () => {
  const drawn = plot();
  if (!drawn || drawn.listens) return;
  drawn.listens = true;
  const open = (id) => { if (id && id !== 'zero') trigger('click', {action: 'edit', value: String(id)}); };
  drawn.on('plotly_click', (event) => open(event.points[0]?.customdata));
  drawn.on('plotly_clickannotation', (event) => open(event.annotation.name));
}, true);
