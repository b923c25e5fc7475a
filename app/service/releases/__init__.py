"""Releases as people use them: made, tested, promoted, served, asked again, tried by some before all."""

from app.service.releases.diff import ReleaseDiff, diff_in_words
from app.service.releases.facade import Releases
from app.service.releases.overview import GateReport, Overview, ReleaseDetails
from app.service.releases.reopened import LoggedPage, Reopened
from app.service.releases.replay import Replay
from app.service.releases.serving import Served

__all__ = [
    "GateReport",
    "LoggedPage",
    "Overview",
    "ReleaseDetails",
    "ReleaseDiff",
    "Releases",
    "Reopened",
    "Replay",
    "Served",
    "diff_in_words",
]
