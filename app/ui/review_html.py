"""The tab *Review* as HTML: cards of what waits, lists of drafts and of what is due, the history of an edit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from app.data.moments import brief
from app.texts import Texts, place_words
from app.ui.pieces import Tone, button, heading, safe, tag

if TYPE_CHECKING:
    from app.data import Probe, Terms
    from app.service.differences import Piece
    from app.service.reviewing import Due, Waiting
    from app.store import State, StoredEdit

WITH_REASON = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-reasoned]');
  if (!button) return;
  const field = button.closest('.review-card').querySelector('[name="reason"]');
  if (button.dataset.reasoned === 'send-back' && !field.value.trim()) {
    field.focus();
    field.setAttribute('aria-invalid', 'true');
    return;
  }
  trigger('click', {
    action: button.dataset.reasoned, value: JSON.stringify({edit: button.dataset.value, reason: field.value}),
  });
});
"""
"""JavaScript: approving and sending back report the reason too; without one nothing is sent back."""

_TONES: dict[str, Tone] = {"approved": "good", "in-review": "warning", "draft": "plain", "retired": "bad"}


@dataclass(frozen=True)
class Rights:
    """What whoever looks at the page may do with what waits: nothing else is offered."""

    approve: bool = True
    """Approve, and send back."""
    submit: bool = True
    """Hand a draft in, and give an edit its proposed questions."""


def review(
    waiting: Sequence[Waiting],
    drafts: Sequence[StoredEdit],
    due: Due,
    zone: tzinfo,
    rights: Rights,
    say: Texts,
) -> str:
    """Everything that somebody has to decide."""
    cards = "".join(_card(one, zone, rights, say) for one in waiting)
    shown = cards or f'<p class="empty">{safe(say("review.waiting.none"))}</p>'
    parts = [
        heading(say("review.waiting.heading", number=len(waiting)), say("review.waiting.note") if cards else ""),
        shown,
    ]
    if drafts:
        rows = "".join(_draft(edit, rights, say) for edit in drafts)
        title = heading(say("review.drafts.heading", number=len(drafts)), say("review.drafts.note"))
        parts.append(f'{title}<ul class="review-list">{rows}</ul>')
    soon = [
        *((edit, say("review.expires", moment=brief(edit.terms.valid_until, zone, end=True))) for edit in due.expiring),
        *((edit, say("review.due", moment=brief(edit.terms.review_by, zone))) for edit in due.review),
    ]
    if soon:
        rows = "".join(_soon(edit, what, say) for edit, what in soon)
        parts.append(heading(say("review.due.heading", number=len(soon)), say("review.due.note")))
        parts.append(f'<ul class="review-list">{rows}</ul>')
    return "".join(parts)


def history(versions: Iterable[StoredEdit], zone: tzinfo, say: Texts) -> str:
    """The versions of an edit, the newest first, in the drawer."""
    newest_first = tuple(reversed(tuple(versions)))
    acting = newest_first[0].acting
    rows = "".join(_version(one, one.version == acting, zone, say) for one in newest_first)
    close = button("×", "close", style="remove", title=say("drawer.close"))
    title = safe(say("history.heading"))
    head = f'<div class="drawer-head"><h2>{title}</h2>{close}</div>'
    return f'<div class="drawer" role="dialog" aria-label="{title}">{head}<ol class="versions">{rows}</ol></div>'


def named(edit: StoredEdit) -> str:
    """Id and version in one value of a button."""
    return f"{edit.id}:{edit.version}"


def state_tag(state: State, say: Texts) -> str:
    """The state of an edit as a label."""
    return tag(say(f"state.{state}"), tone=_TONES[state])


def _card(one: Waiting, zone: tzinfo, rights: Rights, say: Texts) -> str:
    edit = one.edit
    what = say("review.new") if one.acting is None else say("review.changes", version=one.acting.version)
    facts = {
        "review.written-by": ", ".join(writer or say("review.nobody") for writer in one.writers),
        "review.submitted": _told(edit, zone, say),
        "review.why": edit.reason,
        "review.note": edit.note,
        **_terms(edit.terms, zone, say),
    }
    past = button(say("review.history"), "history", edit.id, style="quiet")
    decide = _decision(edit, say) if rights.approve else ("", "")
    tags = f'<div class="tags">{tag(what)}{"".join(tag(name) for name in edit.tags)}</div>'
    return (
        f'<article class="review-card"><p class="change" dir="auto">{_change(one.change)}</p>{tags}'
        f"{_facts(facts, say)}{_tests(one, rights, say)}{decide[0]}"
        f'<div class="form-actions">{decide[1]}{past}</div></article>'
    )


