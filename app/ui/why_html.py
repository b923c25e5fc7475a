"""What the tab *Why* shows beside its pictures, as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.explain import sentence
from app.texts import Texts
from app.ui.pieces import heading, marked, notice, safe

if TYPE_CHECKING:
    from app.explain import Account
    from app.model import Answer


def empty(say: Texts) -> str:
    """Before the first answer."""
    return f'<p class="empty">{safe(say("why.empty"))}</p>'


def summary(answer: Answer, account: Account | None, say: Texts) -> str:
    """Question, answer, and the sentence about them; `account` is None until it is made."""
    claims = () if account is None or not account.finding.read else account.unsupported
    said = sentence(answer, say) if account is None else account.sentence(say)
    none = say("ask.uncovered") if account is not None and account.withheld else say("ask.no-text")
    values = (safe(answer.question), marked(answer.text, claims, say) or safe(none))
    pairs = zip((say("why.question"), say("why.answer")), values, strict=True)
    items = "".join(f'<dt>{safe(name)}</dt><dd dir="auto">{value}</dd>' for name, value in pairs)
    return f'<dl class="summary">{items}</dl><p class="sentence">{safe(said)}</p>'


def titled(name: str, title: str, say: Texts, more: str = "") -> str:
    """What a picture is about, its finding as the heading, and how to read it."""
    eyebrow = f'<p class="eyebrow">{safe(say(f"why.{name}.heading"))}</p>'
    return eyebrow + heading(title, f"{say(f'why.{name}.note')} {more}".strip())


def no_reading(say: Texts) -> str:
    """In place of the second picture when no edit was read."""
    return heading(say("why.reading.heading")) + notice(safe(say("why.reading.none")))
