"""What a new document proposes, as HTML: each change word by word, to tick, to put in other words, to accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.service.document_list import PAGE, VIEWS, Accepted, ProposalPage, Proposed
from app.texts import Texts, detail_words, place_words
from app.ui.pieces import Tone, heading, notice, safe, tag

if TYPE_CHECKING:
    from app.data.document_edits import Warned

FORM = """
let comparison = '', last = '';
const unfolded = new Set(), ticked = {}, typed = {};
const list = () => element.querySelector('[data-comparison]');
const given = (value) => {
  const ticks = {}, texts = {};
  element.querySelectorAll('input[data-place]').forEach((box) => {
    if (!box.disabled) ticks[box.dataset.place] = box.checked;
  });
  element.querySelectorAll('textarea[data-place]').forEach((field) => { texts[field.dataset.place] = field.value; });
  return JSON.stringify({comparison, ticks, texts, value});
};
const tell = (action, value) => trigger('click', {action, value: given(value)});
const count = () => {
  const number = element.querySelector('[data-number]');
  const more = [...element.querySelectorAll('input[data-place]')].map((box) => box.checked - box.defaultChecked);
  number.textContent = more.reduce((sum, one) => sum + one, Number(number.dataset.number));
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-does]');
  if (!button) return;
  comparison = list().dataset.comparison;
  if (['all', 'none'].includes(button.dataset.does)) Object.keys(ticked).forEach((place) => { delete ticked[place]; });
  tell(button.dataset.does, button.dataset.value || '');
});
element.addEventListener('input', (event) => {
  const field = event.target;
  if (field.tagName === 'TEXTAREA') typed[field.dataset.place] = field.value;
});
element.addEventListener('change', (event) => {
  const field = event.target, place = field.dataset.place;
  if (!place) return;
  comparison = list().dataset.comparison;
  if (field.type === 'checkbox') {
    ticked[place] = field.checked;
    count();
  }
  tell(field.type === 'checkbox' ? 'tick' : 'text', '');
});
element.addEventListener('focusin', (event) => {
  const field = event.target.closest('[data-keep]');
  last = field ? field.dataset.keep : '';
});
element.addEventListener('toggle', (event) => {
  const name = event.target.dataset.unfolds;
  if (name && element.contains(event.target)) unfolded[event.target.open ? 'add' : 'delete'](name);
}, true);
watch('value', () => {
  if (!list()) return;
  if (list().dataset.comparison !== comparison) {
    comparison = list().dataset.comparison;
    unfolded.clear();
    [ticked, typed].forEach((kept) => Object.keys(kept).forEach((place) => { delete kept[place]; }));
  }
  element.querySelectorAll('details[data-unfolds]').forEach((part) => {
    part.open = unfolded.has(part.dataset.unfolds);
  });
  element.querySelectorAll('input[data-place]').forEach((box) => {
    const place = box.dataset.place;
    if (box.disabled || box.defaultChecked === ticked[place]) delete ticked[place];
    box.checked = place in ticked ? ticked[place] : box.defaultChecked;
  });
  count();
  element.querySelectorAll('textarea[data-place]').forEach((field) => {
    const place = field.dataset.place;
    if (field.defaultValue === typed[place]) delete typed[place];
    const wanted = place in typed ? typed[place] : field.defaultValue;
    if (field.value !== wanted) field.value = wanted;
  });
  if (last && document.activeElement === document.body) {
    element.querySelector(`[data-keep="${last}"]`)?.focus({preventScroll: true});
  }
});
"""
"""JavaScript: whatever is clicked, all that is ticked and written on this page goes with it. A list that is drawn again
keeps the focus, what is unfolded, and what was ticked or written since the server was told last."""


def proposals(page: ProposalPage, say: Texts) -> str:
    """One page of the proposals, with what there is to do with them."""
    names = say("documents.from", old=page.old_name, new=page.new_name) if page.old_name else page.new_name
    head = heading(say.count("documents.found", page.counts["all"]), names)
    items = "".join(_item(one, page, say) for one in page.shown)
    listed = f'<ul class="proposals">{items}</ul>' if items else ""
    empty = "" if items else f'<p class="empty">{safe(say("documents.none-in-view"))}</p>'
    inner = f"{head}{_views(page, say)}{_actions(page, say)}{listed}{empty}{_pages(page, say)}"
    return f'<div data-comparison="{safe(page.comparison)}">{inner}</div>'


def accepted(done: Accepted, say: Texts) -> str:
    """What was done, in one line."""
    numbers = {"added": len(done.added), "replaced": len(done.replaced), "gone": len(done.gone)}
    parts = [say.count(f"documents.accepted.{name}", number) for name, number in numbers.items() if number]
    if not parts:
        return notice(safe(say("documents.accepted.nothing")), "warning")
    review = " " + say("documents.in-review") if done.waits and (done.added or done.replaced) else ""
    return notice(safe(" · ".join(parts) + "." + review), "good")


def _views(page: ProposalPage, say: Texts) -> str:
    buttons = "".join(
        f'<button type="button" class="chip" data-does="view" data-value="{view}" data-keep="view-{view}" '
        f'aria-pressed="{str(view == page.view).lower()}">{safe(say(f"documents.view.{view}"))} '
        f'<span class="number">{page.counts[view]:,}</span></button>'
        for view in VIEWS
        if page.counts[view] or view in ("all", page.view)
    )
    return f'<div class="chips views" role="group" aria-label="{safe(say("documents.view"))}">{buttons}</div>'


def _actions(page: ProposalPage, say: Texts) -> str:
    quiet = "".join(_does(say(f"documents.{name}"), name, style="quiet") for name in ("all", "none"))
    number = f'<span data-number="{page.ticked}">{page.ticked}</span>'
    label = f"{safe(say('documents.accept'))} · {number}"
    accept = f'<button type="button" class="main" data-does="accept" data-keep="accept">{label}</button>'
    return f'<div class="form-actions">{accept}{quiet}{_does(say("documents.close"), "close", style="quiet")}</div>'


def _item(one: Proposed, page: ProposalPage, say: Texts) -> str:
    found, text = one.found, one.found.old if one.found.edit is None else one.found.edit.text
    tones: dict[str, Tone] = {"changed": "plain", "new": "good", "removed": "bad"}
    tags = tag(say(f"documents.kind.{found.kind}"), tone=tones[found.kind]) + _warnings(one, say)
    marks = {"kept": "{}", "gone": "<del>{}</del>", "new": "<ins>{}</ins>"}
    change = "".join(marks[piece.kind].format(safe(piece.text)) for piece in one.change)
    if found.kind == "new" and found.edit is not None:
        change = safe(found.edit.text)
    name = say("documents.tick.retire" if found.edit is None else "documents.tick", text=text)
    able = f"{' checked' if one.ticked else ''}{'' if found.usable else ' disabled'}"
    box = (
        f'<input type="checkbox" data-place="{one.place}" data-keep="tick-{one.place}" aria-label="{safe(name)}"{able}>'
    )
    notes = "".join(f'<p class="note" dir="auto">{safe(line)}</p>' for line in _notes(one, page, say))
    body = f'<p class="change" dir="auto">{change}</p><div class="tags">{tags}</div>{notes}{_words(one, say)}'
    return f'<li><label class="tick">{box}</label><div class="proposal">{body}</div></li>'


def _warnings(one: Proposed, say: Texts) -> str:
    hints = {"unusable": detail_words(one.found.fault, say)}
    return "".join(_warning(name, hints.get(name, ""), say) for name in one.found.warnings)


def _warning(name: Warned, reason: str, say: Texts) -> str:
    hint = reason or say(f"documents.warning.{name}.hint")
    label = say(f"documents.warning.{name}")
    return tag(f"{label}: {reason}" if reason else label, tone="warning", title=hint)


def _notes(one: Proposed, page: ProposalPage, say: Texts) -> list[str]:
    found, lines = one.found, []
    if found.edit is None:
        lines.append(say("documents.retires", text=one.replaces) if one.replaces else say("documents.removed"))
    elif one.replaces:
        key = "documents.replaces.shared" if page.shared else "documents.replaces"
        lines.append(say(key, text=one.replaces))
    if found.source:
        key = "documents.was" if found.edit is None else "documents.source"
        lines.append(say(key, source=place_words(found.source, say)))
    for probe in () if found.edit is None else found.edit.probes:
        asked = say("edits.test", question=probe.question, expected=probe.target) if probe.target else probe.question
        lines.append(say("documents.test", question=asked))
    return lines


def _words(one: Proposed, say: Texts) -> str:
    """The text to be changed, folded away."""
    if one.found.edit is None:
        return ""
    return (
        f'<details data-unfolds="{one.place}"><summary data-keep="fold-{one.place}">{safe(say("documents.reword"))}'
        f'</summary><textarea rows="2" dir="auto" data-place="{one.place}" data-keep="text-{one.place}" '
        f'aria-label="{safe(say("documents.text"))}">{safe(one.found.edit.text)}</textarea></details>'
    )


def _pages(page: ProposalPage, say: Texts) -> str:
    if page.found <= PAGE:
        return ""
    last = min(page.first + PAGE, page.found)
    previous = _does(say("edits.previous"), "page", str(page.first - PAGE), style="quiet") if page.first else ""
    following = _does(say("edits.next"), "page", str(last), style="quiet") if last < page.found else ""
    place = say("edits.page", first=f"{page.first + 1:,}", last=f"{last:,}", number=f"{page.found:,}")
    return f'<div class="pages">{previous}<span>{safe(place)}</span>{following}</div>'


def _does(label: str, action: str, value: str = "", *, style: str = "") -> str:
    return (
        f'<button type="button" class="{style}" data-does="{action}" data-value="{safe(value)}" '
        f'data-keep="{action}">{safe(label)}</button>'
    )