def _decision(edit: StoredEdit, say: Texts) -> tuple[str, str]:
    """The field for a reason, and the buttons."""
    reason = (
        f'<label class="reason"><span>{safe(say("review.reason"))}</span><input name="reason" autocomplete="off" '
        f'maxlength="2000" placeholder="{safe(say("review.reason.placeholder"))}"></label>'
    )
    approve = _reasoned(say("review.approve"), "approve", edit, "main")
    return reason, approve + _reasoned(say("review.send-back"), "send-back", edit, "quiet")


def _reasoned(label: str, action: str, edit: StoredEdit, style: str) -> str:
    return (
        f'<button type="button" class="{style}" data-reasoned="{action}" data-value="{safe(named(edit))}">'
        f"{safe(label)}</button>"
    )


def _change(pieces: Iterable[Piece]) -> str:
    marks = {"kept": "{}", "gone": "<del>{}</del>", "new": "<ins>{}</ins>"}
    return "".join(marks[piece.kind].format(safe(piece.text)) for piece in pieces)


def _terms(terms: Terms, zone: tzinfo, say: Texts) -> dict[str, str]:
    return {
        "review.owner": terms.owner,
        "review.source": place_words(terms.source, say),
        "review.confidential": say("review.yes") if terms.confidential else "",
        "review.valid-from": brief(terms.valid_from, zone),
        "review.valid-until": brief(terms.valid_until, zone, end=True),
        "review.review-by": brief(terms.review_by, zone),
    }


def _facts(facts: dict[str, str], say: Texts) -> str:
    rows = "".join(
        f'<dt>{safe(say(key))}</dt><dd dir="auto">{safe(value)}</dd>' for key, value in facts.items() if value
    )
    return f'<dl class="facts">{rows}</dl>'


def _tests(one: Waiting, rights: Rights, say: Texts) -> str:
    probes = _questions(one.edit.probes, say) or f'<p class="note">{safe(say("review.tests.none"))}</p>'
    proposed = ""
    if one.proposed:
        take = button(say("review.take-over"), "take-over", named(one.edit), style="quiet") if rights.submit else ""
        title = f"<h4>{safe(say('review.proposed'))}</h4>"
        proposed = f'<div class="proposed">{title}{_questions(one.proposed, say)}{take}</div>'
    return f'<div class="probes"><h3>{safe(say("review.tests"))}</h3>{probes}{proposed}</div>'


def _questions(probes: Sequence[Probe], say: Texts) -> str:
    rows = "".join(f'<li dir="auto">{safe(_question(probe, say))}</li>' for probe in probes)
    return f"<ul>{rows}</ul>" if rows else ""


def _question(probe: Probe, say: Texts) -> str:
    if probe.kind in ("neighbourhood", "near-miss"):
        return say("review.must-stay", question=probe.question)
    return say("review.must-change", question=probe.question, expected=probe.target) if probe.target else probe.question


def _draft(edit: StoredEdit, rights: Rights, say: Texts) -> str:
    who = edit.changed_by or say("review.nobody")
    submit = button(say("review.submit"), "submit", named(edit), style="quiet") if rights.submit else ""
    return _row(edit, f"{who}: {edit.reason}" if edit.reason else who, submit, say)


def _soon(edit: StoredEdit, what: str, say: Texts) -> str:
    return _row(edit, f"{what} · {edit.terms.owner}" if edit.terms.owner else what, "", say)


def _row(edit: StoredEdit, beside: str, more: str, say: Texts) -> str:
    past = button(say("review.history"), "history", edit.id, style="quiet")
    return (
        f'<li><span class="text" dir="auto">{safe(edit.text)}</span><span class="note" dir="auto">{safe(beside)}</span>'
        f'<span class="form-actions">{more}{past}</span></li>'
    )


def _version(one: StoredEdit, acts: bool, zone: tzinfo, say: Texts) -> str:
    use = tag(say("history.acts"), tone="good") if acts else ""
    facts = _facts({"review.why": one.reason, "review.note": one.note, **_terms(one.terms, zone, say)}, say)
    return (
        f'<li><div class="tags"><strong>{safe(say("history.version", version=one.version))}</strong>'
        f'{state_tag(one.state, say)}{use}</div><p dir="auto">{safe(one.text)}</p>'
        f'<p class="note">{safe(_told(one, zone, say))}</p>{facts}</li>'
    )


def _told(edit: StoredEdit, zone: tzinfo, say: Texts) -> str:
    return say("review.moment", moment=_moment(edit.changed, zone), who=edit.changed_by or say("review.nobody"))


def _moment(moment: datetime | None, zone: tzinfo) -> str:
    return "" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}"
