"""Conflicts between the edits of the shared store, for people: found, listed, measured, resolved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.errors import ConflictError
from app.service.conflicts.candidates import Selection
from app.service.conflicts.effects import Effect, effects
from app.service.conflicts.finding import Scope, default_senses, forget_texts, look_for
from app.service.core import Core
from app.service.permissions import permitted
from app.store import Store, StoredEdit
from app.store.conflicts import RESOLUTIONS, Resolution, StoredConflict

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class ShownConflict:
    """A conflict with both of its edits, the older one first, in the versions that say what was compared."""

    conflict: StoredConflict
    first: StoredEdit
    second: StoredEdit


class Conflicts:
    """Of the shared store. Every function with a token raises SessionExpiredError and StoreError as others do."""

    def __init__(self, core: Core) -> None:
        self._core = core
        core.forgetting.append(forget_texts)

    @permitted("conflicts.find")
    def find(
        self, token: str | None, *, scope: Scope = "waiting", with_model: bool = False
    ) -> tuple[ShownConflict, ...]:
        """Looks for conflicts, keeps those that are new, and returns all that are open.

        Args:
            scope: compare only what waits for approval with everything, or everything.
            with_model: take as candidates also what the model's selection finds near; compresses every edit.
        """
        self._core.session(token)
        more = [Selection(self._core.model())] if with_model else []
        look_for(self._core.whole_store(create=False).store, scope, [*default_senses(), *more])
        return self.open(token)

    @permitted("conflicts.open")
    def open(self, token: str | None) -> tuple[ShownConflict, ...]:
        """What nobody has resolved yet, the newest first."""
        return _shown(self._store(token), self._store(token).conflicts.open())

    @permitted("conflicts.measure")
    def measure(self, token: str | None, conflict_id: str) -> tuple[Effect, ...]:
        """What the two edits do to each other's answers: their test questions, asked alone and together.

        Raises:
            ConflictError: no such conflict.
        """
        session, store = self._core.session(token), self._store(token)
        (shown,) = _shown(store, (store.conflicts.get(conflict_id),))
        first, second = shown.first, shown.second
        with self._core.queue.turn(session.token):
            return effects(self._core.model(), first, second)

    @permitted("conflicts.resolve")
    def resolve(
        self,
        token: str | None,
        conflict_id: str,
        resolution: str,
        *,
        reason: str,
        until: datetime | None = None,
    ) -> StoredConflict:
        """Resolves a conflict, and does to its edits what that means.

        `superseded` retires the older edit, or ends it at `until`; `rejected` sends the newer one back to draft, and
        retires it where what was compared acts, since that would go on acting beside a draft; `scoped` says that both
        were reworded or given their times by hand; `dismissed` that there is no conflict.

        Raises:
            ConflictError: no such conflict or resolution, resolved already, or no reason; or the older edit cannot be
                ended then, because it ends before, or because a change of it waits.
            EditChangedError: somebody has changed an edit meanwhile; nothing was changed.
        """
        session, store = self._core.session(token), self._store(token)
        chosen = _resolution(resolution)
        conflict = store.conflicts.get(conflict_id)
        if conflict.state != "open" or not reason.strip():
            return store.conflicts.resolve(conflict_id, chosen, author=session.shares_as or "", reason=reason)
        first, second = store.edits.get(conflict.pair.first), store.edits.get(conflict.pair.second)
        by = session.shares_as or ""
        if chosen == "superseded" and until is not None:
            _require_ends_by(first, until)
            terms = replace(first.terms, valid_until=until)
            store.edits.change(first.seen, author=by, terms=terms, reason=reason)
        elif chosen == "superseded":
            store.edits.retire([first.seen], author=by, reason=reason)
        elif chosen == "rejected" and _acts(store, conflict.pair.second, conflict.pair.second_version):
            store.edits.retire([second.seen], author=by, reason=reason)
        elif chosen == "rejected":
            store.edits.change(second.seen, author=by, state="draft", reason=reason)
        return store.conflicts.resolve(conflict_id, chosen, author=by, reason=reason)

    def _store(self, token: str | None) -> Store:
        self._core.session(token)
        return self._core.shared(create=False).store


def _resolution(name: str) -> Resolution:
    for known in RESOLUTIONS:
        if known == name:
            return known
    raise ConflictError(f"{name[:40]!r} is no way to resolve a conflict.", f"Known: {', '.join(RESOLUTIONS)}.", "")


def _require_ends_by(edit: StoredEdit, until: datetime) -> None:
    """Raises ConflictError where an edit cannot be ended at a moment, so that it acts no longer than that."""
    if edit.acting not in (None, edit.version):
        raise ConflictError(
            "A change of the older edit waits for approval.", "", "Approve it, or retire the edit: superseded, now."
        )
    if edit.terms.valid_until is not None and edit.terms.valid_until < until:
        raise ConflictError("The older edit ends before that already.", "", "Choose an earlier moment.")


def _acts(store: Store, edit_id: str, version: int) -> bool:
    """Whether what an edit said in a version is what it says in the one that acts."""
    edit = store.edits.get(edit_id)
    if edit.acting is None:
        return False
    then, acting = store.history.those([(edit_id, version), (edit_id, edit.acting)])
    return then.content == acting.content


def _shown(store: Store, conflicts: tuple[StoredConflict, ...]) -> tuple[ShownConflict, ...]:
    places = [
        place
        for pair in (one.pair for one in conflicts)
        for place in ((pair.first, pair.first_version), (pair.second, pair.second_version))
    ]
    then = {(edit.id, edit.version): edit for edit in store.history.those(places)}
    now = {edit.id: edit for edit in store.edits.those(edit for edit, _ in places)}

    def saying(edit: str, version: int) -> StoredEdit:
        """The edit as it is where it still says that, otherwise as it was."""
        was = then[edit, version]
        return now[edit] if now[edit].content == was.content else was

    return tuple(
        ShownConflict(
            one, saying(one.pair.first, one.pair.first_version), saying(one.pair.second, one.pair.second_version)
        )
        for one in conflicts
    )
