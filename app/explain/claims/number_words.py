"""Numbers written as English words."""

from __future__ import annotations

import re

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = {
    word: number
    for number, word in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), start=1
    )
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 10**9, "trillion": 10**12}
_VALUES = (
    {"zero": 0}
    | {word: number for number, word in enumerate(_UNITS, start=1)}
    | {word: number for number, word in enumerate(_TEENS, start=10)}
    | {word: number for number, word in zip(range(20, 100, 10), _TENS, strict=True)}
)

_UNIT, _TEN = f"(?:{'|'.join(_UNITS)})", f"(?:{'|'.join(_TENS)})"
_SMALL = f"(?:{_TEN}(?:[ -]{_UNIT})?|{'|'.join(_TEENS)}|{_UNIT})"
_BELOW_THOUSAND = f"(?:{_SMALL} hundred(?: (?:and )?{_SMALL})?|{_SMALL}|a hundred)"
NUMBER_WORDS = (
    rf"(?:zero|(?:{_BELOW_THOUSAND}|a(?= (?:thousand|million|billion)))"
    rf"(?: (?:thousand|million|billion)(?: (?:and )?{_BELOW_THOUSAND})?)*)"
)
"""A well-formed number, in small letters."""


def number_of(words: str) -> int:
    """The number that these words say; they match `NUMBER_WORDS`."""
    total, below = 0, 0
    for word in re.split(r"[ -]+", words.lower()):
        if word == "a":
            below = 1
        elif word == "hundred":
            below = max(below, 1) * 100
        elif word in SCALES:
            total, below = total + max(below, 1) * SCALES[word], 0
        else:
            below += _VALUES.get(word, 0)
    return total + below
