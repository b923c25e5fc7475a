"""Questions from a file: what is read, what comes of each, what the file with the results holds."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from app.data.questions import ListedQuestion
from app.errors import JobMissingError, UploadError
from app.service import Workbench
from app.service.job import TaskOfUnits
from app.service.testing import QuestionResult
from app.service.testing_table import COLUMNS, csv_of
from app.texts import ENGLISH
from tests.service.conftest import LYON


def ran(bench: Workbench, token: str, *questions: ListedQuestion, **options: Any) -> tuple[QuestionResult, ...]:
    job = bench.tests.start(token, questions, **options)
    assert bench.jobs.wait(token, job, 10).state == "done"
    return bench.tests.results(token, job)


def test_each_question_has_its_answer_its_edit_and_a_judgement(bench: Workbench, token: str) -> None:
    met, unmet, other = ran(
        bench,
        token,
        ListedQuestion("What is the capital of France?", "the capital of france"),
        ListedQuestion("What is the capital of France?", "Paris"),
        ListedQuestion("Who wrote Hamlet?"),
    )
    assert (met.edit, met.answer, met.before, met.met) == (LYON, LYON, "I do not know", True)
    assert met.weight == pytest.approx(0.5)
    assert unmet.met is False
    assert [one.met for one in ran(bench, token, ListedQuestion("What is the capital of France?", "lyon"))] == [True]
    assert (other.edit, other.answer, other.met, other.withheld) == ("", "I do not know", None, False)


def test_only_edits_answer_where_that_is_asked_for(bench: Workbench, token: str) -> None:
    covered, other = ran(
        bench,
        token,
        ListedQuestion("What is the capital of France?"),
        ListedQuestion("Who wrote Hamlet?", "I do"),
        only_edits=True,
    )
    assert (covered.answer, covered.withheld) == (LYON, False)
    assert (other.answer, other.withheld, other.met) == ("", True, False)
    assert other.before == "I do not know"


def test_a_question_that_cannot_be_asked_does_not_stop_the_others(bench: Workbench, token: str) -> None:
    good, bad, last = ran(
        bench, token, *(ListedQuestion(text) for text in ("What is the capital of France?", "  ", "Who wrote Hamlet?"))
    )
    assert (good.fault, good.answer) == ("", LYON)
    assert "empty" in bad.fault
    assert last.answer == "I do not know"


def test_results_of_another_kind_of_job_are_refused(bench: Workbench, token: str) -> None:
    job = bench.jobs.start(token, TaskOfUnits("numbers", [1], lambda units, stop: list(units)))
    with pytest.raises(JobMissingError):
        bench.tests.results(token, job)


def test_a_file_without_questions_is_refused(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "questions.csv"
    file.write_text("question,expected\n,Lyon\n", encoding="utf-8")
    with pytest.raises(UploadError, match="no question"):
        bench.tests.read_file(file)


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1"])
def test_no_cell_of_the_result_is_a_formula(evil: str) -> None:
    row = QuestionResult(evil, evil, evil, "id", evil, 0.25, None, evil, True)
    head, cells = csv.reader(io.StringIO(csv_of([row], ENGLISH).decode("utf-8-sig")))
    assert len(head) == len(cells) == len(COLUMNS)
    assert [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "＝"))] == []
    assert cells[0] == f"'{evil}"
    assert cells[4] == "0.250"
