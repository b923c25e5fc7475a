"""All that is known of one edit, wherever it is kept: what a person sees who opens it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from app.data import Edit, Probe
    from app.store import StoredEdit

Place = Literal["session", "shared", "pool"]


@dataclass(frozen=True)
class EditDetails:
    """One edit for a person to read."""

    id: str
    """As evidence names it: made from the text."""
    text: str
    place: Place
    """In the session's private pool, in the shared store, or in a pool in a folder."""
    language: str | None
    note: str = ""
    tags: tuple[str, ...] = ()
    probes: tuple[Probe, ...] = ()
    version: int | None = None
    """None in a session: it keeps no versions."""
    author: str = ""
    changed: datetime | None = None
    removed: bool = False
    """It was read by an answer and has been removed, or changed to another text, since then."""


def details_of_private(edit: Edit, *, place: Place = "session", removed: bool = False) -> EditDetails:
    """An edit of a session, or of a pool that it asks with."""
    return EditDetails(edit.id, edit.text, place, edit.language, edit.note, edit.tags, edit.probes, removed=removed)


def details_of_stored(edit: StoredEdit, gist_id: str) -> EditDetails:
    """An edit of the shared store."""
    return EditDetails(
        id=gist_id,
        text=edit.text,
        place="shared",
        language=edit.language,
        note=edit.note,
        tags=tuple(edit.tags),
        probes=tuple(edit.probes),
        version=edit.version,
        author=edit.changed_by or edit.author,
        changed=edit.changed,
        removed=edit.acting is None,
    )
