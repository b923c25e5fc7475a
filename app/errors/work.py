"""Evaluation, training and jobs."""

from __future__ import annotations

from app.errors.base import WorkbenchError


class EvaluationError(WorkbenchError):
    code = "evaluation"


class UnknownNameError(EvaluationError):
    code = "unknown-name"


class SuiteDataError(EvaluationError):
    code = "suite-data"


class TrainingError(WorkbenchError):
    code = "training"


class JobError(WorkbenchError):
    code = "job"


class JobMissingError(JobError):
    code = "job-missing"


class Cancelled(WorkbenchError):  # noqa: N818 - not a mistake of anybody
    code = "cancelled"
