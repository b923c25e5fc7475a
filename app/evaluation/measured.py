"""A measured share with its uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

# Resamples of the bootstrap: the interval's ends then move by less than half a percent point between seeds.
RESAMPLES = 2_000

CONFIDENCE = 0.95

# Draws held in memory at once.
_BLOCK = 2_000_000


@dataclass(frozen=True)
class Measured:
    """A mean, the ends of its 95 % bootstrap confidence interval, and the number of values behind it."""

    value: float
    low: float
    high: float
    n: int

    def as_dict(self) -> dict[str, float | int]:
        return asdict(self)


def measure(values: Sequence[float] | Sequence[bool], *, seed: int = 0) -> Measured:
    """Mean and percentile bootstrap interval of at least one value, the same for the same seed.

    Raises:
        ValueError: no values.
    """
    array = np.asarray(values, dtype=np.float64)
    if not len(array):
        raise ValueError("no values to measure")
    draws = np.random.default_rng(seed)
    block = max(1, _BLOCK // len(array))
    means = np.concatenate(
        [
            array[draws.integers(0, len(array), size=(min(block, RESAMPLES - done), len(array)))].mean(axis=1)
            for done in range(0, RESAMPLES, block)
        ]
    )
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return Measured(float(array.mean()), float(low), float(high), len(array))
