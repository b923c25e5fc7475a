"""The records of a chain with their keys, read from a database or from a file of JSON lines, a few at a time.

A file begins with a line that says what it is; each further line is a record, bytes in base64:

    {"format": "incomes-workbench audit", "format_version": 1, "keys": false, "head": {"number": …, "hash": …}}
    {"number": 1, "at": …, "action": …, "kind": …, "object": …, "sealed": …, "commitment": …, "previous": …,
     "hash": …, "key": null}

Without keys (the default) nobody can read what is sealed, and erasing a key in the store erases the text in every
such file too.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import AuditFileError
from app.store.audit.chain import AuditRecord, moment
from app.store.audit.heads import Head
from app.store.audit.sealing import unseal
from app.store.tables import AuditKeyRow, AuditRow

AT_ONCE = 500
LONGEST_LINE = 64 * 2**20
"""Bytes: more than the record of any change has."""
FORMAT, FORMAT_VERSION = "incomes-workbench audit", 1

_COLUMNS = ("number", "at", "action", "kind", "object", "sealed", "commitment", "previous", "hash")
_RECORD = tuple(getattr(AuditRow, name) for name in _COLUMNS)


@dataclass(frozen=True)
class Line:
    """A record and what it is read with."""

    record: AuditRecord
    key: bytes | None

    def said(self) -> dict[str, Any] | None:
        """Who did it and what it said; None where that is gone.

        Raises:
            ValueError: the key does not open it.
        """
        record = self.record
        return None if record.sealed is None or self.key is None else unseal(self.key, record.sealed, record.number)


@dataclass(frozen=True)
class Unreadable:
    """A record that has something in it which no record can have."""

    number: int
    fault: str


def lines_in(session: Session, kinds: Iterable[str] | None = None) -> Iterator[Line | Unreadable]:
    """The records of a database in their order.

    Args:
        kinds: only records with one of these actions.
    """
    wanted = select(AuditRow.number).order_by(AuditRow.number).limit(AT_ONCE)
    if kinds is not None:
        wanted = wanted.where(AuditRow.action.in_(tuple(kinds)))
    last: int | None = None
    while numbers := session.scalars(wanted if last is None else wanted.where(AuditRow.number > last)).all():
        yield from _read(session, numbers)
        last = numbers[-1]


def lines_of(session: Session, numbers: Iterable[int]) -> list[Line]:
    """These records, in the order of their numbers; those that cannot be read are left out."""
    return [line for line in _read(session, list(numbers)) if isinstance(line, Line)]


def _read(session: Session, numbers: Iterable[int]) -> Iterator[Line | Unreadable]:
    wanted = (
        select(*_RECORD, AuditKeyRow.key)
        .outerjoin(AuditKeyRow, AuditKeyRow.number == AuditRow.number)
        .order_by(AuditRow.number)
    )
    try:
        rows = session.execute(wanted.where(AuditRow.number.in_(list(numbers)))).all()
        lines = [_line(row) for row in rows]
    except (ValueError, TypeError):  # SQLite takes any value in any column, the driver does not give it back
        for number in numbers:
            try:
                yield _line(session.execute(wanted.where(AuditRow.number == number)).one())
            except (ValueError, TypeError) as error:
                yield Unreadable(number, str(error))
    else:
        yield from lines


def _line(row: Any) -> Line:
    *values, key = row
    return _of_known_types(Line(AuditRecord(*values), key))


def _of_known_types(line: Line) -> Line:
    """Raises TypeError where something in it has a type that it cannot have."""
    texts, record = ("action", "kind", "object", "commitment", "previous", "hash"), line.record
    if type(record.number) is not int or not all(type(getattr(record, name)) is str for name in texts):
        raise TypeError("another type of value")
    if not all(data is None or type(data) is bytes for data in (record.sealed, line.key)):
        raise TypeError("text in place of bytes")
    return line


# Files


@dataclass(frozen=True)
class FileHead:
    """The first line of a file."""

    keys: bool
    """Whether it holds the keys, and so can be read."""
    head: Head


def write_lines(file: IO[bytes], lines: Iterable[Line | Unreadable], head: FileHead) -> int:
    """Writes a file of records, and returns how many.

    Raises:
        AuditFileError: a record cannot be read.
    """
    first = {"format": FORMAT, "format_version": FORMAT_VERSION, "keys": head.keys, "head": head.head.as_dict()}
    file.write(_encoded(first))
    count = 0
    for line in lines:
        if isinstance(line, Unreadable):
            raise AuditFileError(
                f"Record {line.number} cannot be read: {line.fault}.", "", "Run `python -m app audit verify`."
            )
        file.write(_encoded(as_dict(line, keys=head.keys)))
        count += 1
    return count


def as_dict(line: Line, *, keys: bool) -> dict[str, Any]:
    """A record as it stands in a file."""
    record = line.record
    return vars(record) | {
        "at": moment(record.at),
        "sealed": _base64(record.sealed),
        "key": _base64(line.key) if keys else None,
    }


def lines_in_file(path: Path) -> Iterator[Line | Unreadable]:
    """The records of a file in the order in which they stand in it.

    Raises:
        AuditFileError: not such a file.
    """
    with _opened(path) as file:
        _first_line(file, path)
        for number, text in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), start=1):
            try:
                yield _line_of(json.loads(text))
            except (ValueError, TypeError, KeyError) as error:
                yield Unreadable(number, f"line {number + 1} of the file is no record ({type(error).__name__})")


def file_head(path: Path) -> FileHead:
    """What the first line of a file says.

    Raises:
        AuditFileError: not such a file.
    """
    with _opened(path) as file:
        return _first_line(file, path)


def _first_line(file: IO[bytes], path: Path) -> FileHead:
    try:
        first = json.loads(file.readline(LONGEST_LINE))
        if first["format"] != FORMAT or first["format_version"] != FORMAT_VERSION:
            raise ValueError("another format")
        return FileHead(bool(first["keys"]), Head.of(first["head"]))
    except (ValueError, TypeError, KeyError) as error:
        raise AuditFileError(
            f"{path} is not a file of audit records: its first line does not say so.",
            "Such a file is written by `python -m app audit export`.",
            "Check the name of the file.",
        ) from error


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise AuditFileError(f"{path} cannot be read: {error.strerror}.", "", "Check the name of the file.") from error


def _line_of(value: Mapping[str, Any]) -> Line:
    """Raises ValueError, TypeError or KeyError where it is no record."""
    if set(value) != {*_COLUMNS, "key"}:
        raise ValueError("other fields than a record has")
    at = datetime.fromisoformat(value["at"])
    if moment(at) != value["at"]:
        raise ValueError("a moment that is written in another way")
    fields = {name: value[name] for name in _COLUMNS}
    record = AuditRecord(**(fields | {"at": at, "sealed": _bytes(value["sealed"])}))
    return _of_known_types(Line(record, _bytes(value["key"])))


def _encoded(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _base64(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()


def _bytes(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if _base64(data) != text:
        raise ValueError("base64 that is written in another way")
    return data
