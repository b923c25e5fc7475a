"""Two texts word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f"
"""Kana and kanji: each is a word of its own, since no space says where one ends."""
_WORDS = re.compile(rf"[{_UNSPACED}]|\d+(?:[.,]\d+)*|[^\W\d{_UNSPACED}]+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A part of two texts: in both, only in the first, or only in the second."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True)
class FirstDifference:
    """Where two texts part."""

    word: int
    """Its place, from 1."""
    first: str
    """Empty where the first text ends."""
    second: str


def words_of(text: str) -> list[str]:
    """Words, spaces and signs, which together are the text."""
    return _WORDS.findall(text)


def pieces(first: str, second: str) -> tuple[Piece, ...]:
    """How the second text came from the first."""
    return tuple(_pieces(words_of(first), words_of(second)))


def first_difference(first: str, second: str) -> FirstDifference | None:
    """The first word that is not the same; None where the texts are equal."""
    if first == second:
        return None
    ones, others = ([word for word in words_of(text) if not word.isspace()] for text in (first, second))
    for place, (one, other) in enumerate(zip_longest(ones, others, fillvalue=""), 1):
        if one != other:
            return FirstDifference(place, one, other)
    return FirstDifference(len(ones) + 1, first, second)  # they differ in spaces alone


def _pieces(first: list[str], second: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for kind, i, j, k, n in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(first[i:j]))
            continue
        for name, text in (("removed", "".join(first[i:j])), ("added", "".join(second[k:n]))):
            if text:
                yield Piece("removed" if name == "removed" else "added", text)
