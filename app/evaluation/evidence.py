"""Whether the evidence holds: does the sentence name the edit that the answer depends on, and is “sure” right?

Three kinds of questions, a third of each where there are enough: *edited* (an edit of the pool covers the question and
the answer says what it says), *near miss* (no edit covers it, although it looks as if one did), *wrong* (an edit
covers the question and the answer does not say what it says).

The sentence is written from what was recorded while the answer was given: selection and weights. What the answer
depends on is then measured by leaving each edit out and scoring the same answer again. The control gives every weight
to the slots of another edit: the same evidence, which the answer no longer depends on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from app.errors import EvaluationError
from app.evaluation.calibrating import Asked, judged, pools_with_questions
from app.evaluation.measured import Measured, measure
from app.evaluation.pace import Pace, Progress, StopAsked
from app.evaluation.provenance import provenance
from app.evaluation.suites import Suite, suite_named
from app.explain.account import account_of
from app.explain.calibration import calibration_of
from app.explain.changes import Change, changes_in
from app.explain.sentence import finding
from app.model import Answer, EditableModel, GistPool, policy_named
from app.model.memory import JointSlots, ReadingTrace, SeparateSlots
from app.model.readers import Reader, Weighted

Kind = Literal["edited", "near miss", "wrong"]
KINDS: tuple[Kind, ...] = ("edited", "near miss", "wrong")
READS_SEVERAL = "top-2"
"""The policy of the second measurement: only where several edits are read can the sentence name the wrong one."""
PART = 16
"""Questions answered at once."""
MOST_LOOKED = 10
"""So many times the questions wanted are answered at most, in search of those answered wrongly."""
SWAPPED_UNDER = 0.5
"""The control has failed, as it must, where its share is below this."""


@dataclass(frozen=True)
class Case:
    """One question, and whether its evidence held."""

    kind: Kind
    question: str
    answer: str
    right: bool
    named: str
    """The edit that the sentence names; empty: none."""
    largest: str
    """The edit whose absence makes the answer least likely; empty: none does."""
    called: str
    probability: float | None

    @property
    def holds(self) -> bool:
        return self.named == self.largest

    def as_dict(self) -> dict[str, Any]:
        return {**vars(self), "holds": self.holds}


@dataclass(frozen=True)
class Evidence:
    """What was found."""

    cases: tuple[Case, ...]
    """Of the policy in use, one edit read."""
    names_largest: Measured
    """The sentence names the edit with the largest drop, or none where there is no drop."""
    names_largest_where_read: Measured | None
    """Among the answers that read an edit; None: none did."""
    names_largest_of_two: Measured | None
    """The same where two edits were read; None: no answer read two."""
    swapped: Measured | None
    """The same with the weights of the two given to each other's slots: must fail."""
    sure_right: Measured | None
    """Answers called sure that are right; None: none was called so (or there is no calibration)."""
    provenance: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        measured = {
            "names_largest": self.names_largest,
            "names_largest_where_read": self.names_largest_where_read,
            "names_largest_of_two": self.names_largest_of_two,
            "swapped": self.swapped,
            "sure_right": self.sure_right,
        }
        return {
            "questions": len(self.cases),
            "kinds": dict(Counter(case.kind for case in self.cases)),
            "metrics": {name: None if one is None else one.as_dict() for name, one in measured.items()},
            "called": dict(Counter(case.called for case in self.cases)),
            "control_fails": self.swapped is not None and self.swapped.value < SWAPPED_UNDER,
            "versions": self.provenance,
            "cases": [case.as_dict() for case in self.cases],
        }


@dataclass(frozen=True, eq=False)
class SwappedReader:
    """Reads what the reader within it reads, with the weights of the edits in reverse order."""

    within: Reader

    def memory(
        self, rows: Sequence[Sequence[Weighted]], trace: ReadingTrace | None = None
    ) -> JointSlots | SeparateSlots:
        turned = [
            [Weighted(one.gist, other.log_weight) for one, other in zip(row, reversed(row), strict=True)]
            for row in rows
        ]
        return self.within.memory(turned, trace)


def with_swapped_weights(model: EditableModel) -> EditableModel:
    """The same model, whose reading no longer follows its selection."""
    return replace(model, answerer=replace(model.answerer, reader=SwappedReader(model.answerer.reader)))


