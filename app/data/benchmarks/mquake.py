"""MQuAKE (Zhong et al. 2023): questions whose answer follows from several facts, here all of them edits."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pydantic import Field

from app.data.benchmarks.pokemqa import TrainedSubjects
from app.data.benchmarks.reading import Benchmark, Shape, Text, read_list, sha256_of, shaped
from app.data.edit import Edit, Fact, Probe, Record

OTHER_HOPS = "not {hops} hops, all of them edited"
TRAINED_SUBJECT = "subject of an edit occurs in PokeMQA, which adapters are trained on"


class HopShape(Shape):
    """One step: a question of its own, the fact that answers it, and whether that fact is an edit."""

    question: Text
    fact: Text
    answer: Text
    edited: bool


class MquakeShape(Shape):
    """A case: several wordings of one question, the steps to its answer."""

    case_id: int
    questions: list[Text] = Field(min_length=1)
    hops: list[HopShape] = Field(min_length=1)
    new_answer: Text
    new_answer_alias: list[str]


def read_mquake(path: Path, hops: int = 2, trained: TrainedSubjects | None = None) -> Benchmark:
    """The cases of so many hops whose facts are all edited: only where all edits are read does the answer follow.

    The file names no subjects: a fact's own question stands for its subject, so that two edits of one fact, from two
    cases, are never in one pool.

    Args:
        trained: subjects of a training set; cases with an edit about one of them are left out.

    Raises:
        SuiteDataError: another shape; names the record and the field.
    """
    records: list[Record] = []
    left_out: Counter[str] = Counter()
    for row in shaped(path, read_list(path), MquakeShape):
        if len(row.hops) != hops or not all(hop.edited for hop in row.hops):
            left_out[OTHER_HOPS.format(hops=hops)] += 1
        elif trained is not None and any(trained.has(hop.fact) for hop in row.hops):
            left_out[TRAINED_SUBJECT] += 1
        else:
            records.append(_record(row))
    return Benchmark(tuple(records), path.name, sha256_of(path), dict(left_out))


def _record(row: MquakeShape) -> Record:
    aliases = tuple(alias for alias in row.new_answer_alias if alias.strip())
    first, *others = ((hop.question.strip(), _edit(hop)) for hop in row.hops)
    return Record(
        edit=first[1],
        subject=first[0],
        probes=tuple(Probe("multi-hop", question.strip(), row.new_answer, aliases) for question in row.questions),
        name=str(row.case_id),
        more=tuple(others),
    )


def _edit(hop: HopShape) -> Edit:
    return Edit.of(_sentence(hop.fact), "en", fact=Fact(hop.question.strip(), hop.answer.strip()))


def _sentence(fact: str) -> str:
    return fact.strip() if fact.strip().endswith((".", "!", "?")) else f"{fact.strip()}."
