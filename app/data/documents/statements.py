"""The statements of a document: each can be understood alone, since headings, questions and tables give the context."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.data.documents.document import Block, Document, Place
from app.data.documents.sentences import sentences
from app.data.edit import normalise
from app.data.names import ATTRIBUTES, SUBJECTS, VALUES, plain

LONGEST_ANSWER = 600
"""Characters of an FAQ's answer that becomes one statement; a longer one becomes one a sentence."""

_ASKS = re.compile(r"^(?:Q\s*\d*|問\s*\d*|質問\s*\d*)\s*[.:：．、]\s*", re.IGNORECASE)
_ANSWERS = re.compile(r"^(?:A\s*\d*|答え?|回答)\s*[.:：．、]\s*", re.IGNORECASE)
_NUMBER = re.compile(
    r"^((?:\d+\.)+\d*\.?|\d+[.)]|§\s*\d+[\w.]*|\(\w{1,3}\)|（\w{1,3}）|第[\d０-９一二三四五六七八九十百]+[条項号])\s*"
)
_UNCLEAR = re.compile(r"^(?:(?:it|its|they|their|this|these|those|he|she)\b|それ|これ|その|この|同)", re.IGNORECASE)
_QUESTION = ("?", "？", "か。", "か")


@dataclass(frozen=True)
class Statement:
    """One statement, and what it is known by where its text has changed."""

    text: str
    place: Place
    key: str = ""
    """Of an FAQ's question, or of product and attribute; empty: its text alone tells."""
    question: str = ""
    """What asks for it, where the document asks."""


def statements_of(document: Document) -> tuple[Statement, ...]:
    """All statements in order, the same text once."""
    found: dict[str, Statement] = {}
    for statement in _Reading().read(document.blocks):
        if statement.text:
            found.setdefault(statement.text, statement)
    return tuple(found.values())


class _Reading:
    """Goes through the blocks of one document, with the headings over each, and the question that is being answered."""

    def __init__(self) -> None:
        self._headings: list[tuple[int, str]] = []
        self._question = ""
        self._answer: list[Block] = []

    def read(self, blocks: tuple[Block, ...]) -> Iterator[Statement]:
        for block in blocks:
            asked = _asked(block)
            if asked or block.kind == "heading":
                yield from self._answered()
            if block.kind == "heading":
                self._headings = [one for one in self._headings if one[0] < block.level]
            if asked:
                self._question = asked
            elif block.kind == "heading":
                self._question = ""
                self._headings.append((block.level, block.text))
            elif block.kind == "row":
                yield from self._row(block)
            elif self._question:
                self._answer.append(block)
            else:
                yield from self._sentences(block)
        yield from self._answered()

    def _place(self, block: Block, *, number: str = "", line: int = 0, question: str = "") -> Place:
        headings = tuple(text for _, text in self._headings) + ((question,) if question else ())
        return Place(headings, number, block.page, line or block.line, block.unit)

    def _answered(self) -> Iterator[Statement]:
        """The question that was read, with what stood under it."""
        question, answer = self._question, self._answer
        self._answer = []
        if not answer:
            return
        place = self._place(answer[0], question=question)
        texts = [_ANSWERS.sub("", _joined(block.text)) for block in answer]
        whole = normalise(" ".join(texts))
        if len(whole) <= LONGEST_ANSWER:
            yield Statement(f"{question} {whole}", place, question, question)
            return
        for text in texts:
            yield from (Statement(f"{question} {normalise(one)}", place, "", question) for _, one in sentences(text))

    def _sentences(self, block: Block) -> Iterator[Statement]:
        text, number = block.text, ""
        if clause := _NUMBER.match(text):
            number, text = clause[1].rstrip("."), text[clause.end() :]
        joined = _joined(text)
        context = self._headings[-1][1] if self._headings else ""
        for begin, sentence in sentences(joined):
            line = block.line + (text.count("\n", 0, begin) if block.page is None else 0)
            clear = not context or not _UNCLEAR.match(sentence)
            shown = sentence if clear else f"{context}: {sentence}"
            yield Statement(normalise(shown), self._place(block, number=number, line=line))

    def _row(self, block: Block) -> Iterator[Statement]:
        """One statement for each value: its attribute is named by the row, or by its column."""
        head = [plain(name) for name in block.header]
        product = self._headings[-1][1] if self._headings else ""
        by_row = len(block.cells) == 2 and not (
            head and (head[0] in SUBJECTS or head[1] not in (*VALUES, "")) and head[0] not in ATTRIBUTES
        )
        if len(block.cells) == 2 and product and not (head and head[0] in SUBJECTS):
            by_row = True
        if by_row:
            yield self._valued(block, block.cells[0], product, block.cells[1])
            return
        for name, value in zip(block.header[1:], block.cells[1:], strict=False):
            yield self._valued(block, name, block.cells[0], value)

    def _valued(self, block: Block, attribute: str, product: str, value: str) -> Statement:
        value, attribute = value.rstrip(".。 "), attribute.strip()
        if not value or not attribute:
            return Statement("", self._place(block))
        if attribute.isascii():
            named = attribute if attribute[1:2].isupper() else attribute[0].lower() + attribute[1:]
            text = f"The {named} of {product} is {value}." if product else f"The {named} is {value}."
        else:
            text = f"{product}の{attribute}は{value}です。" if product else f"{attribute}は{value}です。"
        return Statement(normalise(text), self._place(block), f"{product}\n{attribute}")


def _asked(block: Block) -> str:
    """The question that a block asks; empty where it asks none."""
    text = _joined(block.text)
    marked = _ASKS.match(text)
    clean = normalise(_ASKS.sub("", text))
    if block.kind == "row" or not clean or len(sentences(clean)) != 1:
        return ""
    asks = clean.endswith(_QUESTION) and (block.kind == "heading" or clean.endswith(_QUESTION[:2]))
    return clean if marked or asks else ""


def _joined(text: str) -> str:
    """The lines of a paragraph as one, of the same length: a place in it is one in the text."""
    return text.replace("\n", " ")
