"""The one queue for the model: one user at a time, short requests first, sessions in turn.

A question is one short turn. A long job asks for a turn again for every piece of its work, so that others' questions
go between two pieces. Among requests of the same length the session that was served longest ago goes first, however
many requests another one has made.

    short, A's first ─┐                        after SHORT_IN_A_ROW short turns, a long one goes
    short, B's first  ├─► one holds the model ─► however many short ones wait
    short, A's second │
    long,  C's first ─┘
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.errors import Cancelled

SHORT_IN_A_ROW = 10
"""Short turns while a long one waits: then the long one goes, so that a job gets on even where many ask."""

LOOK_SECONDS = 0.05
"""Between two looks of a waiting request at whether it was stopped."""

OWNERS_REMEMBERED = 1_000
"""Sessions of which is known when they were served last."""

StopAsked = Callable[[], bool]


def never() -> bool:
    """For requests that nobody stops."""
    return False


@dataclass(eq=False)
class Ticket:
    """A request's place in the queue, from `ModelQueue.place`."""

    owner: str
    long: bool
    _queue: ModelQueue = field(repr=False)

    def wait(self, stop_asked: StopAsked = never) -> Iterator[int]:
        """How many go before it, whenever that changes; ends when the model is its own.

        Raises:
            Cancelled: `stop_asked()` said so; found at once, not only when its turn comes.
        """
        told: int | None = None
        while (before := self._queue.before(self)) is not None:
            if before != told:
                yield before
                told = before
            if stop_asked():
                raise Cancelled("The request was stopped while it was waiting for the model.", "", "Ask again.")
            self._queue.look()


class ModelQueue:
    """Who uses the model next."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._holder: Ticket | None = None
        self._waiting: list[Ticket] = []
        self._served: OrderedDict[str, int] = OrderedDict()
        """Owner → number of the turn it had last, the longest ago first."""
        self._turns = 0
        self._short_in_a_row = 0

    def __len__(self) -> int:
        """Requests that wait or have the model."""
        with self._changed:
            return len(self._waiting) + (self._holder is not None)

    @contextmanager
    def place(self, owner: str, *, long: bool = False) -> Iterator[Ticket]:
        """A place in the queue, and after `Ticket.wait` the model itself, until the block is left.

        Args:
            owner: who asks: a session's token.
            long: a piece of a long job; short requests go before it.
        """
        ticket = Ticket(owner, long, self)
        with self._changed:
            self._waiting.append(ticket)
            self._give()
        try:
            yield ticket
        finally:
            self._leave(ticket)

    @contextmanager
    def turn(self, owner: str, *, long: bool = False, stop_asked: StopAsked = never) -> Iterator[None]:
        """Waits for the model without telling how long, and has it until the block is left.

        Raises:
            Cancelled: `stop_asked()` said so while it waited.
        """
        with self.place(owner, long=long) as ticket:
            for _ in ticket.wait(stop_asked):
                pass
            yield

    def before(self, ticket: Ticket) -> int | None:
        """How many go before this one, the one that has the model now included; None when it has the model."""
        with self._changed:
            if self._holder is ticket:
                return None
            return (self._holder is not None) + self._order().index(ticket)

    def look(self) -> None:
        """Waits for a change in the queue, for a short while."""
        with self._changed:
            self._changed.wait(LOOK_SECONDS)

    def _leave(self, ticket: Ticket) -> None:
        with self._changed:
            if self._holder is ticket:
                self._holder = None
            else:
                self._waiting.remove(ticket)
            self._give()

    def _give(self) -> None:
        """Gives the model to the next one, if it is free and somebody waits."""
        if self._holder is None and self._waiting:
            order = self._order()
            long = next((ticket for ticket in order if ticket.long), None)
            patient = long is not None and self._short_in_a_row >= SHORT_IN_A_ROW
            self._holder = next_one = long if patient and long is not None else order[0]
            self._waiting.remove(next_one)
            self._short_in_a_row = 0 if next_one.long or long is None else self._short_in_a_row + 1
            self._remember(next_one.owner)
        self._changed.notify_all()

    def _order(self) -> list[Ticket]:
        """The waiting ones as they will be served: each owner's first, then each owner's second, …"""
        earlier: Counter[tuple[str, bool]] = Counter()
        ranks: dict[Ticket, int] = {}
        for ticket in self._waiting:
            ranks[ticket] = earlier[ticket.owner, ticket.long]
            earlier[ticket.owner, ticket.long] += 1
        return sorted(self._waiting, key=lambda ticket: (ticket.long, ranks[ticket], self._served.get(ticket.owner, 0)))

    def _remember(self, owner: str) -> None:
        self._turns += 1
        self._served[owner] = self._turns
        self._served.move_to_end(owner)
        while len(self._served) > OWNERS_REMEMBERED:
            self._served.popitem(last=False)
