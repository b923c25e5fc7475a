"""Numbers and amounts: digits or words, grouped or not, with the unit or currency beside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from app.explain.claims.claim import Claim, Quantity, claim
from app.explain.claims.number_words import NUMBER_WORDS, ORDINALS, SCALES, number_of
from app.explain.claims.units import AMOUNTS, BEFORE_NUMBERS, UNITS

JAPANESE_SCALES = {"千": 1_000, "万": 10_000, "億": 10**8, "兆": 10**12}
_SHORT_SCALES = {"k": 1_000, "m": 1_000_000, "bn": 10**9, "b": 10**9}
"""All but k only behind a number with a currency in front of it: 5m is five metres."""
_SCALES = SCALES | JAPANESE_SCALES | _SHORT_SCALES

_CURRENCY = "|".join(re.escape(form) for form in BEFORE_NUMBERS)
_UNIT = "|".join(re.escape(form) for form in sorted(UNITS, key=len, reverse=True))
_SCALE = "|".join(SCALES)
DIGITS = re.compile(
    rf"""
    (?<![\w.,/])(?<![A-Za-z]-)(?P<currency>{_CURRENCY})?\s?
    (?P<sign>(?<![^\s(])[-−])?
    (?P<number>
        \d{{1,3}}(?:[,'’\ ]\d{{3}})+(?![\d])(?:\.\d+)?  # grouped thousands
        |\d+(?:[.,]\d+)?
    )
    (?:/(?P<below>\d+)(?![\d/]))?(?P<part>[¼½¾⅓⅔⅛⅜⅝⅞])?
    (?:\s?(?P<scale>{_SCALE}|[{"".join(JAPANESE_SCALES)}])(?![a-z])|(?P<short>(?(currency)(?:bn|[kmb])|k))(?![a-z0-9]))?
    (?P<ordinal>st|nd|rd|th)?
    (?:[\s-]?(?P<unit>{_UNIT})(?![a-z0-9]))?
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
WORDS = re.compile(
    rf"(?<![\w-])(?P<number>{NUMBER_WORDS})(?!-?\w)(?:[\s-](?P<unit>{_UNIT})(?![a-z0-9]))?", re.IGNORECASE
)
WORDS_WITH_UNIT = re.compile(rf"(?<![\w-])(?P<number>{NUMBER_WORDS})[\s-](?P<unit>{_UNIT})(?![a-z0-9])", re.IGNORECASE)
ORDINAL = re.compile(rf"(?<!\w)(?:{'|'.join(ORDINALS)})(?!\w)", re.IGNORECASE)


def numbers_in(text: str, *, every: bool = False) -> Iterator[Claim]:
    """Numbers and amounts.

    Args:
        every: also those words that are seldom meant as a number: a lone “one”, and ordinals such as “third”.
    """
    for match in DIGITS.finditer(text):
        if not _glued(text, match):
            yield _digits(text, match)
    for pattern in (WORDS_WITH_UNIT, WORDS):
        for match in pattern.finditer(text):
            unit = UNITS.get((match["unit"] or "").lower())
            if every or unit is not None or match["number"].lower() != "one":
                number = Fraction(number_of(match["number"]))
                yield _quantity(text, match.span(), number, unit)
    if every:
        for match in ORDINAL.finditer(text):
            yield _quantity(text, match.span(), Fraction(ORDINALS[match.group().lower()]), None)


def _glued(text: str, match: re.Match[str]) -> bool:
    """Whether letters follow at once, so that it is part of a code: 4K, 1.2.3, 45x7."""
    rest = text[match.end() :]
    return bool(re.match(r"[A-Za-z_]|[.:]\d|-\d+-|-[A-Z]", rest))


def _digits(text: str, match: re.Match[str]) -> Claim:
    written = match["number"]
    grouped = re.fullmatch(r"\d{1,3}(?:[,'’ ]\d{3})+(?:\.\d+)?", written)
    number = Fraction(re.sub(r"[,'’ ]", "", written) if grouped else written.replace(",", "."))
    if match["below"] and int(match["below"]):
        number /= int(match["below"])
    if match["part"]:
        number += Fraction(unicodedata.numeric(match["part"])).limit_denominator(8)
    start, stop = match.span()
    unit = UNITS.get((match["currency"] or match["unit"] or "").lower())
    number *= _SCALES.get((match["scale"] or match["short"] or "").lower(), 1)
    start += len(match.group()) - len(match.group().lstrip())
    return _quantity(text, (start, stop), -number if match["sign"] else number, unit)


def _quantity(text: str, span: tuple[int, int], number: Fraction, unit: str | None) -> Claim:
    return claim("amount" if unit in AMOUNTS else "number", text, *span, Quantity(number, unit))
