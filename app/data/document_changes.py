"""What a new document says otherwise than the old one, statement by statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.fuzz import ratio

from app.data.documents.statements import Statement

ChangeKind = Literal["new", "changed", "removed"]

ALIKE = 55.0
"""Two statements at least so alike (0 to 100, rapidfuzz's ratio) are one that has changed."""
SAME_CLAUSE = 15.0
"""Added where both have the number of the same clause under the same heading."""
MOST_PAIRS = 1_000_000
"""Pairs of statements that are compared; beyond it only neighbours are."""
NEAR = 50
"""Statements to either side that are neighbours."""


@dataclass(frozen=True)
class DocumentChange:
    """A statement that only one of the documents has, or one that both have in other words."""

    kind: ChangeKind
    old: Statement | None
    new: Statement | None


def changes_between(old: Sequence[Statement], new: Sequence[Statement]) -> tuple[DocumentChange, ...]:
    """Every statement of the new document that the old one lacks, in its order; then what was removed.

    Each of either is in one change at most. What only stands elsewhere is no change.
    """
    known, kept = {one.text for one in old}, {one.text for one in new}
    before = [one for one in old if one.text not in kept]
    after = [one for one in new if one.text not in known]
    partner = _by_key(before, after)
    partner |= _by_likeness(before, after, partner)
    found = [
        DocumentChange(
            "changed" if place in partner else "new", before[partner[place]] if place in partner else None, one
        )
        for place, one in enumerate(after)
    ]
    taken = set(partner.values())
    return (*found, *(DocumentChange("removed", one, None) for place, one in enumerate(before) if place not in taken))


def _by_key(before: Sequence[Statement], after: Sequence[Statement]) -> dict[int, int]:
    """Place in `after` → place in `before`, where both are known by the same question, or product and attribute."""
    places: dict[str, int] = {}
    for place, one in enumerate(before):
        if one.key:
            places.setdefault(one.key, place)
    return {place: places.pop(one.key) for place, one in enumerate(after) if one.key and one.key in places}


def _by_likeness(before: Sequence[Statement], after: Sequence[Statement], partner: dict[int, int]) -> dict[int, int]:
    """The same for the others, the most alike first."""
    left = [place for place in range(len(before)) if place not in set(partner.values())]
    wanted = [place for place in range(len(after)) if place not in partner]
    everywhere = len(left) * len(wanted) <= MOST_PAIRS
    pairs: list[tuple[float, int, int]] = []
    for rank, place in enumerate(wanted):
        around = range(len(left)) if everywhere else range(max(0, rank - NEAR), min(len(left), rank + NEAR))
        for other in around:
            likeness = _likeness(before[left[other]], after[place])
            if likeness >= ALIKE:
                pairs.append((-likeness, place, left[other]))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, place, other in sorted(pairs):
        if place not in found and other not in taken:
            found[place] = other
            taken.add(other)
    return found


def _likeness(old: Statement, new: Statement) -> float:
    same = bool(new.place.number) and old.place.number == new.place.number and old.place.headings == new.place.headings
    return ratio(old.text, new.text) + (SAME_CLAUSE if same else 0.0)


def all_new(statements: Iterable[Statement]) -> tuple[DocumentChange, ...]:
    """Of a new document without an old one: everything that it says."""
    return tuple(DocumentChange("new", None, one) for one in statements)
