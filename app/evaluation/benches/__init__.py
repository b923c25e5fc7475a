"""How fast it is, always against something else in the same run. One module a bench, registered here by one line."""

from __future__ import annotations

from collections.abc import Callable

from app.evaluation.benches.asking import asking
from app.evaluation.benches.compressing import compressing
from app.evaluation.benches.four_bit import four_bit
from app.evaluation.benches.memory import memory
from app.evaluation.benches.pools import pools
from app.evaluation.benches.rows import BenchSettings, Row
from app.evaluation.benches.starting import starting
from app.evaluation.registry import named
from app.model import EditableModel

Bench = Callable[[EditableModel, BenchSettings], list[Row]]

BENCHES: dict[str, Bench] = {
    "asking": asking,
    "compressing": compressing,
    "four-bit": four_bit,
    "memory": memory,
    "pool": pools,
    "start": starting,
}


def bench_named(name: str) -> Bench:
    """The bench of that name.

    Raises:
        UnknownNameError: none has that name.
    """
    return named(BENCHES, name, "bench")


__all__ = ["BENCHES", "Bench", "BenchSettings", "Row", "bench_named"]
