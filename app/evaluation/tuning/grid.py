"""Which settings a tuning tries."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import EvaluationError
from app.model import POLICIES, Policy

LEFT_OUT = "all"
"""The registered policy that is not tried: it reads the whole pool for every question."""


@dataclass(frozen=True)
class Grid:
    """Values of each knob, tried in every combination that can matter; the registered policies are tried besides."""

    top_k: tuple[int, ...] = (1, 2, 4)
    thresholds: tuple[float, ...] = (0.2, 0.05)
    temperatures: tuple[float, ...] = (0.5, 1.0, 2.0)
    margins: tuple[float, ...] = tuple(step / 2 for step in range(-6, 9))
    """In logits: −3 to 4 by halves."""

    def policies(self) -> tuple[Policy, ...]:
        """Registered policies under their names, then the combinations under names that tell their settings.

        Raises:
            EvaluationError: no margin or temperature, or neither a number of edits nor a threshold.
        """
        if not self.margins or not self.temperatures or not (self.top_k or self.thresholds):
            raise EvaluationError("There is nothing to try.", "", "Give at least one value of every knob.")
        kinds: list[tuple[int | None, float | None, float]] = []
        for edits in self.top_k:
            warm = self.temperatures if edits > 1 else (1.0,)  # the weight of a single edit is 1 at any temperature
            kinds += [(edits, None, temperature) for temperature in warm]
        kinds += [(None, threshold, temperature) for threshold in self.thresholds for temperature in self.temperatures]
        registered = [policy for name, policy in POLICIES.items() if name != LEFT_OUT]
        tried = [_policy(*kind, margin) for kind in dict.fromkeys(kinds) for margin in dict.fromkeys(self.margins)]
        known = {_settings(policy) for policy in registered}
        return (*registered, *(policy for policy in tried if _settings(policy) not in known))


def _policy(top_k: int | None, threshold: float | None, temperature: float, margin: float) -> Policy:
    kind = f"top-{top_k}" if top_k is not None else f"threshold-{threshold:g}"
    warm = "" if temperature == 1 else f" temperature {temperature:g}"
    return Policy(
        f"{kind}{warm} margin {margin:g}", margin=margin, top_k=top_k, threshold=threshold, temperature=temperature
    )


def _settings(policy: Policy) -> tuple[object, ...]:
    """What decides, without the name."""
    return tuple(value for name, value in policy.describe().items() if name != "name")
