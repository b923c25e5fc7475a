"""What stands in the place of an erased edit's text: its own id, and nothing of what it was."""

from __future__ import annotations


def tombstone(edit_id: str) -> str:
    """The text of an erased edit, in each of its versions; no two edits have the same."""
    return f"[erased {edit_id}]"


def is_erased(edit_id: str, text: str) -> bool:
    """Whether an edit with this text was erased."""
    return text == tombstone(edit_id)
