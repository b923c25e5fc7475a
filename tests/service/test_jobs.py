"""Jobs: order, progress, stopping, going on, failing, being found again; on tasks that the test opens step by step."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import pytest

from app.config import Settings
from app.errors import JobError, JobMissingError, PoolError, SessionExpiredError
from app.service import JobView, Workbench
from app.service.job import TaskOfUnits
from app.service.jobs import MOST_JOBS
from app.service.queue import StopAsked
from tests.service.fake_model import FakeModel
from tests.service.test_queue import PATIENCE, eventually


class Gate:
    """Work that goes on by one unit whenever the test lets it."""

    def __init__(self) -> None:
        self._allowed = threading.Semaphore(0)
        self.begun: list[int] = []
        self.fails: Exception | None = None

    def let(self, units: int) -> None:
        for _ in range(units):
            self._allowed.release()

    def __call__(self, units: Sequence[int], stop_asked: StopAsked) -> list[int]:
        self.begun += units
        assert self._allowed.acquire(timeout=PATIENCE)
        if self.fails is not None:
            raise self.fails
        return [10 * unit for unit in units]

    def task(self, units: int = 3, kind: str = "numbers") -> TaskOfUnits[int, int]:
        return TaskOfUnits(kind, range(units), self)


@pytest.fixture
def bench() -> Workbench:
    fake: Any = FakeModel()
    return Workbench(Settings(), load=lambda settings, progress: fake)


@pytest.fixture
def token(bench: Workbench) -> str:
    return bench.open(None).token


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.let(100)


def over(bench: Workbench, token: str, job: str) -> JobView:
    view = bench.jobs.wait(token, job, PATIENCE)
    assert not view.live
    return view


def test_results_are_kept_as_they_come(bench: Workbench, token: str, gate: Gate) -> None:
    task = gate.task()
    job = bench.jobs.start(token, task, "three.csv")
    gate.let(1)
    eventually(lambda: task.results == (0,))
    view = bench.jobs.get(token, job)
    assert (view.state, view.done, view.total, view.title) == ("running", 1, 3, "three.csv")
    assert view.seconds_left is not None and view.seconds_left >= 0
    gate.let(2)
    view = over(bench, token, job)
    assert (view.state, view.done, view.error, view.before) == ("done", 3, None, None)
    assert task.results == (0, 10, 20)
    assert bench.jobs.task(token, job) is task


def test_a_stopped_job_goes_on_with_what_is_left(bench: Workbench, token: str, gate: Gate) -> None:
    task = gate.task()
    job = bench.jobs.start(token, task)
    eventually(lambda: gate.begun == [0])
    bench.jobs.stop(token, job)
    gate.let(1)
    view = over(bench, token, job)
    assert (view.state, view.done, view.total) == ("stopped", 1, 3)
    bench.jobs.resume(token, job)
    gate.let(2)
    assert over(bench, token, job).state == "done"
    assert gate.begun == [0, 1, 2]
    bench.jobs.resume(token, job)
    bench.jobs.stop(token, job)
    assert bench.jobs.get(token, job).state == "done"


def test_a_failed_job_says_why_and_goes_on_where_it_failed(bench: Workbench, token: str, gate: Gate) -> None:
    job = bench.jobs.start(token, gate.task())
    gate.let(1)
    eventually(lambda: gate.begun == [0, 1])
    gate.fails = PoolError("These gists do not fit together.", "", "Compress again.")
    gate.let(1)
    view = over(bench, token, job)
    assert (view.state, view.done) == ("failed", 1)
    assert view.error is gate.fails
    with pytest.raises(PoolError):
        list(bench.jobs.follow(token, job))
    gate.fails = None
    bench.jobs.resume(token, job)
    gate.let(2)
    view = over(bench, token, job)
    assert (view.state, view.error) == ("done", None)
    assert gate.begun == [0, 1, 1, 2]


def test_a_mistake_in_the_program_fails_one_job_and_the_next_is_done(bench: Workbench, token: str, gate: Gate) -> None:
    gate.fails = ZeroDivisionError("division by zero")
    first = bench.jobs.start(token, gate.task())
    gate.let(1)
    error = over(bench, token, first).error
    assert isinstance(error, JobError)
    assert "division by zero" in error.given and error.remedy
    gate.fails = None
    second = bench.jobs.start(token, gate.task())
    gate.let(3)
    assert over(bench, token, second).state == "done"


def test_a_job_that_waits_is_stopped_at_once(bench: Workbench, token: str, gate: Gate) -> None:
    with bench.queue.turn("somebody else"):
        first, second = bench.jobs.start(token, gate.task()), bench.jobs.start(token, gate.task())
        eventually(lambda: bench.jobs.get(token, first).before == 1)
        assert [(view.id, view.before) for view in bench.jobs.of(token)] == [(second, 1), (first, 1)]
        bench.jobs.stop(token, second)
        bench.jobs.stop(token, first)
        assert [view.state for view in bench.jobs.of(token)] == ["stopped", "stopped"]
        bench.jobs.resume(token, second)
    gate.let(3)
    assert over(bench, token, second).state == "done"
    assert bench.jobs.get(token, first).state == "stopped"
    assert gate.begun == [0, 1, 2]


def test_jobs_of_a_session_are_done_one_after_the_other(bench: Workbench, token: str, gate: Gate) -> None:
    first, second = bench.jobs.start(token, gate.task()), bench.jobs.start(token, gate.task())
    gate.let(1)
    eventually(lambda: gate.begun == [0, 1])
    assert bench.jobs.get(token, second).before == 1
    gate.let(5)
    assert over(bench, token, second).state == over(bench, token, first).state == "done"
    assert gate.begun == [0, 1, 2, 0, 1, 2]


def test_jobs_of_two_sessions_take_turns_and_a_question_goes_between(bench: Workbench, token: str, gate: Gate) -> None:
    other = bench.open(None).token
    with bench.queue.turn("somebody else"):
        jobs = [(token, bench.jobs.start(token, gate.task(20)))]
        eventually(lambda: bench.jobs.get(*jobs[0]).before == 1)
        jobs.append((other, bench.jobs.start(other, gate.task(20))))
        eventually(lambda: [bench.jobs.get(one, job).before for one, job in jobs] == [1, 2])
    gate.let(6)
    eventually(lambda: len(gate.begun) == 7)
    done = [bench.jobs.get(one, job).done for one, job in jobs]
    assert sorted(done) == [3, 3]
    answers: list[str] = []

    def ask() -> None:
        answers.extend(step.key for step in bench.questions.ask(other, "Why?") if step.key)

    asking = threading.Thread(target=ask)
    asking.start()
    eventually(lambda: len(bench.queue) == 3)
    gate.let(1)
    asking.join(PATIENCE)
    assert len(answers) == 1
    assert sum(bench.jobs.get(one, job).done for one, job in jobs) == 7


def test_one_job_of_a_kind_where_that_is_wanted(bench: Workbench, token: str, gate: Gate) -> None:
    first = bench.jobs.start(token, gate.task(), alone=True)
    assert bench.jobs.start(token, gate.task(), alone=True) == first
    assert bench.jobs.start(token, gate.task(kind="others"), alone=True) != first
    assert bench.jobs.start(token, gate.task()) != first


def test_what_comes_while_the_one_job_of_its_kind_ends_is_taken_in(bench: Workbench, token: str) -> None:
    class Basket:
        kind = "numbers"
        done, left, late = 0, 1, 0
        asked_again: ClassVar[list[str]] = []

        def prepare(self) -> None:
            self.left, self.late = self.left + self.late, 0

        def step(self, stop_asked: StopAsked) -> None:
            self.done, self.left = self.done + 1, self.left - 1
            if not self.asked_again:  # after the task has looked what is left, before the job has ended
                self.late = 1
                self.asked_again.append(bench.jobs.start(token, Basket(), alone=True))

    task = Basket()
    job = bench.jobs.start(token, task, alone=True)
    view = over(bench, token, job)
    assert task.asked_again == [job]
    assert (view.state, view.done, view.total) == ("done", 2, 2)


def test_a_job_about_to_stop_takes_nothing_in(bench: Workbench, token: str, gate: Gate) -> None:
    first = bench.jobs.start(token, gate.task(), alone=True)
    eventually(lambda: gate.begun == [0])
    bench.jobs.stop(token, first)
    second = bench.jobs.start(token, gate.task(), alone=True)
    assert second != first
    gate.let(4)
    assert over(bench, token, second).state == "done"
    assert bench.jobs.get(token, first).state == "stopped"


def test_a_job_that_is_done_has_nothing_left_whatever_comes_later(bench: Workbench, token: str, gate: Gate) -> None:
    gate.let(3)
    task = gate.task()
    job = bench.jobs.start(token, task)
    over(bench, token, job)
    task.units += (3, 4)
    assert (bench.jobs.get(token, job).done, bench.jobs.get(token, job).total) == (3, 3)


def test_jobs_are_bounded(bench: Workbench, token: str, gate: Gate) -> None:
    gate.let(3 * (MOST_JOBS + 3))
    jobs = [bench.jobs.start(token, gate.task(1)) for _ in range(3)]
    for job in jobs:
        over(bench, token, job)
    for _ in range(MOST_JOBS):
        jobs.append(bench.jobs.start(token, gate.task(1)))
        over(bench, token, jobs[-1])
    assert [view.id for view in bench.jobs.of(token)] == jobs[: -MOST_JOBS - 1 : -1]
    with pytest.raises(JobMissingError):
        bench.jobs.get(token, jobs[0])
    with bench.queue.turn("somebody else"):
        for _ in range(MOST_JOBS):
            bench.jobs.start(token, gate.task(1))
        with pytest.raises(JobError, match="waiting already"):
            bench.jobs.start(token, gate.task(1))


def test_nobody_sees_the_jobs_of_another_session(bench: Workbench, token: str, gate: Gate) -> None:
    job = bench.jobs.start(token, gate.task())
    other = bench.open(None).token
    assert bench.jobs.of(other) == ()
    for use in (bench.jobs.get, bench.jobs.stop, bench.jobs.resume, bench.jobs.forget, bench.jobs.task):
        with pytest.raises(JobMissingError):
            use(other, job)
        with pytest.raises(SessionExpiredError):
            use("unknown", job)
    assert bench.jobs.get(token, job).live


def test_a_job_taken_from_the_list_stops(bench: Workbench, token: str, gate: Gate) -> None:
    task = gate.task()
    job = bench.jobs.start(token, task)
    eventually(lambda: gate.begun == [0])
    bench.jobs.forget(token, job)
    gate.let(3)
    assert bench.jobs.of(token) == ()
    with bench.queue.turn(token):
        assert task.done == 1


def test_the_jobs_of_a_session_that_is_dropped_stop() -> None:
    fake: Any = FakeModel()
    bench = Workbench(Settings(max_sessions=1), load=lambda settings, progress: fake)
    gate = Gate()
    session = bench.open(None)
    bench.jobs.start(session.token, gate.task())
    eventually(lambda: gate.begun == [0])
    bench.open(None)
    gate.let(3)
    eventually(lambda: not any(view.live for view in session.jobs.views()))
    assert gate.begun == [0]


def test_a_job_knows_how_long_ago_it_was_done(bench: Workbench, token: str, gate: Gate) -> None:
    job = bench.jobs.start(token, gate.task(1))
    assert bench.jobs.get(token, job).over_for == 0
    gate.let(1)
    first = bench.jobs.wait(token, job, PATIENCE).over_for
    assert 0 <= first < PATIENCE
    assert bench.jobs.get(token, job).over_for > first
