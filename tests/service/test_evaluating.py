"""Evaluating as a job: it goes on where it was stopped, lets questions between, and says what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.errors import JobMissingError, UnknownNameError
from app.service import Workbench
from app.service.evaluating import EvaluationRequest
from tests.evaluation.fake_model import FakeModel

PATIENCE = 20.0


@pytest.fixture
def data(tmp_path: Path) -> Path:
    records = [
        {
            "prompt": f"The capital of {country} is",
            "target_new": f"{country}ville",
            "subject": country,
            "rephrase_prompt": f"As capital of {country} we know",
            "locality_prompt": f"Rivers in {country}",
        }
        for country in ("France", "Spain", "Italy", "Peru")
    ]
    (tmp_path / "counterfact-edit.json").write_text(json.dumps(records), encoding="utf-8")
    return tmp_path


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Workbench:
    monkeypatch.setattr("app.evaluation.plan.PART", 3)
    fake: Any = FakeModel()
    return Workbench(Settings(), load=lambda settings, progress: fake)


def test_an_evaluation_is_stopped_and_goes_on(bench: Workbench, data: Path) -> None:
    token = bench.open(None).token
    with bench.queue.turn("somebody else"):
        job = bench.evaluations.start(
            token, EvaluationRequest("counterfact", data, pools=(4,), cases=data / "cases.jsonl")
        )
        bench.jobs.stop(token, job)
    assert bench.jobs.wait(token, job, PATIENCE).state == "stopped"
    bench.jobs.resume(token, job)
    view = bench.jobs.wait(token, job, PATIENCE)
    assert (view.state, view.done, view.total, view.title) == ("done", 12, 12, "counterfact")
    report = bench.evaluations.report(token, job)
    assert report is not None and report.rows[0].metrics["efficacy"].value == 1.0
    assert len((data / "cases.jsonl").read_text(encoding="utf-8").splitlines()) == 12


def test_what_is_wrong_fails_the_job(bench: Workbench, data: Path) -> None:
    token = bench.open(None).token
    job = bench.evaluations.start(token, EvaluationRequest("counterfacts", data))
    view = bench.jobs.wait(token, job, PATIENCE)
    assert view.state == "failed"
    assert isinstance(view.error, UnknownNameError)
    assert bench.evaluations.report(token, job) is None


def test_another_job_is_no_evaluation(bench: Workbench) -> None:
    token = bench.open(None).token
    job = bench.edits.compress(token)
    with pytest.raises(JobMissingError):
        bench.evaluations.report(token, job)
