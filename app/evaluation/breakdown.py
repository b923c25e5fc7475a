"""Figures taken apart: by kind of edit, by kind of answer, by part; and one method behind another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.data import ProbeKind
from app.evaluation.cases import NO_TARGET, Case
from app.evaluation.measured import Measured, measure

REFERENCE, COMPARED = "incomes-verbatim", "incomes"
"""What compression costs is how far the second is behind the first."""

RECALL: frozenset[ProbeKind] = frozenset({"efficacy", "paraphrase", "question"})
"""Kinds of questions whose answer stands in an edit."""


@dataclass(frozen=True)
class Behind:
    """How many points one method is behind another on the same questions; negative: ahead."""

    method: str
    reference: str
    pool: int
    kind: str
    points: Measured
    """In percent points."""

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "points": self.points.as_dict()}


def by_group(cases: Sequence[Case], seed: int) -> dict[str, Measured]:
    """Share of right answers for each kind of edit, where the benchmark tells kinds."""
    return _shares(((case.group, case.right) for case in _asking(cases) if case.group), seed)


def by_answer_kind(cases: Sequence[Case], seed: int) -> dict[str, Measured]:
    """Share of right answers for each kind of answer: names, amounts, dates, codes, … that an edit states itself."""
    return _shares(((case.answer_kind, case.right) for case in cases if case.kind in RECALL and case.answer_kind), seed)


def by_part(cases: Sequence[Case], seed: int) -> dict[str, Measured]:
    """Share of required parts that are in the answers, for each kind of part."""
    parts = ((part.split(":", 1)[0], there) for case in cases for part, there in case.parts.items())
    return _shares(parts, seed)


BREAKDOWNS: dict[str, Callable[[Sequence[Case], int], dict[str, Measured]]] = {
    "by_edit_kind": by_group,
    "by_answer_kind": by_answer_kind,
    "by_required_part": by_part,
}


def behind(cases: Sequence[Case], seed: int) -> tuple[Behind, ...]:
    """Compressed behind verbatim, where a run has both: the same questions, pair by pair."""
    answers: dict[tuple[int, str], dict[tuple[Any, ...], dict[str, bool]]] = defaultdict(lambda: defaultdict(dict))
    for case in cases:
        asked = (case.pool_number, case.record, case.question)
        answers[case.pool, case.kind][asked][case.method] = case.right
    found = []
    for (pool, kind), questions in answers.items():
        points = [100.0 * (m[REFERENCE] - m[COMPARED]) for m in questions.values() if {REFERENCE, COMPARED} <= set(m)]
        if points:
            found.append(Behind(COMPARED, REFERENCE, pool, kind, measure(points, seed=seed)))
    return tuple(found)


def failures(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """What was answered wrongly, shortened to what a reader needs to see why."""
    return [_failure(case) for case in cases if not case.right]


def _failure(case: Case) -> dict[str, Any]:
    told: Mapping[str, Any] = {
        "method": case.method,
        "pool": case.pool,
        "record": case.record,
        "kind": case.group or case.kind,
        "question": case.question,
        "edit": case.edit if case.kind not in NO_TARGET else None,
        "wanted": case.target or None,
        "answer": case.answer,
        "missing": [part for part, there in case.parts.items() if not there] or None,
        "right_edit_first": case.right_edit_first,
    }
    return {name: value for name, value in told.items() if value is not None}


def _asking(cases: Sequence[Case]) -> list[Case]:
    """Cases of questions that an edit covers."""
    return [case for case in cases if case.kind not in NO_TARGET]


def _shares(outcomes: Any, seed: int) -> dict[str, Measured]:
    known: dict[str, list[bool]] = defaultdict(list)
    for kind, outcome in outcomes:
        known[kind].append(outcome)
    return {kind: measure(values, seed=seed) for kind, values in known.items()}
