"""Workers that do pieces of work side by side. One may die at any moment: what it was doing another one does."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Generic, TypeVar

from app.cluster.opening import Cluster
from app.errors import ClusterError

State = TypeVar("State")
Result = TypeVar("Result")

MOST_DEATHS = 3
"""Workers that may die over one piece, or as they begin, before it is taken for the reason."""
PATIENCE_SECONDS = 600.0
"""Without a single worker that lives."""
LOOK_SECONDS = 1.0
"""Between two looks whether a new worker has come."""


@dataclass(frozen=True, eq=False)
class Piece(Generic[State, Result]):
    """A piece of work; doing it twice does no harm."""

    do: Callable[[State, Any], Result]
    """Given a worker's state and what is common."""
    common: Any = None
    """What several pieces, each holding the very same object, need: it is sent once, and a worker that has it gets
    such pieces before others."""


class _Worker(Generic[State]):
    """In a process of its own; its state, such as a model, is made at the first piece and kept."""

    def __init__(self, make: Callable[[], State]) -> None:
        self._make, self._made = make, False
        self._state: State

    def lives(self) -> None:
        """Returns once the process is there."""

    def do(self, do: Callable[[State, Any], Result], common: Any) -> Result:
        if not self._made:
            self._state, self._made = self._make(), True
        return do(self._state, common)


@dataclass(eq=False)
class _Hand:
    """A worker, as it is seen from here."""

    actor: Any
    has: Any = None
    """The common part of its last piece."""
    lives: bool = False
    """Whether its process has begun."""
    piece: Piece[Any, Any] | None = None
    """What it is doing; None: beginning to live, or finishing what nobody waits for any more."""


class Crew(Generic[State]):
    """The workers of a cluster.

    Args:
        make: makes a worker's state; pickled.
        on_card: each worker has a graphics card to itself.
    """

    def __init__(self, cluster: Cluster, make: Callable[[], State], *, on_card: bool = False) -> None:
        self.workers = cluster.workers
        self._ray: ModuleType = cluster.ray
        kind = cluster.ray.remote(_Worker).options(
            num_cpus=cluster.cores, num_gpus=int(on_card), scheduling_strategy="SPREAD"
        )
        self._hire: Callable[[], Any] = lambda: kind.remote(make)
        self._idle: list[_Hand] = []
        self._busy: dict[Any, _Hand] = {}
        """What is waited for → whose it is."""
        self._stillborn = 0
        """Workers that died as they began, since the last one that did not."""
        self._sent: dict[int, tuple[Any, Any]] = {}
        """Id of a common part → the part, and where it was put."""
        for _ in range(self.workers):
            self._engage()

    def each(self, pieces: Sequence[Piece[State, Result]]) -> Iterator[tuple[Piece[State, Result], Result]]:
        """Every piece with its result, in the order in which they are done.

        Raises:
            ClusterError: a piece that workers die of, or no worker to be had.
            Whatever a piece raises.
        """
        left, deaths = deque(pieces), Counter[Piece[State, Result]]()
        pending, seen = len(left), time.monotonic()
        try:
            while pending:
                self._hand_out(left)
                found, _ = self._ray.wait(list(self._busy), timeout=LOOK_SECONDS)
                for reference in found:
                    hand = self._busy.pop(reference)
                    piece, hand.piece = hand.piece, None
                    try:
                        result = self._ray.get(reference)
                    except self._ray.exceptions.RayActorError as error:
                        self._replace(hand, error)
                        if piece is not None:
                            deaths[piece] += 1
                            _require_few(deaths[piece], "died over the same piece of work", error)
                            left.appendleft(piece)
                        continue
                    except self._ray.exceptions.RayTaskError as error:
                        self._idle.append(hand)
                        if piece is not None:
                            raise error.cause from None
                        continue
                    hand.lives, self._stillborn = True, 0
                    self._idle.append(hand)
                    if piece is not None:
                        pending -= 1
                        yield piece, result
                if found or any(hand.piece for hand in self._busy.values()):
                    seen = time.monotonic()
                _require_life(time.monotonic() - seen)
        finally:
            for hand in self._busy.values():
                hand.piece = None
            self._sent.clear()

    def close(self) -> None:
        """Ends the workers; a cluster has room for no others before."""
        for hand in (*self._idle, *self._busy.values()):
            self._ray.kill(hand.actor)
        self._idle, self._busy = [], {}

    def _engage(self) -> None:
        """A new worker, that gets work once its process is there: on a full cluster it may never be."""
        hand = _Hand(self._hire())
        self._busy[hand.actor.lives.remote()] = hand

    def _replace(self, hand: _Hand, error: Exception) -> None:
        """Raises: ClusterError: one after the other dies before it lives."""
        self._engage()
        if not hand.lives:
            self._stillborn += 1
            _require_few(self._stillborn, "died as they began", error)

    def _hand_out(self, left: deque[Piece[State, Result]]) -> None:
        while left and self._idle:
            hand = self._idle.pop()
            piece = self._fitting(hand, left)
            left.remove(piece)
            hand.piece, hand.has = piece, piece.common
            self._busy[hand.actor.do.remote(piece.do, self._sent_once(piece.common))] = hand

    def _fitting(self, hand: _Hand, left: deque[Piece[State, Result]]) -> Piece[State, Result]:
        """One whose common part the worker has; else one whose common part no other worker has; else the next."""
        if left[0].common is None:
            return left[0]
        own = next((piece for piece in left if piece.common is hand.has), None)
        if own is not None:
            return own
        held = {id(other.has) for other in (*self._idle, *self._busy.values())}
        return next((piece for piece in left if id(piece.common) not in held), left[0])

    def _sent_once(self, common: Any) -> Any:
        if common is None:
            return None
        if id(common) not in self._sent:
            self._sent[id(common)] = common, self._ray.put(common)
        return self._sent[id(common)][1]


def _require_few(deaths: int, how: str, error: Exception) -> None:
    """Raises: ClusterError: too many workers died like that."""
    if deaths >= MOST_DEATHS:
        raise ClusterError(
            f"{deaths} workers {how}; the last one: {error}.",
            "",
            "Often a machine has too little memory: ask for fewer workers. What was done is kept.",
        ) from error


def _require_life(seconds: float) -> None:
    """Raises: ClusterError: no worker has lived for too long."""
    if seconds > PATIENCE_SECONDS:
        raise ClusterError(
            f"No worker has begun for {int(seconds)} seconds.",
            "",
            "See whether the cluster has room: `ray status`. What was done is kept.",
        )
