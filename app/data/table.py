"""A table as it stands in a file, before anyone has said what its columns mean. Bounded in rows, columns and cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.data.names import known_name
from app.data.upload import clip
from app.errors import UploadError

MAX_COLUMNS = 256
MAX_ROWS = 100_000
MAX_CELLS = 1_000_000
"""What is behind the last of these is not kept: memory stays bounded whatever a file declares."""

LONGEST_HEADING = 60
"""Characters of a column's name; a longer text in the first row is a value."""

SENTENCE_ENDS = (".", "!", "?", "。", "！", "？")

FirstRow = Literal["names", "values", "fields"]


@dataclass(frozen=True)
class TableRow:
    """One row: its number as in a spreadsheet (from 1) and its cells as text, fewer than columns where it is short."""

    number: int
    cells: tuple[str, ...]
    fault: str = ""
    """Why no cell of the row can be used."""
    raw: str = ""
    """The beginning of a row at fault, for display."""
    unusable: tuple[tuple[int, str], ...] = ()
    """Columns of single cells that cannot be used, each with the reason."""

    def cell(self, column: int) -> str:
        """The text of a column, empty where the row is short."""
        return self.cells[column] if column < len(self.cells) else ""

    def fault_of(self, column: int) -> str:
        """Why the cell in this column cannot be used, empty when it can."""
        return next((reason for place, reason in self.unusable if place == column), "")


@dataclass(frozen=True)
class Table:
    """Rows under columns whose names differ from each other."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    first_row: FirstRow = "values"
    """What the file's first row was taken for; `fields`: the names come with every row (JSON)."""
    header: TableRow | None = None
    """The first row where it names the columns."""
    sheet: str = ""
    """The sheet of a workbook that was read."""
    other_sheets: tuple[str, ...] = ()
    """Sheets that were not."""

    @property
    def several(self) -> bool:
        """Whether there is more than one column to choose from."""
        return len(self.columns) > 1

    def with_first_row_as(self, first_row: Literal["names", "values"]) -> Table:
        """The same table with its first row taken for names, or for values. Tables of fields stay as they are."""
        if first_row == self.first_row or self.first_row == "fields":
            return self
        if first_row == "names":
            if not self.rows or self.rows[0].fault:
                return self
            header, *rest = self.rows
            return replace(
                self,
                columns=names_of(header.cells, len(self.columns)),
                rows=tuple(rest),
                header=header,
                first_row="names",
            )
        rows = self.rows if self.header is None else (self.header, *self.rows)
        columns = names_of((), len(self.columns))
        return replace(self, columns=columns, rows=rows, header=None, first_row="values")


def tabulated(rows: Iterable[TableRow], *, grows: bool = False, headless: bool = False) -> Table:
    """The table of raw rows; empty ones are left out.

    Args:
        rows: in order, the first with names or with values.
        grows: a row may be wider than the first (spreadsheets); otherwise that is a fault (an unquoted delimiter).
        headless: the first row is never taken for names.

    Raises:
        UploadError: the first row has too many cells to be a table.
    """
    kept: list[TableRow] = []
    width = cells = 0
    for row in rows:
        if not row.fault and not any(row.cells):
            continue
        if len(kept) >= MAX_ROWS or cells > MAX_CELLS:
            limit = f"{MAX_ROWS:,} rows" if len(kept) >= MAX_ROWS else f"{MAX_CELLS:,} cells"
            kept.append(TableRow(row.number, (), f"a table of more than {limit}; not read from here on", _raw(row)))
            break
        if not width and not row.fault:
            width = _checked_width(row)
        kept.append(_fitted(row, width, grows=grows))
        if grows and not kept[-1].fault:
            width = max(width, len(row.cells))
        cells += len(kept[-1].cells)
    values = Table(names_of((), width or 1), tuple(kept))
    return values if headless or not _names_columns(kept) else values.with_first_row_as("names")


def names_of(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Names for columns, no two alike; a column without one has its letter, as in a spreadsheet."""
    found: dict[str, None] = {}
    for column in range(width):
        name = clip(cells[column].strip("\ufeff ")).strip() if column < len(cells) else ""
        first = name or letter_of(column)
        unique, copy = first, 2
        while unique in found:
            unique, copy = f"{first} ({copy})", copy + 1
        found[unique] = None
    return tuple(found)


def letter_of(column: int) -> str:
    """A, B … Z, AA … for a column's place from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _checked_width(row: TableRow) -> int:
    if len(row.cells) > MAX_COLUMNS:
        raise UploadError(
            f"Row {row.number} has {len(row.cells):,} columns.",
            f"At most {MAX_COLUMNS} are read.",
            "Keep the columns that are needed, or quote text that holds the delimiter.",
        )
    return len(row.cells)


def _fitted(row: TableRow, width: int, *, grows: bool) -> TableRow:
    if row.fault or len(row.cells) <= width:
        return row
    if len(row.cells) > MAX_COLUMNS:
        return TableRow(row.number, (), f"{len(row.cells):,} cells, more than {MAX_COLUMNS}", _raw(row))
    if grows:
        return row
    fault = f"{len(row.cells)} cells where the first row has {width}; quote text that holds the delimiter"
    return TableRow(row.number, (), fault, _raw(row))


def _raw(row: TableRow) -> str:
    return row.raw or clip(" · ".join(row.cells[:8]))


def _names_columns(rows: Sequence[TableRow]) -> bool:
    """Whether the first row names the columns: by a known name, or because it looks unlike what is below it."""
    if not rows or rows[0].fault:
        return False
    cells = rows[0].cells
    if any(known_name(cell) for cell in cells):
        return True
    return len(cells) > 1 and len(rows) > 1 and all(_could_be_name(cell) for cell in cells)


def _could_be_name(cell: str) -> bool:
    text = cell.strip()
    short = 0 < len(text) <= LONGEST_HEADING and not text.endswith(SENTENCE_ENDS)
    return short and len(text.split()) <= 4 and any(c.isalpha() for c in text) and not any(c.isdigit() for c in text)
