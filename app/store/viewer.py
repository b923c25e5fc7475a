"""Who looks at a store: what is confidential is hidden from everybody but its owner and those with the right.

A session of `Database.seen_by(viewer)` never reads a row that the viewer may not see: the condition is added to every
SELECT over edits, their versions, tags and conflicts, and over answers that read such an edit, wherever the statement
is written. Code that must know everything all the same (is this text in use already?) says so: `SEES_ALL`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, event, func, or_, select, tuple_
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

    A version is hidden where the edit as it is now is, and where it was then; so is what was made of that version.
    """
    name = viewer.name or NOBODY
    edits, used = EditRow.__table__.alias(), UsedEditRow.__table__.alias()  # tables: not ruled by the conditions
    written, versions = EditRow.__table__.alias(), VersionRow.__table__.alias()
    hidden = select(edits.c.id).where(edits.c.confidential.is_(True), _foreign(name, edits.c.owner, edits.c.author))
    hidden_then = (
        select(versions.c.edit, versions.c.version)
        .select_from(versions.join(written, written.c.id == versions.c.edit))
        .where(versions.c.confidential.is_(True), _foreign(name, versions.c.owner, written.c.author))
    )
    read_hidden = select(used.c.answer).where(
        or_(used.c.edit.in_(hidden), tuple_(used.c.edit, used.c.version).in_(hidden_then))
    )
    conditions: dict[Any, Callable[[Any], Any]] = {
        EditRow: lambda edit: edit.id.not_in(hidden),
        VersionRow: lambda version: and_(
            version.edit.not_in(hidden), tuple_(version.edit, version.version).not_in(hidden_then)
        ),
        TagRow: lambda tag: tag.edit.not_in(hidden),
        ReleasedEditRow: lambda released: and_(
            released.edit.not_in(hidden), tuple_(released.edit, released.version).not_in(hidden_then)
        ),
        ConflictRow: lambda conflict: and_(
            conflict.first.not_in(hidden),
            conflict.second.not_in(hidden),
            tuple_(conflict.first, conflict.first_version).not_in(hidden_then),
            tuple_(conflict.second, conflict.second_version).not_in(hidden_then),
        ),
        UsedEditRow: lambda read: and_(read.edit.not_in(hidden), tuple_(read.edit, read.version).not_in(hidden_then)),
        AnswerRow: lambda answer: answer.id.not_in(read_hidden),
    }
    return tuple(with_loader_criteria(row, rule, include_aliases=True) for row, rule in conditions.items())


def _foreign(name: str, owner: ColumnElement[str], author: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether it is another's, by the rule of `Viewer.owns`; `author` is the edit's, whoever recorded the version."""
    return or_(and_(owner != "", func.lower(owner) != name), and_(owner == "", func.lower(author) != name))


@event.listens_for(Session, "do_orm_execute")
def _hide(state: ORMExecuteState) -> None:
    """Adds the conditions of the session's viewer, if it has one."""
    viewer = state.session.info.get(VIEWER)
    if state.is_select and viewer is not None and not state.execution_options.get("sees_all", False):
        state.statement = state.statement.options(*_conditions(viewer))
