"""How much of each compressed edit its gist holds: asked of the model once, kept for as long as there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.errors import FidelityError
from app.service.core import Core
from app.service.job import TaskOfUnits
from app.service.jobs import Jobs
from app.service.queue import StopAsked

if TYPE_CHECKING:
    from app.model import Gist, GistPool
    from app.model.fidelity import Fidelity

KIND = "fidelity"

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

    @property
    def available(self) -> bool:
        """Whether the model that is loaded can repeat edits from their gists."""
        if not self._core.loading.ready:
            return False
        model = self._core.model()
        return model.memory == "compressed" and model.adapter is not None and model.adapter.card.reconstructs

    def known(self, made_by: str, gist_id: str) -> Fidelity | None:
        """What is known already; the model is not asked."""
        with self._lock:
            return self._known.get((made_by, gist_id))

    def check(self, token: str | None, gist_id: str) -> Fidelity | None:
        """How much one gist of the session's edits holds; None where it is not compressed or cannot be told."""
        pool = self._pool(token)
        if pool is None or gist_id not in pool or not self.available:
            return None
        found = self.known(pool.made_by, gist_id)
        if found is None:
            with self._core.queue.turn(self._core.session(token).token):
                found = self._ask([pool[gist_id]])[0]
        return found

    def begin(self, token: str | None, most: int | None = None) -> str | None:
        """Begins the job that checks the session's gists not checked yet; None where there are none, or too many.

        Args:
            most: where there are more, nothing is begun.
        """
        unchecked = self.unchecked(token)
        if not unchecked or (most is not None and len(unchecked) > most):
            return None
        task = TaskOfUnits(KIND, unchecked, self._work, at_once=CHECKED_AT_ONCE)
        return self._jobs.start(token, task, alone=True)

    def unchecked(self, token: str | None) -> tuple[Gist, ...]:
        """The session's gists of which nothing is known, where the model can tell."""
        pool = self._pool(token)
        if pool is None or not self.available:
            return ()
        with self._lock:
            return tuple(gist for gist in pool if (pool.made_by, gist.id) not in self._known)

    def _pool(self, token: str | None) -> GistPool | None:
        session = self._core.session(token)
        return session.work.pool if session.shares_as is None else self._core.shared().snapshot().pool

    def _work(self, gists: Sequence[Gist], stop_asked: StopAsked) -> list[Fidelity | None]:
        return list(self._ask(gists, stop_asked))

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
