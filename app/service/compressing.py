"""Compressing as a job: the edits of a session that have no gist yet, or those of the shared store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.service.queue import StopAsked

if TYPE_CHECKING:
    from app.model import EditableModel
    from app.service.core import Core
    from app.service.sessions import Session
    from app.service.shared_store import SharedStore
    from app.store import ActiveEdit

COMPRESS = "compress"

EDITS_AT_ONCE = 32
"""Edits of one piece: a question that is asked meanwhile waits for one piece at most, about a second."""
EDITS_FOR_WORKERS = 1024
"""Of one piece that workers share: they wait for each other at its end, and its gists are in memory until then."""


class CompressOwn:
    """Compresses what waits in a session, edits added meanwhile included."""

    kind = COMPRESS

    def __init__(self, core: Core, session: Session) -> None:
        self._core, self._session = core, session
        self._done = 0

    @property
    def done(self) -> int:
        return self._done

    @property
    def left(self) -> int:
        return len(self._session.work.waiting)

    def prepare(self) -> None:
        self._core.model()

    def step(self, stop_asked: StopAsked) -> None:
        model = self._core.model()
        batch = self._session.work.waiting[: edits_at_once(model)]
        gists = model.compress([edit.text for edit in batch], stop_asked=stop_asked)
        self._session.change(lambda work: work.with_gists(gists))
        self._core.sessions.tidy()
        self._done += len(batch)


class CompressShared:
    """Compresses those active edits of the shared store that have no gist of this model, and keeps the gists there.

    Edits that the model cannot take are left out (`SharedStore.unusable`); edits that another process has compressed
    meanwhile are not compressed again.
    """

    kind = COMPRESS

    def __init__(self, core: Core, shared: SharedStore) -> None:
        self._core, self._shared = core, shared
        self._waiting: tuple[ActiveEdit, ...] = ()
        self._tried: set[str] = set()
        self._done = 0

    @property
    def done(self) -> int:
        return self._done

    @property
    def left(self) -> int:
        return len(self._waiting)

    def prepare(self) -> None:
        self._core.model()
        self._tried.clear()
        self._waiting = self._fresh()

    def step(self, stop_asked: StopAsked) -> None:
        batch = self._waiting[: edits_at_once(self._core.model())]
        self._shared.compress(batch, stop_asked)
        self._done += len(batch)
        self._waiting = self._waiting[len(batch) :] or self._fresh()

    def _fresh(self) -> tuple[ActiveEdit, ...]:
        """What waits and was not compressed by this run already: a gist that cannot be read back is made once."""
        found = tuple(edit for edit in self._shared.usable() if edit.content not in self._tried)
        self._tried.update(edit.content for edit in found)
        return found


def edits_at_once(model: EditableModel) -> int:
    """Edits of one piece."""
    return EDITS_AT_ONCE if model.compressor.elsewhere is None else EDITS_FOR_WORKERS
