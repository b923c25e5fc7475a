"""Evaluating as a job: a suite's questions part by part, between other people's questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import JobMissingError
from app.service.core import Core
from app.service.jobs import Jobs
from app.service.permissions import permitted
from app.service.queue import StopAsked

if TYPE_CHECKING:
    from app.evaluation import Evaluation, Report

EVALUATE = "evaluate"


@dataclass(frozen=True)
class EvaluationRequest:
    """What to evaluate; the fields are the arguments of `app.evaluation.Evaluation`, which explains them."""

    suite: str
    data: Path
    records: int | None = None
    pools: Sequence[int] = (100,)
    methods: Sequence[str] = ("incomes",)
    policy: str | None = None
    seed: int = 0
    cases: Path | None = None
    pool_cache: Path | None = None
    max_new_tokens: int | None = None
    timed: int = 0
    teacher_forced: bool = False
    fluency: int = 0
    questions: int | None = None


class Evaluate:
    """One evaluation. What is judged is kept, in the file of cases too where there is one."""

    kind = EVALUATE

    def __init__(self, core: Core, wanted: EvaluationRequest) -> None:
        self._core, self._wanted = core, wanted
        self._run: Evaluation | None = None
        self._steps: Iterator[str] = iter(())

    @property
    def done(self) -> int:
        return 0 if self._run is None else self._run.done

    @property
    def left(self) -> int:
        """Questions; 0 before the suite is read."""
        return 0 if self._run is None else self._run.left

    def prepare(self) -> None:
        """Reads the suite. Raises EvaluationError, as `Evaluation` does."""
        from app.evaluation import Evaluation

        if self._run is None:
            self._run = Evaluation(self._core.model(), **vars(self._wanted))
        self._steps = self._run.steps()

    def step(self, stop_asked: StopAsked) -> None:
        next(self._steps)

    def report(self) -> Report | None:
        """The figures of what is judged so far; None before the suite is read."""
        return None if self._run is None else self._run.report()


class Evaluations:
    """Evaluations of sessions, as jobs."""

    def __init__(self, core: Core, jobs: Jobs) -> None:
        self._core, self._jobs = core, jobs

    @permitted("evaluations.start")
    def start(self, token: str | None, wanted: EvaluationRequest, title: str = "") -> str:
        """Begins an evaluation and returns the job's id. A fault in what is wanted makes the job fail, and says why.

        Args:
            title: what people call it; the suite's name by default.

        Raises:
            SessionExpiredError: no such session.
            JobError: too many jobs of the session wait.
        """
        return self._jobs.start(token, Evaluate(self._core, wanted), title or wanted.suite)

    @permitted("evaluations.report")
    def report(self, token: str | None, job: str) -> Report | None:
        """What an evaluation has found so far; None before it has read its suite.

        Raises:
            JobMissingError: no evaluation of that id.
        """
        task = self._jobs.task(token, job)
        if not isinstance(task, Evaluate):
            raise JobMissingError("There is no such evaluation here (any more).", "", "Begin it again.")
        return task.report()
