"""Which wording the method `oracle` puts the right edit in: the best of three, as measured on `counterfact-val`.

Every file of assets/results/oracle is what this command printed for one backbone:

    python -m app evaluate counterfact-val --data FOLDER --records 120 --pool 1 --json
        --methods in-prompt-plain,in-prompt-fact,in-prompt-instruction --backbone NAME

For a backbone without such a file the choice made for another one holds, and every result says so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any

from app.config import ASSETS
from app.errors import EvaluationError

FOLDER = ASSETS / "results" / "oracle"

DECIDING = ("efficacy", "paraphrase")
"""The wording with the highest mean of these shares is the best; of equal ones the first."""


@dataclass(frozen=True)
class WordingChoice:
    """What was measured on one backbone."""

    backbone: str
    fingerprint: str
    suite: str
    records: int
    measured: dict[str, dict[str, float]]
    """Method with a wording → share of right answers, by kind of question."""

    @property
    def best(self) -> str:
        """Name of the method whose wording is the best."""
        return max(self.measured, key=lambda name: fmean(self.measured[name][kind] for kind in DECIDING))

    def as_dict(self, fingerprint: str) -> dict[str, Any]:
        """For a row of results on a backbone of that fingerprint."""
        return {
            "wording": self.best,
            "wording_chosen_on": f"{self.suite}, {self.records} records, {self.backbone}",
            "wording_chosen_for_this_backbone": fingerprint == self.fingerprint,
            "wordings_measured": self.measured,
        }


def wording_for(fingerprint: str) -> WordingChoice:
    """The choice for a backbone; one made for another where there is none.

    Raises:
        EvaluationError: nothing was measured, or a file is no such result.
    """
    choices = _choices(FOLDER)
    return next((choice for choice in choices if choice.fingerprint == fingerprint), choices[0])


@cache
def _choices(folder: Path) -> tuple[WordingChoice, ...]:
    found = tuple(_read(path) for path in sorted(folder.glob("*.json")))
    if not found:
        raise EvaluationError(f"{folder} holds no measurement.", "", "Fetch the program anew: a part of it is missing.")
    return found


def _read(path: Path) -> WordingChoice:
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        rows, versions = report["results"], report["versions"]
        return WordingChoice(
            backbone=versions["backbone"],
            fingerprint=versions["backbone_fingerprint"],
            suite=report["suite"],
            records=min(row["records"] for row in rows),
            measured={row["method"]: {kind: row["metrics"][kind]["value"] for kind in DECIDING} for row in rows},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvaluationError(
            f"{path} is no measurement of wordings.", "", "Write it again with `evaluate counterfact-val --json`."
        ) from error
