"""What workers are given to do in tests: they import it by name, and torch is not imported with it."""

from __future__ import annotations

import os
import signal
import time
from functools import partial
from pathlib import Path
from typing import Any

from app.cluster import Piece
from app.errors import InputError


class Seen:
    """The state of a worker: what it was given before."""

    def __init__(self) -> None:
        self.commons: list[Any] = []


class Unreadable:
    """A way to make a state that no other process can read."""

    def __call__(self) -> Seen:
        return Seen()

    def __setstate__(self, _state: object) -> None:
        raise ValueError("unreadable")

    def __getstate__(self) -> str:
        return "something"


def squared(number: int) -> Piece[Seen, int]:
    return Piece(partial(_squared, number))


def _squared(number: int, _state: Seen, _common: None) -> int:
    return number * number


def taking_in(common: list[str]) -> Piece[Seen, bool]:
    """Whether the worker was given the common part for the first time."""
    return Piece(_taking_in, common)


def _taking_in(state: Seen, common: list[str]) -> bool:
    new = common not in state.commons
    state.commons.append(common)
    time.sleep(0.05)
    return new


def dying(place: Path, deaths: int) -> Piece[Seen, int]:
    """Kills so many workers, as a machine without memory does, before it is done."""
    return Piece(partial(_dying, place, deaths))


def _dying(place: Path, deaths: int, _state: Seen, _common: None) -> int:
    died = len(list(place.iterdir()))
    if died < deaths:
        kill_once(place / str(died))
    return died


def kill_once(mark: Path) -> None:
    """Kills this process, unless the mark says that it was done before."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def failing(text: str) -> Piece[Seen, None]:
    return Piece(partial(_failing, text))


def _failing(text: str, _state: Seen, _common: None) -> None:
    raise InputError(text, "Nothing is allowed.", "Stop.")
