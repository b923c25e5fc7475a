"""Fit a calibration to answers of which it is known whether they are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from app.explain.calibration import Branch, Logistic, Reliability

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_ANSWERS = 50
"""With fewer, nothing is fitted."""
RIDGE = 1.0
"""Pull of every weight towards 0, in answers: keeps it finite where a sign separates right from wrong."""
STEPS = 50
FOLDS = 5
GROUPS = 10
SURE = 0.95
"""Share of the answers called sure that must be right."""
CONFIDENCE = 0.95
"""With which that must be shown (one-sided), so that it also holds for other answers."""


@dataclass(frozen=True)
class Observation:
    """One answer, and whether it was right."""

    signs: Mapping[str, float]
    right: bool
    group: str
    """Observations of one group (questions about one edit) are never divided between fitting and measuring."""


def fit_branch(observations: Sequence[Observation], *, seed: int = 0) -> Branch | None:
    """Fit on all observations; measure on each with a model fitted without its fold. None: there are too few."""
    if len(observations) < LEAST_ANSWERS or len({observation.group for observation in observations}) < FOLDS:
        return None
    right = np.array([observation.right for observation in observations])
    predicted = np.zeros(len(observations))
    for left_out in _folds(observations, seed):
        model = fit_logistic([o for o, out in zip(observations, left_out, strict=True) if not out])
        predicted[left_out] = [model.probability(observations[int(i)].signs) for i in np.flatnonzero(left_out)]
    threshold = sure_threshold(predicted, right)
    return Branch(
        logistic=fit_logistic(observations), sure_from=threshold, measured=measure(predicted, right, threshold)
    )


def fit_logistic(observations: Sequence[Observation]) -> Logistic:
    """Newton's method on the penalised likelihood, with targets drawn in a little from 0 and 1 (Platt 1999)."""
    names = list(observations[0].signs)
    signs = np.array([[observation.signs[name] for name in names] for observation in observations])  # [answers, signs]
    right = np.array([observation.right for observation in observations])
    means, spreads = signs.mean(0), signs.std(0)
    spreads[spreads < 1e-9] = 1.0
    design = np.column_stack([np.ones(len(signs)), (signs - means) / spreads])  # [answers, 1 + signs]
    targets = np.where(right, (right.sum() + 1) / (right.sum() + 2), 1 / ((~right).sum() + 2))
    penalty = np.diag([0.0, *[RIDGE] * len(names)])
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        probability = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (targets - probability) - penalty @ weights
        curvature = (design * (probability * (1 - probability))[:, None]).T @ design + penalty
        step = np.linalg.solve(curvature + 1e-9 * np.eye(len(weights)), slope)
        weights += np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    return Logistic(
        intercept=float(weights[0]),
        weights=dict(zip(names, weights[1:].tolist(), strict=True)),
        means=dict(zip(names, means.tolist(), strict=True)),
        spreads=dict(zip(names, spreads.tolist(), strict=True)),
    )


def sure_threshold(predicted: NDArray[np.float64], right: NDArray[np.bool_]) -> float | None:
    """The lowest probability from which on at least `SURE` of the answers are right, shown with `CONFIDENCE`."""
    order = np.argsort(-predicted, kind="stable")
    count = np.arange(1, len(order) + 1)
    low = lower_bound(np.cumsum(right[order]), count)
    complete = np.append(np.diff(predicted[order]) != 0, True)  # equal probabilities stand or fall together
    good = np.flatnonzero((low >= SURE) & complete)
    return float(predicted[order][good[-1]]) if len(good) else None


def lower_bound(right: NDArray[np.int64], answers: NDArray[np.int64]) -> NDArray[np.float64]:
    """Lower end of Wilson's one-sided interval for a share."""
    z = NormalDist().inv_cdf(CONFIDENCE)
    share = right / answers
    spread = z * np.sqrt(share * (1 - share) / answers + z**2 / (4 * answers**2))
    bound: NDArray[np.float64] = (share + z**2 / (2 * answers) - spread) / (1 + z**2 / answers)
    return bound


def measure(predicted: NDArray[np.float64], right: NDArray[np.bool_], threshold: float | None) -> Reliability:
    """How well probabilities agree with what was right."""
    sure = predicted >= (np.inf if threshold is None else threshold)
    groups = equal_groups(predicted)
    error = sum(len(group) * abs(predicted[group].mean() - right[group].mean()) for group in groups) / len(right)
    return Reliability(
        answers=len(right),
        right=int(right.sum()),
        brier=float(((predicted - right) ** 2).mean()),
        brier_of_share=float(right.mean() * (1 - right.mean())),
        calibration_error=float(error),
        called_sure=int(sure.sum()),
        called_sure_right=int(right[sure].sum()),
    )


def equal_groups(predicted: NDArray[np.float64]) -> list[NDArray[np.int64]]:
    """Places of the answers in at most `GROUPS` groups of equal size, by growing probability."""
    return np.array_split(np.argsort(predicted, kind="stable"), min(GROUPS, len(predicted)))


def _folds(observations: Sequence[Observation], seed: int) -> list[NDArray[np.bool_]]:
    """Which observations each fold leaves out."""
    groups = sorted({observation.group for observation in observations})
    np.random.default_rng(seed).shuffle(groups)
    number = {group: place % FOLDS for place, group in enumerate(groups)}
    fold = np.array([number[observation.group] for observation in observations])
    return [fold == k for k in range(FOLDS)]
