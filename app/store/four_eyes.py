"""The four-eyes rule: where it is switched on, nobody brings into force what they wrote.

Looked at in the transaction that makes the change, so that nothing can come between the look and the change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.data.edit import folded
from app.data.upload import clip
from app.errors import FourEyesError
from app.store.records import EditVersion, StoredEdit
from app.store.rows import versions_in
from app.store.rules import FOUR_EYES, rule_in
from app.store.tables import VersionRow
from app.store.viewer import SEES_ALL


def require_other_eyes(session: Session, changes: Iterable[tuple[StoredEdit | None, StoredEdit]]) -> None:
    """Each edit before (None: it is new) and after a change.

    Raises:
        FourEyesError: the rule is on, and one of them would come into force by somebody who wrote a version of it
            since it was approved last, or by nobody who is named.
    """
    in_force = [(before, after) for before, after in changes if after.state == "approved"]
    if not in_force or not rule_in(session, FOUR_EYES):
        return
    for before, after in in_force:
        if before is None or before.state == "approved":
            if before is None or substance(before) != substance(after):
                raise _refused(after, "An edit comes into force when somebody else approves it.", "draft")
        elif before.state != "retired":
            rewritten = (after.changed_by,) if substance(before) != substance(after) else ()
            _require_stranger((*writers_of(session, before), *rewritten), after)


def writers_of(session: Session, edit: StoredEdit) -> tuple[str, ...]:
    """Who wrote the versions of an edit since it was approved last, in that order.

    Writing is changing text, terms or test questions: what is approved. Handing in and sending back are not.
    """
    wanted = select(VersionRow).where(VersionRow.edit == edit.id).order_by(VersionRow.version)
    wanted = wanted.execution_options(**SEES_ALL)  # also who wrote what is hidden from who approves
    writers: dict[str, None] = {}
    before: StoredEdit | None = None
    for version in versions_in(session, wanted):
        if version.state == "approved":
            writers = {}
        elif before is None or substance(before) != substance(version):
            writers[version.changed_by] = None
        before = version
    return tuple(writers)


def _require_stranger(writers: Iterable[str], edit: StoredEdit) -> None:
    known = {folded(writer) for writer in writers}
    if not edit.changed_by:
        raise _refused(edit, "Whoever approves it must be named.", "named")
    if folded(edit.changed_by) in known:
        raise _refused(edit, f"{edit.changed_by} wrote it; somebody else has to approve it.", "other")
    if "" in known:
        raise _refused(edit, "Nobody knows who wrote it.", "unknown")


_REMEDIES = {
    "draft": "Keep it as a draft and submit it.",
    "named": "Sign in, or give your name.",
    "other": "Ask somebody else to look at it.",
    "unknown": "Retire it, and add it again under a name.",
}


def _refused(edit: StoredEdit, why: str, remedy: str) -> FourEyesError:
    return FourEyesError(
        f"The edit “{clip(edit.text)}” cannot come into force like this.",
        f"{why} (This store has the four-eyes rule.)",
        f"{_REMEDIES[remedy]} Nothing was changed.",
    )


def substance(edit: StoredEdit | EditVersion) -> tuple[Any, ...]:
    """What an approval is about; notes and tags are for people and change no answer."""
    return edit.text, edit.terms, edit.probes
