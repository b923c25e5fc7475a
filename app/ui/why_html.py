"""What the tab *Why* shows beside its pictures, as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.explain import sentence
from app.texts import Texts
from app.ui.pieces import heading, marked, notice, safe, table

if TYPE_CHECKING:
    from app.explain import Account, Change
    from app.model import Answer


def empty(say: Texts) -> str:
    """Before the first answer."""
    return f'<p class="empty">{safe(say("why.empty"))}</p>'


def summary(answer: Answer, account: Account | None, say: Texts) -> str:
    """Question, answer, and the sentence about them; `account` is None until it is made."""
    claims = () if account is None or not account.finding.read else account.unsupported
    values = (safe(answer.question), marked(answer.text, claims, say) or safe(say("ask.no-text")))
    pairs = zip((say("why.question"), say("why.answer")), values, strict=True)
    items = "".join(f'<dt>{safe(name)}</dt><dd dir="auto">{value}</dd>' for name, value in pairs)
    said = sentence(answer, say) if account is None else account.sentence(say)
    return f'<dl class="summary">{items}</dl><p class="sentence">{safe(said)}</p>'


def selection_heading(left_out: int, say: Texts) -> str:
    """Heading of the first picture, and how many edits it leaves out."""
    more = f" {say.count('why.selection.left-out', left_out)}" if left_out else ""
    return heading(say("why.selection.heading"), say("why.selection.note") + more)


def reading_heading(say: Texts) -> str:
    """Heading of the second picture."""
    return heading(say("why.reading.heading"), say("why.reading.note"))


def no_reading(say: Texts) -> str:
    """In place of the second picture when no edit was read."""
    return heading(say("why.reading.heading")) + notice(safe(say("why.reading.none")))


def without(account: Account, say: Texts) -> str:
    """The table of leave-one-out; nothing where no edit was read."""
    if not account.changes:
        return ""
    selection = account.answer.evidence.selection
    texts = dict(zip(selection.edit_ids, selection.texts, strict=True))
    rows = [(texts[c.edit_id], f"{c.nats:+.2f}", _instead(c, selection.chosen, texts, say)) for c in account.changes]
    headings = (say("why.without.edit"), say("why.without.change"), say("why.without.instead"))
    return heading(say("why.without.heading"), say("why.without.note")) + table(headings, rows, "numbers")


def _instead(change: Change, read: tuple[str, ...], texts: Mapping[str, str], say: Texts) -> str:
    """The edits read only because this one was left out."""
    new = [texts[edit_id] for edit_id in change.instead if edit_id not in read]
    key = "why.without.others" if change.instead else "why.without.nothing"
    return "; ".join(new) or say(key)
