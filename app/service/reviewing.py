"""The life of shared edits, for people: what waits for approval and what it changes, what is due, what was when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from app.data.moments import zone_named
from app.data.proposing import proposed_probes
from app.errors import InputError
from app.service.conflicts.admission import (
    Contradiction,
    begins_by_approving,
    begins_by_change,
    begins_by_restoring,
    compared_first,
)
from app.service.conflicts.finding import look_for
from app.service.conflicts.refusing import contradicts, require_resolved
from app.service.core import Core
from app.service.differences import Piece, differences
from app.service.permissions import permitted

if TYPE_CHECKING:
    from app.data import Probe, Terms
    from app.service.sessions import Session
    from app.store import Page, Search, Seen, Store, StoredEdit, TransitionName
    from app.store.records import InUse
    from app.store.standing import Compared

SOON = timedelta(days=30)
"""How far ahead one looks for what expires or is due for review."""
INSTANT = timedelta(microseconds=1)
OTHERS = 200
"""Edits added last whose subjects are asked for in proposed test questions."""
MOST_WAITING = 50
"""Edits in review that are shown at once, the longest waiting first."""


@dataclass(frozen=True)
class Waiting:
    """An edit in review, with all that whoever approves it needs."""

    edit: StoredEdit
    acting: StoredEdit | None
    """The version that answers use now; None: it is new."""
    change: tuple[Piece, ...]
    """Its text against the acting one, word by word."""
    writers: tuple[str, ...]
    """Who wrote it since it was approved last."""
    proposed: tuple[Probe, ...]
    """Test questions that it could carry and does not."""


@dataclass(frozen=True)
class Due:
    """What somebody should look at soon."""

    expiring: tuple[StoredEdit, ...]
    """Versions that act and will cease to, the first to go first."""
    review: tuple[StoredEdit, ...]
    """Edits to be looked at again, the longest due first."""


class Reviews:
    """Of the shared store. Every function with a token raises SessionExpiredError and StoreError as others do."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @property
    def zone(self) -> tzinfo:
        """Of dates that people write here. Raises MomentError where the settings name none."""
        return zone_named(self._core.settings.time_zone)

    # Looking

    @permitted("reviews.waiting")
    def waiting(self, token: str | None) -> tuple[Waiting, ...]:
        """What waits for approval, the longest waiting first, at most `MOST_WAITING`."""
        from app.store import Search

        store = self._store(token)
        found = store.edits.find(Search(states=("in-review",), sort="oldest", limit=MOST_WAITING)).edits
        acting = store.history.those((edit.id, edit.acting) for edit in found if edit.acting is not None)
        acts = {version.id: version for version in acting}
        others = [edit.text for edit in store.edits.find(Search(limit=OTHERS)).edits]
        return tuple(_waiting(store, edit, acts.get(edit.id), others) for edit in found)

    @permitted("reviews.due")
    def due(self, token: str | None, by: datetime | None = None) -> Due:
        """What expires or is due for review until then; in the next thirty days where nothing is said.

        Until the end of a day: an edit that ends with the day does, one to be reviewed on the next day is not due.
        """
        store, until = self._store(token), by or datetime.now(UTC) + SOON
        return Due(store.history.expiring(until), store.history.due_for_review(until - INSTANT))

    @permitted("reviews.history")
    def history(self, token: str | None, edit_id: str) -> tuple[StoredEdit, ...]:
        """Every version of an edit, the oldest first. Raises EditMissingError where there is no such edit."""
        return self._store(token).history.versions_of(edit_id)

    @permitted("reviews.as_of")
    def as_of(self, token: str | None, valid_at: datetime, known_at: datetime | None = None) -> tuple[StoredEdit, ...]:
        """The versions that acted at a moment, by what was recorded until another one (now)."""
        return self._store(token).history.as_of(valid_at, known_at)

    @permitted("reviews.find")
    def find(self, token: str | None, search: Search) -> Page:
        """Edits in any state."""
        return self._store(token).edits.find(search)

    @permitted("reviews.named")
    def named(self, token: str | None, edit_id: str) -> StoredEdit:
        """An edit by its id, or by how its id begins.

        Raises:
            EditMissingError: there is none.
            InputError: several begin so.
        """
        return self._store(token).edits.beginning_with(edit_id)

    # Changing

    @permitted("reviews.submit")
    def submit(self, token: str | None, seen: Iterable[Seen], reason: str = "") -> tuple[StoredEdit, ...]:
        """Drafts are to be approved, and are compared with all other edits (`conflicts`).

        Raises as `Lifecycle.move` does; so do the next four.
        """
        moved = self._move(token, "submit", seen, reason)
        look_for(self._whole(), "waiting")
        return moved

    @permitted("reviews.approve")
    def approve(self, token: str | None, seen: Iterable[Seen], reason: str = "") -> tuple[StoredEdit, ...]:
        """What is in review comes into force, once it is compared with all other edits.

        Raises:
            ConflictError: one of them contradicts an edit that acts, or another of them, or undoes it, and nobody has
                resolved that.
        """
        store, wanted = self._store(token), tuple(seen)
        ids = tuple(one.id for one in wanted)
        look_for(self._whole(), "waiting")
        require_resolved(store, ids)

        def approve(compared: Compared, found: tuple[Contradiction, ...]) -> tuple[StoredEdit, ...]:
            if found:
                raise contradicts(store, found[0])
            return self._move(token, "approve", wanted, reason, compared)

        return compared_first(self._whole(), lambda: begins_by_approving(store, ids), approve)

    @permitted("reviews.send_back")
    def send_back(self, token: str | None, seen: Iterable[Seen], reason: str) -> tuple[StoredEdit, ...]:
        """What is in review is a draft again."""
        return self._move(token, "send-back", seen, reason)

    @permitted("reviews.retire")
    def retire(self, token: str | None, seen: Iterable[Seen], reason: str) -> tuple[StoredEdit, ...]:
        """Takes edits out of use."""
        seen = tuple(seen)
        for one in seen:
            self._require_may_change(token, one.id)
        return self._move(token, "retire", seen, reason)

    @permitted("reviews.restore")
    def restore(self, token: str | None, seen: Iterable[Seen], reason: str = "") -> tuple[StoredEdit, ...]:
        """Brings retired edits back into the state they had, or in review where they contradict an edit that acts."""
        whole, wanted = self._whole(), tuple(seen)
        return compared_first(
            whole,
            lambda: begins_by_restoring(whole, (one.id for one in wanted)),
            lambda compared, _: self._move(token, "restore", wanted, reason, compared),
        )

    @permitted("reviews.change")
    def change(
        self,
        token: str | None,
        seen: Seen,
        *,
        text: str | None = None,
        note: str | None = None,
        tags: Iterable[str] | None = None,
        probes: Iterable[Probe] | None = None,
        terms: Terms | None = None,
        draft: bool = False,
        reason: str = "",
    ) -> StoredEdit:
        """Changes what is given and leaves the rest.

        An approved edit becomes a draft where `draft` says so, or where this store wants a second pair of eyes and
        more than note and tags change; its approved version goes on acting until the draft is approved. So it does
        where what it would say contradicts another edit that acts: the change is then in review.

        Raises:
            InputError: something cannot be stored like that.
            EditMissingError, EditChangedError, EditExistsError: nothing was changed.
        """
        from app.store.rules import FOUR_EYES

        self._require_may_change(token, seen.id)
        store, session = self._store(token), self._session(token)
        weighs = any(one is not None for one in (text, probes, terms))
        state: InUse | None = "draft" if draft or (weighs and store.rules.value(FOUR_EYES)) else None
        if state == "draft" and store.edits.get(seen.id).state != "approved":
            state = None
        return compared_first(
            self._whole(),
            lambda: begins_by_change(store, seen.id, text=text, terms=terms, state=state),
            lambda compared, _: store.edits.change(
                seen, author=session.shares_as or "", text=text, note=note, tags=tags, probes=probes, state=state,
                terms=terms, reason=reason, compared=compared,
            ),
        )  # fmt: skip

    @permitted("reviews.take_over")
    def take_over(self, token: str | None, seen: Seen) -> StoredEdit:
        """Gives an edit the test questions that are proposed for it. Raises as `change` does.

        Raises:
            InputError: none are proposed (any more).
        """
        waits = next((one for one in self.waiting(token) if one.edit.id == seen.id), None)
        if waits is None or not waits.proposed:
            raise InputError("No test questions are proposed for this edit.", "", "Load the list again.")
        return self.change(token, seen, probes=(*waits.edit.probes, *waits.proposed), reason="proposed test questions")

    def _require_may_change(self, token: str | None, edit_id: str) -> None:
        owner = self._store(token).edits.get(edit_id).terms.owner
        self._core.require("reviews.change", token, owner=owner)

    def _move(
        self,
        token: str | None,
        name: TransitionName,
        seen: Iterable[Seen],
        reason: str,
        compared: Compared | None = None,
    ) -> tuple[StoredEdit, ...]:
        author = self._session(token).shares_as or ""
        return self._store(token).lifecycle.move(name, seen, author=author, reason=reason, compared=compared)

    def _whole(self) -> Store:
        """The store with what is hidden from whoever acts: to compare with, not to tell."""
        return self._core.whole_store(create=False).store

    def _session(self, token: str | None) -> Session:
        return self._core.session(token)

    def _store(self, token: str | None) -> Store:
        if self._session(token).shares_as is None:
            raise InputError(
                "Only shared edits have a review, and this session works on its own.", "", "Choose the shared edits."
            )
        return self._core.shared(create=False).store


def _waiting(store: Store, edit: StoredEdit, acting: StoredEdit | None, others: Sequence[str]) -> Waiting:
    asked = {probe.question for probe in edit.probes}
    proposed = tuple(probe for probe in proposed_probes(edit.text, others) if probe.question not in asked)
    change = differences("" if acting is None else acting.text, edit.text)
    return Waiting(edit, acting, change, store.lifecycle.writers_of(edit), proposed)
