"""Test questions: asked one after the other, each answer judged against what was expected of it.

An answer is what was expected where its first line begins with that or contains it as whole words, whatever the case,
spaces and punctuation (`app.evaluation.metrics.meets`); the same in the table of questions and in a correction's test.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.data.questions import ListedQuestion, QuestionList, questions_of
from app.data.readers import read_table
from app.errors import Cancelled, JobMissingError, QuestionError, UploadError
from app.service.accounts import make_account
from app.service.answering import withheld_answer
from app.service.awaiting import Awaiting
from app.service.core import Core
from app.service.job import TaskOfUnits
from app.service.jobs import Jobs
from app.service.kept_answers import Asked
from app.service.permissions import permitted
from app.service.queue import StopAsked, never

if TYPE_CHECKING:
    from app.explain.sureness import Sureness
    from app.model import Answer, EditableModel, GistPool, Policy
    from app.service.sessions import Session

MOST = 1_000
"""Questions of one file."""
PART = 4
"""Questions answered at once: about a second of work."""
ASK = "ask"
"""The kind of job."""


@dataclass(frozen=True)
class QuestionResult:
    """What came of one question."""

    question: str
    answer: str
    """Empty where only edits were to answer and none covers the question, and where it could not be asked."""
    before: str
    """The model's own answer."""
    edit_id: str
    edit: str
    """The edit that the answer is put down to; empty: none was read."""
    weight: float | None
    """Its weight beside “no edit applies” and all other edits, 0 to 1."""
    sureness: Sureness | None
    expected: str
    met: bool | None
    """None: nothing was expected."""
    withheld: bool = False
    fault: str = ""
    """Why the question could not be asked."""


class QuestionRuns:
    """Several questions of one session, asked as a job."""

    def __init__(self, core: Core, jobs: Jobs, awaiting: Awaiting) -> None:
        self._core, self._jobs, self._awaiting = core, jobs, awaiting

    @permitted("tests.read_file")
    def read_file(self, path: Path) -> QuestionList:
        """The questions of an uploaded file.

        Raises:
            UploadError: it cannot be read, or holds no question that can be asked.
        """
        found = questions_of(read_table(path, max_mb=self._core.settings.max_upload_mb), most=MOST)
        if not found.questions:
            raise UploadError(
                "The file holds no question.",
                "One question a row is read, with its expected answer beside it if you like.",
                "Check the column's name and that the file was saved.",
            )
        return found

    @permitted("tests.start")
    def start(
        self,
        token: str | None,
        questions: Sequence[ListedQuestion],
        policy: Policy | str | None = None,
        *,
        only_edits: bool = False,
        title: str = "",
    ) -> str:
        """Begins to ask all of them and returns the job's id. What is answered stays, whether it is stopped or fails.

        They are asked with the edits of the session, or the shared ones where it uses those, as they are at each
        piece of the job; a few edits on their way are waited for before the first. A question that cannot be asked
        is one of the results.

        Raises:
            SessionExpiredError: no such session.
            JobError: too many jobs of the session wait.
        """
        session = self._core.session(token)

        def work(piece: Sequence[ListedQuestion], stop_asked: StopAsked) -> list[QuestionResult]:
            served = self._core.served_to(session, stop_asked)
            pool, chosen = (self._pool(session), policy) if served is None else (served.pool, served.policy)
            return list(_tested(self._core.model(), pool, piece, chosen, only_edits, stop_asked))

        def prepare() -> None:
            self._core.model()
            for _ in self._awaiting.edits(session, never):
                pass

        task = TaskOfUnits(ASK, questions, work, at_once=PART, prepare=prepare)
        return self._jobs.start(token, task, title)

    def _pool(self, session: Session) -> GistPool | None:
        return self._core.pool_of(session) if session.offered is None else session.offered.read_by(self._core.model())

    @permitted("tests.results")
    def results(self, token: str | None, job: str) -> tuple[QuestionResult, ...]:
        """What came of the questions asked so far, in their order. Raises JobMissingError for another job's id."""
        task = self._jobs.task(token, job)
        if not isinstance(task, TaskOfUnits) or task.kind != ASK:
            raise JobMissingError("There is no such run of questions here (any more).", "", "Begin it again.")
        return task.results


def _tested(
    model: EditableModel,
    pool: GistPool | None,
    questions: Sequence[ListedQuestion],
    policy: Policy | str | None,
    only_edits: bool,
    stop: StopAsked,
) -> Iterator[QuestionResult]:
    def answered(tests: Sequence[ListedQuestion]) -> list[Answer]:
        texts = [test.question for test in tests]
        return model.answer_many(texts, pool, policy=policy, original=True, stop_asked=stop)

    try:
        answers = answered(questions)
    except QuestionError as error:
        if len(questions) > 1:  # the others can be asked
            for test in questions:
                yield from _tested(model, pool, [test], policy, only_edits, stop)
        else:
            fault = " ".join(part for part in (error.given, error.allowed) if part)
            yield QuestionResult(
                questions[0].question, "", "", "", "", None, None, questions[0].expected, None, fault=fault
            )
        return
    for test, answer in zip(questions, answers, strict=True):
        if stop():
            raise Cancelled("Stopped.")
        yield _judged(model, pool, test, answer, only_edits)


def _judged(
    model: EditableModel, pool: GistPool | None, test: ListedQuestion, answer: Answer, only_edits: bool
) -> QuestionResult:
    withheld = only_edits and not answer.evidence.selection.chosen
    before = answer.original
    if withheld:
        answer = withheld_answer(test.question, answer.evidence.selection, answer.policy)
    from app.evaluation.metrics import meets

    account = make_account(model, Asked(answer, pool, withheld=withheld))
    named = account.finding.named
    return QuestionResult(
        question=test.question,
        answer=answer.text,
        before=before,
        edit_id="" if named is None else named.edit_id,
        edit="" if named is None else named.text,
        weight=None if named is None else named.weight,
        sureness=account.sureness,
        expected=test.expected,
        met=meets(answer.text, test.expected),
        withheld=withheld,
    )
