"""One person's work as a file to keep: edits, the questions asked, and how answers are to be given.

It is taken from outside, so nothing in it is believed before it was checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.data.edit import LONGEST_NOTE, LONGEST_TAG, Edit, Probe, ProbeKind
from app.data.upload import MAX_CHARACTERS, Row, Upload, collect
from app.errors import UploadError

SUFFIX = ".json"
MOST_QUESTIONS, MOST_TAGS, MOST_TESTS = 200, 50, 50
Short = Field(max_length=10 * MAX_CHARACTERS)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Test(_Part):
    kind: ProbeKind
    question: str = Short
    target: str = Short
    aliases: list[str] = Field(default=[], max_length=MOST_TESTS)


class _Edit(_Part):
    text: str
    note: str = Field(default="", max_length=LONGEST_NOTE)
    tags: list[str] = Field(default=[], max_length=MOST_TAGS)
    tests: list[_Test] = Field(default=[], max_length=MOST_TESTS)


class Asked(_Part):
    """A question and what was answered."""

    question: str = Short
    answer: str = ""


class Rules(_Part):
    """How answers are to be given."""

    policy: str = Field(default="", max_length=LONGEST_TAG)
    """Its name; empty: the usual one."""
    only_edits: bool = False


class _File(_Part):
    format: Literal["incomes-work"] = "incomes-work"
    version: Literal[1] = 1
    made: str = Field(default="", max_length=LONGEST_TAG)
    edits: list[_Edit]
    questions: list[Asked] = Field(default=[], max_length=MOST_QUESTIONS)
    rules: Rules = Rules()


@dataclass(frozen=True)
class SavedWork:
    """What a file holds."""

    upload: Upload
    """Its edits, and those that cannot be used."""
    questions: tuple[Asked, ...]
    rules: Rules


def written_work(edits: Sequence[Edit], questions: Sequence[Asked], rules: Rules) -> bytes:
    """The file."""
    file = _File(
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        edits=[
            _Edit.model_construct(
                text=edit.text,
                note=edit.note,
                tags=list(edit.tags),
                tests=[
                    _Test.model_construct(
                        kind=one.kind, question=one.question, target=one.target, aliases=list(one.aliases)
                    )
                    for one in edit.probes
                ],
            )
            for edit in edits
        ],
        questions=list(questions)[-MOST_QUESTIONS:],
        rules=rules,
    )
    return file.model_dump_json(indent=1).encode("utf-8")


def read_work(content: bytes, *, max_edits: int) -> SavedWork:
    """What such a file holds; an edit that cannot be used is a fault of its own, and the others are kept.

    Raises:
        UploadError: it is no such file, or was changed so that it is none any more.
    """
    try:
        file = _File.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "the file"
        raise UploadError(
            f"This is not a file of saved work: {place}: {_fault(first['type'])}.",
            "A file of edits, questions and settings is read as it was downloaded here.",
            "Download it again, or upload the edits alone as CSV.",
        ) from error
    rows = (
        Row(
            number,
            edit.text,
            note=edit.note,
            tags=tuple(tag[:LONGEST_TAG] for tag in edit.tags),
            probes=tuple(Probe(one.kind, one.question, one.target, tuple(one.aliases)) for one in edit.tests),
        )
        for number, edit in enumerate(file.edits, start=1)
    )
    return SavedWork(collect(rows, max_edits=max_edits), tuple(file.questions), file.rules)


def _fault(kind: str) -> str:
    """What is wrong, by pydantic's name of it, whose own words are English only."""
    return {
        "json_invalid": "not JSON",
        "missing": "not there",
        "extra_forbidden": "not known here",
        "string_too_long": "too long",
        "too_long": "too long",
    }.get(kind, "not as it is written here")
