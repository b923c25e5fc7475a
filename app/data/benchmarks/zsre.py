"""zsRE (Levy et al. 2017, Mitchell et al. 2022) with the portability questions of Yao et al. 2023."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pydantic import Field

from app.data.benchmarks.reading import Benchmark, Shape, Text, read_list, sha256_of, shaped
from app.data.edit import Edit, Fact, Probe, Record

_LOCALITY_MARK = "nq question:"

BROKEN_TARGET = "target is the broken-off end of another text"
SAME_SUBJECT = "subject occurs in an earlier record"


class PortabilityShape(Shape):
    """A question whose answer follows from the edit and something that the model knows."""

    question: Text = Field(alias="New Question")
    answer: Text = Field(alias="New Answer")


class ZsreShape(Shape):
    """One record; `alt` is the new answer to `src`, `loc` a question about something else."""

    subject: Text
    src: Text
    alt: str
    rephrase: Text
    loc: Text
    portability: PortabilityShape


def read_zsre(path: Path) -> Benchmark:
    """One record a subject, the first: later ones of the same subject contradict it.

    Targets that begin with a space (" species") are the broken-off end of a longer text and are left out.

    Raises:
        SuiteDataError: another shape; names the record and the field.
    """
    records: list[Record] = []
    subjects: set[str] = set()
    left_out: Counter[str] = Counter()
    for number, row in enumerate(shaped(path, read_list(path), ZsreShape), start=1):
        subject = row.subject.strip()
        if not row.alt.strip() or row.alt[0].isspace():
            left_out[BROKEN_TARGET] += 1
        elif subject.casefold() in subjects:
            left_out[SAME_SUBJECT] += 1
        else:
            subjects.add(subject.casefold())
            records.append(_record(row, subject, number))
    return Benchmark(tuple(records), path.name, sha256_of(path), dict(left_out))


def _record(row: ZsreShape, subject: str, number: int) -> Record:
    question, target = row.src.strip(), row.alt.strip()
    probes = (
        Probe("efficacy", question, target),
        Probe("paraphrase", row.rephrase.strip(), target),
        Probe("portability", row.portability.question.strip(), row.portability.answer.strip()),
        Probe("neighbourhood", as_question(row.loc)),
    )
    return Record(Edit.stating(Fact(question, target, subject), "en"), subject, probes, name=str(number))


def as_question(text: str) -> str:
    """A search query of Natural Questions with its question mark, and without the mark of its origin."""
    question = text.strip().removeprefix(_LOCALITY_MARK).strip()
    return question if question.endswith("?") else f"{question}?"
