"""The numbers that the formulas need besides the scenario, each with its unit and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Literal

from app.evaluation.comparison.data import Comparison, Entry
from app.evaluation.cost_model.scenario import ModelSize

Source = Literal["measured", "model", "assumed"]
"""From results of an evaluation, known of the backbone that is open, or assumed."""


@dataclass(frozen=True)
class Constant:
    value: float
    unit: str
    """A key of the texts, behind `costs.unit.`."""
    source: Source = "assumed"

    def found(self, value: float, source: Source) -> Constant:
        """With another value, of which is known where it comes from."""
        return replace(self, value=value, source=source)


@dataclass(frozen=True)
class Constants:
    """Each is explained by the text `costs.constant.NAME`."""

    question_tokens: Constant = Constant(20, "tokens")
    answer_tokens: Constant = Constant(10, "tokens")
    room: Constant = Constant(7_600, "tokens")
    """Of the context, for edits in the prompt."""
    changes: Constant = Constant(20, "month")
    """Days on which new edits come: so often a prompt that is kept has to be read again."""
    retrieved: Constant = Constant(1, "edits")
    embedder: Constant = Constant(22.7e6, "parameters")
    """all-MiniLM-L6-v2."""
    embedding: Constant = Constant(384, "numbers")
    slots: Constant = Constant(8, "tokens")
    selection: Constant = Constant(3 * 64 * 8 * 15, "numbers")
    """Key/value heads × head dim × slots × selecting layers of the embedded model with its adapter."""
    adapter_share: Constant = Constant(0.05, "share")
    trainings: Constant = Constant(4, "month")
    passes: Constant = Constant(20, "passes")
    """Over all edits, in one training."""
    prompt_token_bytes: Constant = Constant(46_080, "bytes")
    """Keys and values of one token: 30 layers × 2 × 3 heads × 64 numbers of 4 bytes."""
    retrieval_bytes: Constant = Constant(384 * 4 + 80, "bytes")
    incomes_bytes: Constant = Constant(23_040 * 8 + 6_144, "bytes")
    """Keys and values of the slots in the selecting layers, and a selection vector."""
    speed: Constant = Constant(1e11, "flop-second")
    """What a processor core of a server does in practice."""

    def named(self) -> Iterator[tuple[str, Constant]]:
        """All of them with their names, in order."""
        return ((one.name, getattr(self, one.name)) for one in fields(self))


def assumed() -> Constants:
    """Nothing measured yet."""
    return Constants()


def measured(constants: Constants, results: Comparison, size: ModelSize) -> Constants:
    """With what results of an evaluation tell, at the largest pool that each method was measured with.

    Args:
        size: of the backbone that the results were made with.
    """
    found: dict[str, float | None] = {
        "incomes_bytes": _cost(results, "incomes", "bytes_an_edit"),
        "retrieval_bytes": _cost(results, "minilm", "bytes_an_edit"),
        "speed": _speed(results, size),
    }
    values = {
        name: getattr(constants, name).found(value, "measured") for name, value in found.items() if value is not None
    }
    return replace(constants, **values)


def _cost(results: Comparison, method: str, name: str) -> float | None:
    entry = _largest(results, method)
    return None if entry is None else entry.costs.get(name)


def _speed(results: Comparison, size: ModelSize) -> float | None:
    """FLOP a second while edits in the prompt were read: work that fills the machine, as reading and training do."""
    entry = _largest(results, "prompt")
    tokens = 0.0 if entry is None else entry.costs.get("prompt_tokens", 0.0)
    seconds = 0.0 if entry is None else entry.pool * entry.costs.get("prepare_seconds_an_edit", 0.0)
    if tokens <= 0 or seconds <= 0:
        return None
    return reading(size, tokens, 0) / seconds


def reading(size: ModelSize, tokens: float, before: float) -> float:
    """FLOP of reading or writing so many tokens behind so many others."""
    return 2 * size.parameters * tokens + 4 * size.layers_width * tokens * (before + tokens / 2)


def _largest(results: Comparison, label: str) -> Entry | None:
    found = results.of(label)
    return found[-1] if found else None
