"""Answers written at the same time by one thread: it takes a step of each, in rounds, while there are any."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import AbstractContextManager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

Step = TypeVar("Step")


class Rounding(Protocol):
    """See `ModelQueue.round`."""

    def __call__(self) -> AbstractContextManager[None]: ...


@dataclass(frozen=True)
class _End:
    error: BaseException | None = None


@dataclass(eq=False)
class _Part(Generic[Step]):
    """One who takes part."""

    steps: Generator[Step, None, None]
    context: Context = field(default_factory=copy_context)
    """Of whoever takes the steps: who acts."""
    made: SimpleQueue[Step | _End] = field(default_factory=SimpleQueue)
    left: threading.Event = field(default_factory=threading.Event)
    """Nobody takes its steps any more."""

    def step(self) -> bool:
        """Makes its next step; False where there is none, or nobody to take it."""
        end = _End()
        if not self.left.is_set():
            try:
                self.made.put(self.context.run(next, self.steps))
            except StopIteration:
                pass
            except BaseException as error:  # raised again where the steps are taken
                end = _End(error)
            else:
                return True
        self.context.run(self.steps.close)
        self.made.put(end)
        return False


class Rounds:
    """Its thread is there only while somebody takes part."""

    def __init__(self, within: Rounding) -> None:
        """`within`: what surrounds a round: the right to compute."""
        self._within = within
        self._lock = threading.Lock()
        self._new: list[_Part[Any]] = []
        self._there = 0
        self._working = False

    def __len__(self) -> int:
        """Those who take part."""
        with self._lock:
            return len(self._new) + self._there

    def taking_part(self, steps: Generator[Step, None, None]) -> Generator[Step, None, None]:
        """The steps, each made within a round; an error in them is raised here.

        Where nobody takes them any more, `steps` is closed before this returns.
        """
        part = _Part(steps)
        with self._lock:
            self._new.append(part)
            if not self._working:
                self._working = True
                threading.Thread(target=self._work, name="rounds", daemon=True).start()
        step: Step | _End | None = None
        try:
            while not isinstance(step := part.made.get(), _End):
                yield step
            if step.error is not None:
                raise step.error
        finally:
            part.left.set()
            while not isinstance(step, _End):
                step = part.made.get()

    def _work(self) -> None:
        there: list[_Part[Any]] = []
        while True:
            with self._lock:
                self._there = len(there)
                if not there and not self._new:
                    self._working = False
                    return
            with self._within():
                there = [part for part in (*there, *self._joining()) if part.step()]

    def _joining(self) -> list[_Part[Any]]:
        """Who joins has its question read, which holds up the others: one a round."""
        with self._lock:
            joining = self._new[:1]
            del self._new[:1]
            self._there += len(joining)
            return joining
