"""Calibrate the sureness of an adapter: ask questions whose right answers are known, and fit what the signs tell.

Half of the records have their edit in the pool, as in an evaluation. The other half are asked without theirs: these
questions look like the others, and no edit covers them, which is what a pool meets every day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.data import Edit, Probe
from app.errors import AdapterMissingError, EvaluationError
from app.evaluation.gate import MUST_STAY
from app.evaluation.metrics import starts_with, unchanged
from app.evaluation.pace import Pace, Progress, StopAsked
from app.evaluation.pools import EditPool, Sample, check_sizes, draw, pools_of
from app.evaluation.suites import Suite, SuiteData, suite_named
from app.explain.account import account_of
from app.explain.calibration import Calibration, settings_of
from app.explain.changes import changes_in
from app.explain.fitting import Observation, fit_branch
from app.explain.sureness import signs_of
from app.model import Answer, EditableModel, GistPool, Policy, policy_for

PART = 64
"""Questions answered at once."""


@dataclass(frozen=True)
class Asked:
    """A question, and whether an edit of the pool covers it."""

    probe: Probe
    edit: Edit
    """The edit that it is about, in the pool or not."""
    covered: bool

    @property
    def stays(self) -> bool:
        """Whether no edit of the pool says its answer."""
        return not self.covered or self.probe.kind in MUST_STAY


@dataclass(frozen=True)
class Observed:
    """What came of one question."""

    observation: Observation
    read: bool
    """Whether an edit was read."""


def calibrate(
    model: EditableModel,
    suites: Sequence[str],
    data: Path,
    *,
    records: int | None = None,
    pool: int = 100,
    policy: Policy | str | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    stop_asked: StopAsked | None = None,
) -> Calibration:
    """Fit a calibration for this model, its memory and a policy that reads one edit.

    Args:
        suites: names of registered suites, best of ones that nothing else is reported on.
        data: folder that holds their public files.
        records: records drawn from each suite; None: all.
        pool: edits in force at once.

    Raises:
        AdapterMissingError: the model has no adapter in a folder.
        UnknownNameError, SuiteDataError: as in `evaluate`.
        EvaluationError: a policy that reads several edits, or fewer answers than a calibration needs.
        Cancelled: `stop_asked()` said so.
    """
    weights, rule = _weights_of(model), policy_for(model, policy)
    if rule.top_k != 1:
        raise EvaluationError(
            f"The policy “{rule.name}” may read several edits.", "A calibration is for one edit an answer.", ""
        )
    chosen = [suite_named(name) for name in suites]
    pools = [found for suite in chosen for found in pools_with_questions(suite, suite.load(data), records, pool, seed)]
    pace = Pace(sum(len(questions) for _, _, questions in pools), progress, stop_asked)
    observed = [
        one for suite, edits, questions in pools for one in _observe(model, suite, edits, questions, rule, pace)
    ]
    read = fit_branch([one.observation for one in observed if one.read], seed=seed)
    unread = fit_branch([one.observation for one in observed if not one.read], seed=seed)
    if read is None and unread is None:
        raise EvaluationError(
            f"{len(observed)} answers are too few for a calibration.", "", "Ask for more records, or give more suites."
        )
    return Calibration(
        adapter_weights=weights,
        memory=model.memory,
        policy=settings_of(rule),
        precision=str(model.backbone.precision),
        suites={suite.name: suite.version for suite in chosen},
        records=len({one.observation.group for one in observed}),
        pool=pool,
        seed=seed,
        read=read,
        unread=unread,
    )


def _weights_of(model: EditableModel) -> str:
    weights = None if model.adapter is None else model.adapter.weights_sha256
    if weights is None:
        raise AdapterMissingError(
            "There is no adapter to calibrate.", "A calibration lies beside an adapter's files.", "Give --adapter."
        )
    return weights


def pools_with_questions(
    suite: Suite, loaded: SuiteData, records: int | None, size: int, seed: int
) -> Iterator[tuple[Suite, EditPool, list[Asked]]]:
    """Pools of one half of the records, each with questions that it covers and as many records that it does not."""
    drawn = draw(loaded, records, seed)
    covered, absent = drawn.records[0::2], drawn.records[1::2]
    about = {record.subject.casefold() for record in absent}
    spare = tuple((subject, edit) for subject, edit in drawn.spare if subject.casefold() not in about)
    fillers = tuple(filler for filler in drawn.fillers if filler.subject.casefold() not in about)
    sample = Sample(covered, spare, fillers)
    check_sizes(sample, [size])
    start = 0
    for edits in pools_of(sample, size):
        questions = [Asked(probe, r.edit, True) for r in edits.records for probe in r.probes]
        others = absent[start : start + len(edits.records)]
        start += len(others)
        questions += [
            Asked(probe, r.edit, False) for r in others for probe in r.probes if probe.kind != "neighbourhood"
        ]
        yield suite, edits, questions


def _observe(
    model: EditableModel, suite: Suite, edits: EditPool, questions: Sequence[Asked], policy: Policy, pace: Pace
) -> Iterator[Observed]:
    """Ask one pool everything."""
    pace.check()
    pool = model.compress([edit.text for edit in edits.edits])
    for start in range(0, len(questions), PART):
        pace.check()
        part = questions[start : start + PART]
        answers = model.answer_many(
            [asked.probe.question for asked in part],
            pool,
            policy=policy,
            max_new_tokens=suite.max_new_tokens,
            original=True,
        )
        for asked, answer in zip(part, answers, strict=True):
            signs = _signs(model, answer, pool)
            if signs is not None:
                read = bool(answer.evidence.selection.chosen)
                yield Observed(Observation(signs, judged(asked, answer), asked.edit.id), read)
        pace.advance(f"{suite.name}, pool of {len(pool):,}", len(part))


def _signs(model: EditableModel, answer: Answer, pool: GistPool) -> Mapping[str, float] | None:
    read = answer.evidence.selection.chosen
    changes = changes_in(model.leave_one_out(answer, pool)) if read else ()
    found = signs_of(answer, changes, account_of(answer, changes).unsupported)
    return None if found is None else found.values


def judged(asked: Asked, answer: Answer) -> bool:
    """Whether an answer was right.

    With an edit read: it says what the edit says, or, where no edit covers the question, what the model says anyway.
    With none: no edit covers the question.
    """
    if not answer.evidence.selection.chosen:
        return asked.stays
    if asked.stays:
        return unchanged(answer.text, answer.original)
    return starts_with(answer.text, asked.probe.target, asked.probe.aliases)
