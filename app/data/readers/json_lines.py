"""JSON lines: an object with the edit under a known name, or a plain string, on every line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from app.data.columns import EDIT_NAMES, edit_column
from app.data.decoding import decode
from app.data.upload import Row


def read_json_lines(content: bytes) -> Iterator[Row]:
    """One row a line; blank lines are skipped."""
    for number, line in enumerate(io.StringIO(decode(content)), start=1):
        if line.strip():
            yield _row(number, line)


def _row(number: int, line: str) -> Row:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return Row(number, line, "not JSON")
    if isinstance(value, str):
        return Row(number, value)
    if not isinstance(value, dict):
        return Row(number, line, "neither an object nor a string")
    column = edit_column(value)
    if column is None:
        return Row(number, line, f"no field {', '.join(EDIT_NAMES[:4])}, …")
    text = list(value.values())[column]
    if not isinstance(text, str):
        return Row(number, line, "the edit is not a string")
    return Row(number, text)
