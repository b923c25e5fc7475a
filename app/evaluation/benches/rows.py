"""What a bench measures: two things in turns, round by round, and how they compare.

On a machine that others use too, seconds say little and change by the hour. What is compared therefore takes turns, and
the ratio is the median of the ratios of the rounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

RESAMPLES = 2000


@dataclass(frozen=True)
class BenchSettings:
    """How long a bench measures, and what."""

    rounds: int = 10
    """Turns of each thing that is measured."""
    tokens: int = 16
    """Longest answer, where questions are answered."""
    pools: tuple[int, ...] = (0, 100, 1000, 10_000)
    """Edits in the pool, one measurement each."""
    edits: int = 128
    """Edits that the bench `compressing` compresses a round, the others once."""
    seed: int = 0
    clients: tuple[int, ...] = (4, 16, 64)
    """Visitors of the bench `users` who ask at the same time, one measurement each, beside a single one."""
    minutes: float = 0.0
    """Of the bench `users`: so long visitors come and go, and memory is measured in place of speed; 0: speed is."""


@dataclass(frozen=True)
class Row:
    """One comparison."""

    name: str
    value: float
    """Median over the rounds."""
    unit: str
    reference: float
    """Median of what it is compared with, in the same unit."""
    reference_name: str
    ratio: float
    """Median over the rounds of value / reference."""
    low: float
    high: float
    """95 % bootstrap interval of the ratio."""
    rounds: int
    at_most: float | None = None
    """Above this ratio something is wrong; None: whatever comes out is a finding."""
    at_least: float | None = None
    """Below this ratio something is wrong."""

    @property
    def as_it_should(self) -> bool:
        """Whether the ratio is within its limits."""
        low = self.at_least is None or self.ratio >= self.at_least
        return low and (self.at_most is None or self.ratio <= self.at_most)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def compared(
    name: str,
    values: Sequence[float],
    unit: str,
    references: Sequence[float],
    reference_name: str,
    seed: int,
    *,
    at_most: float | None = None,
    at_least: float | None = None,
) -> Row:
    """A row from the measurements of every round, those of one round side by side; not empty."""
    ratios = np.asarray(values, dtype=np.float64) / np.asarray(references, dtype=np.float64)
    drawn = np.random.default_rng(seed).choice(ratios, size=(RESAMPLES, len(ratios)))
    low, high = np.quantile(np.median(drawn, axis=1), [0.025, 0.975])
    return Row(
        name=name,
        value=float(np.median(values)),
        unit=unit,
        reference=float(np.median(references)),
        reference_name=reference_name,
        ratio=float(np.median(ratios)),
        low=float(low),
        high=float(high),
        rounds=len(ratios),
        at_most=at_most,
        at_least=at_least,
    )
