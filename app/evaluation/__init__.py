"""Suites, methods and metrics: how well edits work, measured on freely generated answers."""

from __future__ import annotations

from app.evaluation.measured import Measured, measure
from app.evaluation.methods import METHODS, Method, Reply, method_named
from app.evaluation.report import Report, Row
from app.evaluation.run import evaluate
from app.evaluation.runner import Evaluation
from app.evaluation.several import RunSettings, evaluate_each, together
from app.evaluation.suites import BUNDLES, SUITES, Suite, suite_named, suites_named

__all__ = [
    "BUNDLES",
    "METHODS",
    "SUITES",
    "Evaluation",
    "Measured",
    "Method",
    "Reply",
    "Report",
    "Row",
    "RunSettings",
    "Suite",
    "evaluate",
    "evaluate_each",
    "measure",
    "method_named",
    "suite_named",
    "suites_named",
    "together",
]
