"""All claims of a text, none overlapping another."""

from __future__ import annotations

from collections.abc import Iterator

from app.explain.claims.claim import Claim, same_length
from app.explain.claims.codes import codes_in, mixed_codes_in
from app.explain.claims.dates import dates_in, times_in
from app.explain.claims.names import names_in
from app.explain.claims.numbers import numbers_in


def claims_in(text: str, *, every: bool = False) -> tuple[Claim, ...]:
    """What can be checked in a text, in its order.

    Where two readings of one place compete, the more special one wins: a date is not three numbers.

    Args:
        every: also readings that are too uncertain to hold against an answer, but good enough to back one.
    """
    plain = same_length(text)
    taken = [False] * len(text)
    found: list[Claim] = []
    for claimed in _candidates(plain, every):
        place = slice(claimed.start, claimed.stop)
        if not any(taken[place]):
            taken[place] = [True] * (claimed.stop - claimed.start)
            found.append(Claim(claimed.kind, text[place], claimed.start, claimed.stop, claimed.values))
    return tuple(sorted(found, key=lambda claimed: claimed.start))


def _candidates(text: str, every: bool) -> Iterator[Claim]:
    yield from dates_in(text)
    yield from times_in(text)
    yield from codes_in(text)
    yield from numbers_in(text, every=every)
    yield from mixed_codes_in(text)
    yield from names_in(text)
