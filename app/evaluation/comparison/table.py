"""A comparison as a table of texts: for a page, for Markdown, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.evaluation.comparison.data import Comparison, Entry
from app.evaluation.comparison.lines import COSTS, SHARES, Curve
from app.evaluation.comparison.sentence import method_title
from app.texts import ASKED, Texts

MISSING = "–"
LEAST = 0.001
"""Figures below it are not told apart."""


@dataclass(frozen=True)
class Table:
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_of(comparison: Comparison, say: Texts = ASKED) -> Table:
    """The headline figures: shares in percent with their intervals, then costs; a figure not measured is a dash."""
    shares = [name for name in SHARES if name in comparison.metrics]
    costs = [name for name in COSTS if name in comparison.costs]
    headings = [say(f"compare.table.{name}") for name in ("method", "pool", "records")]
    headings += [say(f"compare.metric.{name}") for name in shares] + [say(f"compare.cost.{name}") for name in costs]
    rows = tuple(
        (
            method_title(entry.label, say), f"{entry.pool:,}", f"{entry.records:,}",
            *(_share(entry, name) for name in shares), *(_cost(entry, name) for name in costs),
        )
        for entry in sorted(comparison.entries, key=lambda one: (one.pool, comparison.labels.index(one.label)))
    )  # fmt: skip
    return Table(tuple(headings), rows)


def curve_table(curve: Curve, say: Texts = ASKED) -> Table:
    """The numbers of one curve: a row a method, a column a size of pool."""
    rows = []
    for line in curve.lines:
        points = dict(zip(line.pools, zip(line.values, line.low, line.high, strict=True), strict=True))
        cells = (_point(points[pool], curve.share) if pool in points else MISSING for pool in curve.pools)
        rows.append((line.title, *cells))
    headings = (say("compare.table.method"), *(say.count("compare.table.edits", pool) for pool in curve.pools))
    return Table(headings, tuple(rows))


def markdown_of(table: Table) -> str:
    """For a README."""
    lines = [table.headings, tuple("---" for _ in table.headings), *table.rows]
    return "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines)


def csv_of(comparisons: Sequence[Comparison]) -> str:
    """Every figure, shares from 0 to 1 with the ends of their intervals; one row a method and size of pool."""
    rows = [row for comparison in comparisons for row in comparison.rows()]
    written = io.StringIO()
    writer = csv.DictWriter(written, list(dict.fromkeys(name for row in rows for name in row)), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def json_of(comparisons: Sequence[Comparison]) -> str:
    """The same as JSON, with where the figures come from."""
    found = [
        {
            "suite": one.suite, "sample": one.sample, "seed": one.seed, "commits": one.commits,
            "commands": one.commands, "versions": one.versions, "rows": one.rows(),
        }
        for one in comparisons
    ]  # fmt: skip
    return json.dumps(found, ensure_ascii=False, indent=1)


def figure_text(value: float) -> str:
    """A figure that is not negative, with three digits, or whole where it is large."""
    if 0 < value < LEAST:
        return f"< {LEAST}"
    return f"{round(value):,}" if value >= 1000 else f"{value:.3g}"


def _share(entry: Entry, name: str) -> str:
    found = entry.metrics.get(name)
    return MISSING if found is None else _point((100 * found.value, 100 * found.low, 100 * found.high), share=True)


def _point(point: tuple[float, float, float], share: bool) -> str:
    """Value, low and high; a share in percent."""
    value, low, high = point
    return f"{value:.1f} ({low:.1f}–{high:.1f})" if share else figure_text(value)


def _cost(entry: Entry, name: str) -> str:
    found = entry.costs.get(name)
    return MISSING if found is None else figure_text(found)
