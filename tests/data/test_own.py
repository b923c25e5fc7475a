"""A table of one's own edits with their questions, in every format, and what is said of its faults."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.data import Record
from app.data.benchmarks.own import read_own
from app.errors import SuiteDataError

NAMES = ["Edit", "Question", "Paraphrase", "Answer", "Must not change"]
ROWS = [
    ["Returns take 45 days.", "How long do returns take?", "Return time?\nWithin what time?", "45 days; 45", "Open?"],
    ["The office is in Bonn.", "", "Where is the office?", "Bonn", ""],
    ["Ada leads sales.", "", "", "", "Who leads marketing?; Who founded it?"],
]


def as_csv(path: Path) -> Path:
    quoted = (",".join(f'"{cell}"' for cell in row) for row in [NAMES, *ROWS])
    path.write_text("\n".join(quoted), encoding="utf-8")
    return path


def as_json_lines(path: Path) -> Path:
    """Several questions as a list."""
    rows = [dict(zip(NAMES, [row[0], row[1], row[2].split("\n"), *row[3:]], strict=True)) for row in ROWS]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def as_workbook(path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in [NAMES, *ROWS]:
        sheet.append(row)
    book.save(path)
    return path


def asked(record: Record) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(probe.kind, probe.question, probe.target, probe.aliases) for probe in record.probes]


@pytest.mark.parametrize(
    ("name", "write", "first_row"),
    [("own.csv", as_csv, 2), ("own.jsonl", as_json_lines, 1), ("own.xlsx", as_workbook, 2)],
)
def test_edits_with_questions_that_must_change_and_that_must_not(
    tmp_path: Path, name: str, write: Any, first_row: int
) -> None:
    first, second, third = read_own(write(tmp_path / name)).records
    assert (first.edit.text, first.subject, first.edit.language) == (ROWS[0][0], ROWS[0][0], "en")
    assert asked(first) == [
        ("efficacy", "How long do returns take?", "45 days", ("45",)),
        ("paraphrase", "Return time?", "45 days", ("45",)),
        ("paraphrase", "Within what time?", "45 days", ("45",)),
        ("neighbourhood", "Open?", "", ()),
    ]
    assert asked(second) == [("paraphrase", "Where is the office?", "Bonn", ())]
    assert [question for _, question, _, _ in asked(third)] == ["Who leads marketing?", "Who founded it?"]
    assert third.name == str(first_row + 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("edit,question\nA is B.,What?", r"own\.csv: row 2, column “answer”: no answer to 'What\?'"),
        ("edit,question,answer\nA is B.,,B", r"row 2, column “question”: no question"),
        ("edit,question,answer\nA is B.,W?,B\n,W?,B", r"row 3, column “edit”, '': no text"),
        (
            "edit,question,answer\nA is B.,W?,B\nA is B.,W?,B",
            r"row 3, column “edit”, 'A is B\.': the same text as row 2",
        ),
        ("edit,question,answer\nA is B.,W\x07?,B", r"row 2, column “question”: control character U\+0007"),
        ("question,answer\nWhat?,B", r"no column “edit”; there are “question”, “answer”"),
        ("edit,answer\nA is B.,B", r"no column “question”"),
        ("", r"holds no edits"),
    ],
)
def test_a_fault_names_the_row_and_the_column(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SuiteDataError, match=message):
        read_own(path)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    path.write_text("x", encoding="utf-8")
    with pytest.raises(SuiteDataError, match="of a kind that is not read"):
        read_own(path)
