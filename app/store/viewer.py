"""Who looks at a store: what is confidential is hidden from everybody but its owner and those with the right.

A session of `Database.seen_by(viewer)` never reads a row that the viewer may not see: the condition is added to every
SELECT over edits, their versions, tags and conflicts, and over answers that read such an edit, wherever the statement
is written. Code that must know everything all the same (is this text in use already?) says so: `SEES_ALL`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, event, func, or_, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from app.store.records import LONGEST_NAME
from app.store.tables import AnswerRow, ConflictRow, EditRow, ReleasedEditRow, TagRow, UsedEditRow, VersionRow

NOBODY = "-" * (LONGEST_NAME + 1)
"""A name that nobody has: longer than names are."""

SEES_ALL = {"sees_all": True}
"""Execution options of a statement that reads what is hidden too. Nothing that it finds may be told."""


VIEWER = "viewer"
"""Key of a session's `info`: its viewer, who sees everything where there is none."""


@dataclass(frozen=True)
class Viewer:
    """Who looks."""

    name: str = ""
    """Of the account; empty: nobody in particular, who owns nothing."""
    sees_confidential: bool = False

    def owns(self, owner: str, author: str) -> bool:
        """Whether an edit is this viewer's own: its terms name him, or name nobody and he has written it."""
        return bool(self.name) and (owner or author).lower() == self.name


EVERYBODY = Viewer()
"""What everybody may see."""


def _conditions(viewer: Viewer) -> tuple[Any, ...]:
    """What is added to every SELECT of a viewer, under whatever name it uses a table.

    A version is hidden where the edit as it is now is, and where it was then.
    """
    name = viewer.name or NOBODY
    edits, used = EditRow.__table__.alias(), UsedEditRow.__table__.alias()  # tables: not ruled by the conditions
    foreign = or_(
        and_(edits.c.owner != "", func.lower(edits.c.owner) != name),
        and_(edits.c.owner == "", func.lower(edits.c.author) != name),
    )
    hidden = select(edits.c.id).where(edits.c.confidential.is_(True), foreign)
    read_hidden = select(used.c.answer).where(used.c.edit.in_(hidden))
    conditions: dict[Any, Callable[[Any], Any]] = {
        EditRow: lambda edit: edit.id.not_in(hidden),
        VersionRow: lambda version: and_(
            version.edit.not_in(hidden),
            or_(
                version.confidential.is_(False),
                func.lower(version.owner) == name,
                and_(version.owner == "", func.lower(version.recorded_by) == name),
            ),
        ),
        TagRow: lambda tag: tag.edit.not_in(hidden),
        ReleasedEditRow: lambda released: released.edit.not_in(hidden),
        ConflictRow: lambda conflict: and_(conflict.first.not_in(hidden), conflict.second.not_in(hidden)),
        UsedEditRow: lambda read: read.edit.not_in(hidden),
        AnswerRow: lambda answer: answer.id.not_in(read_hidden),
    }
    return tuple(with_loader_criteria(row, rule, include_aliases=True) for row, rule in conditions.items())


@event.listens_for(Session, "do_orm_execute")
def _hide(state: ORMExecuteState) -> None:
    """Adds the conditions of the session's viewer, if it has one."""
    viewer = state.session.info.get(VIEWER)
    if state.is_select and viewer is not None and not state.execution_options.get("sees_all", False):
        state.statement = state.statement.options(*_conditions(viewer))
