"""An edit as it is compared with another one: its words and values in their order, and what stands before its verb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from app.data import normalise
from app.explain.claims import Claim, claims_in
from app.explain.claims.claim import Quantity, Words, plain_word, same_length
from app.explain.conflicts.vocabulary import DENIALS, JAPANESE_DENIALS, LIKE_UNITS, LITTLE, PIVOTS, YEARS

Role = Literal["word", "name", "value"]
_PIECES = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['’][A-Za-z]+)?|[ァ-ヺー]+|[一-龠々〆ヶ]+|[ぁ-ゖ]+|\d+|%")
_CONTRACTED = re.compile(r"n['’]t\b")
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ一-龠]")
_ENDINGS = re.compile(r"(?<=\w\w\w)(?:ies|es|s|ed|ing|er|ers|y|e)$")
_SPOKEN = {"%": "percent", "パーセント": "percent", "ヶ月": "か月"}


@dataclass(frozen=True)
class Token:
    """One word or value."""

    text: str
    """As it stands in the edit."""
    key: str
    """The same for everything that says the same."""
    role: Role
    asserts: bool
    """It stands behind the verb (in Japanese: behind the topic), where a statement says what it says."""
    unit: str = ""
    """Of a value: its unit, or date, time, code; empty for words."""


@dataclass(frozen=True)
class Statement:
    """An edit, taken apart."""

    text: str
    tokens: tuple[Token, ...]
    """Without words that say little."""
    words: frozenset[str]
    """Every word as it stands, without upper case, little ones too."""
    denials: int
    japanese: bool
    beginning: str
    """The text up to what it asserts, the verb included; empty where no verb is known."""

    @property
    def subject(self) -> frozenset[str]:
        """Keys of what stands before the verb: what the statement is about."""
        return frozenset(token.key for token in self.tokens if not token.asserts)

    @property
    def assertion(self) -> frozenset[str]:
        """Keys of the words and names behind the verb, without values."""
        return frozenset(token.key for token in self.tokens if token.asserts and token.role != "value")

    def units_of(self, keys: frozenset[str]) -> frozenset[str]:
        """In what these values are counted."""
        return frozenset(token.unit for token in self.tokens if token.key in keys)

    @property
    def values(self) -> frozenset[str]:
        """Keys of its numbers, dates and codes."""
        return frozenset(token.key for token in self.tokens if token.role == "value")

    @property
    def names(self) -> frozenset[str]:
        return frozenset(token.key for token in self.tokens if token.role == "name")


@lru_cache(maxsize=4096)
def statement_of(text: str) -> Statement:
    """Takes an edit apart."""
    plain = _CONTRACTED.sub(" not", same_length(normalise(text)))
    japanese = bool(_JAPANESE.search(plain))
    pivot = _pivot(plain, japanese)
    tokens = tuple(token for token in _tokens(plain, pivot) if token.key)
    words = frozenset(piece.group().casefold() for piece in _PIECES.finditer(plain))
    return Statement(
        text, tokens, words | _parts(plain, japanese), _denials(plain, japanese), japanese, _beginning(plain, pivot)
    )


def _pivot(text: str, japanese: bool) -> int:
    """Where the first verb (or topic particle) begins; the end of the text where none is found."""
    if japanese:
        found = text.find("は")
        return found if found >= 0 else len(text)
    matches = (match.start() for match in re.finditer(r"[A-Za-z]+", text) if match.group().lower() in PIVOTS)
    return next(matches, len(text))


def _beginning(text: str, pivot: int) -> str:
    verb = re.match(r"[A-Za-z]+|は", text[pivot:])
    return text[: pivot + verb.end()] if verb is not None else ""


def _tokens(text: str, pivot: int) -> Iterator[Token]:
    """Values and words, in their order."""
    at = 0
    for claimed in claims_in(text, every=True):
        yield from _words(text, at, claimed.start, pivot)
        yield _value(claimed, pivot)
        at = claimed.stop
    yield from _words(text, at, len(text), pivot)


def _value(claimed: Claim, pivot: int) -> Token:
    role: Role = "name" if claimed.kind == "name" else "value"
    return Token(claimed.text.strip(), _value_key(claimed), role, claimed.start >= pivot, _unit(claimed))


def _value_key(claimed: Claim) -> str:
    """The same for everything that is as much, or is called the same."""
    value = claimed.values[0]
    if isinstance(value, Quantity):
        factor, unit = LIKE_UNITS.get(value.unit or "", (1, value.unit))
        return f"number:{value.number * factor} {unit or ''}"
    if isinstance(value, Words):
        return f"{claimed.kind}:{' '.join(part.removesuffix('s') for part in value.parts)}"
    return f"{claimed.kind}:{value}"


def _unit(claimed: Claim) -> str:
    value = claimed.values[0]
    if isinstance(value, Quantity):
        if value.unit is None and value.number in YEARS:
            return "date"
        return str(LIKE_UNITS.get(value.unit or "", (1, value.unit))[1] or "number")
    return claimed.kind


def _words(text: str, start: int, stop: int, pivot: int) -> Iterator[Token]:
    for piece in _PIECES.finditer(text, start, stop):
        word = piece.group()
        key = _key(word)
        if key and word.lower() not in DENIALS:
            yield Token(word, key, "word", piece.start() >= pivot)


def _key(word: str) -> str:
    """A word as it is compared; empty where it says little."""
    spoken = _SPOKEN.get(word, word)
    if re.fullmatch(r"[ぁ-ゖ]+", spoken):
        return ""  # particles and endings
    plain = plain_word(spoken) or spoken
    return "" if plain in LITTLE else _ENDINGS.sub("", plain)


def _parts(text: str, japanese: bool) -> frozenset[str]:
    """Japanese has no spaces: pieces of up to five characters, so that a word in the middle is found too."""
    if not japanese:
        return frozenset()
    return frozenset(text[i : i + n] for n in range(2, 6) for i in range(len(text) - n + 1))


def _denials(text: str, japanese: bool) -> int:
    if japanese:
        return sum(text.count(denial) for denial in JAPANESE_DENIALS)
    return sum(word in DENIALS for word in re.findall(r"[a-z]+", text.lower()))
