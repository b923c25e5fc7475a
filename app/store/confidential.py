"""Whether a store holds something confidential, and what is told of an edit that is hidden."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from app.data import Terms
from app.store.database import Database
from app.store.records import StoredEdit
from app.store.tables import EditRow, VersionRow
from app.store.viewer import Viewer


class Confidential:
    """What there is to hide in one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def any_in_use(self) -> bool:
        """Whether an edit that is not retired is confidential."""
        wanted = select(EditRow.id).where(EditRow.confidential, EditRow.state != "retired").limit(1)
        with self._database.reading() as session:
            return session.scalar(wanted) is not None

    def any_ever(self) -> bool:
        """Whether a version of an edit was ever confidential."""
        with self._database.reading() as session:
            return session.scalar(select(VersionRow.edit).where(VersionRow.confidential).limit(1)) is not None


def as_told(edit: StoredEdit, viewer: Viewer | None) -> StoredEdit:
    """An edit whose text somebody wanted to add; of one that is hidden from him he learns no more than that."""
    if viewer is None or not edit.terms.confidential or viewer.owns(edit.terms.owner, edit.author):
        return edit
    hidden = replace(edit, note="", author="", changed_by="", tags=(), probes=(), reason="")
    return replace(hidden, terms=Terms(confidential=True), created=edit.changed)
