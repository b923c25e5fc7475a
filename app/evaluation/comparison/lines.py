"""A growth curve as data: one line a method over sizes of pool, before anybody draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.evaluation.comparison.data import Comparison
from app.evaluation.comparison.sentence import method_title
from app.texts import ASKED, Texts

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#8A6D00", "#6B7682")
"""Told apart by people with any kind of colour vision (Okabe and Ito), dark enough on white, light enough on black."""
DASHES = ("solid", "dash", "dot", "dashdot")
MARKERS = ("circle", "square", "diamond", "triangle-up", "x", "cross", "triangle-down")
"""Seven colours and markers with four dashes, which repeat at different steps: 28 lines that differ without colour."""

SHARES = (
    "efficacy", "question", "multi-hop", "paraphrase", "portability", "neighbourhood", "near-miss", "harmonic_mean",
)  # fmt: skip
"""The metrics that are drawn, in percent."""
COSTS = ("first_token_seconds", "tokens_a_second", "prepare_seconds_an_edit", "peak_memory_bytes", "bytes_an_edit")


@dataclass(frozen=True)
class Line:
    """One method. All parts are of equal length; low and high equal the value where there is no interval."""

    label: str
    title: str
    colour: str
    dash: str
    marker: str
    pools: tuple[int, ...]
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Curve:
    """One picture: a metric in percent, or a cost on a logarithmic axis."""

    name: str
    title: str
    share: bool
    lines: tuple[Line, ...]

    @property
    def pools(self) -> tuple[int, ...]:
        return tuple(sorted({pool for line in self.lines for pool in line.pools}))


def curves_of(comparison: Comparison, say: Texts = ASKED) -> tuple[Curve, ...]:
    """A curve for each metric and cost that was measured; a method that lacks one has no line in it."""
    shares = [
        Curve(name, say(f"compare.metric.{name}"), True, _lines(comparison, name, True, say))
        for name in SHARES
        if name in comparison.metrics
    ]
    costs = [
        Curve(name, say(f"compare.cost.{name}"), False, _lines(comparison, name, False, say))
        for name in COSTS
        if name in comparison.costs
    ]
    return tuple(curve for curve in (*shares, *costs) if curve.lines)


def _lines(comparison: Comparison, name: str, share: bool, say: Texts) -> tuple[Line, ...]:
    found = []
    for place, label in enumerate(comparison.labels):
        points = _points(comparison, label, name, share)
        if points:
            pools, values, low, high = zip(*points, strict=True)
            found.append(Line(label, method_title(label, say), *style_of(place), pools, values, low, high))
    return tuple(found)


def style_of(place: int) -> tuple[str, str, str]:
    """Colour, dash and marker of a line by its place."""
    return COLOURS[place % 7], DASHES[(place // 7 + place % 7) % 4], MARKERS[place % 7]


def _points(comparison: Comparison, label: str, name: str, share: bool) -> Sequence[tuple[int, float, float, float]]:
    """Pool, value and interval; what a logarithmic axis cannot show is left out."""
    entries = comparison.of(label)
    if share:
        measured = [(entry.pool, entry.metrics[name]) for entry in entries if name in entry.metrics]
        return [(pool, 100 * one.value, 100 * one.low, 100 * one.high) for pool, one in measured]
    priced = [(entry.pool, entry.costs[name]) for entry in entries if entry.costs.get(name, 0) > 0]
    return [(pool, value, value, value) for pool, value in priced]
