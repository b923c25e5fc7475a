"""What an answer says that stands in no edit it read.

Language models copy badly where letters and digits matter. Everything of that kind in an answer is looked for in the
edits, whatever form it has there: 1,980 is 1980, a 45-day period is 45 days, 3 May 2024 is 2024-05-03.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from app.explain.claims import Claim, claims_in
from app.explain.claims.claim import Day, Moment, Quantity, Value, plain_word, same_length
from app.explain.claims.names import KATAKANA, words_of


def unsupported(answer: str, edits: Iterable[str]) -> tuple[Claim, ...]:
    """The claims of an answer that stand in none of these texts, in the answer's order.

    Each claim must stand in one edit as a whole: a name is not put together from two.
    """
    grounds = [_Ground.of(text) for text in edits]
    return tuple(claimed for claimed in claims_in(answer) if not any(ground.holds(claimed) for ground in grounds))


@dataclass(frozen=True)
class _Ground:
    """One edit, as answers are compared with it."""

    text: str
    values: frozenset[Value]
    """Of all its own claims."""
    quantities: frozenset[Quantity]
    days: frozenset[Day]
    words: frozenset[str]
    letters: str
    """All letters and digits, without anything between them."""
    borders: frozenset[int]
    """Places in `letters` where a word begins or ends."""

    @classmethod
    def of(cls, text: str) -> _Ground:
        claims = (*claims_in(text), *claims_in(text, every=True))
        values = frozenset(value for claimed in claims for value in claimed.values)
        days = frozenset(value for value in values if isinstance(value, Day))
        moments = frozenset(value for value in values if isinstance(value, Moment))
        quantities = {value for value in values if isinstance(value, Quantity)}
        numbers = {part for day in days for part in (day.year, day.day) if part is not None}
        numbers |= {part for moment in moments for part in (moment.minutes // 60, (moment.minutes // 60 - 1) % 12 + 1)}
        parts = [plain for part in re.findall(r"[^\W_]+", same_length(text)) if (plain := plain_word(part))]
        borders = {0}
        for part in parts:
            borders.add(max(borders) + len(part))
        return cls(
            text=same_length(text),
            values=values,
            quantities=frozenset(quantities | {Quantity(Fraction(number)) for number in numbers}),
            days=days,
            words=words_of(text),
            letters="".join(parts),
            borders=frozenset(borders),
        )

    def holds(self, claimed: Claim) -> bool:
        """Whether this edit says it, in whatever form."""
        return any(value in self.values or self._holds(value) for value in claimed.values)

    def _holds(self, value: Value) -> bool:
        if isinstance(value, Quantity):
            return any(_alike(value, other) for other in self.quantities)
        if isinstance(value, Day):
            return any(self._same_day(value, day) for day in self.days)
        if isinstance(value, Moment):
            return False  # it has one form only
        return all(self._has_word(part) for part in value.parts)

    def _same_day(self, said: Day, known: Day) -> bool:
        """Whether every part of the date said is known; its year may stand elsewhere in the edit."""
        year = said.year in (None, known.year)
        elsewhere = known.year is None and said.year is not None and Quantity(Fraction(said.year)) in self.quantities
        return (year or elsewhere) and said.month == known.month and said.day in (None, known.day)

    def _has_word(self, part: str) -> bool:
        if not part.isalnum():  # a version number, a foreign name with a dot in it
            return re.search(rf"(?<![\w.]){re.escape(part)}(?![\w])", self.text) is not None
        if KATAKANA.fullmatch(part):
            return part in self.text
        return bool({part, f"{part}s", part.removesuffix("s")} & self.words) or self._has_code(part)

    def _has_code(self, code: str) -> bool:
        """Whether the code stands in the edit from border to border of its words, however it is divided there."""
        places = (match.start() for match in re.finditer(f"(?={re.escape(code)})", self.letters))
        return any(start in self.borders and start + len(code) in self.borders for start in places)


def _alike(said: Quantity, known: Quantity) -> bool:
    """The same number; where both have a unit, the same unit."""
    return said.number == known.number and (said.unit == known.unit or None in (said.unit, known.unit))
