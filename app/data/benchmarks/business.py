"""The hand-written sets of the suite `business`: a company's pool, ten kinds of edits, customers' questions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from app.data.benchmarks.reading import Benchmark, Shape, Text, read_json_lines, sha256_of, shaped
from app.data.edit import AnswerKind, Edit, Part, Probe, Record
from app.errors import SuiteDataError

Language = Literal["en", "ja"]

MANIFEST = "manifest.json"


class PartShape(Shape):
    """What a right answer contains: any one of the strings."""

    kind: AnswerKind
    any: list[Text] = Field(min_length=1)


class EditShape(Shape):
    """An edit with one question in other words."""

    id: Text
    subject: Text
    kind: Text
    edit: Text
    question: Text
    answer: Text
    required: list[PartShape] = Field(min_length=1)


class NearMissShape(Shape):
    """A question that no edit covers; `absent` stands in it and in no edit, `near` is the product it is closest to."""

    id: Text
    absent: Text
    kind: Literal["product", "attribute"]
    near: Text
    question: Text


class QuestionShape(Shape):
    """A question about none of the edits."""

    id: Text
    question: Text


def read_business(folder: Path, table: str, language: Language) -> Benchmark:
    """The edits of one table, with a question each; those of the company also with their near misses.

    A record's subject is its product and attribute, so that all the edits of a product may stand in one pool.

    Raises:
        SuiteDataError: a file missing, changed or of another shape.
    """
    path, digest = _unchanged(folder, f"{table}-{language}.jsonl")
    rows = list(shaped(path, read_json_lines(path), EditShape))
    near: dict[str, list[Probe]] = defaultdict(list)
    if table == "company":
        misses, _ = _unchanged(folder, f"near-misses-{language}.jsonl")
        near = _near_misses(rows, list(shaped(misses, read_json_lines(misses), NearMissShape)))
    records = tuple(_record(row, language, near[row.id]) for row in rows)
    return Benchmark(records, path.name, digest)


def read_unrelated(folder: Path, language: Language) -> tuple[tuple[Probe, ...], str]:
    """Questions about none of the edits, whose answers must stay, and the file's checksum.

    Raises:
        SuiteDataError: the file missing, changed or of another shape.
    """
    path, digest = _unchanged(folder, f"unrelated-{language}.jsonl")
    rows = shaped(path, read_json_lines(path), QuestionShape)
    return tuple(Probe("neighbourhood", row.question) for row in rows), digest


def _record(row: EditShape, language: Language, near: Sequence[Probe]) -> Record:
    parts = tuple(Part(part.kind, tuple(part.any)) for part in row.required)
    return Record(
        edit=Edit.of(row.edit, language),
        subject=f"{row.subject}, {row.kind}",
        probes=(Probe("question", row.question, row.answer), *near),
        name=row.id,
        group=row.kind,
        required=parts,
    )


def _near_misses(rows: Sequence[EditShape], misses: Sequence[NearMissShape]) -> dict[str, list[Probe]]:
    """Every near miss at a record of the product it is closest to, spread evenly over that product's records."""
    of_product: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        of_product[row.subject].append(row.id)
    found: dict[str, list[Probe]] = defaultdict(list)
    used: dict[str, int] = defaultdict(int)
    for miss in misses:
        ids = of_product[miss.near]
        found[ids[used[miss.near] % len(ids)]].append(Probe("near-miss", miss.question))
        used[miss.near] += 1
    return found


def _unchanged(folder: Path, name: str) -> tuple[Path, str]:
    """The file's path and checksum.

    Raises:
        SuiteDataError: it is missing, or differs from what the manifest says.
    """
    path = folder / name
    try:
        wanted = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["sha256"][name]
        digest = sha256_of(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SuiteDataError(
            f"{path} or its entry in {MANIFEST} is missing.", "The set comes with the program.", "Install it again."
        ) from error
    if digest != wanted:
        raise SuiteDataError(
            f"{path} is not the file that was committed before any model answered it.",
            "The sets of this suite are never changed.",
            "Fetch it again.",
        )
    return path, digest
