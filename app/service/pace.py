"""How fast requests for the model are served, and what one that finds too many waiting is told."""

from __future__ import annotations

import math
from collections import deque
from statistics import median

from app.errors import BusyError

REMEMBERED = 50
"""Requests whose time is remembered."""
UNKNOWN_SECONDS = 2.0
"""Of a request, while none was served yet."""


class Pace:
    """Seconds of the model that requests took lately."""

    def __init__(self) -> None:
        self._taken: deque[float] = deque(maxlen=REMEMBERED)

    def add(self, seconds: float) -> None:
        """Of a request that was served; its part, where it had the model together with others."""
        self._taken.append(seconds)

    def seconds(self, waiting: int) -> int:
        """Until about half of so many that wait are served; whole, at least 1."""
        each = median(self._taken) if self._taken else UNKNOWN_SECONDS
        return max(1, math.ceil(each * waiting / 2))


def refusal(waiting: int, most: int, seconds: int, *, own: bool = False) -> BusyError:
    """The error of a request that comes when too many wait.

    Args:
        waiting: requests that wait; with `own` those of this visitor.
        most: that may.
        seconds: until it is worth while to ask again.
    """
    remedy = f"Try again in about {seconds} s."
    if own:
        return BusyError(
            f"{waiting} requests of this session are waiting for the model already.",
            f"Of one session, at most {most} may wait (half of INCOMES_MAX_WAITING).",
            remedy,
            seconds,
        )
    return BusyError(
        f"{waiting} requests are waiting for the model already.",
        f"At most {most} may wait (INCOMES_MAX_WAITING).",
        remedy,
        seconds,
    )
