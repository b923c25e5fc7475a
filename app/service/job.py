"""One long job: pieces of work done one after the other in a thread of its own, which can be stopped and go on.

A job is a `Task` with a state around it. The task does its next piece whenever the job has the model, and keeps what
is done; so a stopped or failed job goes on with what is left, and nothing that was done is done again.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from logging import getLogger
from time import monotonic
from typing import Generic, Literal, Protocol, TypeVar

from app.errors import Cancelled, JobError, WorkbenchError
from app.service.queue import ModelQueue, StopAsked

State = Literal["queued", "running", "done", "stopped", "failed"]
LIVE: tuple[State, ...] = ("queued", "running")
"""A job in one of these states works, or will without anybody's doing."""

Unit = TypeVar("Unit")
Result = TypeVar("Result")
log = getLogger(__name__)


class Task(Protocol):
    """What a job does. Every function is called from the job's thread, `left` and `done` from others too."""

    kind: str
    """Names the sort of job; the text `job.KIND` says it to people."""

    @property
    def done(self) -> int:
        """Units done, those before a stop included."""

    @property
    def left(self) -> int:
        """Units still to do; 0: the job is done."""

    def prepare(self) -> None:
        """Before the first piece, and whenever more may be left than is known: without the model.

        May raise WorkbenchError.
        """

    def step(self, stop_asked: StopAsked) -> None:
        """Does the next piece, about a second of work, with the model to itself. What it did counts as done after it.

        Raises:
            Cancelled: `stop_asked()` said so; what this piece had done is lost.
            WorkbenchError: the job fails, and can go on later.
        """


class TaskOfUnits(Generic[Unit, Result]):
    """A task that makes one result of each unit of a list, and keeps them in order.

    Args:
        kind: sort of job.
        units: what is to be done.
        work: units → as many results, with the model; may raise as `Task.step` does.
        at_once: units in one piece: about a second of work.
        prepare: done before the first piece, without the model.
    """

    def __init__(
        self,
        kind: str,
        units: Sequence[Unit],
        work: Callable[[Sequence[Unit], StopAsked], Sequence[Result]],
        *,
        at_once: int = 1,
        prepare: Callable[[], None] | None = None,
    ) -> None:
        self.kind = kind
        self.units = tuple(units)
        self.results: tuple[Result, ...] = ()
        """Of the first units, as many as are done. Replaced as a whole: may be read at any time."""
        self._work, self._at_once, self._prepare = work, at_once, prepare

    @property
    def done(self) -> int:
        return len(self.results)

    @property
    def left(self) -> int:
        return len(self.units) - len(self.results)

    def prepare(self) -> None:
        if self._prepare is not None:
            self._prepare()

    def step(self, stop_asked: StopAsked) -> None:
        piece = self.units[self.done : self.done + self._at_once]
        results = tuple(self._work(piece, stop_asked))
        if len(results) != len(piece):
            raise ValueError(f"{len(piece)} units gave {len(results)} results")
        self.results += results


@dataclass(frozen=True)
class JobView:
    """A job at one moment, for people."""

    id: str
    kind: str
    title: str
    """What it works on, in the words of the person who began it: a file's name. May be empty."""
    state: State
    done: int
    total: int
    before: int | None
    """Requests that go before it, while it is queued."""
    seconds_left: float | None
    """None before the pace is known."""
    error: WorkbenchError | None
    """Why it failed."""
    over_for: float = 0.0
    """Seconds since it was done; 0 for any other."""

    @property
    def live(self) -> bool:
        return self.state in LIVE


