"""What was compared before an edit begins to act, and whether the store is still as it was then.

Comparing texts takes longer than a transaction should, so it comes before. The transaction that lets something act
looks whether any edit was changed since; if one was, whoever wants the change compares again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.data import Terms
from app.errors import EditChangedError
from app.store.records import StoredEdit
from app.store.tables import EditRow
from app.store.viewer import SEES_ALL

Stamp = tuple[int, int]
"""Edits, and the sum of their versions: another one after every change of any edit."""


@dataclass(frozen=True)
class Compared:
    """The outcome of a comparison."""

    stamp: Stamp
    """Of the store when it was made."""
    held: frozenset[str] = frozenset()
    """Contents that contradict what acts: they wait for approval instead of acting."""


@dataclass(frozen=True)
class Wording:
    """What an edit says in one of its versions, as far as it is compared with others."""

    edit: str
    """Its id; of one that is not kept yet, whatever tells it from others."""
    version: int
    content: str
    text: str
    terms: Terms
    created: datetime

    @classmethod
    def of(cls, edit: StoredEdit) -> Wording:
        """What an edit says as it is."""
        return cls(edit.id, edit.version, edit.content, edit.text, edit.terms, edit.created)


def stamp_in(session: Session) -> Stamp:
    """The stamp of all edits, hidden ones included."""
    counted = select(func.count(), func.sum(EditRow.version)).select_from(EditRow).execution_options(**SEES_ALL)
    edits, versions = session.execute(counted).one()
    return edits, versions or 0


def require_as_compared(session: Session, compared: Compared | None) -> None:
    """Raises EditChangedError where an edit was changed since something was compared."""
    if compared is not None and stamp_in(session) != compared.stamp:
        raise EditChangedError(
            "Others have changed the shared edits while this was compared with them.", "", "Try again in a moment."
        )


def held_back(edit: StoredEdit, compared: Compared | None) -> StoredEdit:
    """The edit in review, where it would act by what it says and must not; what acted before goes on acting."""
    if compared is None or edit.state != "approved" or edit.content not in compared.held:
        return edit
    return replace(edit, state="in-review")
