"""A question asked while edits are on their way: waits for a few, is answered without many, and never hangs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path

import pytest

from app.errors import DownloadError, JobError
from app.service import Asked, Asking, Workbench
from app.service.awaiting import MOST, MOST_SECONDS, Awaiting
from app.service.compressing import EDITS_AT_ONCE
from app.service.identity import acting_as
from app.service.programs import Programs
from app.service.queue import never
from tests.service.conftest import LYON
from tests.service.gated_model import GatedModel, bench_on
from tests.service.people import somebody
from tests.service.test_jobs import Gate
from tests.service.test_queue import PATIENCE, eventually

QUESTION = "What is the capital of France?"


@pytest.fixture
def model() -> Iterator[GatedModel]:
    made = GatedModel()
    yield made
    made.there.set()
    made.let()


@pytest.fixture
def bench(model: GatedModel) -> Workbench:
    return bench_on(model)


@pytest.fixture
def token(bench: Workbench) -> str:
    return bench.open(None).token


class Question:
    """A question asked in a thread of its own, with the steps that it has shown."""

    def __init__(self, bench: Workbench, token: str) -> None:
        self.steps: list[Asking] = []
        self.error: Exception | None = None
        self._bench, self._token = bench, token
        self._thread = threading.Thread(target=copy_context().run, args=[self._ask])
        self._thread.start()

    def _ask(self) -> None:
        try:
            for step in self._bench.questions.ask(self._token, QUESTION, explain=True):
                self.steps.append(step)
        except Exception as error:
            self.error = error

    @property
    def awaited(self) -> int:
        """Edits that it waits for, as it showed last."""
        return self.steps[-1].awaited if self.steps else 0

    def over(self) -> None:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def answered(self) -> Asked:
        self.over()
        asked = self._bench.questions.answered(self._token, str(self.steps[-1].key))
        assert asked is not None
        return asked


def add(bench: Workbench, token: str, *texts: str) -> str:
    """Adds edits to a session and begins to compress them; the job."""
    arrival = bench.arrivals.begin(token, bench.edits.read_lines("\n".join(texts)))
    arrival.result()
    assert arrival.job is not None
    return arrival.job


def test_it_waits_for_the_model_then_for_the_edit_and_is_answered_with_it(
    bench: Workbench, model: GatedModel, token: str
) -> None:
    bench.arrivals.begin(token, bench.edits.read_lines(LYON))
    question = Question(bench, token)
    eventually(lambda: question.steps and question.steps[-1].loading)
    model.there.set()
    eventually(lambda: question.awaited == 1)
    assert model.begun.acquire(timeout=PATIENCE)
    model.let()
    asked = question.answered()
    assert (asked.answer.text, asked.not_ready) == (LYON, 0)
    account = question.steps[-1].account
    assert account is not None and account.not_ready == 0


def test_stop_ends_the_wait_for_an_edit(bench: Workbench, model: GatedModel, token: str) -> None:
    model.there.set()
    job = add(bench, token, LYON)
    question = Question(bench, token)
    eventually(lambda: question.awaited)
    bench.stop(token)
    question.over()
    assert question.steps[-1].key is None and question.error is None
    assert bench.jobs.get(token, job).live


def test_stop_ends_the_wait_for_the_model(bench: Workbench, token: str) -> None:
    question = Question(bench, token)
    eventually(lambda: question.steps)
    bench.stop(token)
    question.over()
    assert question.steps[-1].loading is not None and question.error is None


def test_a_failed_addition_ends_the_wait_and_the_answer_says_so(
    bench: Workbench, model: GatedModel, token: str
) -> None:
    model.there.set()
    job = add(bench, token, LYON)
    question = Question(bench, token)
    eventually(lambda: question.awaited)
    model.fails = JobError("The disk is full.", "", "Make room.")
    model.let()
    asked = question.answered()
    assert bench.jobs.get(token, job).state == "failed"
    assert (asked.answer.text, asked.not_ready) == ("I do not know", 1)


def test_a_stopped_addition_ends_the_wait(bench: Workbench, model: GatedModel, token: str) -> None:
    model.there.set()
    with bench.queue.turn("somebody else"):  # so that the job waits, and stops at once
        job = add(bench, token, LYON)
        question = Question(bench, token)
        eventually(lambda: question.awaited)
        bench.jobs.stop(token, job)
        eventually(lambda: question.steps[-1].awaited == 0)
    assert question.answered().not_ready == 1


def test_a_model_that_cannot_be_loaded_ends_both(bench: Workbench, model: GatedModel, token: str) -> None:
    model.fails = DownloadError("No network.", "", "Try again.")
    arrival = bench.arrivals.begin(token, bench.edits.read_lines(LYON))
    question = Question(bench, token)
    model.there.set()
    with pytest.raises(DownloadError):
        arrival.result()
    question.over()
    assert isinstance(question.error, DownloadError)
    assert bench.arrivals.coming(token) == ()


def test_many_edits_are_not_waited_for_and_the_answer_says_how_many_took_no_part(
    bench: Workbench, model: GatedModel, token: str
) -> None:
    model.there.set()
    job = add(bench, token, LYON, *(f"Machine {number} is on." for number in range(MOST)))
    assert model.begun.acquire(timeout=PATIENCE)
    question = Question(bench, token)
    eventually(lambda: question.steps and question.steps[-1].before)
    model.let(1)
    eventually(lambda: question.steps[-1].key)  # between two pieces
    assert bench.jobs.get(token, job).live
    model.let()
    asked = question.answered()
    assert (asked.answer.text, asked.not_ready) == (LYON, MOST + 1 - EDITS_AT_ONCE)
    assert not any(step.awaited for step in question.steps)


def test_an_edit_behind_other_work_is_not_waited_for(bench: Workbench, model: GatedModel, token: str) -> None:
    model.there.set()
    gate = Gate()
    other = bench.jobs.start(token, gate.task())
    eventually(lambda: gate.begun)
    add(bench, token, LYON)
    question = Question(bench, token)
    eventually(lambda: question.steps and question.steps[-1].before)
    gate.let(1)
    eventually(lambda: question.steps[-1].key)
    assert bench.jobs.get(token, other).live
    gate.let(5)
    assert question.answered().not_ready == 1


def test_it_is_not_waited_for_longer_than_that(bench: Workbench, model: GatedModel, token: str) -> None:
    model.there.set()
    add(bench, token, LYON)
    times = iter([0.0, 1.0, MOST_SECONDS - 1, MOST_SECONDS + 1])
    awaiting = Awaiting(bench, bench.arrivals, clock=lambda: next(times))
    assert list(awaiting.edits(bench.session(token), never)) == [1, 1]


def test_an_edit_of_another_session_is_none_of_its_business(bench: Workbench, model: GatedModel, token: str) -> None:
    model.there.set()
    with bench.queue.turn("somebody else"):
        add(bench, bench.open(None).token, LYON)
        question = Question(bench, token)
        eventually(lambda: question.steps and question.steps[-1].before)
    assert not any(step.awaited for step in question.steps)
    model.let()
    assert question.answered().not_ready == 0


def test_a_shared_edit_is_waited_for_by_whoever_asks_with_the_shared_edits(tmp_path: Path, model: GatedModel) -> None:
    model.there.set()
    bench = bench_on(model, store=f"sqlite:///{tmp_path}/store.sqlite")
    with acting_as(somebody("editor")):
        one, other = bench.open(None).token, bench.open(None).token
        bench.whole_store()
        bench.open_shared(one)
        bench.open_shared(other)
        add(bench, one, LYON)
        question = Question(bench, other)
        eventually(lambda: question.awaited == 1 or question.error)
        model.let()
        asked = question.answered()
    assert (asked.answer.text, asked.not_ready) == (LYON, 0)


def test_programs_ask_at_once_after_adding(bench: Workbench, model: GatedModel) -> None:
    model.there.set()
    model.let()
    programs = Programs(bench)
    session = programs.open_session()["session"]
    programs.add_edits(session, [LYON])
    answered = programs.ask(session, QUESTION)
    assert (answered["answer"], answered["edits_not_ready"]) == (LYON, 0)


def test_questions_of_a_file_wait_too(bench: Workbench, model: GatedModel) -> None:
    programs = Programs(bench)
    session = programs.open_session()["session"]
    bench.arrivals.begin(session, bench.edits.read_lines(LYON))
    job = programs.start_test_questions(session, [QUESTION], [""])["job"]
    model.there.set()
    model.let()
    assert bench.jobs.wait(session, job, PATIENCE).state == "done"
    (result,) = programs.test_results(session, job)["results"]
    assert result["question"] == QUESTION
