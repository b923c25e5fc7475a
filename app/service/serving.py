"""A workbench that answers from a release: which one, to whom, and what of it that person may see."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.service.acting import Acting
from app.service.identity import Identity
from app.service.permissions import permitted
from app.service.queue import StopAsked, never

if TYPE_CHECKING:
    from app.config import Settings
    from app.model import EditableModel
    from app.service.releases.serving import ReleasedPools, Served, Serving
    from app.service.sessions import Session
    from app.store import Release

VISITOR = "visitor"
"""Author of what somebody does on the page who has given no name."""


class ServesReleases(Acting):
    """The part of `Core` that knows releases."""

    model: Callable[[], EditableModel]
    forgetting: list[Callable[[], None]]
    _released: ReleasedPools | None
    _opening_shared: threading.Lock

    @property
    def serves(self) -> bool:
        """Whether answers come from a release alone."""
        return bool(self.settings.release)

    def released(self) -> ReleasedPools:
        """The releases of the shared store as the model reads them. Raises StoreError as `shared` does."""
        from app.service.releases.serving import ReleasedPools

        shared = self.whole_store(create=False)
        with self._opening_shared:
            if self._released is None:
                self._released = ReleasedPools(shared, self.model)
                self.forgetting.append(self._released.forget)
            return self._released

    def serving(self) -> Serving | None:
        """Which release answers whom; None where the edits answer as they are. Raises StoreError as `shared` does."""
        from app.service.releases.serving import Serving

        if not self.settings.release:
            return None
        return Serving(self.settings.release, self.whole_store(create=False), self.released())

    @permitted("release_for")
    def release_for(self, session: Session) -> Release | None:
        """The release that answers this session now; None where none is served.

        Raises:
            ReleaseMissingError: there is no such release, or the alias stands nowhere.
            StoreError: the shared store cannot be read.
        """
        serving = self.serving()
        return None if serving is None else serving.release_for(session.shares_as or VISITOR)

    @permitted("served_to")
    def served_to(self, session: Session, stop_asked: StopAsked = never) -> Served | None:
        """The same as the model reads it, without what is hidden from the session's owner.

        Gists that it lacks are made, so it is to be called in turn.

        Raises:
            PinsError: the release was made for another model than is open here.
            ReleaseMissingError, StoreError: as `release_for` does.
            Cancelled: `stop_asked()` said so.
        """
        serving = self.serving()
        if serving is None:
            return None
        served = serving.served_to(session.shares_as or VISITOR, stop_asked)
        return served if session.identity.sees_confidential else self._as_seen(served, session.identity)

    def _as_seen(self, served: Served, identity: Identity) -> Served:
        """A release as somebody reads it from whom confidential edits are hidden."""
        whole = self.whole_store(create=False).store
        if not whole.confidential.any_ever():
            return served
        shown = {edit.gist_id for edit in whole.seen_by(identity.viewer).releases.edits(served.release.id)}
        hidden = [gist_id for gist_id in served.pool.ids if gist_id not in shown]
        edits = {gist_id: edit for gist_id, edit in served.edits.items() if gist_id in shown}
        return replace(served, pool=served.pool.without(*hidden) if hidden else served.pool, edits=edits)

    def _settings_of_model(self) -> Settings:
        """The settings; a precision that was left to a measurement is the one that the served release names."""
        serving = self.serving() if self.settings.precision == "auto" else None
        if serving is None:
            return self.settings
        return self.settings.model_copy(update={"precision": serving.release_for("").pins.precision})
