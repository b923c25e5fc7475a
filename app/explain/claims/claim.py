"""One checkable piece of a text, and its value in a form that does not depend on how it was written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

Kind = Literal["amount", "code", "date", "name", "number", "time"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Quantity:
    """A number with the unit that stands beside it, if a known one does."""

    number: Fraction
    unit: str | None = None


@dataclass(frozen=True)
class Day:
    """A date, or as much of one as was written."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class Moment:
    """A time of the day, in minutes after midnight."""

    minutes: int


@dataclass(frozen=True)
class Words:
    """A name or a code: its parts without case and punctuation."""

    parts: tuple[str, ...]


Value = Quantity | Day | Moment | Words


@dataclass(frozen=True)
class Claim:
    """`text[start:stop]` of a text. Several values where it can be read in several ways, such as 03/05/2024."""

    kind: Kind
    text: str
    start: int
    stop: int
    values: tuple[Value, ...]


def claim(kind: Kind, text: str, start: int, stop: int, *values: Value) -> Claim:
    """The claim that stands at this place of a text."""
    return Claim(kind, text[start:stop], start, stop, values)


def same_length(text: str) -> str:
    """The text with every character in its plain form (full-width digits, no-break spaces), at the same places."""
    plain = ((character, unicodedata.normalize("NFKC", character)) for character in text)
    return "".join(form if len(form) == 1 else character for character, form in plain)


def plain_word(word: str) -> str:
    """A word without case, accents, apostrophes and what stands behind one (a possessive s)."""
    bare = re.sub(r"['’]s$", "", word.casefold())
    letters = unicodedata.normalize("NFKD", bare)
    return "".join(character for character in letters if character.isalnum())
