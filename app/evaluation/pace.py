"""How far a long run is, and whether it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.errors import Cancelled

Progress = Callable[[str, float], None]
StopAsked = Callable[[], bool]


@dataclass
class Pace:
    """Counts questions and tells how far it is."""

    total: int
    progress: Progress | None
    stop_asked: StopAsked | None
    done: int = 0

    def advance(self, what: str, count: int) -> None:
        self.done += count
        if self.progress is not None:
            self.progress(f"{what}: {self.done:,} of {self.total:,} questions", self.done / self.total)

    def check(self) -> None:
        """Raises: Cancelled."""
        if self.stop_asked is not None and self.stop_asked():
            raise Cancelled("The evaluation was stopped.", "", "Start it again.")
