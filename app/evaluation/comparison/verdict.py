"""Who is ahead, as data: ours against each other method, at the largest pool that ours was measured with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.evaluation.comparison.data import Comparison, Entry
from app.evaluation.measured import Measured

OURS = ("incomes", "incomes-verbatim", "incomes-8-bit", "incomes-separate")
"""The first of these that was measured speaks for the method."""
HEADLINES = ("efficacy", "question", "multi-hop", "paraphrase", "portability")
"""By the first of these that was measured methods are compared: questions that an edit must change."""
FEW = 30
"""Questions; with fewer, a share tells little."""

Standing = Literal["ours-ahead", "other-ahead", "undecided"]


@dataclass(frozen=True)
class Rival:
    """Another method at the same size of pool."""

    entry: Entry
    right: Measured
    standing: Standing
    """Undecided where the two confidence intervals overlap: a careful rule, since small differences that a paired test
    would find stay untold."""
    points: float
    """Ours less the other's, in percent points."""
    times_slower: float | None
    """The other's time to first token by ours; None where one is not known."""


@dataclass(frozen=True)
class Verdict:
    """What a manager can use."""

    pool: int
    ours: Entry | None
    """None: ours was not measured, so nothing is compared with it."""
    right: Measured | None
    rivals: tuple[Rival, ...]
    """Other methods at this pool, the best first."""
    few: bool


def verdict_of(comparison: Comparison, pool: int | None = None, metric: str | None = None) -> Verdict:
    """Ours against the rest.

    Args:
        pool: edits in force together; None: the largest size with a figure of ours.
        metric: by which methods are compared, a share from 0 to 1; None: the first of `HEADLINES` that there is.
    """
    metric = metric or next((name for name in HEADLINES if name in comparison.metrics), HEADLINES[0])
    measured = [entry for entry in comparison.entries if metric in entry.metrics]
    ours = _ours(measured, pool)
    if ours is None:
        size = pool or max((entry.pool for entry in measured), default=0)
        return Verdict(size, None, None, (), few=False)
    right = ours.metrics[metric]
    others = [entry for entry in measured if entry.pool == ours.pool and entry is not ours]
    rivals = sorted((_rival(entry, ours, metric) for entry in others), key=lambda one: -one.right.value)
    return Verdict(ours.pool, ours, right, tuple(rivals), few=right.n < FEW)


def _ours(entries: Sequence[Entry], pool: int | None) -> Entry | None:
    usable = [one for one in entries if pool in (None, one.pool)]
    for method in OURS:
        usual = [one for one in usable if one.label == method]
        found = usual or [one for one in usable if one.label.startswith(f"{method} (")]  # a suite's own policy
        if found:
            return max(found, key=lambda one: one.pool)
    return None


def _rival(entry: Entry, ours: Entry, metric: str) -> Rival:
    mine, other = ours.metrics[metric], entry.metrics[metric]
    standing: Standing = "undecided"
    if mine.low > other.high:
        standing = "ours-ahead"
    elif other.low > mine.high:
        standing = "other-ahead"
    first, second = ours.costs.get("first_token_seconds"), entry.costs.get("first_token_seconds")
    slower = second / first if first and second else None
    return Rival(entry, other, standing, 100 * (mine.value - other.value), slower)
