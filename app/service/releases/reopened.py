"""Logged answers as a person looks them up, and one of them opened again."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import NotAllowedError
from app.service.releases.replay import Replay
from app.store import LoggedAnswer


@dataclass(frozen=True)
class LoggedPage:
    """A part of the answers that were kept, the newest first."""

    answers: tuple[LoggedAnswer, ...]
    total: int
    """Of all that the search finds."""
    offset: int
    refusal: NotAllowedError | None
    """Why whoever acts may not open one again; None where he may."""


@dataclass(frozen=True)
class Reopened:
    """A logged answer, asked again and kept in the session under `key`, to be explained as any other."""

    key: str
    told: Replay
