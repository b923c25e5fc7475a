"""Steps made by a thread of their own: who takes them slowly, or goes away, holds nobody up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeVar

Step = TypeVar("Step")


@dataclass(frozen=True)
class _End:
    error: BaseException | None = None


def in_background(steps: Iterator[Step], stop: Callable[[], None]) -> Iterator[Step]:
    """The steps in their order, each as soon as it is made; an error in them is raised here.

    Args:
        steps: few and small, since those made and not yet taken are kept.
        stop: called when nobody takes the steps any more; `steps` should then end.
    """
    made: SimpleQueue[Step | _End] = SimpleQueue()

    def make() -> None:
        try:
            for step in steps:
                made.put(step)
        except BaseException as error:  # raised again where the steps are taken
            made.put(_End(error))
        else:
            made.put(_End())

    threading.Thread(target=copy_context().run, args=[make], name="steps", daemon=True).start()
    try:
        while not isinstance(step := made.get(), _End):
            yield step
        if step.error is not None:
            raise step.error
    finally:
        stop()