class Job:
    """A task on its way.

    Args:
        task: what it does.
        queue: where it waits for the model, for every piece anew.
        owner: a session's token, or the shared store's name: jobs of one owner share its turns.
        title: what it works on.
    """

    def __init__(self, task: Task, queue: ModelQueue, owner: str, title: str = "") -> None:
        self.id = secrets.token_urlsafe(9)
        self.task, self.title = task, title
        self._as_who_began_it = copy_context()
        self._queue, self._owner = queue, owner
        self._state: State = "queued"
        self._error: WorkbenchError | None = None
        self._before: int | None = None
        self._stopped = threading.Event()
        self._more = False
        """More may be left by now than the task knows of."""
        self._lock = threading.Lock()
        self._began = (0.0, 0)
        """When the present run had the model first (seconds, increasing), and the units done by then."""
        self._done_at = 0.0
        """When it was done (seconds, increasing)."""

    @property
    def live(self) -> bool:
        return self._state in LIVE

    def view(self, earlier: int = 0) -> JobView:
        """As it is now. `earlier`: jobs of the same owner that go before it."""
        state, done = self._state, self.task.done
        left = 0 if state == "done" else self.task.left  # what has come since then is not this job's
        return JobView(
            id=self.id,
            kind=self.task.kind,
            title=self.title,
            state=state,
            done=done,
            total=done + left,
            before=earlier + (self._before or 0) if state == "queued" else None,
            seconds_left=self._seconds_left(done, left) if state == "running" else None,
            error=self._error,
            over_for=monotonic() - self._done_at if state == "done" else 0.0,
        )

    def stop(self) -> None:
        """Stops it: at once where it waits, else after the piece that it is doing. Does no harm to one that is over."""
        with self._lock:
            if self._state in LIVE:
                self._stopped.set()
            if self._state == "queued":
                self._state = "stopped"

    def take_in(self) -> bool:
        """Has it look once more for what is left before it is done; False where it is over, or about to stop."""
        with self._lock:
            if self._state not in LIVE or self._stopped.is_set():
                return False
            self._more = True
            return True

    def queue_again(self) -> bool:
        """A stopped or failed job waits to go on; False for any other."""
        with self._lock:
            if self._state not in ("stopped", "failed"):
                return False
            self._stopped = threading.Event()
            self._state, self._error, self._before = "queued", None, None
            return True

    def run(self) -> None:
        """Works until the job is done, stopped or failed, as whoever began it. Never raises."""
        self._as_who_began_it.run(self._run)

    def _run(self) -> None:
        stopped = self._stopped
        if self._state != "queued":
            return
        try:
            while True:
                self.task.prepare()
                while self.task.left and not stopped.is_set():
                    self._piece(stopped)
                if self._over(stopped):
                    return
        except Cancelled:
            self._end("stopped", stopped)
        except WorkbenchError as error:
            self._end("failed", stopped, error)
        except Exception as error:
            log.exception("A job of the kind %s failed.", self.task.kind)
            remedy = "Let it go on: what was done is kept. If it fails again at the same place, please report this."
            self._end("failed", stopped, JobError(f"The job failed unexpectedly: {error}.", "", remedy))

    def _over(self, stopped: threading.Event) -> bool:
        """Ends it as done or stopped; False where more may have come after its last look at what is left."""
        left = self.task.left
        with self._lock:
            more, self._more = self._more, False
            if more and not stopped.is_set():
                return False
            if stopped is self._stopped:  # not begun anew meanwhile
                self._done_at = monotonic()
                self._state = "stopped" if left else "done"
            return True

    def _piece(self, stopped: threading.Event) -> None:
        with self._queue.place(self._owner, long=True) as ticket:
            for before in ticket.wait(stopped.is_set):
                self._before = before
            self._begin(stopped)
            self.task.step(stopped.is_set)

    def _begin(self, stopped: threading.Event) -> None:
        """Its turn has come: from the first one on it is running. Raises Cancelled where it was stopped meanwhile."""
        with self._lock:
            if stopped.is_set():
                raise Cancelled("The job was stopped.", "", "Let it go on.")
            if self._state == "queued":
                self._state = "running"
                self._began = (monotonic(), self.task.done)

    def _end(self, state: State, stopped: threading.Event, error: WorkbenchError | None = None) -> None:
        with self._lock:
            if stopped is self._stopped:  # not begun anew meanwhile
                self._state, self._error = state, error

    def _seconds_left(self, done: int, left: int) -> float | None:
        begin, before = self._began
        return (monotonic() - begin) / (done - before) * left if done > before else None
