"""The one queue for the model: short requests first, sessions in turn, questions together.

A question is one short turn. A long job asks for a turn again for every piece of its work, so that others' questions
go between two pieces. Among requests of the same length the session that was served longest ago goes first, however
many requests another one has made.

    short, A's first ─┐                        after SHORT_IN_A_ROW short turns, a long one goes
    short, B's first  ├─► one holds the model ─► however many short ones wait
    short, A's second │
    long,  C's first ─┘

Questions that can share the passes through the model (`together`) have it at the same time, as many as `most_together`,
and do their steps in rounds; a request of another kind whose turn it is goes between two rounds.

    rounds   A B │ A B D │ A B D │            │ B D │ …
    alone                        │ E explains │
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from app.errors import Cancelled
from app.service.pace import Pace, refusal

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
    together: bool
    _queue: ModelQueue = field(repr=False)
    since: float = 0.0
    """When it got the model; seconds, increasing."""

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
    """Who uses the model next.

    Args:
        most_waiting: short requests that may wait; one owner's at most half of them. Long ones are bounded elsewhere.
        most_together: requests that may have the model at the same time, of those that can.
        clock: seconds, increasing.
    """

    def __init__(
        self, most_waiting: int = 1_000, most_together: int = 1, clock: Callable[[], float] = monotonic
    ) -> None:
        self._most_waiting, self._most_together, self._clock = most_waiting, most_together, clock
        self._changed = threading.Condition()
        self._holder: Ticket | None = None
        """Has the model alone; those together wait meanwhile."""
        self._together: list[Ticket] = []
        self._in_round = False
        self._round_done = False
        """Since the last request that had the model alone."""
        self._waiting: list[Ticket] = []
        self._line: list[Ticket] | None = None
        """The waiting ones as they will be served; None: to be found anew. Every one that waits looks at it often."""
        self._served: OrderedDict[str, int] = OrderedDict()
        """Owner → number of the turn it had last, the longest ago first."""
        self._turns = 0
        self._short_in_a_row = 0
        self._pace = Pace()

    def __len__(self) -> int:
        """Requests that wait or have the model."""
        with self._changed:
            return len(self._waiting) + len(self._together) + (self._holder is not None)

    @contextmanager
    def place(self, owner: str, *, long: bool = False, together: bool = False, refuse: bool = True) -> Iterator[Ticket]:
        """A place in the queue, and after `Ticket.wait` the model itself, until the block is left.

        Args:
            owner: who asks: a session's token.
            long: a piece of a long job; short requests go before it.
            together: it can have the model at the same time as others of this kind, and uses it within `round` only.
            refuse: where too many short requests wait already.

        Raises:
            BusyError: too many short requests wait already, or too many of this owner.
        """
        ticket = Ticket(owner, long, together, self)
        with self._changed:
            if refuse and not long:
                self._require_room(owner)
            self._waiting.append(ticket)
            self._give()
            self._changed.notify_all()
        try:
            yield ticket
        finally:
            self._leave(ticket)

    @contextmanager
    def turn(
        self, owner: str, *, long: bool = False, stop_asked: StopAsked = never, refuse: bool = True
    ) -> Iterator[None]:
        """Waits for the model without telling how long, and has it alone until the block is left.

        Raises:
            Cancelled: `stop_asked()` said so while it waited.
            BusyError: as `place`.
        """
        with self.place(owner, long=long, refuse=refuse) as ticket:
            for _ in ticket.wait(stop_asked):
                pass
            yield

    @contextmanager
    def round(self) -> Iterator[None]:
        """The model for one step of all that have it together; entered by one thread only."""
        with self._changed:
            self._changed.wait_for(lambda: self._holder is None)
            self._in_round = True
        try:
            yield
        finally:
            with self._changed:
                self._in_round, self._round_done = False, True
                if self._give():
                    self._changed.notify_all()

    def before(self, ticket: Ticket) -> int | None:
        """How many go before this one, with one for those that have the model now; None when it has the model."""
        with self._changed:
            if ticket is self._holder or ticket in self._together:
                return None
            return bool(self._holder or self._together) + self._order().index(ticket)

    def look(self) -> None:
        """Waits for a change in the queue, for a short while."""
        with self._changed:
            self._changed.wait(LOOK_SECONDS)

    def _require_room(self, owner: str) -> None:
        short = [ticket.owner for ticket in self._waiting if not ticket.long]
        own, most_own = short.count(owner), max(1, self._most_waiting // 2)
        if len(short) >= self._most_waiting:
            raise refusal(len(short), self._most_waiting, self._pace.seconds(len(short)))
        if own >= most_own:
            raise refusal(own, most_own, self._pace.seconds(len(short)), own=True)

    def _leave(self, ticket: Ticket) -> None:
        with self._changed:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
            else:
                if not ticket.long:
                    self._pace.add((self._clock() - ticket.since) / max(1, len(self._together)))
                if self._holder is ticket:
                    self._holder = None
                else:
                    self._together.remove(ticket)
            self._give()
            self._changed.notify_all()

    def _give(self) -> bool:
        """Gives the model to those that may have it now; whether there were any."""
        self._line = None
        given = False
        while (next_one := self._next()) is not None:
            given = True
            long_waits = any(ticket.long for ticket in self._waiting)
            self._waiting.remove(next_one)
            next_one.since = self._clock()
            if next_one.together:
                self._together.append(next_one)
            else:
                self._holder, self._round_done = next_one, False
            self._short_in_a_row = self._short_in_a_row + 1 if long_waits and not next_one.long else 0
            self._remember(next_one.owner)
            self._line = None
        return given

    def _next(self) -> Ticket | None:
        """Whose turn it is, if the model can be had."""
        if self._holder is not None or not self._waiting:
            return None
        order = self._order()
        first, long = order[0], next((ticket for ticket in order if ticket.long), None)
        patient = long is not None and self._short_in_a_row >= SHORT_IN_A_ROW
        if patient and long is not None:
            first = long
        if first.together:
            return first if len(self._together) < self._most_together else None
        if self._in_round or (self._together and (not self._round_done or (first.long and not patient))):
            return None
        return first

    def _order(self) -> list[Ticket]:
        """The waiting ones as they will be served: each owner's first, then each owner's second, …"""
        if self._line is not None:
            return self._line
        earlier: Counter[tuple[str, bool]] = Counter()
        ranks: dict[Ticket, int] = {}
        for ticket in self._waiting:
            ranks[ticket] = earlier[ticket.owner, ticket.long]
            earlier[ticket.owner, ticket.long] += 1
        served = self._served
        self._line = sorted(self._waiting, key=lambda one: (one.long, ranks[one], served.get(one.owner, 0)))
        return self._line

    def _remember(self, owner: str) -> None:
        self._turns += 1
        self._served[owner] = self._turns
        self._served.move_to_end(owner)
        while len(self._served) > OWNERS_REMEMBERED:
            self._served.popitem(last=False)
