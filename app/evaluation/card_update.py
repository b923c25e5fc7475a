"""An adapter's card brought up to date: what was measured takes the place of what stood there, the rest stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.evaluation.card_results import Results, joined
from app.model.adapter_card import AdapterCard
from app.model.card_entries import DataSource, Measurement


@dataclass(frozen=True)
class Training:
    """What the logs of an adapter's runs say."""

    hours: float
    pairs: int


@dataclass(frozen=True)
class News:
    """What a card is to say besides what it says. None and nothing: it stays as it is."""

    results: Results = field(default_factory=Results)
    training: Training | None = None
    sources: tuple[DataSource, ...] = ()
    licence: str | None = None
    limits: tuple[str, ...] = ()


def updated(card: AdapterCard, news: News, *, anew: bool = False) -> AdapterCard:
    """The card with the news.

    Args:
        anew: the weights are others than those that the card speaks of: without what was found about those.
    """
    card = _without_findings(card) if anew else card
    results = joined(Results(tuple(card.measurements), tuple(card.failures)), news.results)
    measured = [one.precision for one in news.results.measurements]
    changes: dict[str, Any] = {
        "measurements": list(results.measurements),
        "failures": list(results.failures),
        "figures": _not_measured_anew(card.figures, news.results.measurements),
        "precisions_measured": _each_once([*card.precisions_measured, *measured]),
        "limits": _each_once([*card.limits, *news.limits]),
    }
    if news.training is not None:
        changes |= {"trained_hours": news.training.hours, "trained_pairs": news.training.pairs}
    if news.sources:
        changes |= {"data_sources": list(news.sources), "trained_on": []}
    if news.licence is not None:
        changes["licence"] = news.licence
    return AdapterCard.model_validate(card.model_dump() | changes)


def _without_findings(card: AdapterCard) -> AdapterCard:
    nothing: dict[str, Any] = {
        name: AdapterCard.model_fields[name].get_default(call_default_factory=True)
        for name in (
            *("measurements", "failures", "figures", "precisions_measured", "trials", "limits"),
            *("trained_hours", "trained_pairs"),
        )
    }
    return card.model_copy(update=nothing)


def _not_measured_anew(figures: dict[str, str], new: Sequence[Measurement]) -> dict[str, str]:
    """Figures written down by hand as “SUITE FIGURE, pool of N, MEMORY”, without those that were measured since."""
    measured = {f"{one.suite} {name}, pool of {one.pool:,}, {one.reads}" for one in new for name in one.figures}
    return {name: value for name, value in figures.items() if name.casefold() not in measured}


def _each_once(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(texts))