def evaluate_evidence(
    model: EditableModel,
    suites: Sequence[str],
    data: Path,
    *,
    questions: int = 300,
    pool: int = 100,
    seed: int = 0,
    progress: Progress | None = None,
    stop_asked: StopAsked | None = None,
) -> Evidence:
    """Measure the evidence of this model.

    Args:
        suites: names of registered suites, others than the adapter was calibrated on.
        data: folder that holds their public files.
        questions: asked in all, a third of each kind where there are enough.
        pool: edits in force at once.

    Raises:
        UnknownNameError, SuiteDataError: as in `evaluate`.
        EvaluationError: fewer than one question of each kind wanted.
        Cancelled: `stop_asked()` said so.
    """
    if questions < len(KINDS):
        raise EvaluationError(f"{questions} questions are too few.", "At least one of each kind is asked.", "")
    pace = Pace(questions, progress, stop_asked)
    wanted = {kind: questions // len(KINDS) + (place < questions % len(KINDS)) for place, kind in enumerate(KINDS)}
    cases: list[Case] = []
    two: list[bool] = []
    swapped: list[bool] = []
    turned, looked = with_swapped_weights(model), 0
    for suite, gists, part in _parts(model, [suite_named(name) for name in suites], data, pool, seed):
        pace.check()
        looked += len(part)
        kept = list(_cases(model, gists, part, suite.max_new_tokens, wanted))
        cases += [case for _, case in kept]
        again = [one.probe.question for one, _ in kept]
        two += _two_hold(model, gists, again, suite.max_new_tokens)
        swapped += _two_hold(turned, gists, again, suite.max_new_tokens)
        pace.advance(f"{suite.name}, pool of {len(gists):,}", len(kept))
        if len(cases) >= questions or looked >= MOST_LOOKED * questions:
            break
    if not cases:
        raise EvaluationError("No question could be asked.", "", "Give other suites, or more data.")
    return Evidence(
        cases=tuple(cases),
        names_largest=measure([case.holds for case in cases], seed=seed),
        names_largest_where_read=_share([case.holds for case in cases if case.named], seed),
        names_largest_of_two=_share(two, seed),
        swapped=_share(swapped, seed),
        sure_right=_share([case.right for case in cases if case.called == "sure"], seed),
        provenance=provenance(model),
    )


def _parts(
    model: EditableModel, suites: Sequence[Suite], data: Path, pool: int, seed: int
) -> Iterator[tuple[Suite, GistPool, Sequence[Asked]]]:
    """Questions in parts with the pool that they are asked against; each pool is made when its first part is due."""
    for suite in suites:
        for _, edits, asked in pools_with_questions(suite, suite.load(data), None, pool, seed):
            gists = model.compress([edit.text for edit in edits.edits])
            for start in range(0, len(asked), PART):
                yield suite, gists, asked[start : start + PART]


def _share(outcomes: Sequence[bool], seed: int) -> Measured | None:
    return measure(outcomes, seed=seed) if outcomes else None


def _cases(
    model: EditableModel, pool: GistPool, asked: Sequence[Asked], longest: int, wanted: dict[Kind, int]
) -> Iterator[tuple[Asked, Case]]:
    """The questions of a part that are still wanted; takes them off `wanted`."""
    answers = model.answer_many([one.probe.question for one in asked], pool, max_new_tokens=longest, original=True)
    calibration = calibration_of(model)
    for one, answer in zip(asked, answers, strict=True):
        right = judged(one, answer)
        kind = kind_of(one, right)
        if not wanted[kind]:
            continue
        wanted[kind] -= 1
        changes = _changes(model, answer, pool)
        account = account_of(answer, changes, calibration)
        yield (
            one,
            Case(
                kind=kind,
                question=one.probe.question,
                answer=answer.text,
                right=right,
                named=_named(answer),
                largest=_largest(changes),
                called=account.sureness.called,
                probability=account.sureness.probability,
            ),
        )


def kind_of(asked: Asked, right: bool) -> Kind:
    """Which of the three kinds a question is, by what came of it."""
    if not asked.covered or asked.probe.kind == "neighbourhood":
        return "near miss"
    return "edited" if right else "wrong"


def _two_hold(model: EditableModel, pool: GistPool, questions: Sequence[str], longest: int) -> Iterator[bool]:
    """Where two edits are read: whether the heavier one is the one that the answer depends on most."""
    answers = model.answer_many(questions, pool, policy=policy_named(READS_SEVERAL), max_new_tokens=longest)
    for answer in answers:
        if len(answer.evidence.selection.chosen) > 1:
            yield _named(answer) == _largest(_changes(model, answer, pool))


def _changes(model: EditableModel, answer: Answer, pool: GistPool) -> tuple[Change, ...]:
    return changes_in(model.leave_one_out(answer, pool)) if answer.evidence.selection.chosen else ()


def _named(answer: Answer) -> str:
    """The edit that the sentence names from what was recorded, before anything is left out."""
    named = finding(answer).named
    return "" if named is None else named.edit_id


def _largest(changes: Sequence[Change]) -> str:
    """The edit with the largest drop; empty where there is none."""
    largest = max(changes, key=lambda change: change.nats, default=None)
    return "" if largest is None or largest.nats <= 0 else largest.edit_id
