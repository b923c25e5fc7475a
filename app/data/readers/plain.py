"""Plain text: one edit a line."""

from __future__ import annotations

import io
from collections.abc import Iterator

from app.data.decoding import decode
from app.data.upload import Row


def read_plain(content: bytes) -> Iterator[Row]:
    """One row a line; blank lines are skipped."""
    return lines_of(decode(content))


def lines_of(text: str) -> Iterator[Row]:
    """The lines of a text that hold anything, numbered from 1."""
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        if line.strip(" \t\r\n\u3000\ufeff"):
            yield Row(number, line.rstrip("\n"))
