"""Conflicts between shared edits as HTML: both edits side by side, why they were found, what resolves them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.texts import Texts
from app.ui.pieces import Tone, button, heading, safe, table, tag

if TYPE_CHECKING:
    from app.service.conflicts import Effect, ShownConflict
    from app.store import StoredEdit

WITH_REASON = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-resolves]');
  if (!button) return;
  const field = button.closest('.review-card').querySelector('[name="reason"]');
  if (!field.value.trim()) {
    field.focus();
    field.setAttribute('aria-invalid', 'true');
    return;
  }
  trigger('click', {
    action: 'resolve',
    value: JSON.stringify({conflict: button.dataset.value, how: button.dataset.resolves, reason: field.value}),
  });
});
"""
"""JavaScript: a conflict is resolved with a reason, never without one."""

WAYS = ("superseded", "rejected", "scoped", "dismissed")
_TONES: dict[str, Tone] = {"contradiction": "bad", "chain": "bad", "duplicate": "warning"}


def conflicts(
    shown: Sequence[ShownConflict], measured: dict[str, Sequence[Effect]], say: Texts, *, may_find: bool = True
) -> str:
    """The open conflicts, and what was measured of some of them, by id; with a button that looks for more."""
    cards = "".join(_card(one, measured.get(one.conflict.id, ()), say) for one in shown)
    none = "" if cards else f'<p class="empty">{safe(say("conflicts.none"))}</p>'
    title = heading(say("conflicts.heading", number=len(shown)), say("conflicts.note"))
    look = f'<div class="form-actions">{button(say("conflicts.find"), "find", style="quiet")}</div>'
    return f"{title}{look if may_find else ''}{cards}{none}"


def _card(one: ShownConflict, effects: Sequence[Effect], say: Texts) -> str:
    conflict = one.conflict
    kind = tag(say(f"conflicts.kind.{conflict.kind}"), tone=_TONES[conflict.kind])
    sides = "".join(
        _side(say(name), edit, say) for name, edit in (("conflicts.older", one.first), ("conflicts.newer", one.second))
    )
    ask = button(say("conflicts.measure"), "measure", conflict.id, style="quiet")
    reason = (
        f'<label class="reason"><span>{safe(say("review.reason"))}</span><input name="reason" autocomplete="off" '
        f'maxlength="2000" placeholder="{safe(say("conflicts.reason.placeholder"))}"></label>'
    )
    ways = "".join(
        f'<button type="button" class="quiet" data-resolves="{way}" data-value="{safe(conflict.id)}">'
        f"{safe(say(f'conflicts.{way}'))}</button>"
        for way in WAYS
    )
    return (
        f'<article class="review-card conflict"><div class="tags">{kind}</div><div class="sides">{sides}</div>'
        f'<p class="note" dir="auto">{_because(one, say)}</p>{_effects(effects, say)}'
        f'<div class="form-actions">{ask}</div>{reason}<div class="form-actions">{ways}</div></article>'
    )


def _side(title: str, edit: StoredEdit, say: Texts) -> str:
    about = f"{say(f'state.{edit.state}')} · {edit.author or say('review.nobody')}"
    return f'<div><h3>{safe(title)}</h3><p dir="auto">{safe(edit.text)}</p><p class="note">{safe(about)}</p></div>'


def _because(one: ShownConflict, say: Texts) -> str:
    told = one.conflict.explanation
    rule = say(f"conflicts.rule.{told['rule']}")
    parts = say("conflicts.parts", first=told["first"], second=told["second"]) if told["first"] else ""
    whole = one.first.text in (told["first"], told["second"])
    return safe(f"{say('conflicts.because')} {rule}" + (f": {parts}" if parts and not whole else "") + ".")


def _effects(effects: Sequence[Effect], say: Texts) -> str:
    if not effects:
        return ""
    heads = [say(f"conflicts.{name}") for name in ("question", "alone", "together")]
    rows = [
        (
            effect.question,
            effect.alone,
            f"{effect.together} ({say('conflicts.changed' if effect.changed else 'conflicts.unchanged')})",
        )
        for effect in effects
    ]
    return table([*heads], rows)
