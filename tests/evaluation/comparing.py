"""Results of several methods on one suite, by hand."""

from __future__ import annotations

from typing import Any

from tests.evaluation.made_results import report, row


def found(value: float, low: float, high: float, n: int = 300) -> dict[str, float | int]:
    return {"value": value, "low": low, "high": high, "n": n}


def entry(method: str, pool: int, share: tuple[float, float, float], n: int = 300, **more: Any) -> dict[str, Any]:
    """A row with an efficacy and its interval; `more` replaces parts of it."""
    return row(method, pool, **{"metrics": {"efficacy": found(*share, n)}, "selection": {}, **more})


def growth(**more: Any) -> dict[str, Any]:
    """Ours against four others: one far behind, one ahead, one that overlaps, one without figures at this pool."""
    return report(
        "counterfact",
        entry("incomes", 1, (0.95, 0.92, 0.97), costs={"first_token_seconds": 0.1, "bytes_an_edit": 900.0}),
        entry(
            "incomes", 1000, (0.832, 0.79, 0.87), costs={"first_token_seconds": 0.2, "bytes_an_edit": 900.0},
            metrics={"efficacy": found(0.832, 0.79, 0.87), "neighbourhood": found(0.984, 0.97, 0.99)},
        ),
        entry("prompt", 1, (0.9, 0.87, 0.93), costs={"first_token_seconds": 0.1}),
        entry("prompt", 1000, (0.11, 0.08, 0.15), costs={"first_token_seconds": 2.0}),
        entry("bm25", 1000, (0.93, 0.9, 0.96)),
        entry("minilm", 1000, (0.8, 0.75, 0.84)),
        entry("rome", 1, (0.97, 0.9, 1.0)),
        **more,
    )  # fmt: skip
