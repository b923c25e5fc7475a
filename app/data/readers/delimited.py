"""Tables as text: CSV (comma or semicolon) and TSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from app.data.columns import EDIT_NAMES, edit_column
from app.data.decoding import decode
from app.data.upload import Row
from app.errors import UploadError

# Characters of a cell; a longer one is a row at fault.
MAX_CELL = 1_000_000

# Times that reading starts again behind a quotation mark that is never closed.
MAX_RESTARTS = 100


@dataclass(frozen=True)
class _Cells:
    number: int
    cells: tuple[str, ...]
    raw: str
    fault: str = ""


def read_csv(content: bytes) -> Iterator[Row]:
    """Rows of a CSV file; the delimiter is the one of , ; and tab that gives a column name that is known."""
    text = decode(content)
    return _rows(text, _delimiter_of(text))


def read_tsv(content: bytes) -> Iterator[Row]:
    """Rows of a file with tabs between the columns."""
    return _rows(decode(content), "\t")


def _delimiter_of(text: str) -> str:
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    for delimiter in (",", ";", "\t"):
        names = next(_parsed([first], delimiter)).cells
        if len(names) > 1 and edit_column(names) is not None:
            return delimiter
    return ","


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    filled = (record for record in _records(text, delimiter) if record.cells or record.fault)
    first = next(filled, None)
    if first is None:
        return
    column = edit_column(first.cells)
    width = len(first.cells)
    if column is None:
        if width > 1:
            names = ", ".join(EDIT_NAMES[:4])
            raise UploadError(
                f"The file has {width} columns and none is named as the edit.",
                f"The first row names the columns; the edits are under one of: {names}, …",
                "Add a first row with the column's name, or put text with commas in quotation marks.",
            )
        yield _row(first, 0, 1)
    for record in filled:
        yield _row(record, column or 0, width)


def _row(record: _Cells, column: int, width: int) -> Row:
    if record.fault:
        return Row(record.number, record.raw, record.fault)
    if len(record.cells) > width:
        fault = f"{len(record.cells)} cells where the first row has {width}; quote text that holds the delimiter"
        return Row(record.number, record.raw, fault)
    if len(record.cells) <= column:
        return Row(record.number, record.raw, "no text")
    return Row(record.number, record.cells[column])


def _records(text: str, delimiter: str) -> Iterator[_Cells]:
    """All records of a text, numbered from 1 as a spreadsheet does.

    A quotation mark that is never closed would make one cell of the rest of the file:
    its line is a fault, and reading starts again on the next line.
    """
    lines = io.StringIO(text, newline="").readlines()
    start, number = 0, 0
    for _ in range(MAX_RESTARTS):
        restart = None
        for record in _parsed(lines[start:], delimiter):
            number += 1
            if record.fault == _UNCLOSED:
                restart = start + record.number
                yield _Cells(number, (), lines[restart - 1], _UNCLOSED)
                break
            yield _Cells(number, record.cells, record.raw, record.fault)
        if restart is None:
            return
        start = restart
    yield _Cells(number + 1, (), "".join(lines[start : start + 1]), "too many quotation marks; not read from here on")


_UNCLOSED = "a quotation mark is opened and never closed"


def _parsed(lines: list[str], delimiter: str) -> Iterator[_Cells]:
    """Records with the number of the line that they begin on; what csv refuses is a record with a fault."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        begin = reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _Cells(begin + 1, (), lines[begin], _reason(error))
        else:
            yield _Cells(begin + 1, tuple(cells), "".join(lines[begin : reader.line_num]))


def _reason(error: csv.Error) -> str:
    message = str(error)
    if "unexpected end" in message:
        return _UNCLOSED
    if "expected after" in message:
        return 'text behind a closing quotation mark; write a quotation mark inside a cell twice ("")'
    if "field larger" in message:
        return f"a cell of more than {MAX_CELL:,} characters"
    return message
