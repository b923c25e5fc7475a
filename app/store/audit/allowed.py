"""Which records may have lost their key, or what was sealed in them: those of which a later record says so.

Erasing destroys keys, retention lets keys and sealed parts go. Either writes a record that names the numbers, and
that record keeps its own key and sealed part for ever: it says who did it, when and why, and nothing of what it was.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.store.audit.lines import Line, Unreadable

EDIT_ERASED, ANSWERS_ERASED, RETAINED = "edit.erased", "answers.erased", "audit.retained"
ALLOWING = (EDIT_ERASED, ANSWERS_ERASED, RETAINED)
"""Actions of the records that say so."""

Span = tuple[int, int]
"""First and last of numbers without a gap."""


class Numbers:
    """Many numbers, held as spans: 16 bytes each, however many numbers it covers."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._first, self._last = array("q"), array("q")
        for first, last in sorted(spans):
            if self._last and first <= self._last[-1] + 1:
                self._last[-1] = max(self._last[-1], last)
            else:
                self._first.append(first)
                self._last.append(last)

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self._first, number) - 1
        return place >= 0 and number <= self._last[place]

    def spans(self) -> list[list[int]]:
        """As they stand in a record."""
        return [[first, last] for first, last in zip(self._first, self._last, strict=True)]

    @classmethod
    def of(cls, numbers: Iterable[int]) -> Numbers:
        return cls((number, number) for number in numbers)


@dataclass(frozen=True)
class Allowed:
    """Numbers of the records that may lack something."""

    keys: Numbers
    sealed: Numbers


def allowed_by(lines: Iterable[Line | Unreadable]) -> Allowed:
    """What records of `ALLOWING` say; one that cannot be read allows nothing, and none speaks of later ones."""
    keys: list[Span] = []
    sealed: list[Span] = []
    for line in lines:
        if isinstance(line, Line) and line.record.action in ALLOWING:
            said = _detail(line)
            keys += _spans(said.get("keys"), line.record.number)
            sealed += _spans(said.get("sealed"), line.record.number)
    return Allowed(Numbers([*keys, *sealed]), Numbers(sealed))


def _detail(line: Line) -> dict[str, Any]:
    try:
        detail = (line.said() or {}).get("detail")
    except ValueError:
        return {}
    return detail if isinstance(detail, dict) else {}


def _spans(said: Any, before: int) -> list[Span]:
    return [(first, last) for first, last in said or () if 0 < first <= last < before]
