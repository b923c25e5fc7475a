"""Test questions: asked one after the other, each answer judged against what was expected of it.

Met means what it means in every evaluation: the first line of the answer begins with what was expected, whatever the
case, spaces and punctuation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.errors import Cancelled, QuestionError
from app.service.accounts import make_account
from app.service.asking import withheld_answer
from app.service.core import Core
from app.service.sessions import Asked

if TYPE_CHECKING:
    from app.explain.account import Account
    from app.explain.sureness import Sureness
    from app.model import Answer, EditableModel, GistPool, Policy

PART = 8
"""Questions answered at once: between two parts a run tells how far it is and can be stopped."""


@dataclass(frozen=True)
class TestQuestion:
    """A question, and what its answer should begin with; empty: nothing is expected of it."""

    __test__ = False  # the name is not meant for pytest

    question: str
    expected: str = ""


@dataclass(frozen=True)
class Tested:
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


@dataclass(frozen=True)
class Testing:
    """How far a run of questions is."""

    done: tuple[Tested, ...]
    total: int
    stopped: bool = False


class TestQuestions:
    """Several questions of one session."""

    __test__ = False

    def __init__(self, core: Core) -> None:
        self._core = core

    def run(
        self,
        token: str | None,
        questions: Sequence[TestQuestion],
        policy: Policy | str | None = None,
        *,
        only_edits: bool = False,
        stop_asked: Callable[[], bool] = lambda: False,
    ) -> Iterator[Testing]:
        """Asks all of them with the edits of the session, or the shared ones where it uses those.

        What is answered stays, whether the run is stopped or not. A question that cannot be asked is one of the rows.

        Raises:
            SessionExpiredError: no such session.
            StoreError: the shared store cannot be read.
        """
        session, model = self._core.session(token), self._core.model()
        pool = session.work.pool if session.shares_as is None else self._core.shared().snapshot().pool
        done: list[Tested] = []
        with session.running() as stopped:

            def stop() -> bool:
                return stopped() or stop_asked()

            yield Testing((), len(questions))
            for start in range(0, len(questions), PART):
                try:
                    done.extend(_tested(model, pool, questions[start : start + PART], policy, only_edits, stop))
                except Cancelled:
                    yield Testing(tuple(done), len(questions), stopped=True)
                    return
                yield Testing(tuple(done), len(questions))


def _tested(
    model: EditableModel,
    pool: GistPool | None,
    questions: Sequence[TestQuestion],
    policy: Policy | str | None,
    only_edits: bool,
    stop: Callable[[], bool],
) -> Iterator[Tested]:
    def answered(tests: Sequence[TestQuestion]) -> list[Answer]:
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
            yield Tested(questions[0].question, "", "", "", "", None, None, questions[0].expected, None, fault=fault)
        return
    for test, answer in zip(questions, answers, strict=True):
        if stop():
            raise Cancelled("Stopped.")
        yield _judged(model, pool, test, answer, only_edits)


def _judged(
    model: EditableModel, pool: GistPool | None, test: TestQuestion, answer: Answer, only_edits: bool
) -> Tested:
    withheld = only_edits and not answer.evidence.selection.chosen
    before = answer.original
    if withheld:
        answer = withheld_answer(test.question, answer.evidence.selection, answer.policy)
    account = make_account(model, Asked(answer, pool, withheld=withheld))
    named = account.finding.named
    return Tested(
        question=test.question,
        answer=answer.text,
        before=before,
        edit_id="" if named is None else named.edit_id,
        edit="" if named is None else named.text,
        weight=None if named is None else named.weight,
        sureness=account.sureness,
        expected=test.expected,
        met=meets(account, test.expected),
        withheld=withheld,
    )


def meets(account: Account, expected: str) -> bool | None:
    """Whether an answer is what was expected; None where nothing was."""
    from app.evaluation.metrics import starts_with

    return starts_with(account.answer.text, expected) if expected.strip() else None
