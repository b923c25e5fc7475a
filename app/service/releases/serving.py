"""A release as this process's model reads it, and which release answers whom.

An edit of a release acts while it holds: one whose time is over stops acting at that moment in a served release too,
although the release goes on naming it. What is no longer true must not be said because it was released once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.service.queue import StopAsked, never
from app.service.releases.pins import policy_of, require_pins
from app.service.shared_store import SharedStore, Snapshot
from app.store import PRODUCTION, ActiveEdit, Release, StoredEdit
from app.store.tombstones import is_erased

if TYPE_CHECKING:
    from app.model import EditableModel, GistPool, Policy

RELEASES_KEPT = 4
"""Releases whose gists are held in memory: those at `production` and `candidate`, and what was there before."""

EDITS_AT_ONCE = 32
"""Compressed between two looks at whether somebody wants it to stop."""


@dataclass(frozen=True)
class Served(Snapshot):
    """A release at one moment, as the model reads it."""

    release: Release = field(kw_only=True)
    policy: Policy = field(kw_only=True)


class ReleasedPools:
    """The releases of one store, read by one model.

    Args:
        shared: the store.
        model: gives the model, loading it where it is not.
    """

    def __init__(self, shared: SharedStore, model: Callable[[], EditableModel]) -> None:
        self._shared, self._model = shared, model
        self._served: OrderedDict[str, Served] = OrderedDict()
        self._loading = threading.RLock()  # whoever loads may find that something was erased

    def forget(self) -> None:
        """Nothing is held in memory any more; it is read from the store again."""
        with self._loading:
            self._served.clear()

    def edits(self, release_id: str, at: datetime | None = None) -> tuple[StoredEdit, ...]:
        """The edits of a release that hold at a moment (now). Those that were erased are left out."""
        moment = at or datetime.now(UTC)
        held = self._shared.store.releases.edits(release_id)
        left = (edit for edit in held if not is_erased(edit.id, edit.text))
        return tuple(edit for edit in left if edit.terms.holds_at(moment))

    def served(self, release: Release, stop_asked: StopAsked = never, at: datetime | None = None) -> Served:
        """The release as the model reads it. Gists that there are not yet are made and kept: to be called in turn.

        Args:
            at: as it answered at that moment.

        Raises:
            PinsError: it was made for another model than is open here.
            Cancelled: `stop_asked()` said so.
        """
        require_pins(release, self._model())
        if at is not None:
            return self._load(release, at, stop_asked)
        with self._loading:
            now = datetime.now(UTC)
            known = self._served.get(release.id)
            if known is None or (known.until is not None and now >= known.until):
                self._served[release.id] = known = self._load(release, now, stop_asked)
            self._served.move_to_end(release.id)
            while len(self._served) > RELEASES_KEPT:
                self._served.popitem(last=False)
            return known

    def lacking(self, edits: Sequence[StoredEdit]) -> tuple[ActiveEdit, ...]:
        """Those of the edits that have no gist of this model and can be compressed by it."""
        wanted = {edit.content: _active(edit) for edit in edits}
        lacking = self._shared.store.gists.lacking(self._shared.made_by, wanted)
        return tuple(wanted[content] for content in lacking if not self._shared.fault_of(wanted[content]))

    def compress(self, edits: Sequence[ActiveEdit], stop_asked: StopAsked = never) -> None:
        """Makes the gists of these edits and keeps them. Raises Cancelled where `stop_asked()` said so."""
        self._shared.compress(edits, stop_asked)

    def pool_of(self, edits: Sequence[StoredEdit], stop_asked: StopAsked = never) -> GistPool:
        """The gists of these edits; those that there are not yet are made. Raises Cancelled as `served` does."""
        from app.model import GistPool

        lacking = self.lacking(edits)
        for first in range(0, len(lacking), EDITS_AT_ONCE):
            self.compress(lacking[first : first + EDITS_AT_ONCE], stop_asked)
        made_by = self._shared.made_by
        found = self._shared.read(made_by, {edit.content: _active(edit) for edit in edits})
        return GistPool(tuple(found[edit.gist_id] for edit in edits if edit.gist_id in found), made_by)

    def _load(self, release: Release, moment: datetime, stop_asked: StopAsked) -> Served:
        edits = self.edits(release.id, moment)
        bounds = (
            bound
            for edit in self._shared.store.releases.edits(release.id)
            for bound in (edit.terms.valid_from, edit.terms.valid_until)
        )
        return Served(
            stamp=(release.number, 0),
            pool=self.pool_of(edits, stop_asked),
            edits={edit.gist_id: _active(edit) for edit in edits},
            until=min((bound for bound in bounds if bound is not None and bound > moment), default=None),
            release=release,
            policy=policy_of(release.pins),
        )


class Serving:
    """Which release answers whom.

    Args:
        reference: an alias, a release's name or its id. Where it is `production`, members of the pilot are answered
            by the alias that they try.
        shared: the store.
        pools: its releases.
    """

    def __init__(self, reference: str, shared: SharedStore, pools: ReleasedPools) -> None:
        self.reference, self._shared, self._pools = reference, shared, pools

    def release_for(self, name: str) -> Release:
        """The release that answers this person now: an alias that was moved is followed at the next question.

        Raises:
            ReleaseMissingError: there is no such release, or the alias stands nowhere.
        """
        store = self._shared.store
        own = store.pilot.alias_of(name) if self.reference == PRODUCTION else None
        return store.releases.get(own or self.reference)

    def served_to(self, name: str, stop_asked: StopAsked = never) -> Served:
        """The same, as the model reads it. Raises as `release_for` and `ReleasedPools.served` do."""
        return self._pools.served(self.release_for(name), stop_asked)


def _active(edit: StoredEdit) -> ActiveEdit:
    return ActiveEdit(edit.id, edit.version, edit.content, edit.text)
