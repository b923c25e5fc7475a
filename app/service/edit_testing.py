"""The test questions of all edits in use, asked as one job and judged edit by edit, as the gate of a release does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.data import Edit, Probe
from app.errors import InputError, JobMissingError, QuestionError
from app.service.core import Core
from app.service.in_use import edits_in_use
from app.service.job import JobView, TaskOfUnits
from app.service.jobs import Jobs
from app.service.permissions import permitted
from app.service.queue import StopAsked
from app.service.testing import PART

if TYPE_CHECKING:
    from app.model import EditableModel, GistPool, Policy

TEST = "test"
"""The kind of job."""


@dataclass(frozen=True)
class EditTest:
    """One test question of an edit in use."""

    edit_id: str
    """As evidence names it."""
    edit: str
    probe: Probe

    @property
    def must_change(self) -> bool:
        """Whether the answer has to say what the edit says; else it has to stay what it was."""
        from app.evaluation.gate import MUST_STAY

        return self.probe.kind not in MUST_STAY


@dataclass(frozen=True)
class EditTestResult:
    """What came of one test question."""

    asked: EditTest
    answer: str
    original: str
    """The model's own answer."""
    read: tuple[str, ...]
    """Ids of the edits that were read."""
    passed: bool
    fault: str = ""
    """Why it could not be asked."""


@dataclass(frozen=True)
class EditVerdict:
    """An edit with what came of its questions."""

    edit_id: str
    edit: str
    results: tuple[EditTestResult, ...]

    @property
    def passed(self) -> bool:
        return all(result.passed for result in self.results)


@dataclass(frozen=True)
class EditTestRun:
    """A run as far as it is."""

    verdicts: tuple[EditVerdict, ...]
    """Those that failed first; otherwise in the order of the edits."""
    total: int
    """Questions to ask."""
    untested: int
    """Edits in use without a question that must change."""

    @property
    def results(self) -> tuple[EditTestResult, ...]:
        return tuple(result for verdict in self.verdicts for result in verdict.results)

    def counted(self, *, must_change: bool) -> tuple[int, int]:
        """How many of these questions passed, and how many were asked."""
        found = [result.passed for result in self.results if result.asked.must_change == must_change]
        return sum(found), len(found)


class AskTests(TaskOfUnits[EditTest, EditTestResult]):
    """The job; knows how many edits it cannot test."""

    untested = 0


class EditTests:
    """Runs of sessions; each function raises SessionExpiredError where there is no such session."""

    def __init__(self, core: Core, jobs: Jobs) -> None:
        self._core, self._jobs = core, jobs

    @permitted("edit_tests.questions")
    def questions(self, token: str | None) -> tuple[EditTest, ...]:
        """All test questions of the edits in use. Raises StoreError where the shared store cannot be read."""
        return tests_of(edits_in_use(self._core, self._core.session(token)))

    @permitted("edit_tests.start")
    def start(self, token: str | None, policy: str | None = None) -> str:
        """Begins to ask them all and returns the job's id. What is answered stays, whether it is stopped or fails.

        They are asked with the edits in use as they are at each piece of the job; where a release is served, with its
        policy, whatever policy is given.

        Raises:
            InputError: no edit in use has a test question.
            StoreError: the shared store cannot be read.
            JobError: too many jobs of the session wait.
        """
        session = self._core.session(token)
        edits = edits_in_use(self._core, session)
        tests = tests_of(edits)
        if not tests:
            raise InputError(
                "No edit in use has a test question." if edits else "There are no edits in use.",
                "A test question comes with a table's columns, a correction, or a document's FAQ.",
                "Upload a table with the columns “question” and “answer”, or begin with the demo edits.",
            )

        def work(piece: Sequence[EditTest], stop_asked: StopAsked) -> list[EditTestResult]:
            served = self._core.served_to(session, stop_asked)
            pool, rule = (self._core.pool_of(session), policy) if served is None else (served.pool, served.policy)
            return list(_asked(self._core.model(), pool, piece, rule, stop_asked))

        task = AskTests(TEST, tests, work, at_once=PART, prepare=self._load)
        tested = {test.edit_id for test in tests if test.must_change}
        task.untested = sum(edit.id not in tested for edit in edits)
        return self._jobs.start(token, task)

    @permitted("edit_tests.newest")
    def newest(self, token: str | None) -> JobView | None:
        """The run that the session began last, as it is now."""
        return next((view for view in self._jobs.of(token) if view.kind == TEST), None)

    @permitted("edit_tests.run")
    def run(self, token: str | None, job: str) -> EditTestRun:
        """What came of the questions asked so far. Raises JobMissingError for another job's id."""
        task = self._jobs.task(token, job)
        if not isinstance(task, AskTests):
            raise JobMissingError("There is no such run of test questions here (any more).", "", "Begin it again.")
        return EditTestRun(verdicts_of(task.results), len(task.units), task.untested)

    def _load(self) -> None:
        self._core.model()


def tests_of(edits: Iterable[Edit]) -> tuple[EditTest, ...]:
    """Every test question, in the order of the edits. One that names no target cannot ask for a change."""
    from app.evaluation.gate import MUST_STAY

    return tuple(
        EditTest(edit.id, edit.text, probe)
        for edit in edits
        for probe in edit.probes
        if probe.kind in MUST_STAY or probe.target
    )


def verdicts_of(results: Iterable[EditTestResult]) -> tuple[EditVerdict, ...]:
    """The results edit by edit, failures first."""
    by_edit: dict[str, list[EditTestResult]] = {}
    for result in results:
        by_edit.setdefault(result.asked.edit_id, []).append(result)
    verdicts = [EditVerdict(edit_id, found[0].asked.edit, tuple(found)) for edit_id, found in by_edit.items()]
    return tuple(sorted(verdicts, key=lambda verdict: verdict.passed))


def _asked(
    model: EditableModel,
    pool: GistPool | None,
    tests: Sequence[EditTest],
    policy: Policy | str | None,
    stop: StopAsked,
) -> Iterator[EditTestResult]:
    from app.evaluation.gate import passes

    questions = [test.probe.question for test in tests]
    try:
        answers = model.answer_many(questions, pool, policy=policy, original=True, stop_asked=stop)
    except QuestionError as error:
        if len(tests) > 1:  # the others can be asked
            for test in tests:
                yield from _asked(model, pool, [test], policy, stop)
        else:
            yield EditTestResult(tests[0], "", "", (), False, " ".join(filter(None, (error.given, error.allowed))))
        return
    for test, answer in zip(tests, answers, strict=True):
        read = answer.evidence.selection.chosen
        passed = passes(test.probe, answer.text, answer.original, read)
        yield EditTestResult(test, answer.text, answer.original, tuple(read), passed)
