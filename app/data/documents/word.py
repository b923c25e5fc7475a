"""Word documents (.docx) with python-docx. Macros, links and pictures are not looked at; fields are not computed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from app.data.documents.document import Block
from app.data.documents.text import rows_of
from app.errors import UploadError

MOST_PARTS, MOST_BYTES = 2_000, 60 * 2**20
"""Of the ZIP archive that a .docx file is, unpacked."""


def read_word(content: bytes) -> list[Block]:
    """The blocks of a Word document; line numbers count its paragraphs and rows.

    Raises:
        UploadError: no such document, a damaged, encrypted or oversized one, or one that declares entities.
    """
    _check(content)
    try:
        document = docx.Document(io.BytesIO(content))
        return _blocks(document.iter_inner_content())
    except (KeyError, ValueError, AttributeError, SyntaxError, OSError) as error:
        raise _refused(f"is damaged, or no .docx document ({type(error).__name__})") from error


def _blocks(parts: Iterable[Paragraph | Table]) -> list[Block]:
    blocks: list[Block] = []
    number = 0
    for part in parts:
        if isinstance(part, Table):
            rows = [(number + place, [cell.text for cell in row.cells]) for place, row in enumerate(part.rows, start=1)]
            blocks += [replace(row, unit="paragraph") for row in rows_of(rows)]
            number += len(rows)
        else:
            number += 1
            style = (part.style.name or "") if part.style is not None else ""
            if not part.text.strip():
                continue
            if style.startswith("Heading") or style == "Title":
                level = style.removeprefix("Heading").strip()
                blocks.append(
                    Block("heading", " ".join(part.text.split()), number, level=int(level or 1), unit="paragraph")
                )
            else:
                blocks.append(Block("text", part.text, number, unit="paragraph"))
    return blocks


def _check(content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused("is encrypted with a password, or of the kind that Word wrote before 2007")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
                raise _refused(f"holds more than it shows: unpacked it has over {MOST_BYTES // 2**20} MB")
            for part in parts:
                if part.flag_bits & 1:
                    raise _refused("is encrypted")
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(part):
                    raise _refused("declares entities, which no Word document needs")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError) as error:
        raise _refused("is damaged, or no .docx document") from error


def _refused(what: str) -> UploadError:
    return UploadError(
        f"The file {what}.",
        "A .docx document without a password is read.",
        "Open it in a word processor and save it again as .docx, or save it as text.",
    )
