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
    return _measured(float(array.mean()), _means(array, np.random.default_rng(seed)), len(array))


def harmonic(groups: Sequence[Sequence[float] | Sequence[bool]], *, seed: int = 0) -> Measured:
    """Harmonic mean of the groups' means, with the interval of drawing each group anew; n counts all values.

    It is 0 where one of the means is: who changes nothing, or everything, gains nothing by the other figures.

    Raises:
        ValueError: no group, or a group without values.
    """
    arrays = [np.asarray(values, dtype=np.float64) for values in groups]
    if not arrays or not all(len(array) for array in arrays):
        raise ValueError("no values to measure")
    draws = np.random.default_rng(seed)
    means = np.stack([_means(array, draws) for array in arrays])  # [groups, resamples]
    value = float(_harmonic(np.array([[array.mean()] for array in arrays]))[0])
    return _measured(value, _harmonic(means), sum(len(array) for array in arrays))


def _harmonic(means: np.ndarray) -> np.ndarray:
    """`[groups, n]` → `[n]`."""
    some = (means > 0).all(axis=0)
    inverse = np.divide(1.0, means, out=np.ones_like(means), where=means > 0).mean(axis=0)
    found: np.ndarray = np.where(some, 1.0 / inverse, 0.0)
    return found


def _means(array: np.ndarray, draws: np.random.Generator) -> np.ndarray:
    """Means of resamples, `[RESAMPLES]`."""
    block = max(1, _BLOCK // len(array))
    return np.concatenate(
        [
            array[draws.integers(0, len(array), size=(min(block, RESAMPLES - done), len(array)))].mean(axis=1)
            for done in range(0, RESAMPLES, block)
        ]
    )


def _measured(value: float, resampled: np.ndarray, n: int) -> Measured:
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(resampled, [tail, 1 - tail])
    return Measured(value, float(low), float(high), n)
