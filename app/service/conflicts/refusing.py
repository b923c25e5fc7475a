"""Why edits in conflict are not approved, in sentences."""

from __future__ import annotations

from collections.abc import Collection

from app.data.upload import clip
from app.errors import ConflictError
from app.service.conflicts.admission import Contradiction
from app.store import Store


def require_resolved(store: Store, edit_ids: Collection[str]) -> None:
    """Looks at the conflicts that were found earlier, in whatever sense two edits are near.

    Raises:
        ConflictError: what one of these edits in review says is in conflict with an edit that acts, or with another of
            these, and nobody has resolved that.
    """
    says = {edit.id: edit.content for edit in store.edits.those(edit_ids)}
    for conflict in store.conflicts.open(says):
        places = (
            (conflict.pair.first, conflict.pair.first_version),
            (conflict.pair.second, conflict.pair.second_version),
        )
        sides = store.history.those(places)
        if conflict.kind == "duplicate" or len(sides) < len(places):
            continue
        if any(says.get(side.id, side.content) != side.content for side in sides):
            continue  # what an edit says no more, once it is approved
        acting = [edit for edit in store.edits.those(side.id for side in sides) if edit.acting is not None]
        others = {edit.id for edit in acting} - set(says)
        if all(side.id in says for side in sides):
            raise _refused(f"Two of these edits are in conflict: {_said(sides[0].text)} and {_said(sides[1].text)}.")
        for side in sides:
            if side.id in others:
                raise _refused(f"It is in conflict with an edit that acts: {_said(side.text)}.")


def contradicts(store: Store, found: Contradiction) -> ConflictError:
    """The error for what was to be approved; of what is hidden it tells no more than that.

    Args:
        store: as whoever acts may see it.
    """
    if not store.history.those([(found.acts.edit, found.acts.version)]):
        return _refused("It is in conflict with an edit that acts, and that you may not see.")
    if found.together:
        texts = f"{_said(found.acts.text)} and {_said(found.begins.text)}"
        return _refused(f"Two of these edits are in conflict: {texts}.")
    return _refused(f"It is in conflict with an edit that acts: {_said(found.acts.text)}.")


def _said(text: str) -> str:
    return f"“{clip(text)}”"


def _refused(given: str) -> ConflictError:
    return ConflictError(
        given,
        "Edits that contradict each other are not approved unseen.",
        "Resolve the conflict first: on this tab, or with `python -m app conflicts`. Nothing was approved.",
    )
