"""What a run asks of whom: every method and size of pool with its pools, and what is left out, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from app.data import Edit
from app.errors import EvaluationError
from app.evaluation.cases import Asked, CaseKey
from app.evaluation.methods import Method
from app.evaluation.pools import EditPool, Sample, pools_of

PART = 16
"""Questions of one pool that a method is given at once: what a run does as a whole, or not at all.

They are judged and on disk before the next part, so a killed run loses one part, about a second of work; between two it
tells how far it is and can be stopped. As many as the model answers in one batch, and of like length, since only
questions of equal length share a batch: with a pool of 100 edits that makes fewer batches than larger parts did.
"""


@dataclass(frozen=True)
class LeftOut:
    """A method that is not asked at a size of pool."""

    method: str
    pool: int
    reason: str

    def as_dict(self) -> dict[str, str | int]:
        return asdict(self)


class Plan:
    """Slow methods are asked the first records only, in the same pools as the others, so that figures stay comparable.

    Args:
        sizes: that can be made of the sample.

    Raises:
        EvaluationError: no method takes any of the pools on.
    """

    def __init__(self, sample: Sample, methods: Sequence[Method], sizes: Sequence[int]) -> None:
        self._sample = sample
        first = {size: next(pools_of(sample, size)).edits for size in sizes}
        asked = [
            (method, size, method.refusal(first[size], self._tested(method, size)))
            for method in methods
            for size in sizes
        ]
        self.left_out = tuple(LeftOut(method.name, size, reason) for method, size, reason in asked if reason)
        self.rows = tuple((method, size) for method, size, reason in asked if not reason)
        """Methods with the sizes of pool that they are asked at, in the order of the run."""
        if not self.rows:
            told = dict.fromkeys(f"{one.method} does not take on this pool: {one.reason}." for one in self.left_out)
            raise EvaluationError(" ".join(told), "", "Choose another method, suite or size of pool.")

    def pools(self, method: Method, size: int) -> Iterator[tuple[int, EditPool]]:
        """The pools that a method is asked at, numbered from 1."""
        most, records = method.most_records(size), 0
        for number, pool in enumerate(pools_of(self._sample, size), start=1):
            if most is not None and records >= most:
                return
            records += len(pool.records)
            yield number, pool

    def _tested(self, method: Method, size: int) -> Iterator[Edit]:
        """Gone through only as far as the method looks: making all pools takes its time."""
        return (edit for _, pool in self.pools(method, size) for edit in pool.tested)

    def wanted(self) -> list[CaseKey]:
        """Every question of the run, in its order."""
        return [
            key
            for method, size in self.rows
            for number, pool in self.pools(method, size)
            for key in keys_of(method, pool, number)
        ]


def asked_of(pool: EditPool) -> list[Asked]:
    """All questions of a pool's records."""
    return [Asked(record, probe) for record in pool.records for probe in record.probes]


def parts_of(method: Method, pool: EditPool) -> list[list[Asked]]:
    """A pool's questions in parts of like length."""
    ordered = sorted(asked_of(pool), key=lambda one: method.length(one.probe.question, one.right_edits))
    return [ordered[start : start + PART] for start in range(0, len(ordered), PART)]


def keys_of(method: Method, pool: EditPool, number: int) -> list[CaseKey]:
    """Of all questions of a pool, in their order."""
    return [key_of(method, len(pool.edits), number, one) for one in asked_of(pool)]


def key_of(method: Method, size: int, number: int, asked: Asked) -> CaseKey:
    record, probe = asked.record, asked.probe
    return CaseKey(method.name, size, number, record.name, record.edit.text, probe.kind, probe.question)
