"""DUNE (Akyürek et al. 2023): edits in free text, with questions that they change and questions that they do not.

A file is one object of two lists, `edits` and `test_inputs`; what a test input is differs from file to file. Rows with
the same edit are one record, asked each question once. Questions of the locality file stand at the records in turn.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from app.data.benchmarks.reading import Benchmark, Shape, Text, find, read_parallel, sha256_of, shaped
from app.data.edit import Edit, Probe, ProbeKind, Record, normalise

Pair = Annotated[list[Text], Field(min_length=2, max_length=2)]
"""A multiple-choice question with its options, and the letter of the right one."""


def _equation(text: str) -> str:
    left, sign, right = text.partition("=")
    if not (sign and left.strip() and right.strip()):
        raise ValueError("must be an equation")
    return text


class DuneShape(Shape):
    """One row."""

    @property
    @abstractmethod
    def statement(self) -> str:
        """The edit; empty where the file has none for a question."""

    @property
    @abstractmethod
    def asked(self) -> Iterable[tuple[str, str]]:
        """Questions, each with its answer."""

    @property
    def subject(self) -> str:
        """DUNE names none: the edit itself."""
        return self.statement


class ArithmeticShape(DuneShape):
    """A word problem. The answer is the right-hand side of the equation, whose left-hand side is the subject."""

    edits: Annotated[str, AfterValidator(_equation)]
    test_inputs: Text

    @property
    def statement(self) -> str:
        return self.edits

    @property
    def asked(self) -> Iterator[tuple[str, str]]:
        yield self.test_inputs.strip(), self.edits.partition("=")[2].strip()

    @property
    def subject(self) -> str:
        return self.edits.partition("=")[0].strip()


class NewInformationShape(DuneShape):
    """Several multiple-choice questions."""

    edits: Text
    test_inputs: list[Pair] = Field(min_length=1)

    @property
    def statement(self) -> str:
        return self.edits

    @property
    def asked(self) -> Iterator[tuple[str, str]]:
        return ((_choice(question), letter.strip()) for question, letter in self.test_inputs)


class ScientificShape(DuneShape):
    """One multiple-choice question. In the locality file no edit stands beside it."""

    edits: str
    test_inputs: Pair

    @property
    def statement(self) -> str:
        return self.edits

    @property
    def asked(self) -> Iterator[tuple[str, str]]:
        question, letter = self.test_inputs
        yield _choice(question), letter.strip()


def read_dune(folder: Path, name: str, shape: type[DuneShape], kind: ProbeKind) -> tuple[Benchmark, str]:
    """The records of `NAME.json`, with the questions of `NAME_locality.json` as neighbourhood.

    Args:
        folder: holds the files, or a folder `dune` with them.
        kind: of the questions that an edit changes.

    Returns:
        The records, and the checksum of the locality file.

    Raises:
        SuiteDataError: a file missing or of another shape; names the record and the field.
    """
    path = find(folder, f"dune/{name}.json", f"{name}.json")
    beside = find(path.parent, f"{name}_locality.json")
    probes: dict[str, list[Probe]] = defaultdict(list)
    first: dict[str, tuple[int, str]] = {}
    for number, row in enumerate(_rows(path, shape), start=1):
        statement = normalise(row.statement)
        first.setdefault(statement, (number, row.subject.strip()))
        probes[statement] += [Probe(kind, question, answer) for question, answer in row.asked]
    statements = list(first)
    near = [question for row in _rows(beside, shape) for question, _ in row.asked] if statements else []
    for place, question in enumerate(near):
        probes[statements[place % len(statements)]].append(Probe("neighbourhood", question))
    records = tuple(
        Record(Edit.of(statement, "en"), subject, tuple(dict.fromkeys(probes[statement])), str(number))
        for statement, (number, subject) in first.items()
    )
    return Benchmark(records, path.name, sha256_of(path)), sha256_of(beside)


def _rows(path: Path, shape: type[DuneShape]) -> Iterable[DuneShape]:
    return shaped(path, read_parallel(path, "edits", "test_inputs"), shape)


def _choice(question: str) -> str:
    """The question as it is continued by a letter: options rarely end like a sentence, so it would be a cloze."""
    return f"{question.strip()}\nAnswer:"
