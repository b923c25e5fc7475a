"""MQuAKE (Zhong et al. 2023): questions whose answer follows from several facts, here those of two edits."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pydantic import Field

from app.data.benchmarks.reading import Benchmark, Shape, Text, read_list, sha256_of, shaped
from app.data.edit import Edit, Probe, Record

HOPS = 2

OTHER_HOPS = f"not {HOPS} hops, both of them edited"


class HopShape(Shape):
    """One step: a question of its own, the fact that answers it, and whether that fact is an edit."""

    question: Text
    fact: Text
    edited: bool


class MquakeShape(Shape):
    """A case: several wordings of one question, the steps to its answer."""

    case_id: int
    questions: list[Text] = Field(min_length=1)
    hops: list[HopShape] = Field(min_length=1)
    new_answer: Text
    new_answer_alias: list[str]


def read_mquake(path: Path) -> Benchmark:
    """The cases of two hops whose facts are both edited: only where both edits are read does the answer follow.

    The file names no subjects: a fact's own question stands for its subject, so that two edits of one fact, from two
    cases, are never in one pool.

    Raises:
        SuiteDataError: another shape; names the record and the field.
    """
    records: list[Record] = []
    left_out: Counter[str] = Counter()
    for row in shaped(path, read_list(path), MquakeShape):
        if len(row.hops) == HOPS and all(hop.edited for hop in row.hops):
            records.append(_record(row))
        else:
            left_out[OTHER_HOPS] += 1
    return Benchmark(tuple(records), path.name, sha256_of(path), dict(left_out))


def _record(row: MquakeShape) -> Record:
    aliases = tuple(alias for alias in row.new_answer_alias if alias.strip())
    first, *others = ((hop.question.strip(), Edit.of(_sentence(hop.fact), "en")) for hop in row.hops)
    return Record(
        edit=first[1],
        subject=first[0],
        probes=tuple(Probe("multi-hop", question.strip(), row.new_answer, aliases) for question in row.questions),
        name=str(row.case_id),
        more=tuple(others),
    )


def _sentence(fact: str) -> str:
    return fact.strip() if fact.strip().endswith((".", "!", "?")) else f"{fact.strip()}."
