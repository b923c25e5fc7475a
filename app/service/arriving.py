"""Edits on their way into a session: taken in as soon as the model is there, whether somebody watches or not.

What is added while the model is still loaded waits here, in a thread of its own: a reload of the page loses nothing,
and a question asked meanwhile knows that edits are coming (`app/service/awaiting.py`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextvars import copy_context
from logging import getLogger
from typing import TYPE_CHECKING, Literal

from app.data import Upload
from app.errors import JobError, WorkbenchError
from app.service.permissions import permitted

if TYPE_CHECKING:
    from app.data import Edit
    from app.service.core import Core
    from app.service.editing import Edits
    from app.service.proposals import Proposal

Looks = Literal["never", "if it asks", "always"]
"""When somebody looks at a proposal before it is added."""

log = getLogger(__name__)


class Arrival:
    """An upload on its way. What becomes of it is set before it is settled, and never changes after that."""

    def __init__(self, upload: Upload, looks: Looks) -> None:
        self.upload, self.looks = upload, looks
        self.proposal: Proposal | None = None
        """What was found in it; None: it could not be looked at."""
        self.added: tuple[Edit, ...] = ()
        self.held: tuple[str, ...] = ()
        """Texts among them that wait for approval (`Edits.held`)."""
        self.job: str | None = None
        """The job that compresses what was added; None: nothing was, or somebody has to look at it first."""
        self.error: WorkbenchError | None = None
        self._settled = threading.Event()

    @property
    def edits(self) -> int:
        """How many will be added without anybody's doing, as far as is known before they are looked at."""
        return 0 if self.looks == "always" else len(self.upload.edits)

    def waiting(self, every: float) -> Iterator[None]:
        """Again and again until it is settled, after so many seconds each."""
        while not self._settled.wait(every):
            yield

    def result(self) -> Proposal:
        """What was found in it, once it is settled; waits for that.

        Raises:
            WorkbenchError: why nothing was added.
        """
        self._settled.wait()
        if self.error is not None:
            raise self.error
        if self.proposal is None:
            raise JobError("The edits could not be taken in.", "Nothing was added.", "Add them again.")
        return self.proposal

    def settle(self) -> None:
        """Nothing more becomes of it."""
        self._settled.set()


class Arrivals:
    """Uploads on their way, of all sessions; those of one session are taken in one after the other."""

    def __init__(self, core: Core, edits: Edits) -> None:
        self._core, self._edits = core, edits
        self._coming: dict[str, list[Arrival]] = {}
        """Token → what is not settled yet; no token without any."""
        self._lock = threading.Lock()

    @permitted("arrivals.begin")
    def begin(self, token: str | None, upload: Upload, looks: Looks = "if it asks") -> Arrival:
        """Takes an upload in as soon as the model is there, and begins to compress it. Does not wait for anything.

        Args:
            looks: when it is only proposed (`Edits.accept` then adds it): `never`, not even where a part is flagged;
                where the proposal asks; or `always`.

        Raises:
            SessionExpiredError: no such session.
        """
        session, arrival = self._core.session(token), Arrival(upload, looks)
        with self._lock:
            first = session.token not in self._coming
            self._coming.setdefault(session.token, []).append(arrival)
        if first:
            run = copy_context().run  # as whoever adds them
            threading.Thread(target=run, args=[self._take_in, session.token], name="edits", daemon=True).start()
        return arrival

    @permitted("arrivals.coming")
    def coming(self, token: str | None) -> tuple[Arrival, ...]:
        """What is not settled yet, the oldest first."""
        session = self._core.session(token)
        with self._lock:
            return tuple(self._coming.get(session.token, ()))

    def _take_in(self, token: str) -> None:
        arrival: Arrival | None = self._coming[token][0]
        while arrival is not None:
            try:
                self._settle(token, arrival)
            except WorkbenchError as error:
                arrival.error = error
            except Exception:  # whoever waits is told in `Arrival.result`; what comes behind is still taken in
                log.exception("Edits could not be taken in.")
            arrival = self._next(token)

    def _settle(self, token: str, arrival: Arrival) -> None:
        arrival.proposal = proposal = self._edits.propose(token, arrival.upload)
        if arrival.looks == "always" or (arrival.looks == "if it asks" and proposal.asks):
            return
        arrival.added = self._edits.accept(token)
        arrival.held = self._edits.held(token)
        if arrival.added:
            arrival.job = self._edits.compress(token)

    def _next(self, token: str) -> Arrival | None:
        """The one after the first, which is settled now: by then its edits are known as waiting, or not to come."""
        with self._lock:
            coming = self._coming[token]
            done = coming.pop(0)
            if not coming:
                del self._coming[token]
        done.settle()
        return coming[0] if coming else None
