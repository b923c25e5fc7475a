"""What stands in the place of an erased edit's text: its own id, and nothing of what it was."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.chunks import in_chunks
from app.store.tables import EditRow


def tombstone(edit_id: str) -> str:
    """The text of an erased edit, in each of its versions; no two edits have the same."""
    return f"[erased {edit_id}]"


def is_erased(edit_id: str, text: str) -> bool:
    """Whether an edit with this text was erased."""
    return text == tombstone(edit_id)


def erased_among(session: Session, ids: Iterable[str]) -> set[str]:
    """Those of these edits that were erased: whoever was at work with one meanwhile must not write it down again."""
    found: set[str] = set()
    for chunk in in_chunks(set(ids)):
        rows = session.execute(select(EditRow.id, EditRow.text).where(EditRow.id.in_(chunk)))
        found |= {edit_id for edit_id, text in rows if is_erased(edit_id, text)}
    return found
