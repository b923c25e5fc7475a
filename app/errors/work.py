"""Evaluation, training and jobs."""

from __future__ import annotations

from app.errors.base import WorkbenchError


class EvaluationError(WorkbenchError):
    code = "evaluation"


class UnknownNameError(EvaluationError):
    code = "unknown-name"


class SuiteDataError(EvaluationError):
    code = "suite-data"


class ClusterError(WorkbenchError):
    code = "cluster"


class RayMissingError(ClusterError):
    code = "ray-missing"


class TrainingError(WorkbenchError):
    code = "training"


class JobError(WorkbenchError):
    code = "job"


class JobMissingError(JobError):
    code = "job-missing"


class BusyError(WorkbenchError):
    """Too many wait for the model.

    Args:
        given, allowed, remedy: as of `WorkbenchError`.
        seconds: until it is worth while to ask again.
    """

    code = "busy"

    def __init__(self, given: str, allowed: str = "", remedy: str = "", seconds: int = 1) -> None:
        super().__init__(given, allowed, remedy)
        self.seconds = seconds

    def as_dict(self) -> dict[str, str]:
        """With `retry_after`, in seconds."""
        return {**super().as_dict(), "retry_after": str(self.seconds)}


class Cancelled(WorkbenchError):  # noqa: N818 - not a mistake of anybody
    code = "cancelled"
