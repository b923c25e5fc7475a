"""The list of edits as HTML: one page, each edit with its state, one of them open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.service.listing import PAGE, ListedEdit, Listing
from app.texts import Texts
from app.ui.pieces import Tone, button, heading, safe, tag
from app.ui.terms_form import terms_form

if TYPE_CHECKING:
    from app.model.fidelity import Fidelity, Level

FORM = """
let typed = null;
const fieldsOf = (form) => {
  const fields = {};
  form.querySelectorAll('[name]').forEach((field) => { fields[field.name] = field.value; });
  return fields;
};
const save = (form) => {
  const fields = fieldsOf(form);
  typed = null;
  trigger('click', {action: 'save', value: JSON.stringify(fields)});
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-save]');
  if (button) save(button.closest('.edit-form'));
  else if (event.target.closest('[data-action]')) typed = null;
});
element.addEventListener('input', (event) => {
  const form = event.target.closest('.edit-form');
  if (form) typed = {fields: fieldsOf(form), at: event.target.name, place: event.target.selectionStart};
});
element.addEventListener('keydown', (event) => {
  const form = event.target.closest('.edit-form');
  if (!form) return;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || event.target.tagName === 'INPUT')) {
    event.preventDefault();
    save(form);
  }
  if (event.key === 'Escape') form.querySelector('[data-action="close"]').click();
});
watch('value', () => {
  const form = element.querySelector('.edit-form');
  if (!form || !typed || form.querySelector('[name="id"]').value !== typed.fields.id) return;
  for (const [name, value] of Object.entries(typed.fields)) form.querySelector(`[name="${name}"]`).value = value;
  const field = form.querySelector(`[name="${typed.at}"]`);
  field.focus({preventScroll: true});
  field.setSelectionRange(typed.place, typed.place);
});
"""
"""JavaScript: the form of an open edit reports its fields; Enter saves, Escape closes; what was typed into it outlives
a list that is drawn again."""


def edit_list(listing: Listing, opened: str, tells: bool, say: Texts) -> str:
    """One page of the edits found.

    Args:
        opened: id of the edit whose form is open; “” for none.
        tells: whether the model can tell how much a gist holds.
    """
    head = _head(listing, tells, say)
    if not listing.all:
        return f'{head}<p class="empty">{safe(say("edits.list.empty"))}</p>'
    if not listing.found:
        return f'{head}<p class="empty">{safe(say("edits.list.none-found"))}</p>'
    fixed = listing.fixed
    rows = "".join(_open(edit, fixed, say) if edit.id == opened else _row(edit, fixed, say) for edit in listing.edits)
    return f'{head}<ul class="edits">{rows}</ul>{_pages(listing, say)}'


def _head(listing: Listing, tells: bool, say: Texts) -> str:
    key = "edits.list.heading.shared" if listing.shared else "edits.list.heading"
    found = ""
    if listing.query.words or listing.query.tag or listing.query.state:
        numbers = say("edits.list.found", found=f"{listing.found:,}", all=f"{listing.all:,}")
        found = f'<span class="note found">{safe(numbers)}</span>'
    buttons = []
    if listing.last_change is not None:
        label = say.count(f"undo.{listing.last_change.kind}", listing.last_change.edits)
        buttons.append(button(label, "undo", style="quiet undo"))
    if any(edit.waiting for edit in listing.edits):
        buttons.append(button(say("edits.compress-rest"), "compress", style="quiet"))
    if tells and any(not edit.waiting and not edit.stage and edit.fidelity is None for edit in listing.edits):
        buttons.append(button(say("fidelity.check"), "check", style="quiet"))
    if listing.all and not listing.shared:
        buttons.append(button(say("edits.clear"), "clear", style="quiet", confirm=say("edits.clear.confirm")))
    return (
        f'<div class="list-head">{heading(say.count(key, listing.all))}{found}'
        f'<div class="list-actions">{"".join(buttons)}</div></div>'
    )


def _row(edit: ListedEdit, fixed: bool, say: Texts) -> str:
    tags = "".join(tag(name) for name in edit.tags)
    marks = f'<span class="marks">{tags}{_state(edit, say)}</span>'
    text = (
        f'<button type="button" class="open" data-action="open" data-value="{safe(edit.id)}" '
        f'title="{safe(say("edits.open"))}"><span class="text" dir="auto">{safe(edit.text)}</span></button>'
    )
    remove = "" if fixed else button("×", "remove", _named(edit), style="remove", title=say("edits.remove"))
    return f"<li>{text}{marks}{remove}</li>"


def _state(edit: ListedEdit, say: Texts) -> str:
    if edit.stage:
        return tag(say(f"state.{edit.stage}"), tone="warning", title=say(f"edits.stage.{edit.stage}.hint"))
    if edit.fidelity is not None:
        tones: dict[Level, Tone] = {"kept": "good", "partly": "warning", "lost": "bad"}
        level = edit.fidelity.level
        return tag(say(f"edits.state.{level}"), tone=tones[level], title=say(f"edits.state.{level}.hint"))
    if edit.waiting:
        return tag(say("edits.state.waiting"), title=say("edits.state.waiting.hint"))
    return tag(say("edits.state.ready"), tone="good", title=say("edits.state.ready.hint"))


def _open(edit: ListedEdit, fixed: bool, say: Texts) -> str:
    only = " readonly" if fixed else ""
    save = "" if fixed else f'<button type="button" class="main" data-save>{safe(say("edits.save"))}</button>'
    remove = "" if fixed else button(say("edits.remove"), "remove", _named(edit), style="quiet")
    tests = "".join(
        f'<p class="note">{safe(say("edits.field.test"))}: {safe(_test(probe.question, probe.target, say))}</p>'
        for probe in edit.probes
    )
    return (
        '<li class="opened"><div class="edit-form">'
        f'<input type="hidden" name="id" value="{safe(edit.id)}"><input type="hidden" name="version" '
        f'value="{edit.version}">'
        f'<label><span>{safe(say("edits.field.text"))}</span><textarea name="text" rows="2" dir="auto"{only}>'
        f"{safe(edit.text)}</textarea></label>"
        f'<div class="fields"><label><span>{safe(say("edits.field.tags"))}</span>'
        f'<input name="tags" value="{safe(", ".join(edit.tags))}" autocomplete="off"{only}></label>'
        f'<label><span>{safe(say("edits.field.note"))}</span><textarea name="note" rows="1" dir="auto"{only}>'
        f"{safe(edit.note)}</textarea></label></div>{terms_form(edit.terms, say)}{tests}{_fidelity(edit.fidelity, say)}"
        f'<div class="form-actions">{save}'
        f"{button(say('edits.close'), 'close', style='quiet')}{remove}</div></div></li>"
    )


def _fidelity(fidelity: Fidelity | None, say: Texts) -> str:
    """What the gist holds, in full."""
    if fidelity is None:
        return ""
    tones: dict[Level, Tone] = {"kept": "good", "partly": "warning", "lost": "bad"}
    mark = tag(
        say(f"edits.state.{fidelity.level}"),
        tone=tones[fidelity.level],
        title=say(f"edits.state.{fidelity.level}.hint"),
    )
    parts = say("list.between").join(say("list.quoted", text=part) for part in fidelity.lost)
    lost = say("fidelity.lost", parts=parts) if fidelity.lost else say("fidelity.kept")
    return (
        f'<div class="fidelity"><div class="fidelity-head"><h3>{safe(say("fidelity.heading"))}</h3>{mark}</div>'
        f'<p dir="auto">{safe(say("fidelity.repeated", text=fidelity.text))}</p><p class="note">{safe(lost)}</p></div>'
    )


def _test(question: str, expected: str, say: Texts) -> str:
    return say("edits.test", question=question, expected=expected) if expected else question


def _named(edit: ListedEdit) -> str:
    """Id and version in one value of a button."""
    return f"{edit.id}:{edit.version}"


def _pages(listing: Listing, say: Texts) -> str:
    if listing.found <= PAGE:
        return ""
    first = listing.query.first
    last = min(first + PAGE, listing.found)
    previous = button(say("edits.previous"), "page", str(first - PAGE), style="quiet") if first else ""
    following = button(say("edits.next"), "page", str(last), style="quiet") if last < listing.found else ""
    place = say("edits.page", first=f"{first + 1:,}", last=f"{last:,}", number=f"{listing.found:,}")
    return f'<div class="pages">{previous}<span>{safe(place)}</span>{following}</div>'
