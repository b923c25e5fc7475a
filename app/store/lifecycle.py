"""The life of an edit: draft → in review → approved → retired, and the ways between them.

Every way is a line of `TRANSITIONS`. An approved edit that is changed as a draft goes on acting in its approved
version until the new one is approved too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from app.data.upload import clip
from app.errors import EditStateError, InputError
from app.store.changes import apply_step, restored, retired
from app.store.database import Database
from app.store.four_eyes import writers_of
from app.store.records import IN_USE, InUse, Seen, State, StoredEdit
from app.store.standing import Compared

TransitionName = Literal["submit", "approve", "send-back", "retire", "restore"]
TRANSITION_NAMES: tuple[TransitionName, ...] = get_args(TransitionName)


@dataclass(frozen=True)
class Transition:
    """A way from some states into another."""

    action: str
    """What the audit chain calls it."""
    begins: tuple[State, ...]
    ends: State | None
    """None: the state that the edit had before it was retired."""
    needs_reason: bool = False


TRANSITIONS: dict[TransitionName, Transition] = {
    "submit": Transition("edit.submitted", ("draft",), "in-review"),
    "approve": Transition("edit.approved", ("in-review",), "approved"),
    "send-back": Transition("edit.sent-back", ("in-review",), "draft", needs_reason=True),
    "retire": Transition("edit.retired", IN_USE, "retired", needs_reason=True),
    "restore": Transition("edit.restored", ("retired",), None),
}


class Lifecycle:
    """Brings the edits of one store from state to state."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def move(
        self,
        name: TransitionName,
        seen: Iterable[Seen],
        *,
        author: str = "",
        reason: str = "",
        compared: Compared | None = None,
    ) -> tuple[StoredEdit, ...]:
        """Takes all of these edits one way, or none.

        Args:
            compared: with what acts; what is held ends in review where it would act.

        Raises:
            EditStateError: one is in a state from which this way does not go.
            FourEyesError: to approve, by somebody who wrote it, where the store forbids that.
            InputError: a reason is needed and there is none, or it is too long.
            EditMissingError, EditChangedError: as `Edits.change` does.
            EditExistsError: to restore, and another edit has that text by now.
        """
        transition = TRANSITIONS[name]
        if transition.needs_reason and not reason.strip():
            raise InputError(f"To {name.replace('-', ' ')} needs a reason.", "", "Say why; nothing was changed.")
        return apply_step(
            self._database, transition.action, seen, lambda edit: _moved(name, edit), author, reason, compared
        )

    def writers_of(self, edit: StoredEdit) -> tuple[str, ...]:
        """Who wrote the versions of an edit since it was approved last, in that order."""
        with self._database.reading() as session:
            return writers_of(session, edit)


def ways_from(state: State) -> tuple[TransitionName, ...]:
    """The ways that an edit in this state can go."""
    return tuple(name for name, transition in TRANSITIONS.items() if state in transition.begins)


def _moved(name: TransitionName, edit: StoredEdit) -> StoredEdit:
    transition = TRANSITIONS[name]
    if edit.state not in transition.begins:
        raise EditStateError(
            f"The edit “{clip(edit.text)}” is {_said(edit.state)}.",
            f"To {name.replace('-', ' ')} takes edits that are {' or '.join(map(_said, transition.begins))}.",
            f"From here one can: {', '.join(ways_from(edit.state))}. Nothing was changed.",
        )
    if transition.ends is None:
        return restored(edit)
    if transition.ends == "retired":
        return retired(edit)
    return replace(edit, state=transition.ends)


def _said(state: State | InUse) -> str:
    return {"draft": "a draft", "in-review": "in review"}.get(state, state)
