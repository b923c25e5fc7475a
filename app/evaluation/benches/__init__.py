"""How fast it is, always against something else in the same run. One module a bench, registered here by one line.

Those that go through the service, of many visitors and of many edits, are in `app.service`.
"""

from __future__ import annotations

from collections.abc import Callable

from app.evaluation.benches.asking import asking
from app.evaluation.benches.beside_llama_cpp import beside_llama_cpp
from app.evaluation.benches.compressing import compressing
from app.evaluation.benches.four_bit import four_bit
from app.evaluation.benches.memory import memory
from app.evaluation.benches.packed_answers import packed_answers
from app.evaluation.benches.pools import pools
from app.evaluation.benches.real_edits import real_edits
from app.evaluation.benches.rows import BenchSettings, Row
from app.evaluation.benches.starting import starting
from app.model import EditableModel

Bench = Callable[[EditableModel, BenchSettings], list[Row]]

BENCHES: dict[str, Bench] = {
    "asking": asking,
    "compressing": compressing,
    "four-bit": four_bit,
    "llama-cpp": beside_llama_cpp,
    "memory": memory,
    "packed": packed_answers,
    "pool": pools,
    "real-edits": real_edits,
    "start": starting,
}


__all__ = ["BENCHES", "Bench", "BenchSettings", "Row"]
