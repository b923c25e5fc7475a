"""A file that is too large, or of another kind, is told in the page's own words before anything of it is sent.

Gradio has only English for it.
"""

from __future__ import annotations

import gradio as gr

from app.texts import Texts
from app.ui.pieces import html_place, safe

MB = 2**20

LOOKS = """
const box = element.querySelector('.toast'), said = box.querySelector('span');
box.querySelector('button').addEventListener('click', () => { box.hidden = true; });
const look = (event) => {
  const chosen = event.type === 'drop' ? event.dataTransfer?.files : event.target.files;
  if (!chosen?.length) return;
  const large = [...chosen].find((file) => file.size > Number(box.dataset.most));
  const dropped = event.type === 'drop' && event.target.closest?.('.block');
  const place = dropped ? dropped.querySelector('input[type=file]') : event.target;
  const kinds = (place?.accept ?? '').toLowerCase().split(',').map((kind) => kind.trim()).filter((kind) => kind);
  const fits = (file) => !kinds.length || kinds.some((kind) => file.name.toLowerCase().endsWith(kind));
  const other = [...chosen].find((file) => !fits(file));
  box.hidden = !large && !other;
  if (box.hidden) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.type === 'change') event.target.value = '';
  const file = large ?? other, size = (file.size / 1048576).toFixed(1);
  const text = large ? box.dataset.text : box.dataset.kinds.replace('%kinds', () => kinds.join(' '));
  said.textContent = text.replace('%size', () => size).replace('%name', () => file.name);
};
document.addEventListener('click', (event) => { if (!box.contains(event.target)) box.hidden = true; }, true);
for (const kind of ['change', 'drop']) document.addEventListener(kind, look, true);
"""
"""JavaScript: looks at files that are chosen or dropped anywhere on the page before their place hears of them. What was
told goes with the next click."""


def upload_size(most_mb: int, say: Texts) -> gr.HTML:
    """Where it is told; hidden until then."""
    text = say("upload.too-large", name="%name", size="%size", most=most_mb)
    close = f'<button type="button" class="quiet" aria-label="{safe(say("upload.close"))}">×</button>'
    kinds = say("upload.other-kind", name="%name", kinds="%kinds")
    looks = f'data-most="{most_mb * MB}" data-text="{safe(text)}" data-kinds="{safe(kinds)}"'
    box = f'<div class="notice bad toast" role="alert" hidden {looks}>'
    return html_place(f"{box}<span></span>{close}</div>", "too-large", js=LOOKS)
