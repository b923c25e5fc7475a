"""The audit chain of one store: to be looked through, verified, and written to a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.errors import AuditFileError
from app.store.audit.allowed import ALLOWING, Allowed, Numbers, allowed_by
from app.store.audit.chain import START
from app.store.audit.heads import Head
from app.store.audit.lines import FileHead, Line, file_head, lines_in, lines_in_file, lines_of, write_lines
from app.store.audit.verify import Verified, verify
from app.store.chunks import in_chunks
from app.store.database import Database
from app.store.tables import AuditRow
from app.store.values import storable


@dataclass(frozen=True)
class AuditSearch:
    """Which records to list, the newest first; None: whatever it is."""

    object: str | None = None
    """Id of what something was done to."""
    kind: str | None = None
    action: str | None = None
    actor: str | None = None
    """Sealed: every record that the rest finds is opened for it."""
    since: datetime | None = None
    until: datetime | None = None
    """Before this moment."""
    offset: int = 0
    limit: int | None = 50


@dataclass(frozen=True)
class ToldRecord:
    """A record as a person reads it."""

    number: int
    at: datetime
    action: str
    kind: str
    object: str
    hash: str
    actor: str | None
    """None where it can no longer be read."""
    detail: dict[str, Any] | None


class AuditLog:
    """Reads the chain of one store; `chain.append` writes it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def head(self) -> Head:
        """The last record; number 0 where there is none."""
        with self._database.reading() as session:
            return _head_in(session)

    def count(self) -> int:
        with self._database.reading() as session:
            return session.scalar(select(func.count()).select_from(AuditRow)) or 0

    def find(self, search: AuditSearch | None = None) -> tuple[ToldRecord, ...]:
        """Records, the newest first. Those that cannot be read any more say so; with `actor` they are not found."""
        search = search or AuditSearch()
        with self._database.reading() as session:
            told = (_told(line) for line in _newest_first(session, _matching(search)))
            chosen = (one for one in told if search.actor is None or one.actor == search.actor)
            stop = None if search.limit is None else search.offset + search.limit
            return tuple(islice(chosen, search.offset, stop))

    def verify(self, heads: Iterable[Head] = ()) -> Verified:
        """Looks at every record as they all are at one moment."""
        with self._database.reading() as session:
            return verify(lines_in(session), allowed_by(lines_in(session, ALLOWING)), heads)

    def export(self, path: Path, *, keys: bool = False) -> int:
        """Writes all records to a file, as a whole or not at all, and returns how many.

        Args:
            keys: with what they are read with: then erasing in the store erases nothing in the file.

        Raises:
            AuditFileError: the place cannot be written to.
        """
        partial = path.with_name(f".{path.name}.partial")
        try:
            with partial.open("wb") as file:
                with self._database.reading() as session:
                    count = write_lines(file, lines_in(session), FileHead(keys, _head_in(session)))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except OSError as error:
            raise AuditFileError(f"{path} cannot be written: {error.strerror}.", "", "Choose another place.") from error
        finally:
            partial.unlink(missing_ok=True)
        return count


def verify_file(path: Path, heads: Iterable[Head] = ()) -> Verified:
    """Verifies a file that `AuditLog.export` wrote, without the store.

    Raises:
        AuditFileError: not such a file.
    """
    first = file_head(path)
    allowed = allowed_by(lines_in_file(path)) if first.keys else Allowed(Numbers(), Numbers())
    found = verify(lines_in_file(path), allowed, [first.head, *heads], keys=first.keys)
    if found.head.number > first.head.number:
        said = f"The file says that it ends at record {first.head.number}, and goes on to {found.head.number}."
        found.find(first.head.number + 1, "out-of-place", said)
    return found


def _head_in(session: Session) -> Head:
    newest = select(AuditRow.number, AuditRow.hash).order_by(AuditRow.number.desc()).limit(1)
    row = session.execute(newest).first()
    return Head(0, START) if row is None else Head(row.number, row.hash)


def _matching(search: AuditSearch) -> Select[Any]:
    wanted = select(AuditRow.number).order_by(AuditRow.number.desc())
    columns = {AuditRow.object: search.object, AuditRow.kind: search.kind, AuditRow.action: search.action}
    for column, value in columns.items():
        if value is not None:
            wanted = wanted.where(column == storable(value))
    if search.since is not None:
        wanted = wanted.where(AuditRow.at >= search.since)
    if search.until is not None:
        wanted = wanted.where(AuditRow.at < search.until)
    return wanted


def _newest_first(session: Session, wanted: Select[Any]) -> Iterator[Line]:
    for chunk in in_chunks(session.scalars(wanted).yield_per(500)):
        yield from reversed(lines_of(session, chunk))


def _told(line: Line) -> ToldRecord:
    try:
        said = line.said() or {}
    except ValueError:
        said = {}
    record = line.record
    return ToldRecord(
        record.number,
        record.at,
        record.action,
        record.kind,
        record.object,
        record.hash,
        said.get("actor"),
        said.get("detail"),
    )
