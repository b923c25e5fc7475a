"""Plain text: one edit a line."""

from __future__ import annotations

import io
from collections.abc import Iterator

from app.data.decoding import decode
from app.data.table import Table, TableRow, tabulated
from app.data.upload import Row


def read_plain(content: bytes) -> Table:
    """One row of one column a line; blank lines are skipped."""
    rows = (TableRow(row.number, (row.text,)) for row in lines_of(decode(content)))
    return tabulated(rows, headless=True)


def lines_of(text: str) -> Iterator[Row]:
    """The lines of a text that hold anything, numbered from 1."""
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        if line.strip(" \t\r\n\u3000\ufeff"):
            yield Row(number, line.rstrip("\n"))
