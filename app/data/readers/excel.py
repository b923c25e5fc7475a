"""Excel workbooks (.xlsx): the values of the first sheet that holds any. Formulas are never computed."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import repeat
from typing import Any

from openpyxl import DEFUSEDXML, load_workbook

from app.data.readers.workbook_parts import checked_parts
from app.data.table import MAX_COLUMNS, Table, TableRow, tabulated
from app.data.upload import clip
from app.errors import UploadError

LAST_ROW = 1_048_576
"""Of a sheet in Excel; a file may claim more."""

_OLD_FORMAT = b"\xd0\xcf\x11\xe0"


def read_excel(content: bytes) -> Table:
    """The first sheet with content. Macros, links and pictures in the file are not looked at.

    Raises:
        UploadError: no workbook, a damaged, encrypted or oversized one.
    """
    if content.startswith(_OLD_FORMAT):
        raise UploadError(
            "The workbook is encrypted with a password, or of the kind that Excel wrote before 2007.",
            "An .xlsx file without a password is read.",
            "Open it in a spreadsheet program and save it again as .xlsx without a password, or as CSV.",
        )
    has_formulas = checked_parts(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that hold no values
            return _read(content, has_formulas)
    except UploadError:
        raise
    except Exception as error:  # a damaged file fails wherever openpyxl meets the damage, with any error at all
        raise damaged(f"{type(error).__name__}: {error}") from error


def damaged(reason: str) -> UploadError:
    """The file is no workbook, or one that is not whole."""
    return UploadError(
        f"The workbook is damaged ({clip(reason)}).",
        "A whole .xlsx file is read.",
        "Open it in a spreadsheet program and save it again, or save the table as CSV.",
    )


def _read(content: bytes, has_formulas: bool) -> Table:
    if not DEFUSEDXML:
        raise UploadError("Workbooks cannot be read here: defusedxml is missing.", "", "Install requirements.txt.")
    values = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    formulas = None
    try:
        if has_formulas:
            formulas = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        names = [sheet.title for sheet in values.worksheets]
        for place, name in enumerate(names):
            sheet = values.worksheets[place]
            beside = None if formulas is None else formulas.worksheets[place]
            table = tabulated(_rows(sheet, beside), grows=True)
            if table.rows or table.header is not None:
                others = tuple(clip(other) for other in names if other != name)
                return Table(table.columns, table.rows, table.first_row, table.header, clip(name), others)
        return Table(("A",), ())
    finally:
        values.close()
        if formulas is not None:
            formulas.close()


def _rows(sheet: Any, formulas: Any) -> Iterator[TableRow]:
    """The rows of a sheet as text. `formulas` is the same sheet with formulas in place of their results."""
    written = repeat(()) if formulas is None else _cells(formulas)
    for number, (row, sources) in enumerate(zip(_cells(sheet), written, strict=False), start=1):
        if len(row) > MAX_COLUMNS and any(cell.value is not None for cell in row[MAX_COLUMNS:]):
            yield TableRow(number, ("…",) * len(row), raw=clip(" · ".join(_text(cell) for cell in row[:8])))
            continue
        yield _row(number, row[:MAX_COLUMNS], sources)


def _cells(sheet: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()  # what a sheet says of its own size may be wrong
    rows: Iterator[Sequence[Any]] = sheet.iter_rows(max_row=LAST_ROW)
    return rows


def _row(number: int, row: Sequence[Any], sources: Sequence[Any]) -> TableRow:
    cells = [_text(cell) for cell in row]
    unusable: list[tuple[int, str]] = []
    for place, cell in enumerate(row):
        if cell.data_type == "e":
            unusable.append((place, f"the formula's result is an error ({clip(str(cell.value))})"))
    for place, source in enumerate(sources[:MAX_COLUMNS]):
        if source.data_type == "f" and (place >= len(cells) or not cells[place]):
            cells += [""] * (place + 1 - len(cells))
            cells[place] = _UNKNOWN
            unusable.append((place, "a formula without a saved result"))
    while cells and not cells[-1]:
        cells.pop()
    return TableRow(number, tuple(cells), raw=clip(" · ".join(filter(None, cells[:8]))), unusable=tuple(unusable))


_UNKNOWN = "=…"
"""Stands in a cell whose formula has no saved result."""


def _text(cell: Any) -> str:
    """What a reader sees in the cell, as far as it can be told without its fonts and colours."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip()


def _number(value: float, shown_as: str) -> str:
    """0.45 in a cell shown as a percentage is 45%; a whole number has no decimal point."""
    percent = "%" in shown_as
    scaled = round(value * 100, 10) if percent else value
    text = str(int(scaled)) if scaled == int(scaled) and abs(scaled) < 1e15 else repr(float(scaled))
    return f"{text}%" if percent else text
