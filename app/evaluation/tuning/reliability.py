"""Whether the weight that selection gives an edit can be taken at its word: “edit used” against “edit right”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from app.evaluation.measured import Measured, measure
from app.evaluation.tuning.asking import Answered
from app.explain.calibration import Reliability
from app.explain.fitting import equal_groups
from app.explain.fitting import measure as reliability_of_probabilities
from app.model import Policy
from app.model.policies import choose


@dataclass(frozen=True)
class Group:
    """Questions of about the same weight."""

    weight: float
    """Mean weight of the nearest edit among all edits and “no edit applies”."""
    right: Measured
    """Share of them whose nearest edit is the one that they are about."""


@dataclass(frozen=True)
class Use:
    """How one policy uses edits, over questions that an edit covers and questions that none does."""

    groups: tuple[Group, ...]
    """Of equal size, by growing weight."""
    measured: Reliability
    used_right: int
    """Questions whose nearest edit was used and is the one that they are about."""
    used_wrong: int
    missed: int
    """Their nearest edit is the right one and was not used."""
    left_alone: int
    """Not used, and there was nothing to use."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "groups": [{"weight": group.weight, "right": group.right.as_dict()} for group in self.groups],
            "measured": self.measured.model_dump(),
            **{name: value for name, value in asdict(self).items() if isinstance(value, int)},
        }


def use_of(answered: Sequence[Answered], policy: Policy, seed: int) -> Use:
    """Weights, uses and what was right of every question, under a policy."""
    weights = np.array([_weight(one, policy) for one in answered])
    right = np.array([one.cases[policy].right_edit_first is True for one in answered])
    used = np.array([not one.cases[policy].no_edit for one in answered])
    groups = tuple(
        Group(float(weights[group].mean()), measure(right[group].tolist(), seed=seed))
        for group in equal_groups(weights)
    )
    return Use(
        groups=groups,
        measured=reliability_of_probabilities(weights, right, None),
        used_right=int((used & right).sum()),
        used_wrong=int((used & ~right).sum()),
        missed=int((~used & right).sum()),
        left_alone=int((~used & ~right).sum()),
    )


def _weight(one: Answered, policy: Policy) -> float:
    """Of the nearest edit, at the policy's temperature."""
    selection = one.selection
    return float(choose(selection.logits, selection.zero_logit, policy, selection.edit_ids).weights[1:].max())
