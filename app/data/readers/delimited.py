"""Tables as text: CSV (comma, semicolon or tab) and TSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from app.data.decoding import decode
from app.data.names import known_name
from app.data.table import Table, TableRow, tabulated
from app.data.upload import clip

# Characters of a cell; a longer one is a row at fault.
MAX_CELL = 1_000_000

# Times that reading starts again behind a quotation mark that is never closed.
MAX_RESTARTS = 100

# Rows by which the delimiter is told, and characters of each that are looked at.
SAMPLE, SAMPLE_LINE = 20, 20_000

_UNCLOSED = "a quotation mark is opened and never closed"
_TOO_LONG = f"a cell of more than {MAX_CELL:,} characters, or a quotation mark that is never closed"


def read_csv(content: bytes) -> Table:
    """A CSV file; the delimiter is told by the names that it gives, else by how evenly it cuts the rows."""
    text = decode(content)
    return tabulated(_rows(text, _delimiter_of(text)))


def read_tsv(content: bytes) -> Table:
    """A file with tabs between the columns."""
    return tabulated(_rows(decode(content), "\t"))


def _delimiter_of(text: str) -> str:
    """The one of , ; and tab by which a column has a known name; else that which cuts most rows alike."""
    lines = [line[:SAMPLE_LINE] for line in islice(_filled_lines(text), SAMPLE)]
    if not lines:
        return ","
    for delimiter in (",", ";", "\t"):
        names = next(_rows(lines[0], delimiter)).cells
        if len(names) > 1 and any(known_name(name) for name in names):
            return delimiter
    return max((",", ";", "\t"), key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> int:
    """How many of these rows have as many cells as the first, where that has more than one."""
    widths = [len(row.cells) for row in _rows("".join(lines), delimiter) if not row.fault]
    return widths.count(widths[0]) if widths and widths[0] > 1 else 0


def _filled_lines(text: str) -> Iterator[str]:
    return (line for line in io.StringIO(text) if line.strip())


class _Lines:
    """The lines of a text one by one, so that no list of them is held; it can start again behind a line."""

    first: str
    """The first line of the record that is being read."""
    _behind_first: int

    def __init__(self, text: str) -> None:
        self._file = io.StringIO(text, newline="")
        self.begin_record()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline()
        if not line:
            raise StopIteration
        if not self.first:
            self.first, self._behind_first = line, self._file.tell()
        return line

    def begin_record(self) -> None:
        """The next line is the first of a record."""
        self.first, self._behind_first = "", self._file.tell()

    def back_behind_first(self) -> None:
        """Goes on behind the first line of the record."""
        self._file.seek(self._behind_first)


def _rows(text: str, delimiter: str) -> Iterator[TableRow]:
    """All records of a text, numbered from 1 as a spreadsheet does.

    A quotation mark that is never closed would make one cell of the rest of the file: its line is a fault, and
    reading starts again on the next line.
    """
    csv.field_size_limit(MAX_CELL)
    lines = _Lines(text)
    reader, restarts, number = _reader(lines, delimiter), 0, 0
    while True:
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            reason = _reason(error)
            yield TableRow(number, (), reason, clip(lines.first))
            if reason in (_UNCLOSED, _TOO_LONG):  # either swallowed lines that are rows of their own
                restarts += 1
                if restarts > MAX_RESTARTS:
                    reason = "too many quotation marks that are never closed; not read from here on"
                    yield TableRow(number + 1, (), reason, "")
                    return
                lines.back_behind_first()
                reader = _reader(lines, delimiter)
        else:
            number += 1
            yield TableRow(number, tuple(cells))


def _reader(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _reason(error: csv.Error) -> str:
    message = str(error)
    if "unexpected end" in message:
        return _UNCLOSED
    if "expected after" in message:
        return 'text behind a closing quotation mark; write a quotation mark inside a cell twice ("")'
    if "field larger" in message:
        return _TOO_LONG
    return message
