"""What the tab *Why* shows beside its pictures, as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.explain import sentence
from app.texts import Texts
from app.ui.pieces import heading, notice, safe, table

if TYPE_CHECKING:
    import pandas as pd

    from app.model import Answer


def empty(say: Texts) -> str:
    """Before the first answer."""
    return f'<p class="empty">{safe(say("why.empty"))}</p>'


def summary(answer: Answer, say: Texts) -> str:
    """Question, answer, and the sentence about them."""
    pairs = ((say("why.question"), answer.question), (say("why.answer"), answer.text or say("ask.no-text")))
    items = "".join(f'<dt>{safe(name)}</dt><dd dir="auto">{safe(value)}</dd>' for name, value in pairs)
    return f'<dl class="summary">{items}</dl><p class="sentence">{safe(sentence(answer, say))}</p>'


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


def without(changes: pd.DataFrame, texts: Mapping[str, str], say: Texts) -> str:
    """The table of leave-one-out.

    Args:
        changes: columns `text`, `change_in_log_probability` and `read_instead` (ids).
        texts: id → text of the edits in the pool.
    """
    rows = [
        (
            row["text"],
            f"{row['change_in_log_probability']:+.2f}",
            "; ".join(texts[edit_id] for edit_id in row["read_instead"]) or say("why.without.nothing"),
        )
        for row in changes.to_dict("records")
    ]
    headings = (say("why.without.edit"), say("why.without.change"), say("why.without.instead"))
    return heading(say("why.without.heading"), say("why.without.note")) + table(headings, rows, "numbers")
