"""The pictures of the tab *Why* as tables: the same numbers, for reading line by line and with a screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from app.explain.drawings import visible
from app.explain.grids import Grid, row_name
from app.explain.titles import times_of
from app.explain.views import ZERO, ReadingView, SelectionView
from app.texts import Texts, percent
from app.ui.pieces import button, safe

if TYPE_CHECKING:
    from app.explain import Account, Change

MOST_SLOT_COLUMNS = 12
"""With more slots than this the table has one column an edit."""


def selection_table(view: SelectionView, say: Texts) -> str:
    """Every row of the selection: logit, weight, whether it was read."""
    headings = [say(f"why.table.{name}") for name in ("edit", "logit", "weight", "read")]
    rows = [
        (
            f"<em>{safe(say('selection.zero'))}</em>" if row.edit_id == ZERO else _opens(row.edit_id, row.text),
            _number(f"{row.logit:.2f}"),
            safe(percent(row.weight, say)),
            safe(say("why.table.yes")) if row.read and row.edit_id != ZERO else "",
        )
        for row in view.rows
    ]
    return _table(headings, rows, say("why.selection.heading"))


def reading_table(view: ReadingView, say: Texts) -> str:
    """A row an answer token: attention on sequence or zero gist, on each edit, and on each slot where they are few."""
    slots = len(view.slot_labels) <= MOST_SLOT_COLUMNS
    headings = [say("why.table.token"), say(f"why.table.rest.{view.rest}")]
    for edit in view.edits:
        headings.append(edit.text)
        headings += [visible(label) for label in view.slot_labels[edit.start : edit.stop]] if slots else []
    rows = []
    for place, token in enumerate(view.tokens):
        cells = [safe(visible(token)), f"{view.self_mass[place]:.1%}"]
        for edit in view.edits:
            masses = view.mass[place, edit.start : edit.stop]
            cells.append(f"{masses.sum():.1%}")
            cells += [f"{mass:.1%}" for mass in masses] if slots else []
        rows.append(cells)
    return _table(headings, rows, say("why.reading.heading"))


def grid_table(grid: Grid, say: Texts) -> str:
    """A row an edit, by its number in the picture: attention on it by token, layer or head."""
    headings = [say("why.table.edit"), *(row_name(grid, place, say) for place in range(len(grid.rows)))]
    rows = [
        (
            f"{safe(say('grid.edit', number=place + 1))}: {_opens(edit_id, grid.edits[place])}",
            *(f"{mass:.1%}" for mass in grid.mass[:, place]),
        )
        for place, edit_id in enumerate(grid.edit_ids)
    ]
    return _table(headings, rows, say("why.grid.heading"))


def changes_table(account: Account, say: Texts) -> str:
    """A row an edit read: what leaving it out changes, and what would have been read in its place."""
    selection = account.answer.evidence.selection
    texts = account.texts
    headings = [say(f"why.without.{name}") for name in ("edit", "change", "times", "instead")]
    rows = [
        (
            _opens(change.edit_id, texts[change.edit_id]),
            _number(f"{change.nats:+.2f}"),
            safe(times_of(change.nats, say)),
            safe(_instead(change, selection.chosen, texts, say)),
        )
        for change in account.changes or ()
    ]
    return _table(headings, rows, say("why.without.heading"))


def _instead(change: Change, read: tuple[str, ...], texts: Mapping[str, str], say: Texts) -> str:
    """The edits read only because this one was left out."""
    new = [texts[edit_id] for edit_id in change.instead if edit_id not in read]
    key = "why.without.others" if change.instead else "why.without.nothing"
    return "; ".join(new) or say(key)


def _opens(edit_id: str, text: str) -> str:
    return button(text, "edit", edit_id, style="link")


def _number(text: str) -> str:
    return text.replace("-", "−")


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """A table whose cells are HTML; the first cell of a row names it."""
    head = "".join(f'<th scope="col" dir="auto">{safe(heading)}</th>' for heading in headings)
    body = "".join(
        f'<tr><th scope="row" dir="auto">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return (
        f'<div class="table numbers"><table><caption>{safe(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
