"""Releases: named sets of edit versions with all that answers depend on besides. Made once, read for ever.

No method changes a release. `verify` finds where somebody has changed one all the same, by its fingerprint and by what
the audit chain was told when it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.orm import Session

from app.data.upload import clip
from app.errors import InputError, ReleaseError, ReleaseExistsError, ReleaseMissingError
from app.store.audit import Event, append
from app.store.audit.sealing import unseal
from app.store.chunks import in_chunks
from app.store.database import Database
from app.store.records import StoredEdit
from app.store.release_records import (
    CANDIDATE,
    PRODUCTION,
    Difference,
    Pins,
    Release,
    differences,
    digest_of,
    fingerprint_of,
)
from app.store.rows import versions_in
from app.store.tables import AliasMoveRow, AuditKeyRow, AuditRow, EditRow, ReleasedEditRow, ReleaseRow, VersionRow
from app.store.values import sound_name, sound_note, storable

MADE = "release.made"
"""The action under which the audit chain knows what a release was made of."""

_ID = re.compile(r"[0-9a-f]{32}")
"""What an id looks like; neither a release nor an alias is named so."""


@dataclass(frozen=True)
class Verification:
    """Whether a release is what it was when it was made."""

    release: Release
    fingerprint: str
    """Of what the store holds now."""
    differences: tuple[Difference, ...]
    """What it was, what it is."""

    @property
    def sound(self) -> bool:
        return not self.differences


class Releases:
    """The releases of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, name: str, pins: Pins, *, author: str = "", note: str = "") -> Release:
        """A release of every edit version that acts at this moment: approved and valid. Drafts are never in it.

        Raises:
            InputError: the name cannot be one, or a text is too long.
            ReleaseExistsError: another release, or an alias, has that name.
            ReleaseError: no edit acts now.
        """
        clean, by, now = _sound_release_name(name), sound_name(author), datetime.now(UTC)
        with self._database.writing() as session:
            _require_name_free(session, clean)
            edits = _acting_at(session, now)
            if not edits:
                raise ReleaseError(
                    "No edit acts at this moment.",
                    "A release holds edits that are approved and valid now.",
                    "Approve some first. Nothing was made.",
                )
            row = {
                "id": uuid4().hex,
                "name": clean,
                "note": sound_note(note),
                "made": now,
                "made_by": by,
                "pins": pins.as_dict(),
                "fingerprint": fingerprint_of(pins, edits),
            }
            session.execute(insert(ReleaseRow), [row])
            session.execute(insert(ReleasedEditRow), _lines(str(row["id"]), edits))
            append(session, [_told(by, row, edits)], now)
            return release_in(session, str(row["id"]))

    def all(self) -> tuple[Release, ...]:
        """Every release, the newest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(ReleaseRow).order_by(ReleaseRow.number.desc())).all()
            counted = select(ReleasedEditRow.release, func.count()).group_by(ReleasedEditRow.release)
            counts = dict(session.execute(counted).all())
            return tuple(_release_of(row, counts.get(row.id, 0)) for row in rows)

    def get(self, reference: str) -> Release:
        """The release that an alias stands at, or of that name or id. Raises ReleaseMissingError."""
        with self._database.reading() as session:
            return release_in(session, reference)

    def edits(self, release_id: str) -> tuple[StoredEdit, ...]:
        """The edits of a release in the versions that it holds, in the order they were added."""
        with self._database.reading() as session:
            return _edits_in(session, release_id)

    def verify(self, reference: str) -> Verification:
        """Whether a release is still what it was when it was made, and what is not. Raises ReleaseMissingError."""
        with self._database.reading() as session:
            release = release_in(session, reference)
            edits = _edits_in(session, release.id)
            told = _told_before(session, release.id)
        now = fingerprint_of(release.pins, edits)
        found = () if told is None else _changes(told, release, edits)
        if now != release.fingerprint and not found:
            found = (Difference("fingerprint", release.fingerprint, now),)
        return Verification(release, now, found)


def release_in(session: Session, reference: str) -> Release:
    """As `Releases.get`, within a transaction."""
    wanted = storable(reference)
    standing = select(AliasMoveRow.release).where(AliasMoveRow.alias == wanted).order_by(AliasMoveRow.number.desc())
    by_alias = session.scalar(standing.limit(1))
    for condition in (ReleaseRow.id == wanted, ReleaseRow.id == by_alias, ReleaseRow.name == wanted):
        row = session.scalar(select(ReleaseRow).where(condition))
        if row is not None:
            counted = select(func.count()).select_from(ReleasedEditRow).where(ReleasedEditRow.release == row.id)
            return _release_of(row, session.scalar(counted) or 0)
    raise ReleaseMissingError(
        f"There is no release {clip(reference)!r} in the store, and no alias that stands at one.",
        "A release is named by its name, its id, or an alias.",
        "`python -m app release list` shows all.",
    )


def like_an_id(name: str) -> bool:
    """Whether a name could be taken for the id of a release."""
    return _ID.fullmatch(name) is not None


def releases_there(session: Session, ids: Iterable[str]) -> set[str]:
    """Those of the ids that are releases here."""
    wanted = select(ReleaseRow.id)
    return {found for chunk in in_chunks(ids) for found in session.scalars(wanted.where(ReleaseRow.id.in_(chunk)))}


def _acting_at(session: Session, moment: datetime) -> tuple[StoredEdit, ...]:
    acts: ColumnElement[bool] = (VersionRow.edit == EditRow.id) & (VersionRow.version == EditRow.acting)
    acting = versions_in(session, select(VersionRow).join(EditRow, acts).order_by(EditRow.number))
    return tuple(edit for edit in acting if edit.terms.holds_at(moment))


def _edits_in(session: Session, release_id: str) -> tuple[StoredEdit, ...]:
    held = (VersionRow.edit == ReleasedEditRow.edit) & (VersionRow.version == ReleasedEditRow.version)
    wanted = select(VersionRow).join(ReleasedEditRow, held).where(ReleasedEditRow.release == release_id)
    return versions_in(session, wanted.order_by(ReleasedEditRow.position))


def _lines(release_id: str, edits: tuple[StoredEdit, ...]) -> list[dict[str, Any]]:
    return [
        {"release": release_id, "position": position, "edit": edit.id, "version": edit.version}
        for position, edit in enumerate(edits)
    ]


def _release_of(row: ReleaseRow, edits: int) -> Release:
    pins = Pins(**row.pins)
    return Release(row.number, row.id, row.name, row.note, row.made, row.made_by, pins, row.fingerprint, edits)


def _told(by: str, row: dict[str, Any], edits: tuple[StoredEdit, ...]) -> Event:
    said = {name: row[name] for name in ("name", "note", "pins", "fingerprint")}
    lines = [[edit.id, edit.version, digest_of(edit)] for edit in edits]
    return Event(by, MADE, "release", row["id"], said | {"edits": lines})


def _told_before(session: Session, release_id: str) -> dict[str, Any] | None:
    """What the chain was told when the release was made; None where that was let go."""
    of_release = (AuditRow.kind == "release") & (AuditRow.object == release_id) & (AuditRow.action == MADE)
    keyed = select(AuditRow.sealed, AuditKeyRow.key, AuditRow.number).join(
        AuditKeyRow, AuditKeyRow.number == AuditRow.number
    )
    found = session.execute(keyed.where(of_release)).first()
    if found is None or found[0] is None:
        return None
    try:
        detail: dict[str, Any] = unseal(found[1], found[0], found[2])["detail"]
    except ValueError:  # `audit verify` says so
        return None
    return detail


def _changes(told: dict[str, Any], release: Release, edits: tuple[StoredEdit, ...]) -> tuple[Difference, ...]:
    """What was told of a release and what it is, as far as that differs."""
    found = [
        Difference(name, told[name], getattr(release, name))
        for name in ("name", "note", "fingerprint")
        if told[name] != getattr(release, name)
    ]
    found += differences(Pins(**told["pins"]), release.pins)
    was = {f"edit {edit} version {version}": digest for edit, version, digest in told["edits"]}
    now = {f"edit {edit.id} version {edit.version}": digest_of(edit) for edit in edits}
    found += [Difference(what, was.get(what), now.get(what)) for what in was | now if was.get(what) != now.get(what)]
    return tuple(found)


def _sound_release_name(name: str) -> str:
    clean = sound_name(name)
    if not clean or clean in (PRODUCTION, CANDIDATE) or like_an_id(clean):
        raise InputError(
            f"A release cannot be named {clip(name)!r}.",
            f"Any name but an id, {PRODUCTION!r} and {CANDIDATE!r}, which are aliases.",
            "Choose another one, such as a date. Nothing was made.",
        )
    return clean


def _require_name_free(session: Session, name: str) -> None:
    taken = session.scalar(select(ReleaseRow.id).where(ReleaseRow.name == name))
    alias = session.scalar(select(AliasMoveRow.number).where(AliasMoveRow.alias == name).limit(1))
    if taken is not None or alias is not None:
        raise ReleaseExistsError(
            f"There is {'a release' if taken is not None else 'an alias'} named {clip(name)!r} already.",
            "A release keeps its name for ever.",
            "Choose another name. Nothing was made.",
        )
