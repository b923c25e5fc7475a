"""One change of some edits: nobody's change is overwritten, each edit is kept as a version later, the chain is told.

Whoever changes edits gives a step, from the edit as it is to the edit as it becomes; this does the rest, all of it or
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.data.upload import clip
from app.errors import EditChangedError, EditExistsError, EditMissingError
from app.store.audit import Event, append
from app.store.database import Database
from app.store.four_eyes import require_other_eyes
from app.store.records import Seen, StoredEdit
from app.store.rows import edits_by_id, edits_in_use, update_edits
from app.store.standing import Compared, held_back, require_as_compared
from app.store.tables import VersionRow
from app.store.tombstones import is_erased
from app.store.values import sound_name, sound_note

Step = Callable[[StoredEdit], StoredEdit]

_EDIT: TypeAdapter[StoredEdit] = TypeAdapter(StoredEdit)


def apply_step(
    database: Database,
    action: str,
    seen: Iterable[Seen],
    step: Step,
    author: str,
    reason: str = "",
    compared: Compared | None = None,
) -> tuple[StoredEdit, ...]:
    """Each edit as the step makes it, a version later where that differs; all of them or none.

    Args:
        compared: with what acts, before something begins to act here.

    Raises:
        EditMissingError: no such edit.
        EditChangedError: it is another version by now, or any edit was changed since `compared`.
        EditExistsError: another edit has its text.
        FourEyesError: it would come into force by whoever wrote it, and the store forbids that.
    """
    wanted = {one.id: one for one in seen}
    now, by, why = datetime.now(UTC), sound_name(author), sound_note(reason)
    with database.writing() as session:
        require_as_compared(session, compared)
        found = edits_by_id(session, wanted)
        after = {
            edit_id: held_back(step(_as_seen(one, found.get(edit_id))), compared) for edit_id, one in wanted.items()
        }
        changed = {
            edit.id: _next_version(replace(edit, changed=now, changed_by=by, reason=why))
            for edit in after.values()
            if edit != found[edit.id]
        }
        back = (edit for edit in changed.values() if found[edit.id].state == "retired")
        changed |= _acting_again(session, back, frozenset() if compared is None else compared.held)
        _require_texts_free(session, changed.values())
        require_other_eyes(session, ((found[edit.id], edit) for edit in changed.values()))
        update_edits(session, tuple(changed.values()))
        append(session, (told(action, edit, found[edit.id]) for edit in changed.values()), now)
    return tuple((after | changed).values())


def told(action: str, edit: StoredEdit, before: StoredEdit | None = None) -> Event:
    """A change for the chain: the version, and what is new in it."""
    new = _as_json(edit)
    was = {} if before is None else _as_json(before)
    changes = {name: value for name, value in new.items() if was.get(name) != value}
    return Event(edit.changed_by, action, "edit", edit.id, {"version": edit.version, "new": changes})


def retired(edit: StoredEdit) -> StoredEdit:
    """The edit out of use, with what it was."""
    return edit if edit.state == "retired" else replace(edit, state="retired", restores_to=edit.state)


def restored(edit: StoredEdit) -> StoredEdit:
    """The edit as it was before it was retired. Raises EditMissingError where it was erased."""
    if is_erased(edit.id, edit.text):
        raise EditMissingError("The edit was erased.", "", "Nothing of it is left; add it anew if it is wanted.")
    return edit if edit.restores_to is None else replace(edit, state=edit.restores_to, restores_to=None)


def missing(edit_id: str) -> EditMissingError:
    """The error for an id that no edit has."""
    return EditMissingError(f"There is no edit {clip(edit_id)!r} in the store.", "", "Load the list again.")


def acts_once_restored(session: Session, edit: StoredEdit) -> int | None:
    """The version of a retired edit that acts again once it is restored; None: none does."""
    if edit.restores_to == "approved":
        return edit.version
    earlier = select(VersionRow.acting).where(VersionRow.edit == edit.id, VersionRow.state != "retired")
    return session.scalar(earlier.order_by(VersionRow.version.desc()).limit(1))


def _acting_again(session: Session, edits: Iterable[StoredEdit], held: frozenset[str]) -> dict[str, StoredEdit]:
    """Edits that were retired while a draft waited, with the approved version that acted beside it then.

    Not where what it says is held.
    """
    waiting = [edit for edit in edits if edit.state in ("draft", "in-review") and edit.content not in held]
    found: dict[str, StoredEdit] = {}
    for edit in waiting:
        acted = acts_once_restored(session, edit)
        content = select(VersionRow.content).where(VersionRow.edit == edit.id, VersionRow.version == acted)
        found[edit.id] = replace(edit, acting=None if session.scalar(content) in held else acted)
    return found


def _as_json(edit: StoredEdit) -> dict[str, Any]:
    found: dict[str, Any] = _EDIT.dump_python(edit, mode="json", exclude={"id", "version", "changed", "changed_by"})
    return found


def _next_version(edit: StoredEdit) -> StoredEdit:
    """A version later: it acts once it is approved, and nothing does once the edit is retired."""
    version = edit.version + 1
    if edit.state == "approved":
        return replace(edit, version=version, acting=version)
    return replace(edit, version=version, acting=None if edit.state == "retired" else edit.acting)


def _as_seen(seen: Seen, found: StoredEdit | None) -> StoredEdit:
    """The edit, if it is there and still the version that was seen."""
    if found is None:
        raise missing(seen.id)
    if found.version != seen.version:
        raise EditChangedError(
            f"{found.changed_by or 'Somebody'} has changed the edit “{clip(found.text)}” since you loaded it.",
            f"It is version {found.version} now; you saw version {seen.version}.",
            "Load it again, and repeat your change if it is still wanted. Nothing was changed.",
        )
    return found


def _require_texts_free(session: Session, changed: Iterable[StoredEdit]) -> None:
    """Raises EditExistsError where two edits in use would have the same text."""
    in_use = [edit for edit in changed if edit.state != "retired"]
    holders = edits_in_use(session, (edit.content for edit in in_use))
    for edit in in_use:
        holder = holders.setdefault(edit.content, edit)
        if holder.id != edit.id:
            raise EditExistsError(
                f"Another edit has the text “{clip(edit.text)}” already.",
                "A text is in use once.",
                "Change that one, or retire one of the two. Nothing was changed.",
            )
