"""The shared store without a session: what a command does in one go."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.data import Edit
from app.service.conflicts.admission import begins_by_adding, compared_first
from app.service.core import Core
from app.service.permissions import permitted
from app.store import (
    ActiveEdit,
    Added,
    Exported,
    Imported,
    LoggedAnswer,
    Page,
    Release,
    Search,
    Store,
    export_archive,
    import_archive,
)
from app.store.archive import begins_by_importing
from app.store.records import InUse


class Stored:
    """The shared store, as far as whoever acts may see it. Every function may raise StoreError."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @property
    def name(self) -> str:
        """Its URL without password. Raises NotAllowedError where it may not be read."""
        return self._core.shared(create=False).store.name

    @permitted("stored.find")
    def find(self, search: Search) -> Page:
        """A part of the edits that a search finds; there must be a store."""
        return self._core.shared(create=False).store.edits.find(search)

    @permitted("stored.add")
    def add(
        self, edits: Iterable[Edit], *, author: str = "", note: str = "", tags: Iterable[str] = (), state: InUse
    ) -> Added:
        """Adds edits, in a new store where there is none yet; what contradicts an edit that acts waits for approval.

        Args:
            author: who adds them, where nobody has signed in; an account's name cannot be replaced.

        Raises:
            InputError: an edit, note or tag that cannot be stored.
        """
        by = self._core.identity.name or author
        store, wanted = self._core.shared().store, tuple(edits)
        return compared_first(
            self._core.whole_store().store,
            lambda: begins_by_adding(store, wanted) if state == "approved" else (),
            lambda compared, _: store.edits.add(
                wanted, author=by, note=note, tags=tags, state=state, compared=compared
            ),
        )

    @permitted("stored.release")
    def release(self, reference: str) -> Release:
        """A release by alias, name or id. Raises ReleaseMissingError."""
        return self._core.shared(create=False).store.releases.get(reference)

    @permitted("stored.answer")
    def answer(self, answer_id: str) -> LoggedAnswer:
        """A logged answer. Raises AnswerMissingError where there is none, or it read what is hidden."""
        return self._core.shared(create=False).store.answers.get(answer_id)

    @permitted("stored.whole")
    def whole(self) -> Store:
        """The store itself, with everything that is in it: for what an administrator does to it as a whole."""
        return self._core.whole_store(create=False).store

    @permitted("stored.unusable")
    def unusable(self) -> tuple[tuple[ActiveEdit, str], ...]:
        """Edits in use that this model cannot compress, with the reason."""
        return self._core.shared().unusable()

    @permitted("stored.export")
    def export(self, path: Path, *, with_gists: bool = False) -> Exported:
        """Writes the store to an archive, without what is hidden from whoever acts."""
        return export_archive(self._core.shared(create=False).store, path, with_gists=with_gists)

    @permitted("stored.import_")
    def import_(self, path: Path, *, with_gists: bool = False, author: str = "") -> Imported:
        """Adds what an archive holds and the store lacks; what contradicts an edit that acts waits for approval.

        Args:
            author: who does it, where nobody has signed in.

        Raises:
            ArchiveError: not an archive, damaged, contradicting itself, or too large. Nothing was imported.
        """
        most = self._core.settings.max_archive_mb * 2**20
        by = self._core.identity.name or author
        store, whole = self._core.shared().store, self._core.whole_store().store
        return compared_first(
            whole,
            lambda: begins_by_importing(whole, path, most_bytes=most, author=by),
            lambda compared, _: import_archive(
                store, path, most_bytes=most, with_gists=with_gists, author=by, compared=compared
            ),
        )
