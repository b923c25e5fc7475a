"""How much of each compressed edit its gist holds: asked of the model once, kept for as long as there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.errors import FidelityError
from app.service.core import Core
from app.service.jobs import Jobs
from app.service.permissions import permitted
from app.service.queue import StopAsked
from app.service.sessions import Session

if TYPE_CHECKING:
    from app.model import Gist
    from app.model.fidelity import Fidelity

CHECK = "fidelity"
"""The kind of job."""

CHECKED_AT_ONCE = 16
"""Edits repeated in one piece of a job: about a second of work."""

CHECKED_UNASKED = 32
"""Edits that are checked right after they were compressed; repeating one costs as much as a short answer, so more
than that are checked when somebody opens them or asks for it."""

MOST_KEPT = 50_000


class Fidelities:
    """What is known of gists. An edit's text and what compressed it tell everything, so all sessions share it."""

    def __init__(self, core: Core, jobs: Jobs) -> None:
        self._core, self._jobs = core, jobs
        self._known: OrderedDict[tuple[str, str], Fidelity] = OrderedDict()
        self._lock = threading.Lock()
        core.forgetting.append(self.forget)

    def forget(self) -> None:
        """Nothing is known any more; it is asked of the model again."""
        with self._lock:
            self._known.clear()

    @property
    def available(self) -> bool:
        """Whether the model that is loaded can repeat edits from their gists."""
        if not self._core.loading.ready:
            return False
        model = self._core.model()
        return model.memory == "compressed" and model.adapter is not None and model.adapter.card.reconstructs

    @permitted("fidelities.known")
    def known(self, made_by: str, gist_id: str) -> Fidelity | None:
        """What is known already; the model is not asked."""
        with self._lock:
            return self._known.get((made_by, gist_id))

    @permitted("fidelities.check")
    def check(self, token: str | None, gist_id: str) -> Fidelity | None:
        """How much one gist of the session's edits holds; None where it is not compressed or cannot be told."""
        session = self._core.session(token)
        pool = self._core.pool_of(session)
        if pool is None or gist_id not in pool or not self.available:
            return None
        found = self.known(pool.made_by, gist_id)
        if found is None:
            with self._core.queue.turn(session.token):
                found = self._ask([pool[gist_id]])[0]
        return found

    @permitted("fidelities.begin")
    def begin(self, token: str | None, most: int | None = None) -> str | None:
        """Begins the job that checks the session's gists not checked yet; None where there are none, or too many.

        Args:
            most: where there are more, nothing is begun.
        """
        session = self._core.session(token)
        unchecked = self.unchecked(session)
        if not unchecked or (most is not None and len(unchecked) > most):
            return None
        return self._jobs.start(token, CheckGists(self, session), alone=True)

    @permitted("fidelities.unchecked")
    def unchecked(self, session: Session) -> tuple[str, ...]:
        """Ids of the gists of which nothing is known, where the model can tell; the shared ones are read for it."""
        pool = self._core.pool_of(session) if self.available else None
        if pool is None:
            return ()
        with self._lock:
            return tuple(gist_id for gist_id in pool.ids if (pool.made_by, gist_id) not in self._known)

    @permitted("fidelities.check_these")
    def check_these(self, session: Session, gist_ids: Sequence[str], stop_asked: StopAsked) -> None:
        """Checks those of these gists that there still are. The caller has the model."""
        pool = self._core.pool_of(session)
        gists = [] if pool is None else [pool[gist_id] for gist_id in gist_ids if gist_id in pool]
        if gists:
            self._ask(gists, stop_asked)

    def _ask(self, gists: Sequence[Gist], stop_asked: StopAsked | None = None) -> Sequence[Fidelity | None]:
        try:
            found = self._core.model().fidelities(gists, stop_asked=stop_asked)
        except FidelityError:  # another model is open by now
            return [None] * len(gists)
        with self._lock:
            for gist, fidelity in zip(gists, found, strict=True):
                self._known[gist.made_by, gist.id] = fidelity
            while len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
        return found


class CheckGists:
    """Checks the gists of a session's edits of which nothing is known.

    It keeps their ids alone: a job outlives its end, and must not hold the gists of edits that are removed by then.
    """

    kind = CHECK

    def __init__(self, fidelities: Fidelities, session: Session) -> None:
        self._fidelities, self._session = fidelities, session
        self._waiting: tuple[str, ...] = ()
        self._tried: set[str] = set()

    @property
    def done(self) -> int:
        return len(self._tried)

    @property
    def left(self) -> int:
        return len(self._waiting)

    def prepare(self) -> None:
        """Those that could not be told before are not tried again."""
        found = self._fidelities.unchecked(self._session)
        self._waiting = tuple(gist_id for gist_id in found if gist_id not in self._tried)

    def step(self, stop_asked: StopAsked) -> None:
        batch = self._waiting[:CHECKED_AT_ONCE]
        self._fidelities.check_these(self._session, batch, stop_asked)
        self._tried.update(batch)
        self._waiting = self._waiting[len(batch) :]
