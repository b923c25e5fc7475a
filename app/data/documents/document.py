"""A document as it was read: headings, paragraphs and rows of tables, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "text", "row"]
Unit = Literal["line", "paragraph"]

LONGEST_DOCUMENT = 2_000_000
"""Characters; some thousand pages."""


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, or a row of a table.

    `line` counts lines of a text file or of a PDF's page, and paragraphs of a Word document (`unit`), from 1.
    """

    kind: BlockKind
    text: str = ""
    """Of a heading or a paragraph; lines of one paragraph are parted by \\n."""
    line: int = 0
    page: int | None = None
    level: int = 0
    """Of a heading, from 1."""
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    """Names of the columns of a row's table; none where the table has two columns without names."""
    unit: Unit = "line"


@dataclass(frozen=True)
class Document:
    """The blocks of a file in its order."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Place:
    """Where a statement stands."""

    headings: tuple[str, ...] = ()
    """The outermost first."""
    number: str = ""
    """Of a clause, as it is written there."""
    page: int | None = None
    line: int = 0
    unit: Unit = "line"

    def within(self, name: str) -> str:
        """The place as it is kept with an edit: `faq.md › Returns › 3.2 (page 4, line 12)`."""
        path = [name, *self.headings, *([self.number] if self.number else [])]
        counted = [f"page {self.page}"] if self.page is not None else []
        return f"{' › '.join(path)} ({', '.join([*counted, f'{self.unit} {self.line}'])})"
