"""What many questions from a file show, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from app.service import JobView
from app.service.testing import QuestionResult
from app.texts import Texts, detail_words, percent
from app.ui.pieces import button, notice, place_in_queue, progress_bar, safe, tag

ROWS_SHOWN = 200
"""Rows on the page; the file has all."""
SHOWN = ("question", "answer", "before", "edit", "weight", "sure", "expected", "met")


def asking(state: JobView, say: Texts) -> str:
    """How far it is, or its place in the queue."""
    if state.before is not None:
        return notice(place_in_queue(state.before, say))
    label = say("many.progress", done=f"{state.done:,}", total=f"{state.total:,}")
    return notice(progress_bar(label, state.done / max(state.total, 1)))


def summary(rows: Sequence[QuestionResult], total: int, stopped: bool, say: Texts) -> str:
    """The result in one line: asked, edits used, expectations met."""
    expected = [row for row in rows if row.met is not None]
    parts = [say.count("many.asked", len(rows)), say.count("many.used", sum(bool(row.edit) for row in rows))]
    if expected:
        met = sum(bool(row.met) for row in expected)
        parts.append(say("many.expected-met", met=f"{met:,}", expected=f"{len(expected):,}"))
    if stopped:
        parts.append(say("many.stopped", total=f"{total:,}"))
    return notice(safe(" · ".join(parts)), "warning" if stopped else "good")


def table(rows: Sequence[QuestionResult], say: Texts) -> str:
    """One row a question; the edit used is a button that opens it."""
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{safe(say(f"many.column.{name}"))}</th>' for name in SHOWN)
    body = "".join(_row(row, say) for row in rows[:ROWS_SHOWN])
    more = say.count("many.more", len(rows) - ROWS_SHOWN) if len(rows) > ROWS_SHOWN else ""
    rest = f'<p class="note">{safe(more)}</p>' if more else ""
    return f'<div class="table many"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{rest}'


def _row(row: QuestionResult, say: Texts) -> str:
    """The cells of one question, as in `SHOWN`."""
    if row.fault:
        fault = safe(detail_words(row.fault, say))
        return f'<tr><td dir="auto">{safe(row.question)}</td><td colspan="{len(SHOWN) - 1}">{fault}</td></tr>'
    answer = safe(say("many.withheld")) if row.withheld else safe(row.answer)
    style = ' class="pale"' if row.withheld else ""
    edit = (
        button(row.edit, "edit", row.edit_id, style="link")
        if row.edit
        else f'<span class="pale">{safe(say("ask.unchanged"))}</span>'
    )
    cells = (
        f'<td dir="auto">{safe(row.question)}</td>',
        f'<td dir="auto"{style}>{answer}</td>',
        f'<td dir="auto" class="pale">{safe(row.before)}</td>',
        f'<td dir="auto">{edit}</td>',
        f'<td class="number">{"" if row.weight is None else safe(percent(row.weight, say))}</td>',
        f"<td>{_sure(row, say)}</td>",
        f'<td dir="auto">{safe(row.expected)}</td>',
        f"<td>{_met(row, say)}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>"


def _sure(row: QuestionResult, say: Texts) -> str:
    if row.sureness is None or row.sureness.probability is None:
        return "–"
    called = say(f"sureness.{row.sureness.called}")
    return safe(say("sureness.tag", called=called, sure=percent(row.sureness.probability, say)))


def _met(row: QuestionResult, say: Texts) -> str:
    if row.met is None:
        return ""
    return tag(say("many.met"), tone="good") if row.met else tag(say("many.unmet"), tone="bad")
