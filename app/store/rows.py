"""Edits between the tables and the values of `records`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from typing import Any, cast

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.orm import Session

from app.data import Probe, Terms
from app.data.edit import folded
from app.store.chunks import in_chunks
from app.store.records import EditVersion, InUse, State, StoredEdit
from app.store.tables import EditRow, TagRow, VersionRow
from app.store.viewer import SEES_ALL

_TERMS = tuple(field.name for field in fields(Terms))


def edits_in(session: Session, wanted: Select[EditRow]) -> tuple[StoredEdit, ...]:
    """The edits that a statement selects, in its order, with their tags."""
    rows = session.scalars(wanted).all()
    tags = _tags_of(session, [row.id for row in rows])
    return tuple(_edit_of(row, tags[row.id]) for row in rows)


def edits_by_id(session: Session, ids: Iterable[str]) -> dict[str, StoredEdit]:
    """Id → edit, for those that there are."""
    found = (edits_in(session, select(EditRow).where(EditRow.id.in_(chunk))) for chunk in in_chunks(ids))
    return {edit.id: edit for edits in found for edit in edits}


def edits_in_use(session: Session, contents: Iterable[str]) -> dict[str, StoredEdit]:
    """Content → the edit with that text that is not retired, for those that there are, hidden ones included."""
    in_use = select(EditRow).where(EditRow.state != "retired").execution_options(**SEES_ALL)
    found = (edits_in(session, in_use.where(EditRow.content.in_(chunk))) for chunk in in_chunks(contents))
    return {edit.content: edit for edits in found for edit in edits}


def versions_in(session: Session, wanted: Select[VersionRow]) -> tuple[StoredEdit, ...]:
    """The versions that a statement selects, in its order: each edit as it was."""
    rows = session.scalars(wanted).all()
    known: dict[str, EditRow] = {}
    for chunk in in_chunks({row.edit for row in rows}):
        known |= {edit.id: edit for edit in session.scalars(select(EditRow).where(EditRow.id.in_(chunk)))}
    return tuple(_version_of(row, known[row.edit]) for row in rows)


def kept_versions(session: Session, ids: Iterable[str]) -> dict[str, tuple[EditVersion, ...]]:
    """Id of an edit → its versions, the oldest first."""
    found: dict[str, list[EditVersion]] = defaultdict(list)
    for chunk in in_chunks(ids):
        wanted = select(VersionRow).where(VersionRow.edit.in_(chunk)).order_by(VersionRow.edit, VersionRow.version)
        for row in session.scalars(wanted):
            found[row.edit].append(_kept_of(row))
    return {edit: tuple(versions) for edit, versions in found.items()}


def insert_edits(session: Session, edits: Sequence[StoredEdit], versions: Iterable[EditVersion] | None = None) -> None:
    """Writes new edits in their order, with all that is known of their versions, or with this one of each."""
    if edits:
        session.execute(insert(EditRow), [_values(edit) for edit in edits])
        _insert_tags(session, edits)
        insert_versions(session, map(EditVersion.of, edits) if versions is None else versions)


def insert_versions(session: Session, versions: Iterable[EditVersion]) -> None:
    """Keeps versions of edits, for ever."""
    rows = [_version_values(version) for version in versions]
    if rows:
        session.execute(insert(VersionRow), rows)


def update_edits(session: Session, edits: Sequence[StoredEdit]) -> None:
    """Writes edits over what the store has under their ids, and keeps each as a version."""
    for edit in edits:
        session.execute(update(EditRow).where(EditRow.id == edit.id).values(_values(edit)))
    for chunk in in_chunks(edit.id for edit in edits):
        session.execute(delete(TagRow).where(TagRow.edit.in_(chunk)))
    _insert_tags(session, edits)
    insert_versions(session, map(EditVersion.of, edits))


def _insert_tags(session: Session, edits: Iterable[StoredEdit]) -> None:
    tags = [{"edit": edit.id, "tag": tag} for edit in edits for tag in edit.tags]
    if tags:
        session.execute(insert(TagRow), tags)


def _tags_of(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = defaultdict(list)
    for chunk in in_chunks(ids):
        for edit, tag in session.execute(select(TagRow.edit, TagRow.tag).where(TagRow.edit.in_(chunk))):
            tags[edit].append(tag)
    return tags


def _values(edit: StoredEdit) -> dict[str, Any]:
    values = {name: value for name, value in vars(edit).items() if name not in ("tags", "terms")}
    return (
        values
        | vars(edit.terms)
        | {
            "folded": folded(f"{edit.text}\n{edit.note}"),
            "probes": [asdict(probe) for probe in edit.probes],
        }
    )


def _version_values(version: EditVersion) -> dict[str, Any]:
    values = {name: value for name, value in vars(version).items() if name != "terms"}
    beside = {"tags": list(version.tags), "probes": [asdict(probe) for probe in version.probes]}
    return values | vars(version.terms) | beside


def _kept_of(row: VersionRow) -> EditVersion:
    return EditVersion(
        edit=row.edit,
        version=row.version,
        content=row.content,
        text=row.text,
        note=row.note,
        state=cast(State, row.state),
        acting=row.acting,
        language=row.language,
        tags=tuple(row.tags),
        probes=_probes_of(row.probes),
        recorded=row.recorded,
        recorded_by=row.recorded_by,
        reason=row.reason,
        terms=_terms_of(row),
    )


def _version_of(row: VersionRow, edit: EditRow) -> StoredEdit:
    return StoredEdit(
        id=row.edit,
        content=row.content,
        text=row.text,
        note=row.note,
        author=edit.author,
        created=edit.created,
        changed=row.recorded,
        changed_by=row.recorded_by,
        state=cast(State, row.state),
        restores_to=None,
        language=row.language,
        tags=tuple(row.tags),
        probes=_probes_of(row.probes),
        version=row.version,
        acting=row.acting,
        terms=_terms_of(row),
        reason=row.reason,
    )


def _terms_of(row: EditRow | VersionRow) -> Terms:
    return Terms(**{name: getattr(row, name) for name in _TERMS})


def _probes_of(kept: Iterable[dict[str, Any]]) -> tuple[Probe, ...]:
    return tuple(Probe(**(probe | {"aliases": tuple(probe["aliases"])})) for probe in kept)


def _edit_of(row: EditRow, tags: Iterable[str]) -> StoredEdit:
    return StoredEdit(
        id=row.id,
        content=row.content,
        text=row.text,
        note=row.note,
        author=row.author,
        created=row.created,
        changed=row.changed,
        changed_by=row.changed_by,
        state=cast(State, row.state),
        restores_to=cast("InUse | None", row.restores_to),
        language=row.language,
        tags=tuple(sorted(tags)),
        probes=_probes_of(row.probes),
        version=row.version,
        acting=row.acting,
        terms=_terms_of(row),
        reason=row.reason,
    )
