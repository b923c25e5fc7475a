"""What the edits were, and what was known of them, at any moment.

Two times are told apart: when something holds, and when that was recorded. *What acted on 3 March, by what was known
on 10 March?* is read from the records until 10 March, latest first. Each record that brought a version into force, or
took one out, speaks for all moments from its own on, and for earlier ones from the version's valid-from; what it does
not speak of is as the records before it say:

    records until `known_at`      3. retired on the 8th                    speaks for the 8th and later: nothing acts
                                  2. approved on the 5th, from the 2nd     speaks for the 2nd and later
                                  1. approved on the 1st                   speaks for the 1st and later

So with `valid_at` and `known_at` the same moment it is what answers read then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from app.store.changes import acts_once_restored, missing
from app.store.chunks import in_chunks
from app.store.database import Database
from app.store.records import StoredEdit
from app.store.rows import edits_by_id, edits_in, versions_in
from app.store.tables import EditRow, VersionRow
from app.store.values import storable


@dataclass(frozen=True)
class _Record:
    """As much of a version as tells what acts."""

    edit: str
    version: int
    acting: int | None
    recorded: datetime
    valid_from: datetime | None
    valid_until: datetime | None


class History:
    """The versions of the edits of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def versions_of(self, edit_id: str) -> tuple[StoredEdit, ...]:
        """Every version of an edit that is known, the oldest first; `changed`, `changed_by` and `reason` are its own.

        Raises:
            EditMissingError: there is no such edit.
        """
        wanted = select(VersionRow).where(VersionRow.edit == storable(edit_id)).order_by(VersionRow.version)
        with self._database.reading() as session:
            found = versions_in(session, wanted)
        if not found:
            raise missing(edit_id)
        return found

    def those(self, versions: Iterable[tuple[str, int]]) -> tuple[StoredEdit, ...]:
        """Versions by edit and number, in this order; unknown ones are left out."""
        with self._database.reading() as session:
            return _versions(session, tuple(versions))

    def as_of(self, valid_at: datetime, known_at: datetime | None = None) -> tuple[StoredEdit, ...]:
        """The versions that acted at a moment, by what was recorded until another one (now), oldest edit first."""
        known = known_at or datetime.now(UTC)
        columns = (VersionRow.edit, VersionRow.version, VersionRow.acting, VersionRow.recorded)
        terms = (VersionRow.valid_from, VersionRow.valid_until)
        wanted = select(*columns, *terms).join(EditRow, EditRow.id == VersionRow.edit)
        ordered = wanted.where(VersionRow.recorded <= known).order_by(EditRow.number, VersionRow.version)
        with self._database.reading() as session:
            records = (_Record(*row) for row in session.execute(ordered))
            histories = (tuple(of_one) for _, of_one in groupby(records, key=lambda record: record.edit))
            acting = [(one[0].edit, version) for one in histories if (version := _acted(one, valid_at)) is not None]
            return _versions(session, acting)

    def acting(self, after: datetime | None = None) -> tuple[StoredEdit, ...]:
        """The acting version of every edit that has one and does not end before a moment (now), oldest edit first.

        Also of edits that begin to hold later.
        """
        acts = (VersionRow.edit == EditRow.id) & (VersionRow.version == EditRow.acting)
        lasts = or_(VersionRow.valid_until.is_(None), VersionRow.valid_until > (after or datetime.now(UTC)))
        with self._database.reading() as session:
            return versions_in(session, select(VersionRow).join(EditRow, acts).where(lasts).order_by(EditRow.number))

    def restorable(self, edit_ids: Iterable[str]) -> tuple[StoredEdit, ...]:
        """The versions that would act again if these retired edits were restored."""
        with self._database.reading() as session:
            retired = [one for one in edits_by_id(session, edit_ids).values() if one.state == "retired"]
            acted = [(one.id, acts_once_restored(session, one)) for one in retired]
            return _versions(session, [(edit, version) for edit, version in acted if version is not None])

    def due_for_review(self, by: datetime) -> tuple[StoredEdit, ...]:
        """Edits in use that somebody was to look at again until then, the longest due first.

        An edit is due by the terms of the version that acts, and by those of a later one that waits.
        """
        acts = (VersionRow.edit == EditRow.id) & (VersionRow.version == EditRow.acting)
        due = or_(VersionRow.review_by <= by, EditRow.review_by <= by)
        wanted = select(EditRow).outerjoin(VersionRow, acts).where(EditRow.state != "retired", due)
        with self._database.reading() as session:
            return edits_in(session, wanted.order_by(EditRow.review_by, EditRow.number))

    def expiring(self, by: datetime, after: datetime | None = None) -> tuple[StoredEdit, ...]:
        """Versions that act and cease to until then, but not before `after` (now), the first to go first."""
        wanted = select(VersionRow).join(
            EditRow, (VersionRow.edit == EditRow.id) & (VersionRow.version == EditRow.acting)
        )
        soon = wanted.where(VersionRow.valid_until > (after or datetime.now(UTC)), VersionRow.valid_until <= by)
        with self._database.reading() as session:
            return versions_in(session, soon.order_by(VersionRow.valid_until, EditRow.number))


def _acted(records: Sequence[_Record], valid_at: datetime) -> int | None:
    """The version that acted, by the records of one edit in their order; None: none did."""
    of_version = {record.version: record for record in records}
    for record in _turns(records):
        if record.acting is None:
            if record.recorded <= valid_at:
                return None
            continue
        acting = of_version.get(record.acting)
        if acting is None:  # hidden from who looks
            return None
        begins = record.recorded if acting.valid_from is None else min(acting.valid_from, record.recorded)
        if begins <= valid_at:
            return record.acting if _holds_at(acting, valid_at) else None
    return None


def _turns(records: Sequence[_Record]) -> Iterator[_Record]:
    """The records after which another version acted, or none any more, the latest first."""
    for before, record in reversed(list(zip((None, *records), records, strict=False))):
        if before is None or before.acting != record.acting:
            yield record


def _holds_at(record: _Record, moment: datetime) -> bool:
    """As `Terms.holds_at`."""
    begun = record.valid_from is None or record.valid_from <= moment
    return begun and (record.valid_until is None or moment < record.valid_until)


def _versions(session: Session, wanted: Sequence[tuple[str, int]]) -> tuple[StoredEdit, ...]:
    found: dict[tuple[str, int], StoredEdit] = {}
    for chunk in in_chunks(wanted, 200):
        rows = versions_in(session, select(VersionRow).where(tuple_(VersionRow.edit, VersionRow.version).in_(chunk)))
        found |= {(version.id, version.version): version for version in rows}
    return tuple(found[key] for key in wanted if key in found)
