"""A question waits for edits of its session that are on their way, where that is a matter of seconds.

Whoever adds an edit and asks at once expects an answer that knows it. Where many edits are compressed, or other work
goes before, the question is answered without them, and the answer says how many took no part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic, sleep
from typing import TYPE_CHECKING

from app.service.compressing import COMPRESS
from app.service.fidelities import CHECK
from app.service.queue import StopAsked

if TYPE_CHECKING:
    from app.service.arriving import Arrivals
    from app.service.core import Core
    from app.service.jobs import JobShelf
    from app.service.sessions import Session

MOST = 100
"""Edits that are waited for: a few seconds' work, the demo edits or a typed list, but no file of a thousand."""
MOST_SECONDS = 30.0
"""For so long a question waits at most, if the model is busy with others' questions."""
LOOK_SECONDS = 0.15
"""Between two looks at how far they are."""


class Awaiting:
    """What questions wait for.

    Args:
        clock: seconds, increasing.
    """

    def __init__(self, core: Core, arrivals: Arrivals, clock: Callable[[], float] = monotonic) -> None:
        self._core, self._arrivals, self._clock = core, arrivals, clock

    def edits(self, session: Session, stop_asked: StopAsked) -> Iterator[int]:
        """How many edits are on their way, again and again until they are in use, or not worth waiting for.

        Nothing is held meanwhile: neither a place in the queue for the model, which the edits need, nor a lock. What
        fails, or is stopped, is not on its way any more.

        Raises:
            StoreError: the shared store cannot be opened.
        """
        end = self._clock() + MOST_SECONDS
        while (number := self._on_the_way(session)) and not stop_asked() and self._clock() < end:
            yield number
            sleep(LOOK_SECONDS)

    def unsettled(self, session: Session) -> int:
        """Edits that the session's work does not hold yet, though somebody has added them."""
        return sum(arrival.edits for arrival in self._arrivals.coming(session.token))

    def _on_the_way(self, session: Session) -> int:
        """Edits that will be in use in a matter of seconds; 0 where there are none, or too many."""
        released = session.shares_as is not None and self._core.release_for(session) is not None
        if released or session.offered is not None:
            return 0  # answered from a release, or a pool that is offered, which are complete
        arriving = self._arrivals.coming(session.token)  # looked at first: what leaves here has begun its job
        shelves = [session.jobs]
        if session.shares_as is not None:
            shelves.append(self._core.shared().jobs)
        found = [_being_compressed(shelf) for shelf in shelves]
        number = sum(arrival.edits for arrival in arriving) + sum(edits for edits, _ in found)
        work = number + sum(before for _, before in found)
        return number if work <= MOST else 0


def _being_compressed(shelf: JobShelf) -> tuple[int, int]:
    """Edits that a shelf's job is compressing, and how many it checks before; (0, 0) where other work goes first."""
    before = 0
    for view in reversed(shelf.views()):
        if view.live and view.kind == COMPRESS:
            return max(1, view.total - view.done), before  # a job that has not begun may not know its edits yet
        if view.live and view.kind == CHECK:
            before += view.total - view.done
        elif view.live:
            break
    return 0, 0
