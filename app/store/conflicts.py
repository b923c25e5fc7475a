"""Conflicts between edits that were found, and what became of each. Every change is told to the audit chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, cast, get_args
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, and_, exists, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.errors import ConflictError
from app.store.audit import Event, append
from app.store.chunks import in_chunks
from app.store.database import Database
from app.store.tables import ConflictRow, EditRow, VersionRow
from app.store.values import sound_name, sound_note, storable

ConflictKind = Literal["contradiction", "duplicate", "chain"]
Resolution = Literal["superseded", "scoped", "rejected", "dismissed"]
"""The older edit gave way; both stay, each with its own scope; the newer one was sent back; there was no conflict."""
RESOLUTIONS: tuple[Resolution, ...] = get_args(Resolution)
ConflictState = Literal["open", Resolution]

_PLACES = (ConflictRow.first, ConflictRow.first_version), (ConflictRow.second, ConflictRow.second_version)


@dataclass(frozen=True)
class Pair:
    """Two edits in the versions that were compared."""

    first: str
    first_version: int
    second: str
    second_version: int


class ConflictKey(NamedTuple):
    """What makes a conflict the same one: both edits, what they say, and how they do not go together."""

    first: str
    first_content: str
    second: str
    second_content: str
    kind: str


@dataclass(frozen=True)
class FoundConflict:
    """A conflict that was found, before it is kept."""

    pair: Pair
    kind: ConflictKind
    explanation: dict[str, Any]
    """Rule, the parts that decided, similarity."""


@dataclass(frozen=True)
class StoredConflict:
    """A conflict that is kept."""

    id: str
    pair: Pair
    kind: ConflictKind
    explanation: dict[str, Any]
    found: datetime
    state: ConflictState
    resolved: datetime | None
    resolved_by: str
    reason: str


class Conflicts:
    """The conflicts of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, found: Iterable[FoundConflict]) -> tuple[StoredConflict, ...]:
        """Keeps conflicts that are not known yet for these texts, and returns the new ones.

        Args:
            found: in each, both edits are in the store.
        """
        now = datetime.now(UTC)
        new: list[StoredConflict] = []
        with self._database.writing() as session:
            for chunk in in_chunks(found):
                known = set(_known(session, {one.pair.first for one in chunk}))
                for one, key in _keys(session, chunk):
                    if key not in known:
                        known.add(key)
                        new.append(
                            StoredConflict(uuid4().hex, one.pair, one.kind, one.explanation, now, "open", None, "", "")
                        )
            if new:
                session.execute(insert(ConflictRow), [_values(one) for one in new])
                append(session, (_found(one) for one in new), now)
        return tuple(new)

    def settled(self, edit_ids: Iterable[str]) -> dict[ConflictKey, ConflictState]:
        """What people have decided of conflicts in which the older edit is one of these, and what still stands."""
        with self._database.reading() as session:
            found = (_known(session, chunk, ConflictRow.state != "open") for chunk in in_chunks(edit_ids))
            return {key: state for keys in found for key, state in keys.items()}

    def open(self, edit_ids: Iterable[str] | None = None) -> tuple[StoredConflict, ...]:
        """Conflicts that nobody has resolved and whose edits still have those texts, the newest first.

        Args:
            edit_ids: only those that one of these edits is in; None: all.
        """
        wanted = _current().where(ConflictRow.state == "open")
        if edit_ids is not None:
            ids = [storable(edit_id) for edit_id in edit_ids]
            wanted = wanted.where(or_(ConflictRow.first.in_(ids), ConflictRow.second.in_(ids)))
        return self._those(wanted)

    def of(self, edit_id: str) -> tuple[StoredConflict, ...]:
        """All conflicts that an edit was ever found in, the newest first."""
        edit = storable(edit_id)
        wanted = select(ConflictRow).where(or_(ConflictRow.first == edit, ConflictRow.second == edit))
        return self._those(wanted)

    def get(self, conflict_id: str) -> StoredConflict:
        """A conflict by its id, or by as much of the beginning as no other one has.

        Raises:
            ConflictError: there is none, or several.
        """
        wanted = ConflictRow.id.startswith(storable(conflict_id), autoescape=True)
        found = self._those(select(ConflictRow).where(wanted).limit(2))
        if len(found) != 1 or not conflict_id:
            raise ConflictError(f"{conflict_id[:40]!r} names no conflict, or several.", "", "Load the list again.")
        return found[0]

    def resolve(self, conflict_id: str, state: Resolution, *, author: str, reason: str) -> StoredConflict:
        """Says what became of a conflict. What has to be done to the edits is done before.

        Raises:
            ConflictError: no such conflict, it is resolved already, or no reason was given.
        """
        by, why, now = sound_name(author), sound_note(reason), datetime.now(UTC)
        if not why:
            raise ConflictError("No reason was given.", "", "Say in a sentence why it is resolved so.")
        known = self.get(conflict_id).id
        with self._database.writing() as session:
            new = {"state": state, "resolved": now, "resolved_by": by, "reason": why}
            still_open = (ConflictRow.id == known) & (ConflictRow.state == "open")
            if not session.scalar(select(ConflictRow.id).where(still_open)):
                raise ConflictError("The conflict is resolved already.", "", "Load the list again.")
            session.execute(update(ConflictRow).where(ConflictRow.id == known).values(new))
            append(session, [Event(by, f"conflict.{state}", "conflict", known, {"reason": why})], now)
        return self.get(known)

    def _those(self, wanted: Select[ConflictRow]) -> tuple[StoredConflict, ...]:
        with self._database.reading() as session:
            return tuple(_conflict_of(row) for row in session.scalars(wanted.order_by(ConflictRow.number.desc())))


