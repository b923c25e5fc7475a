"""Which columns of a table are questions and expected answers, and which rows cannot be asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data import read_table
from app.data.questions import QuestionList, questions_of
from app.errors import UploadError


def read(folder: Path, name: str, content: str, most: int = 100) -> QuestionList:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return questions_of(read_table(file, max_mb=1), most=most)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "question,expected\nWho?,Ann\nWhere?,\n"),
        ("a.csv", "id,Expected answer,Question\n1,Ann,Who?\n2,,Where?\n"),
        ("a.tsv", "質問\t正解\nWho?\tAnn\nWhere?\t\n"),
        ("a.jsonl", '{"question": "Who?", "answer": "Ann"}\n{"question": "Where?"}\n'),
    ],
)
def test_questions_and_expected_answers_are_found_by_their_names(tmp_path: Path, name: str, content: str) -> None:
    found = read(tmp_path, name, content)
    assert [(one.question, one.expected) for one in found.questions] == [("Who?", "Ann"), ("Where?", "")]
    assert found.faults == ()


def test_one_column_needs_no_name(tmp_path: Path) -> None:
    assert [one.question for one in read(tmp_path, "a.txt", "Who?\n\nWhere?\n").questions] == ["Who?", "Where?"]


def test_columns_without_a_known_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UploadError, match="named as the question"):
        read(tmp_path, "a.csv", "first,second\nalpha,beta\n")


def test_rows_at_fault_are_named_and_the_others_kept(tmp_path: Path) -> None:
    found = read(tmp_path, "a.csv", "question,expected\nWho?,Ann\n,Bob\nWhere?,\nWhen?,\n", most=2)
    assert [one.question for one in found.questions] == ["Who?", "Where?"]
    assert [(fault.row, fault.reason) for fault in found.faults] == [
        (3, "no text"),
        (5, "above the limit of 2 questions"),
    ]
