"""What a new document says otherwise than an old one, as edits that somebody may accept."""

from __future__ import annotations

from pathlib import Path

from app.data.document_changes import all_new, changes_between
from app.data.document_edits import DocumentEdit, document_edits
from app.data.documents import read_document, statements_of
from app.data.old_new import pasted_changes
from app.service.core import Core
from app.service.permissions import permitted

PASTED = "…"
"""Stands for the name of a file where text was pasted."""


class Documents:
    """Reads and compares; changes nothing."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @permitted("documents.compare")
    def compare(self, old: Path | None, new: Path) -> tuple[DocumentEdit, ...]:
        """A proposal for each statement that is new, changed or removed.

        Args:
            old: None: everything that the new document says is proposed.

        Raises:
            UploadError: a file cannot be read.
        """
        most = self._core.settings.max_upload_mb
        after = read_document(new, max_mb=most)
        said = statements_of(after)
        if old is None:
            return document_edits(all_new(said), "", after.name)
        before = read_document(old, max_mb=most)
        return document_edits(changes_between(statements_of(before), said), before.name, after.name)

    @permitted("documents.pasted")
    def pasted(self, text: str) -> tuple[DocumentEdit, ...]:
        """The same for pasted lines “old → new”."""
        return document_edits(pasted_changes(text), PASTED, PASTED)