def _current() -> Select[ConflictRow]:
    """Conflicts between edits that are in use and say what was compared: as they are, or in the version that acts."""
    wanted, acts = select(ConflictRow), aliased(VersionRow)
    for edit, version in _PLACES:
        compared = and_(VersionRow.edit == EditRow.id, VersionRow.version == version)
        acting = and_(acts.edit == EditRow.id, acts.version == EditRow.acting)
        in_use = select(EditRow.id).join(VersionRow, compared).outerjoin(acts, acting)
        says = or_(VersionRow.content == EditRow.content, VersionRow.content == acts.content)
        wanted = wanted.where(in_use.where(EditRow.id == edit, EditRow.state != "retired", says).exists())
    return wanted


def _known(session: Session, older: Iterable[str], *more: ColumnElement[bool]) -> dict[ConflictKey, ConflictState]:
    """What is kept already of these edits: a change of tags finds nothing new, nor one of terms by which it holds less.

    A conflict whose resolution was undone since is not known any more.
    """
    first, second = aliased(VersionRow), aliased(VersionRow)
    rows = session.execute(
        select(
            ConflictRow.first, first.content, ConflictRow.second, second.content, ConflictRow.kind, ConflictRow.state
        )
        .join(first, and_(first.edit == ConflictRow.first, first.version == ConflictRow.first_version))
        .join(second, and_(second.edit == ConflictRow.second, second.version == ConflictRow.second_version))
        .where(ConflictRow.first.in_(set(older)), _stands(), *more)
    )
    return {ConflictKey(*key): cast(ConflictState, state) for *key, state in rows}


def _stands() -> ColumnElement[bool]:
    """Conflicts that are open, or whose edits are still as the resolution left them.

    Undone are `superseded` where the older edit was restored, or its end taken away, `rejected` where the newer one was
    submitted again, or restored, and `scoped` where one of the two was made to begin earlier or to end later.
    """
    edit, version = aliased(EditRow), aliased(VersionRow)
    was_retired = exists().where(
        version.edit == ConflictRow.first, version.version > ConflictRow.first_version, version.state == "retired"
    )
    ends = exists().where(edit.id == ConflictRow.first, edit.valid_until.is_not(None))
    drafted = exists().where(edit.id == ConflictRow.second, edit.state == "draft")
    return or_(
        ConflictRow.state.in_(("open", "dismissed")),
        and_(ConflictRow.state == "scoped", ~_holds_longer_since()),
        and_(ConflictRow.state == "superseded", ends, ~was_retired),
        and_(ConflictRow.state == "rejected", drafted),
    )


def _holds_longer_since() -> ColumnElement[bool]:
    """Whether one of the two edits was given a wider time since the conflict was resolved."""
    was, now = aliased(VersionRow), aliased(VersionRow)
    earlier = was.valid_from.is_not(None) & (now.valid_from.is_(None) | (now.valid_from < was.valid_from))
    later = was.valid_until.is_not(None) & (now.valid_until.is_(None) | (now.valid_until > was.valid_until))
    return exists().where(
        or_(now.edit == ConflictRow.first, now.edit == ConflictRow.second),
        now.recorded > ConflictRow.resolved,
        was.edit == now.edit,
        was.version == now.version - 1,
        or_(earlier, later),
    )


def _keys(session: Session, found: Sequence[FoundConflict]) -> Iterator[tuple[FoundConflict, ConflictKey]]:
    """Each conflict with its key: both edits with the texts that were compared, and the kind."""
    pairs = {(p.first, p.first_version) for p in (one.pair for one in found)}
    pairs |= {(p.second, p.second_version) for p in (one.pair for one in found)}
    wanted = select(VersionRow.edit, VersionRow.version, VersionRow.content)
    rows = session.execute(wanted.where(VersionRow.edit.in_({edit for edit, _ in pairs})))
    contents = {(edit, version): content for edit, version, content in rows}
    for one in found:
        pair = one.pair
        first, second = contents[pair.first, pair.first_version], contents[pair.second, pair.second_version]
        yield one, ConflictKey(pair.first, first, pair.second, second, one.kind)


def _values(conflict: StoredConflict) -> dict[str, Any]:
    return {name: value for name, value in vars(conflict).items() if name != "pair"} | vars(conflict.pair)


def _found(conflict: StoredConflict) -> Event:
    detail = asdict(conflict.pair) | {"kind": conflict.kind, "explanation": conflict.explanation}
    return Event("", "conflict.found", "conflict", conflict.id, detail)


def _pair_of(row: ConflictRow) -> Pair:
    return Pair(row.first, row.first_version, row.second, row.second_version)


def _conflict_of(row: ConflictRow) -> StoredConflict:
    return StoredConflict(
        id=row.id,
        pair=_pair_of(row),
        kind=cast(ConflictKind, row.kind),
        explanation=row.explanation,
        found=row.found,
        state=cast(ConflictState, row.state),
        resolved=row.resolved,
        resolved_by=row.resolved_by,
        reason=row.reason,
    )
