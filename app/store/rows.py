"""Edits between the tables and the values of `records`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, cast

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.orm import Session

from app.data import Probe
from app.data.edit import folded
from app.store.chunks import in_chunks
from app.store.records import State, StoredEdit
from app.store.tables import EditRow, TagRow


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
    """Content → the edit with that text that is not deleted, for those that there are."""
    in_use = select(EditRow).where(EditRow.state != "deleted")
    found = (edits_in(session, in_use.where(EditRow.content.in_(chunk))) for chunk in in_chunks(contents))
    return {edit.content: edit for edits in found for edit in edits}


def insert_edits(session: Session, edits: Sequence[StoredEdit]) -> None:
    """Writes new edits in their order."""
    if edits:
        session.execute(insert(EditRow), [_values(edit) for edit in edits])
        _insert_tags(session, edits)


def update_edits(session: Session, edits: Sequence[StoredEdit]) -> None:
    """Writes edits over what the store has under their ids."""
    for edit in edits:
        session.execute(update(EditRow).where(EditRow.id == edit.id).values(_values(edit)))
    for chunk in in_chunks(edit.id for edit in edits):
        session.execute(delete(TagRow).where(TagRow.edit.in_(chunk)))
    _insert_tags(session, edits)


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
    values = {name: value for name, value in vars(edit).items() if name != "tags"}
    return values | {
        "folded": folded(f"{edit.text}\n{edit.note}"),
        "probes": [asdict(probe) for probe in edit.probes],
    }


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
        restores_to=cast(Any, row.restores_to),
        language=row.language,
        tags=tuple(sorted(tags)),
        probes=tuple(Probe(**(probe | {"aliases": tuple(probe["aliases"])})) for probe in row.probes),
        version=row.version,
    )
