"""How a long compression is cut into steps, so that it can tell how far it is and be stopped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")

FEWEST_A_STEP, MOST_STEPS = 16, 100
"""A compression reports after so many edits, or in so many steps where that is more edits at once."""


@dataclass(frozen=True)
class Compressing:
    """How far a compression is: so many edits of all that were waiting."""

    done: int
    total: int
    stopped: bool = False


def steps_of(waiting: Sequence[Item]) -> Iterator[tuple[int, Sequence[Item]]]:
    """The waiting edits step by step, each with the number of those before it."""
    size = max(FEWEST_A_STEP, len(waiting) // MOST_STEPS)
    for start in range(0, len(waiting), size):
        yield start, waiting[start : start + size]
