"""The gate as a job: its verdicts, what changed since production's, limits, overriding, stopping and going on."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from app.data import Probe
from app.errors import GateError, JobMissingError, PinsError, StoreError
from app.evaluation.gate import GateChanges, TestQuestion, changes, figures_of, judged, questions_of
from app.service import Workbench
from app.service.releases import GateReport
from app.store import Figures
from tests.service.fake_model import FakeModel
from tests.service.releases.conftest import LYON, QUESTION, REFUND, TESTS, Open, add


def run_gate(bench: Workbench, token: str, name: str) -> GateReport:
    job = bench.releases.begin_gate(token, name)
    view = list(bench.jobs.follow(token, job))[-1]
    assert view.state == "done"
    report = bench.releases.gate_of_job(token, job)
    assert report is not None and report == bench.releases.gate(token, name)
    return report


def test_verdicts_by_question(bench: Workbench, token: str) -> None:
    lyon = add(bench, LYON, probes=TESTS)[0]
    add(bench, REFUND, probes=[Probe("question", "Refunds take how long?", "30 days", ("45 days",))])
    add(bench, "Nobody asks about this.", probes=[Probe("efficacy", "Without a target?")])
    bench.releases.make(token, "spring")
    assert bench.releases.gate(token, "spring") is None
    report = run_gate(bench, token, "spring")
    assert [(one.kind, one.passed) for one in report.run.results] == [
        ("efficacy", True), ("neighbourhood", True), ("near-miss", True), ("question", True)
    ]  # fmt: skip
    first = report.run.results[0]
    assert (first.edit, first.version, first.answer, first.original, first.read) == (
        lyon.id, 1, LYON, "I do not know", (lyon.id,)
    )  # fmt: skip
    assert report.run.figures == Figures(2, 2, 2, 0, untested=1, edits=3)
    assert report.run.passed and report.run.ran_by == "Ann" and report.crossed == ()
    assert report.compared_with is None and report.changes == GateChanges()
    assert bench.releases.move(token, "production", "spring").gate_run == report.run.id


def test_what_broke_and_was_mended_since_the_release_in_production(bench: Workbench, token: str) -> None:
    store = bench.shared().store
    wrong = Probe("efficacy", "Refunds take how long?", "Refunds take 30 days")
    lyon, refund = add(bench, LYON, probes=TESTS)[0], add(bench, REFUND, probes=[wrong])[0]
    bench.releases.make(token, "spring")
    assert run_gate(bench, token, "spring").crossed == ("efficacy 1 of 2 (50.0%) is below 80.0%",)
    with pytest.raises(GateError, match="efficacy 1 of 2"):
        bench.releases.move(token, "production", "spring")
    assert bench.releases.move(token, "production", "spring", reason="agreed", override=True).overridden
    store.edits.change(refund.seen, text="Refunds take 30 days.")
    reigns = "Who reigns in Spain now is another matter."
    store.edits.change(lyon.seen, text=reigns, probes=[*TESTS, Probe("paraphrase", "Who reigns in Spain now?", reigns)])
    bench.releases.make(token, "summer")
    report = run_gate(bench, token, "summer")
    assert report.compared_with is not None and report.compared_with.name == "spring"
    assert [one.question for one in report.changes.broken] == [QUESTION, "Who reigns in Spain?"]
    assert [one.question for one in report.changes.mended] == ["Refunds take how long?"]
    assert (report.changes.new, report.changes.gone) == (1, 0)
    assert len(report.crossed) == 2 and not report.run.passed
    with pytest.raises(GateError, match=r"unwanted change 1 of 2 \(50.0%\) is above 5.0%"):
        bench.releases.move(token, "production", "summer")


def test_without_test_questions_the_gate_stays_shut(bench: Workbench, token: str) -> None:
    add(bench, LYON)
    bench.releases.make(token, "spring")
    report = run_gate(bench, token, "spring")
    assert report.crossed == ("no test question asks for a change",)
    with pytest.raises(GateError, match="no test question"):
        bench.releases.move(token, "production", "spring")


class Slow(FakeModel):
    """Waits at the second part of its questions until it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[list[str]] = []
        self.go, self.reached = threading.Event(), threading.Event()

    def answer_many(self, questions: Any, *arguments: Any, **options: Any) -> Any:
        self.parts.append(list(questions))
        if len(self.parts) == 2:
            self.reached.set()
            self.go.wait(10)
        return super().answer_many(questions, *arguments, **options)


def test_a_stopped_run_goes_on_and_asks_nothing_twice(opened: Open) -> None:
    model = Slow()
    bench = opened(model=model)
    token = bench.open(None).token
    bench.use_shared(token, "Ann")
    asked = [Probe("efficacy", f"The capital of France {number}?", LYON) for number in range(10)]
    add(bench, LYON, probes=asked)
    bench.releases.make(token, "spring")
    job = bench.releases.begin_gate(token, "spring")
    assert model.reached.wait(10)
    bench.jobs.stop(token, job)
    model.go.set()
    assert bench.jobs.wait(token, job, 10).state == "stopped"
    assert bench.releases.gate(token, "spring") is None and bench.releases.gate_of_job(token, job) is None
    bench.jobs.resume(token, job)
    view = list(bench.jobs.follow(token, job))[-1]
    assert (view.state, view.done) == ("done", 11)  # one edit compressed, ten questions asked
    report = bench.releases.gate(token, "spring")
    assert report is not None and [one.question for one in report.run.results] == [one.question for one in asked]
    once_or_stopped = [question for part in (model.parts[0], *model.parts[2:]) for question in part]
    assert once_or_stopped == [one.question for one in asked] or len(once_or_stopped) == 6


def test_another_model_cannot_run_the_gate(opened: Open, bench: Workbench, token: str) -> None:
    add(bench, LYON, probes=TESTS)
    bench.releases.make(token, "spring")
    other = opened(model=FakeModel(adapter=False))
    stranger = other.open(None).token
    other.use_shared(stranger, "Bo")
    with pytest.raises(PinsError):
        list(other.jobs.follow(stranger, other.releases.begin_gate(stranger, "spring")))
    assert bench.releases.gate(token, "spring") is None


def test_who_uses_edits_of_their_own_has_no_releases(bench: Workbench, token: str) -> None:
    own = bench.open(None).token
    with pytest.raises(StoreError):
        bench.releases.overview(own)
    with pytest.raises(JobMissingError):
        bench.releases.gate_of_job(token, "0")


def test_judging_one_answer(bench: Workbench) -> None:
    edit = add(bench, LYON, probes=TESTS)[0]
    efficacy, neighbour, near_miss = questions_of([edit])
    assert not judged(efficacy, "In Lyon", "Paris", [edit.id]).passed
    assert not judged(neighbour, "Marlowe", "Shakespeare", []).passed
    assert not judged(near_miss, "Felipe", "Felipe", [edit.id]).passed
    contained = TestQuestion(edit, Probe("question", QUESTION, "Lyon", ("Lugdunum",)))
    assert judged(contained, "It is Lugdunum now", "Paris", []).passed
    results = [judged(efficacy, LYON, "Paris", []), judged(near_miss, "x", "x", [edit.id])]
    assert figures_of([edit], results) == Figures(1, 1, 1, 1, 0, edits=1)
    assert changes(results, results) == GateChanges()
