"""PDF documents that hold text, with pypdf. Nothing in them is executed; pictures of text are not read."""

from __future__ import annotations

import io
import re
from collections import Counter

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.data.documents.document import LONGEST_DOCUMENT, Block
from app.data.documents.text import ENDS, blocks_of
from app.errors import UploadError

MOST_PAGES = 1_000
REPEATED_PAGES = 3
"""A first or last line that so many pages have, apart from its digits, is a running head and no text."""


def read_pdf(content: bytes) -> list[Block]:
    """The blocks of a PDF, with page and line.

    Raises:
        UploadError: no PDF, an encrypted or damaged one, one without text, or one with too many pages.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _refused("is encrypted with a password", "Save it without a password.")
        if len(reader.pages) > MOST_PAGES:
            raise _refused(f"has {len(reader.pages):,} pages, more than {MOST_PAGES:,}", "Split it into parts.")
        pages: list[list[str]] = []
        for page in reader.pages:
            pages.append((page.extract_text() or "").split("\n"))
            if sum(len(line) for line in pages[-1]) > LONGEST_DOCUMENT:
                raise _refused("holds too much text on one page", "Split it into parts.")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise _refused(f"is damaged, or no PDF ({type(error).__name__})", "Print it to a new PDF.") from error
    if not any(line.strip() for page in pages for line in page):
        raise _refused("holds no text, only pictures, as a scan does", "Recognise its text (OCR) first.")
    running = _running_lines(pages)
    blocks: list[Block] = []
    for number, lines in enumerate(pages, start=1):
        kept = [(place, line) for place, line in enumerate(lines, start=1) if _masked(line) not in running]
        _append(blocks, list(blocks_of(kept, page=number)))
    return blocks


def _append(blocks: list[Block], more: list[Block]) -> None:
    """The blocks of the next page; a paragraph that goes on there stays one."""
    if blocks and more and blocks[-1].kind == more[0].kind == "text" and not blocks[-1].text.endswith(ENDS):
        last = blocks.pop()
        first = more.pop(0)
        blocks.append(Block("text", f"{last.text}\n{first.text}", last.line, last.page))
    blocks += more


def _running_lines(pages: list[list[str]]) -> set[str]:
    filled = [[line for line in page if line.strip()] for page in pages]
    ends = Counter(line for page in filled if page for line in {_masked(page[0]), _masked(page[-1])})
    return {line for line, count in ends.items() if count >= REPEATED_PAGES and 2 * count > len(pages)}


def _masked(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _refused(what: str, remedy: str) -> UploadError:
    return UploadError(f"The file {what}.", "A PDF that holds text is read.", remedy)
