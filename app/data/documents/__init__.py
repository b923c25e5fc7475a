"""Whole documents (FAQ, specification, regulation), by suffix. A new format is a reader and one line in `READERS`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.data.decoding import read_bytes
from app.data.documents.apart import read_apart
from app.data.documents.document import LONGEST_DOCUMENT, Block, Document, Place
from app.data.documents.statements import Statement, statements_of
from app.data.documents.text import read_markdown, read_plain_text
from app.data.upload import clip
from app.errors import UploadError

__all__ = ["READERS", "Block", "Document", "Place", "Statement", "read_document", "statements_of"]

READERS: dict[str, Callable[[bytes], list[Block]]] = {
    ".md": read_markdown,
    ".txt": read_plain_text,
    ".docx": partial(read_apart, ".docx"),
    ".pdf": partial(read_apart, ".pdf"),
}


def read_document(path: Path, *, max_mb: int) -> Document:
    """The blocks of a document.

    Raises:
        UploadError: it cannot be read, is too large, or holds nothing.
    """
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        raise UploadError(
            f"{clip(path.name)} is of a kind that is not read.",
            f"These are: {', '.join(READERS)}.",
            "Save it as .docx without macros, as a PDF with text, or as text.",
        )
    blocks = reader(read_bytes(path, max_mb=max_mb))
    if not blocks:
        raise UploadError(f"{clip(path.name)} holds no text.", "", "Check that it was saved.")
    if sum(len(block.text) for block in blocks) > LONGEST_DOCUMENT:
        raise UploadError(f"{clip(path.name)} is too long.", f"At most {LONGEST_DOCUMENT:,} characters.", "Split it.")
    return Document(clip(path.name), tuple(blocks))
