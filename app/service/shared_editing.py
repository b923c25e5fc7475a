"""Changing the shared store from a session: each change is made only where nobody else was faster, and can be taken
back by the session that made it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, TypeVar

from app.data import Edit, Probe, Terms
from app.data.moments import zone_named
from app.errors import EditChangedError
from app.service.conflicts.admission import (
    Contradiction,
    begins_by_adding,
    begins_by_change,
    begins_by_restoring,
    compared_first,
)
from app.service.listing import FidelityOf, Listing, Query
from app.service.shared_listing import APPROVED, WaitingOf, shared_listing
from app.service.work import Change, ChangeKind
from app.store import Search, Seen, Store, StoredEdit
from app.store.records import InUse
from app.store.rules import FOUR_EYES
from app.store.standing import Compared, Wording
from app.store.values import sound_terms

if TYPE_CHECKING:
    from app.service.core import Core
    from app.service.sessions import Session

Result = TypeVar("Result")

CHANGES_KEPT = 50


Guard = Callable[[StoredEdit], None]
"""Raises NotAllowedError where an edit may not be changed."""


@dataclass(frozen=True)
class SharedChange:
    """A change of the shared store, with the edits as they were (none where they were added) and as they became."""

    change: Change
    before: tuple[StoredEdit, ...]
    after: tuple[StoredEdit, ...]


class SharedEdits:
    """The shared store as one session changes it.

    Every function may raise StoreError; EditChangedError says that somebody
    else has changed the edit since it was listed, and nothing is changed then.
    """

    def __init__(self, zone: tzinfo = UTC) -> None:
        self._zone = zone
        self._done: list[SharedChange] = []
        self.held: tuple[str, ...] = ()
        """What was to act since `for_author`, and does not, because it contradicts what acts: it is in review."""

    def for_author(self, author: str, store: Store, whole: Store, require_may_change: Guard) -> SharedEdits:
        """The same, with the changes made so far, for whoever acts now.

        Args:
            author: stands beside what is changed.
            store: as far as he may see it.
            whole: all of it, to compare with.
            require_may_change: raises NotAllowedError where he may not change an edit.
        """
        self.author, self._require = author, require_may_change
        self._edits, self._rules, self._whole = store.edits, store.rules, whole
        self.held = ()
        return self

    @property
    def waits(self) -> bool:
        """Whether what somebody adds or rewords here is in force only once it is approved."""
        return self._begins != "approved"

    @property
    def _begins(self) -> InUse:
        """The state of what somebody adds or rewords here."""
        return "in-review" if self._rules.value(FOUR_EYES) else "approved"

    @property
    def last_change(self) -> Change | None:
        """What `undo` would take back."""
        return self._done[-1].change if self._done else None

    def listed(self, query: Query, waiting_of: WaitingOf, fidelity_of: FidelityOf) -> Listing:
        """A page of the edits in use, the oldest first."""
        listing = shared_listing(self._edits, query, waiting_of, fidelity_of, self._zone)
        return replace(listing, last_change=self.last_change)

    def all(self) -> tuple[Edit, ...]:
        """All approved edits, the oldest first."""
        found = self._edits.find(Search(states=APPROVED, sort="oldest", limit=None)).edits
        return tuple(
            Edit(edit.text, edit.gist_id, edit.language, edit.note, edit.tags, edit.probes, terms=edit.terms)
            for edit in found
        )

    def add(self, edits: Iterable[Edit]) -> int:
        """Adds edits and says how many of them are new; where the store wants four eyes they wait for approval."""
        wanted, state = tuple(edits), self._begins
        new = self._compared(
            lambda: begins_by_adding(self._whole, wanted) if state == "approved" else (),
            lambda compared: self._edits.add(wanted, author=self.author, state=state, compared=compared).new,
        )
        self._keep("add", (), new)
        return len(new)

    def reword(self, seen: Seen, edit: Edit) -> None:
        """Gives an edit another text; the store keeps it as a new version, to be approved where it wants four eyes."""
        before = self._may_change(seen.id)
        state = self._begins if before.state == "approved" else None
        self._keep("text", (before,), (self._changed(seen, text=edit.text, state=state),))

    def supersede(self, seen: Seen, edit: Edit) -> None:
        """As `reword`, with the test questions and the source of the new edit too; its other terms stay."""
        before = self._may_change(seen.id)
        state = self._begins if before.state == "approved" else None
        terms = replace(before.terms, source=edit.terms.source or before.terms.source)
        after = self._changed(seen, text=edit.text, probes=edit.probes, terms=terms, state=state)
        self._keep("text", (before,), (after,))

    def annotate(self, seen: Seen, note: str, tags: Iterable[str]) -> int:
        """Gives an edit another note and other tags, and returns its version."""
        before = self._may_change(seen.id)
        after = self._edits.change(seen, author=self.author, note=note, tags=tags)
        self._keep("details", (before,), (after,))
        return after.version

    def set_terms(self, seen: Seen, terms: Terms) -> int:
        """Gives an edit other terms, to be approved where the store wants four eyes, and returns its version."""
        before = self._may_change(seen.id)
        if before.terms == sound_terms(terms):
            return seen.version
        state = self._begins if before.state == "approved" else None
        after = self._changed(seen, terms=terms, state=state)
        self._keep("details", (before,), (after,))
        return after.version

    def remove(self, *seen: Seen) -> None:
        """Takes edits out of use, all of them or none."""
        before = tuple(self._may_change(one.id) for one in seen)
        self._keep("remove", before, self._edits.retire(seen, author=self.author))

    def undo(self) -> Change | None:
        """Takes back the last change of this session; None: there is nothing.

        Raises:
            EditChangedError: somebody has changed one of the edits since: that change stays, and one's own can no
                longer be taken back.
            StoreError: it can be tried again.
        """
        if not self._done:
            return None
        try:
            self._take_back(self._done[-1])
        except EditChangedError:
            self._done.pop()
            raise
        return self._done.pop().change

    def _may_change(self, edit_id: str) -> StoredEdit:
        """An edit that is about to be changed. Raises NotAllowedError where that is not allowed."""
        edit = self._edits.get(edit_id)
        self._require(edit)
        return edit

    def _take_back(self, done: SharedChange) -> None:
        for edit in done.after:
            self._require(edit)
        seen = [edit.seen for edit in done.after]
        if done.change.kind == "add":
            self._edits.retire(seen, author=self.author)
        elif done.change.kind == "remove":
            ids = [edit.id for edit in done.after]
            restored = self._compared(
                lambda: begins_by_restoring(self._whole, ids),
                lambda compared: self._edits.restore(seen, author=self.author, compared=compared),
            )
            self._back(done.before, restored)
        else:
            for before, now in zip(done.before, seen, strict=True):
                state = None if before.state == "approved" and self._begins != "approved" else before.state
                back = self._changed(
                    now, text=before.text, note=before.note, tags=before.tags, terms=before.terms,
                    probes=before.probes,
                    state=None if state == "retired" else state,
                )  # fmt: skip
                self._back((before,), (back,))

    def _changed(
        self,
        seen: Seen,
        *,
        text: str | None = None,
        note: str | None = None,
        tags: Iterable[str] | None = None,
        probes: Iterable[Probe] | None = None,
        terms: Terms | None = None,
        state: InUse | None = None,
    ) -> StoredEdit:
        return self._compared(
            lambda: begins_by_change(self._whole, seen.id, text=text, terms=terms, state=state),
            lambda compared: self._edits.change(
                seen,
                author=self.author,
                text=text,
                note=note,
                tags=tags,
                probes=probes,
                terms=terms,
                state=state,
                compared=compared,
            ),
        )

    def _compared(self, begins: Callable[[], Iterable[Wording]], write: Callable[[Compared], Result]) -> Result:
        """Makes a change, holding back what contradicts what acts (`compared_first`)."""

        def noted(compared: Compared, found: tuple[Contradiction, ...]) -> Result:
            done = write(compared)
            self.held += tuple(one.begins.text for one in found)
            return done

        return compared_first(self._whole, begins, noted)

    def _back(self, before: tuple[StoredEdit, ...], now: tuple[StoredEdit, ...]) -> None:
        """Edits that are as they were before a change have a later version: older changes may be taken back from it."""
        versions = {(was.id, was.version): is_now.version for was, is_now in zip(before, now, strict=True)}
        self._done = [
            replace(
                done,
                after=tuple(
                    replace(edit, version=versions.get((edit.id, edit.version), edit.version)) for edit in done.after
                ),
            )
            for done in self._done
        ]

    def _keep(self, kind: ChangeKind, before: tuple[StoredEdit, ...], after: tuple[StoredEdit, ...]) -> None:
        if after and before != after:
            self._done.append(SharedChange(Change(kind, len(after)), before, after))
            del self._done[:-CHANGES_KEPT]


def edits_of_store(core: Core, session: Session) -> SharedEdits:
    """The shared store as a session that uses it changes it, with what it can take back there."""
    if session.shared_edits is None:
        session.shared_edits = SharedEdits(zone_named(core.settings.time_zone))

    def require_may_change(edit: StoredEdit) -> None:
        core.require("edits.reword", session.token, owner=edit.terms.owner)

    # who has a new name can still take back what was done
    store, whole = core.shared().store, core.whole_store().store
    return session.shared_edits.for_author(session.shares_as or "", store, whole, require_may_change)
