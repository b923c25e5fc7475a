"""Finding secrets in whatever a store holds: in columns of text, in JSON, in what is sealed in the audit chain.

A secret that is short is not looked for: a word like “Lyon” or “draft” stands in many places for other reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import JSON, Column, String, Table, and_, or_, select, update
from sqlalchemy.orm import Session

from app.data.edit import folded
from app.store.audit.allowed import ALLOWING
from app.store.audit.lines import Line, lines_in
from app.store.chunks import in_chunks
from app.store.tables import AuditKeyRow, AuditRow, Base, EditRow, UsedEditRow, VersionRow

SHORTEST = 12
"""Characters of a secret that is looked for."""
IN_ITS_PLACE = "[erased]"

_OWN = {AuditRow.__table__, AuditKeyRow.__table__}
_OF_EDITS = {
    column
    for row in (EditRow, VersionRow, UsedEditRow)
    for column in row.__table__.c
    if column.name in ("text", "folded")
}
"""Other edits that contain an erased one stay what they are: their checksums are of their whole texts."""


class Secrets:
    """Texts that are to be nowhere any more."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = sorted({text for text in texts if len(text) >= SHORTEST}, key=len, reverse=True)
        """The longest first."""

    def are_in(self, value: Any) -> bool:
        """Whether one is in a text, or anywhere in a JSON value."""
        if isinstance(value, str):
            return any(text in value for text in self.texts)
        if isinstance(value, dict):
            return any(self.are_in(key) or self.are_in(item) for key, item in value.items())
        return isinstance(value, (list, tuple)) and any(self.are_in(item) for item in value)

    def taken_out(self, value: Any) -> Any:
        """A text or JSON value without them."""
        if isinstance(value, str):
            for text in self.texts:
                value = value.replace(text, IN_ITS_PLACE)
            return value
        if isinstance(value, dict):
            return {self.taken_out(key): self.taken_out(item) for key, item in value.items()}
        return [self.taken_out(item) for item in value] if isinstance(value, (list, tuple)) else value


def sweep(session: Session, secrets: Secrets) -> None:
    """Takes secrets out of every table, those of the audit chain and the texts of other edits left aside."""
    if not secrets.texts:
        return
    for table in Base.metadata.sorted_tables:
        if table not in _OWN:
            for column in table.c:
                if column not in _OF_EDITS and not column.primary_key and not column.foreign_keys:
                    _sweep_column(session, table, column, secrets)
    for edit in session.scalars(select(EditRow).where(EditRow.note.contains(IN_ITS_PLACE, autoescape=True))):
        edit.folded = folded(f"{edit.text}\n{edit.note}")


def records_with(
    session: Session, secrets: Secrets, objects: Iterable[tuple[str, str]], ids: set[str]
) -> Iterator[int]:
    """Numbers of audit records that can still be read and are about these things, or in which a secret is sealed.

    Args:
        objects: kind and id.
        ids: of edits; a release that has one of them is about it.
    """
    wanted = set(objects)
    for line in lines_in(session):
        if isinstance(line, Line) and line.key is not None and line.record.action not in ALLOWING:
            record = line.record
            if (record.kind, record.object) in wanted or _speaks_of(line, secrets, ids):
                yield record.number


def _speaks_of(line: Line, secrets: Secrets, ids: set[str]) -> bool:
    try:
        detail = (line.said() or {}).get("detail")
    except ValueError:
        return False
    if line.record.action == "release.made" and isinstance(detail, dict):
        return any(edit[0] in ids for edit in detail.get("edits", ())) or secrets.are_in(detail)
    return secrets.are_in(detail)


def _sweep_column(session: Session, table: Table, column: Column[Any], secrets: Secrets) -> None:
    key = list(table.primary_key.columns)
    if isinstance(column.type, JSON):
        found = session.execute(select(*key, column)).yield_per(200)
    elif isinstance(column.type, String):
        holds = or_(*(column.contains(text, autoescape=True) for text in secrets.texts))
        found = session.execute(select(*key, column).where(holds))
    else:
        return
    with_secrets = [row for row in found if secrets.are_in(row[-1])]
    for chunk in in_chunks(with_secrets):
        for *values, held in chunk:
            same = and_(*(part == value for part, value in zip(key, values, strict=True)))
            session.execute(update(table).where(same).values({column.name: secrets.taken_out(held)}))
