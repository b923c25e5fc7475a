"""How readily an edit is used: stops from strict to generous, each a registered policy, and the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

STOPS = ("strict", "careful", "default", "generous", "most-generous")
"""Names of policies, the strictest first."""
USUAL = STOPS.index("default")


@dataclass(frozen=True)
class Strictness:
    """One stop."""

    policy: str
    margin: float
    """In logits: so far an edit must be ahead of “no edit applies”; below 0: so far it may be behind."""
    times: float
    """The same as a factor between the two weights, at least 1."""
    most: int
    """Edits that one answer may read."""


def strictness(stop: int) -> Strictness:
    """The stop at this place of `STOPS`; places beyond its ends are its ends."""
    from app.model.policies import policy_named

    policy = policy_named(STOPS[min(max(stop, 0), len(STOPS) - 1)])
    return Strictness(policy.name, policy.margin, exp(abs(policy.margin)), min(policy.top_k or policy.cap, policy.cap))
