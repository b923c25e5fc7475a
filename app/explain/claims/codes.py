"""Codes: everything that must be right letter by letter, such as AB-1234, 0800 555 019, an address or a version."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.explain.claims.claim import Claim, Words, claim, plain_word

LEAST_PHONE_DIGITS = 6

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE | re.ASCII)
PHONE = re.compile(r"(?<![\w.,-])(?:(?:\+\d|0\d)\d*(?:[ ()/-]{1,2}\d+)+|(?:\d{3}[ -])?\d{3}-\d{4})(?![\w-])", re.ASCII)
LEADING_ZERO = re.compile(r"(?<![\w.,:/-])0\d+(?![\w.,:/-]*\d)", re.ASCII)
VERSION = re.compile(r"(?<![\w.])\d+(?:\.\d+){2,}(?!\w)", re.ASCII)
MIXED = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]+(?:[-_/.:#][A-Za-z0-9]+)*(?![A-Za-z0-9])")


def codes_in(text: str) -> Iterator[Claim]:
    """Codes, the surest forms first."""
    for match in ADDRESS.finditer(text):
        written = match.group().rstrip(".,;:!?)")
        yield _code(text, match.start(), match.start() + len(written))
    for match in PHONE.finditer(text):
        if sum(character.isdigit() for character in match.group()) >= LEAST_PHONE_DIGITS:
            yield _code(text, *match.span())
    for match in LEADING_ZERO.finditer(text):
        yield _code(text, *match.span())
    for match in VERSION.finditer(text):
        yield claim("code", text, *match.span(), Words((match.group(),)))


def mixed_codes_in(text: str) -> Iterator[Claim]:
    """Letters and digits in one word. Numbers with a unit look the same: look for those first."""
    for match in MIXED.finditer(text):
        if re.search(r"\d", match.group()) and re.search(r"[A-Za-z]", match.group()):
            yield _code(text, *match.span())


def _code(text: str, start: int, stop: int) -> Claim:
    return claim("code", text, start, stop, Words((plain_word(text[start:stop]),)))
