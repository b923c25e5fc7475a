"""What each setting brings and costs, which settings no other beats, and which one a stated rule chooses.

efficacy   share of the questions that an edit covers and that are answered as it says
unwanted   share of the questions that no edit covers and whose answer an edit changed, or rests on one (near misses)

Both are counted over the questions of all suites together. Of the settings whose unwanted changes do not exceed what
the person allows, the one of the highest efficacy is chosen; where several have it, the one of fewest unwanted
changes, then the one that reads fewest edits, then the one nearest to temperature 1 and margin 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np

from app.errors import EvaluationError
from app.evaluation.breakdown import RECALL
from app.evaluation.cases import NO_TARGET, Case
from app.evaluation.measured import Measured, measure
from app.model import Policy

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Setting:
    """What a person chooses."""

    policy: Policy
    slots: int
    """Gist slots kept of an edit; 0 without adapter."""

    def as_dict(self) -> dict[str, Any]:
        return {"policy": self.policy.describe(), "slots": self.slots}


@dataclass(frozen=True, eq=False)
class Outcomes:
    """The questions of all suites, in one order, under every setting."""

    settings: tuple[Setting, ...]
    right: NDArray[np.bool_]
    """`[settings, questions]`."""
    read: NDArray[np.int64]
    """`[settings, questions]`: edits read."""
    covered: NDArray[np.bool_]
    """`[questions]`: the answer stands in an edit."""
    stays: NDArray[np.bool_]
    """`[questions]`: no edit covers it."""
    half: NDArray[np.int64]
    """`[questions]`: 0 or 1; the questions of one record are in the same half."""


@dataclass(frozen=True)
class Point:
    """One setting measured."""

    setting: Setting
    efficacy: Measured
    unwanted: Measured
    edits_read: float
    """Mean number of edits read for a question that an edit covers."""

    def as_dict(self) -> dict[str, Any]:
        return {
            **self.setting.as_dict(),
            "efficacy": self.efficacy.as_dict(),
            "unwanted": self.unwanted.as_dict(),
            "edits_read": round(self.edits_read, 3),
        }


@dataclass(frozen=True)
class Checked:
    """The rule on records that had no part in the choice: chosen on one half, measured on the other, both ways."""

    efficacy: Measured
    unwanted: Measured

    def as_dict(self) -> dict[str, Any]:
        return {"efficacy": self.efficacy.as_dict(), "unwanted": self.unwanted.as_dict()}


def outcomes_of(settings: Sequence[Setting], cases: Sequence[Sequence[Case]], records: Sequence[str]) -> Outcomes:
    """Cases as numbers.

    Args:
        cases: of each setting, its questions in one order; their method is the label of the choice of edits.
        records: of each question, which record it belongs to.

    Raises:
        EvaluationError: no question that an edit covers, or none that must stay as it is.
    """
    kinds = [case.kind for case in cases[0]]
    number = {record: place for place, record in enumerate(dict.fromkeys(records))}
    found = Outcomes(
        settings=tuple(settings),
        right=np.array([[case.right for case in of] for of in cases]),
        read=np.array([[case.method.count(":") for case in of] for of in cases]),
        covered=np.array([kind in RECALL for kind in kinds]),
        stays=np.array([kind in NO_TARGET for kind in kinds]),
        half=np.array([number[record] % 2 for record in records]),
    )
    for some, what in ((found.covered, "that an edit covers"), (found.stays, "whose answer must stay as it is")):
        if not some.any():
            raise EvaluationError(
                f"The suites hold no question {what}.",
                "Tuning weighs efficacy against unwanted change.",
                "Add a suite that has such questions, such as counterfact-val.",
            )
    return found


def points_of(outcomes: Outcomes, seed: int) -> tuple[Point, ...]:
    """Every setting with its intervals."""
    known: dict[bytes, tuple[Measured, Measured]] = {}  # most settings answer as some other does
    points = []
    for setting, right, read in zip(outcomes.settings, outcomes.right, outcomes.read, strict=True):
        if right.tobytes() not in known:
            known[right.tobytes()] = (
                measure(right[outcomes.covered].tolist(), seed=seed),
                measure((~right[outcomes.stays]).tolist(), seed=seed),
            )
        points.append(Point(setting, *known[right.tobytes()], float(read[outcomes.covered].mean())))
    return tuple(points)


def front_of(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points that no other beats, fewest unwanted changes first: the trade-off itself."""
    best: list[Point] = []
    for point in sorted(points, key=lambda one: (one.unwanted.value, -one.efficacy.value, *_simplicity(one))):
        if not best or point.efficacy.value > best[-1].efficacy.value:
            best.append(point)
    return tuple(best)


def chosen_of(points: Sequence[Point], most_unwanted: float) -> Point | None:
    """What the rule chooses; None where every setting changes more than is allowed.

    Args:
        most_unwanted: share from 0 to 1.
    """
    allowed = [point for point in points if point.unwanted.value <= most_unwanted]
    key = lambda one: (-one.efficacy.value, one.unwanted.value, *_simplicity(one))  # noqa: E731 - as in `front_of`
    return min(allowed, key=key, default=None)


def checked_of(outcomes: Outcomes, most_unwanted: float, seed: int) -> Checked | None:
    """The rule on what it has not seen; None where a half of the records is too few to choose on."""
    right: list[bool] = []
    changed: list[bool] = []
    for half in (0, 1):
        seen, unseen = outcomes.half == half, outcomes.half != half
        if not all((of & part).any() for of in (outcomes.covered, outcomes.stays) for part in (seen, unseen)):
            return None
        chosen = chosen_of(_on(outcomes, seen), most_unwanted)
        if chosen is None:
            return None
        row = outcomes.right[outcomes.settings.index(chosen.setting)]
        right += row[outcomes.covered & unseen].tolist()
        changed += (~row[outcomes.stays & unseen]).tolist()
    return Checked(measure(right, seed=seed), measure(changed, seed=seed))


def _on(outcomes: Outcomes, part: NDArray[np.bool_]) -> list[Point]:
    """Every setting on a part of the questions, without intervals: a choice needs none."""
    covered, stays = outcomes.covered & part, outcomes.stays & part
    return [
        Point(setting, _plain(right[covered]), _plain(~right[stays]), float(read[covered].mean()))
        for setting, right, read in zip(outcomes.settings, outcomes.right, outcomes.read, strict=True)
    ]


def _plain(values: NDArray[np.bool_]) -> Measured:
    share = float(values.mean())
    return Measured(share, share, share, len(values))


def _simplicity(point: Point) -> tuple[float, ...]:
    policy = point.setting.policy
    return point.setting.slots, point.edits_read, abs(log(policy.temperature)), abs(policy.margin)
