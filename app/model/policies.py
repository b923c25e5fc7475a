"""Policies: which edits are read, given the selection's logits.

A policy is chosen at question time and recorded with each answer. `gate` composes with the rest: where no edit's
logit is above the zero gist's by `margin`, no edit is read and the untouched backbone answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from typing import Any

import numpy as np

from app.errors import PolicyError


@dataclass(frozen=True)
class Policy:
    """How edits are chosen."""

    name: str
    gate: bool = True
    """No edit above the zero gist by `margin` ⇒ none is read."""
    margin: float = 0.0
    """In logits: higher is stricter."""
    top_k: int | None = None
    """Read at most so many edits, the best first."""
    threshold: float | None = None
    """Read only edits of at least this weight, the zero gist among the competitors."""
    temperature: float = 1.0
    """Divides the logits before they become weights: higher spreads the weight."""
    cap: int = 8
    """Most edits read, whatever the rest says: bounds the cost of an answer."""

    def __post_init__(self) -> None:
        checks = {
            "Temperature must be a finite number above 0.": bool(np.isfinite(self.temperature))
            and self.temperature > 0,
            "Cap must be at least 1.": self.cap >= 1,
            "Top_k must be at least 1.": self.top_k is None or self.top_k >= 1,
            "Threshold must lie between 0 and 1.": self.threshold is None or 0 <= self.threshold <= 1,
            "Margin must be a finite number.": bool(np.isfinite(self.margin)),
        }
        for rule, kept in checks.items():
            if not kept:
                raise PolicyError(
                    given=f"The policy “{self.name}” has a setting out of range.",
                    allowed=rule,
                    remedy="Correct the setting, or choose a named policy.",
                )

    def describe(self) -> dict[str, Any]:
        """The settings, for records and for people."""
        return asdict(self)


@dataclass(frozen=True)
class Choice:
    """The edits that one question reads."""

    indices: tuple[int, ...]
    """Into the pool; empty when no edit is read."""
    log_weights: tuple[float, ...]
    """Log of each one's weight; the weights of the edits read sum to 1."""
    weights: np.ndarray
    """`[1 + edits]`: softmax over the zero gist, first, and all edits."""


NOTHING = Choice((), (), np.ones(1))
"""No edit is read, whatever there is to choose from."""

POLICIES: dict[str, Policy] = {
    policy.name: policy
    for policy in (
        Policy("default", top_k=1),
        Policy("strict", top_k=1, margin=2.0),
        Policy("careful", top_k=1, margin=1.0),
        Policy("generous", top_k=1, margin=-1.0),
        Policy("most-generous", top_k=2, margin=-2.0, threshold=0.02),
        Policy("top-2", top_k=2),
        Policy("top-4", top_k=4),
        Policy("threshold", threshold=0.2),
        Policy("soft", threshold=0.01),
        Policy("ungated", gate=False, top_k=1),
        Policy("all", gate=False, cap=1_000_000),
    )
}


def policy_named(name: str | Policy | None) -> Policy:
    """A registered policy; None is the default; a policy is itself.

    Raises:
        PolicyError: an unknown name, with the nearest ones.
    """
    if isinstance(name, Policy):
        return name
    try:
        return POLICIES[name or "default"]
    except KeyError:
        near = get_close_matches(str(name), POLICIES, n=1)
        raise PolicyError(
            given=f"There is no policy “{name}”.",
            allowed=f"Policies: {', '.join(POLICIES)}.",
            remedy=f"Did you mean “{near[0]}”?" if near else "Choose one of these.",
        ) from None


def with_margin(policy: Policy, margin: float) -> Policy:
    """The same policy, stricter (a larger margin) or more generous (a smaller one)."""
    return replace(policy, margin=margin)


def choose(edit_logits: np.ndarray, zero_logit: float, policy: Policy, ids: Sequence[str]) -> Choice:
    """Apply a policy to one question.

    Args:
        edit_logits: `[edits]`.
        ids: the edits' ids, which decide between equal logits so that the pool's order never matters.
    """
    weights = _softmax(np.concatenate([[zero_logit], edit_logits]) / policy.temperature)
    none = Choice((), (), weights)
    if not len(edit_logits) or (policy.gate and edit_logits.max() <= zero_logit + policy.margin):
        return none
    limit = min(policy.cap, policy.top_k or policy.cap)
    best = sorted(_largest(edit_logits, limit), key=lambda i: (-edit_logits[i], ids[i]))[:limit]
    if policy.threshold is not None:
        best = [i for i in best if weights[1 + i] >= policy.threshold]
    if not best:
        return none
    chosen = _log_softmax(edit_logits[best] / policy.temperature)
    return Choice(tuple(int(i) for i in best), tuple(float(w) for w in chosen), weights)


def _largest(values: np.ndarray, limit: int) -> list[int]:
    """Indices of the `limit` largest values and of all that tie with the last of them."""
    if limit >= len(values):
        return list(range(len(values)))
    smallest_kept = np.partition(values, len(values) - limit)[len(values) - limit]
    return [int(i) for i in np.flatnonzero(values >= smallest_kept)]


def _log_softmax(values: np.ndarray) -> np.ndarray:
    shifted = values.astype(np.float64) - values.max()
    return shifted - np.log(np.exp(shifted).sum())  # type: ignore[no-any-return]  # numpy: Any


def _softmax(values: np.ndarray) -> np.ndarray:
    return np.exp(_log_softmax(values))  # type: ignore[no-any-return]  # numpy: Any
