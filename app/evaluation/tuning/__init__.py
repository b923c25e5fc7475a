"""Tuning: policies swept over validation questions, efficacy weighed against unwanted change, one setting chosen."""

from __future__ import annotations

from app.evaluation.tuning.grid import Grid
from app.evaluation.tuning.result import Tuning
from app.evaluation.tuning.tune import SUITES, Sweep, slots_of, tune

__all__ = ["SUITES", "Grid", "Sweep", "Tuning", "slots_of", "tune"]
