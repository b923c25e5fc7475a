"""Markdown and plain text: headings, paragraphs, list items, tables with | or tabs, lines “attribute: value”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from app.data.decoding import decode
from app.data.documents.document import Block

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"^\s*(?:[-*+•・]|\d+[.)])\s+")
_BULLET = re.compile(r"^\s*[-*+•・]\s+")
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
_UNDERLINE = re.compile(r"^\s*(=+|-{3,})\s*$")
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_CLAUSE_HEADING = re.compile(
    r"^(?:第\s*[\d０-９一二三四五六七八九十百]+\s*[章節編条]|(?:Article|Section|Chapter|Part)\s+\w+)"
)
_CLAUSE = re.compile(r"^(?:\d+(?:\.\d+)+\.?|\d+[.)]|§\s*\d+|[(（]\w{1,3}[)）])\s*\S")
_PAIR = re.compile(r"^([^\s:：][^:：]{0,39})[:：]\s+?(\S.{0,80})$")
_NO_ATTRIBUTES = ("note", "notes", "warning", "important", "example", "q", "a", "注", "注意", "例", "備考")
ENDS = (".", "!", "?", "。", "！", "？", ":", "：", ",", "、")
QUESTION = ("?", "？")
LONGEST_HEADING = 80


def read_markdown(content: bytes) -> list[Block]:
    """The blocks of a Markdown file."""
    return list(blocks_of(enumerate(decode(content).split("\n"), start=1), markdown=True))


def read_plain_text(content: bytes) -> list[Block]:
    """The blocks of a text file; a short line without an end that stands alone is a heading."""
    return list(blocks_of(enumerate(decode(content).split("\n"), start=1)))


def blocks_of(
    numbered: Iterable[tuple[int, str]], *, markdown: bool = False, page: int | None = None
) -> Iterator[Block]:
    """The blocks of lines with their numbers."""
    lines = [(number, line.rstrip("\r\f ")) for number, line in numbered]
    place = 0
    while place < len(lines):
        number, line = lines[place]
        if not line.strip() or line.startswith("```") or (_RULE.match(line) and "|" not in line):
            place += 1
        elif markdown and (heading := _HEADING.match(line)):
            yield Block("heading", plain(heading[2]), number, page, len(heading[1]))
            place += 1
        elif _is_table(lines, place):
            end = next((n for n in range(place, len(lines)) if not _cells(lines[n][1])), len(lines))
            yield from rows_of([(n, _cells(text)) for n, text in lines[place:end] if not _RULE.match(text)], page)
            place = end
        else:
            end = _end_of_paragraph(lines, place)
            yield from _paragraph(lines, place, end, markdown, page)
            place = end + (markdown and _underlined(lines, end))


def rows_of(rows: Sequence[tuple[int, Sequence[str]]], page: int | None = None) -> Iterator[Block]:
    """The rows of one table; the first names the columns where the table has more rows than that."""
    if not rows:
        return
    header = tuple(plain(cell) for cell in rows[0][1])
    for number, cells in rows[1:]:
        yield Block("row", line=number, page=page, cells=tuple(plain(cell) for cell in cells), header=header)


def plain(text: str) -> str:
    """Text without Markdown's marks, on one line."""
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", text)).split())


def _cells(line: str) -> list[str]:
    if line.count("|") >= 2 or (line.count("|") == 1 and " | " in line):
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    return [cell.strip() for cell in line.split("\t")] if "\t" in line.strip() else []


def _is_table(lines: Sequence[tuple[int, str]], place: int) -> bool:
    return len(_cells(lines[place][1])) > 1 and place + 1 < len(lines) and len(_cells(lines[place + 1][1])) > 1


def _underlined(lines: Sequence[tuple[int, str]], place: int) -> bool:
    return place < len(lines) and bool(_UNDERLINE.match(lines[place][1]))


def _end_of_paragraph(lines: Sequence[tuple[int, str]], place: int) -> int:
    end = place + 1
    while end < len(lines):
        line = lines[end][1]
        if not line.strip() or _ITEM.match(line) or _HEADING.match(line) or _is_table(lines, end):
            break
        if _UNDERLINE.match(line) or _starts_anew(lines[end - 1][1], line):
            break
        end += 1
    return end


def _starts_anew(before: str, line: str) -> bool:
    """Whether a line begins a paragraph of its own without an empty line before it."""
    clean, last = plain(line), plain(before)
    pair = bool(_PAIR.match(clean)) or bool(_PAIR.match(last))
    asked = last.endswith(QUESTION) or bool(re.match(r"^[QA問答][.:：．\d]", clean))
    return (
        pair
        or asked
        or bool(_CLAUSE.match(clean))
        or bool(_CLAUSE_HEADING.match(clean))
        or bool(_CLAUSE_HEADING.match(last) and len(last) < 40)
    )


def _paragraph(
    lines: Sequence[tuple[int, str]], place: int, end: int, markdown: bool, page: int | None
) -> Iterator[Block]:
    number = lines[place][0]
    texts = [plain(_BULLET.sub("", line)) for _, line in lines[place:end]]
    whole = " ".join(texts)
    pair = _PAIR.match(whole)
    if markdown and _underlined(lines, end):
        yield Block("heading", whole, number, page, 1 if "=" in lines[end][1] else 2)
    elif pair and pair[1].casefold() not in _NO_ATTRIBUTES and not pair[2].endswith(ENDS) and len(pair[1].split()) <= 4:
        yield Block("row", line=number, page=page, cells=(pair[1].strip(), pair[2].strip()))
    elif len(texts) == 1 and not markdown and _heading_like(lines, place, whole):
        yield Block("heading", whole, number, page, 1)
    elif (
        len(texts) == 1 and _CLAUSE_HEADING.match(whole) and len(whole) <= LONGEST_HEADING and not whole.endswith(ENDS)
    ):
        yield Block("heading", whole, number, page, 6)
    else:
        yield Block("text", "\n".join(texts), number, page)


def _heading_like(lines: Sequence[tuple[int, str]], place: int, text: str) -> bool:
    alone = place == 0 or not lines[place - 1][1].strip()
    short = len(text) <= LONGEST_HEADING and not text.endswith(ENDS) and not _ITEM.match(lines[place][1])
    return alone and short and any(line.strip() for _, line in lines[place + 1 : place + 4])
