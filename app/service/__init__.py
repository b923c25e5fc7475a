"""The façade over model, data and explanation, with sessions and limits."""

from app.service.answering import Asking
from app.service.core import About
from app.service.job import JobView
from app.service.kept_answers import Asked
from app.service.loading import Loading
from app.service.proposals import Proposal
from app.service.sessions import Session
from app.service.work import Change, Work
from app.service.workbench import Workbench

__all__ = [
    "About",
    "Asked",
    "Asking",
    "Change",
    "JobView",
    "Loading",
    "Proposal",
    "Session",
    "Work",
    "Workbench",
]
