"""The calibration of an adapter: a small logistic model in a file beside it, and what it was measured on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.errors import AdapterFormatError

if TYPE_CHECKING:
    from app.model import EditableModel, Policy

CALIBRATION_FILE = "calibration.json"


class Logistic(BaseModel):
    """probability = 1 / (1 + exp(−(intercept + Σ weight · (sign − mean) / spread)))"""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    intercept: float
    weights: dict[str, float]
    means: dict[str, float]
    spreads: dict[str, float]

    def probability(self, signs: Mapping[str, float]) -> float:
        """Of an answer with these signs."""
        total = self.intercept
        for name, weight in self.weights.items():
            total += weight * (signs[name] - self.means[name]) / self.spreads[name]
        return 1 / (1 + math.exp(-total)) if total > -700 else 0.0


class Reliability(BaseModel):
    """How good the probabilities are, each measured on answers that it was not fitted on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answers: int = Field(ge=1)
    right: int = Field(ge=0)
    brier: float
    """Mean squared error of the probability; always saying the share of right answers gives `brier_of_share`."""
    brier_of_share: float
    calibration_error: float
    """Mean distance between probability said and share right, over ten groups of equal size."""
    called_sure: int
    called_sure_right: int


class Branch(BaseModel):
    """Answers that read an edit, or answers that read none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    logistic: Logistic
    sure_from: float | None
    """Answers from this probability on are called sure; None: none is."""
    measured: Reliability

    def probability(self, signs: Mapping[str, float]) -> float:
        """Of an answer with these signs; never nearer to 0 or 1 than so many answers can show."""
        least = 1 / (self.measured.answers + 2)
        return min(max(self.logistic.probability(signs), least), 1 - least)


class Calibration(BaseModel):
    """All that is needed to say how sure an answer of one adapter is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1] = 1
    adapter_weights: str
    """Of the adapter's tensors, see `Adapter.weights_sha256`: another adapter needs another calibration."""
    memory: str
    policy: dict[str, Any]
    precision: str
    suites: dict[str, str]
    """Name → version."""
    records: int
    pool: int
    seed: int
    read: Branch | None
    """None: too few such answers."""
    unread: Branch | None

    def branch(self, *, read: bool) -> Branch | None:
        return self.read if read else self.unread

    def fits(self, policy: Policy) -> bool:
        """Whether it holds for answers by this policy. The margin may differ: the signs know it."""
        return settings_of(policy) == self.policy


def settings_of(policy: Policy) -> dict[str, Any]:
    """What of a policy a calibration depends on."""
    described = replace(policy, margin=0.0).describe()
    return {name: value for name, value in described.items() if name != "name"}


def calibration_of(model: EditableModel) -> Calibration | None:
    """The calibration beside the model's adapter; None where there is none for these weights and this memory.

    Raises:
        AdapterFormatError: a file that is not a calibration.
    """
    if model.adapter is None or model.adapter.path is None:
        return None
    file = model.adapter.path / CALIBRATION_FILE
    if not file.is_file():
        return None
    found = load_calibration(file)
    if found.memory != model.memory or found.adapter_weights != model.adapter.weights_sha256:
        return None
    return found


def load_calibration(file: Path) -> Calibration:
    """Read a calibration.

    Raises:
        AdapterFormatError: the file is not one.
    """
    try:
        return Calibration.model_validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise AdapterFormatError(
            given=f"{file} is not a calibration: {where}: {first['msg']}.",
            allowed="It is written by `python -m app calibrate`.",
            remedy="Make it anew, or delete it: then no sureness is shown.",
        ) from error


def save_calibration(calibration: Calibration, file: Path) -> None:
    """Write it, the whole file or none."""
    partial = file.with_name(f".{file.name}.partial")
    partial.write_text(calibration.model_dump_json(indent=2) + "\n", encoding="utf-8")
    partial.replace(file)
