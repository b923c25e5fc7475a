"""JSON lines: an object with named fields, or a plain string, on every line."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from app.data.decoding import decode
from app.data.names import NAMES, place_of
from app.data.table import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Table, TableRow, names_of
from app.data.upload import clip

Fields = dict[str, tuple[str, str]]
"""Name → value as text, and why it cannot be used."""


class _RefusedError(ValueError):
    """JSON that has no one meaning."""


def read_json_lines(content: bytes) -> Table:
    """One row a line, blank lines skipped; the columns are the fields of all objects, in the order they appear."""
    found: list[tuple[int, Fields | str, str, str]] = []
    places: dict[str, int] = {}
    cells = 0
    for number, line in _lines(decode(content)):
        if len(found) >= MAX_ROWS or cells > MAX_CELLS:
            found.append((number, {}, f"more than {MAX_ROWS:,} rows; not read from here on", clip(line)))
            break
        value, fault = _value(line)
        if isinstance(value, dict) and not fault:
            new = [name for name in value if name not in places]
            if len(places) + len(new) > MAX_COLUMNS:
                fault = f"more than {MAX_COLUMNS} different fields"
            else:
                places |= {name: len(places) + place for place, name in enumerate(new)}
                cells += len(value)
        found.append((number, {} if fault else value, fault, clip(line)))
    text = _place_of_strings(places) if any(isinstance(value, str) for _, value, _, _ in found) else 0
    columns = names_of(tuple(places), max(len(places), 1))
    return Table(columns, tuple(_row(*line, places, text) for line in found), "fields")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(io.StringIO(text, newline=None), start=1) if line.strip())


def _place_of_strings(places: dict[str, int]) -> int:
    """The column in which a line that is a plain string stands: that of the text."""
    found = place_of(NAMES["text"], tuple(places))
    return places.setdefault("text", len(places)) if found is None else found


def _row(number: int, value: Fields | str, fault: str, raw: str, places: dict[str, int], text: int) -> TableRow:
    if fault:
        return TableRow(number, (), fault, raw)
    if isinstance(value, str):
        return TableRow(number, (*[""] * text, value))
    cells = [""] * (max((places[name] for name in value), default=-1) + 1)
    for name, (cell, _) in value.items():
        cells[places[name]] = cell
    unusable = tuple((places[name], reason) for name, (_, reason) in value.items() if reason)
    return TableRow(number, tuple(cells), raw=raw, unusable=unusable)


def _value(line: str) -> tuple[Fields | str, str]:
    """An object's fields or a string, and why the line cannot be used."""
    try:
        value = json.loads(line, parse_constant=_no_number, object_pairs_hook=_no_doubles)
    except _RefusedError as error:
        return {}, str(error)
    except (ValueError, RecursionError):
        return {}, "not JSON"
    if isinstance(value, str):
        return value, ""
    if not isinstance(value, dict):
        return {}, "neither an object nor a string"
    return {name: _cell(field) for name, field in value.items()}, ""


def _cell(value: Any) -> tuple[str, str]:
    if value is None:
        return "", ""
    if isinstance(value, str):
        return value, ""
    if isinstance(value, bool):
        return str(value).lower(), ""
    if isinstance(value, int | float):
        return str(value), ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(value), ""
    return "", "a list or object, not a text"


def _no_number(name: str) -> None:
    raise _RefusedError(f"{name}, which is no number in JSON")


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        double = next(name for name, count in counts.items() if count > 1)
        raise _RefusedError(f"the field “{clip(double)}” occurs twice")
    return fields
