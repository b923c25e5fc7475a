"""What a new document says otherwise than an old one, as edits that somebody may accept.

A session's proposals stay, with its ticks and words, until they are accepted or put away; a reload changes nothing.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from app.data import Edit
from app.data.document_changes import DocumentChange, all_new, changes_between
from app.data.document_edits import DocumentEdit, document_edits, proposal_of
from app.data.documents import read_document, statements_of
from app.data.old_new import pasted_changes
from app.data.upload import fault_of
from app.errors import InputError, UploadError
from app.service.core import Core
from app.service.document_list import (
    Accepted,
    Known,
    OpenDocument,
    ProposalPage,
    Proposed,
    View,
    accepted_of,
    in_view,
    page_of,
)
from app.service.permissions import permitted
from app.service.proposals import languages_of, unusable
from app.service.sessions import Session
from app.service.shared_editing import edits_of_store
from app.service.work import Change
from app.store import Search, Seen

MOST_OPEN = 20
"""Comparisons kept at once, of all sessions; each holds the changed statements of its documents."""


class Documents:
    """Compares documents, and takes what a person accepts of it into the edits in use.

    Every function with a token raises SessionExpiredError where there is no such session, and StoreError where the
    session uses the shared store and that fails.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._open: OrderedDict[str, OpenDocument] = OrderedDict()
        self._lock = threading.Lock()

    @permitted("documents.compare")
    def compare(self, old: Path | None, new: Path) -> tuple[DocumentEdit, ...]:
        """A proposal for each statement that is new, changed or removed; the edits in use play no part.

        Args:
            old: None: everything that the new document says is proposed.

        Raises:
            UploadError: a file cannot be read.
        """
        return document_edits(*self._changes(old, new))

    # One session's

    @permitted("documents.begin")
    def begin(self, token: str | None, old: Path | None, new: Path) -> None:
        """Compares two documents, in place of what the session compared last.

        Args:
            old: None: everything that the new document says is proposed.

        Raises:
            UploadError: a file cannot be read, or nothing has changed. What was compared last stays.
        """
        changes, old_name, new_name = self._changes(old, new)
        if not changes:
            raise UploadError(
                f"{new_name} says nothing else than {old_name}." if old_name else f"{new_name} holds no statement.",
                "What only stands elsewhere is no change.",
                "Check that these are the right files.",
            )
        self._begin(self._core.session(token), changes, old_name, new_name)

    @permitted("documents.begin_pasted")
    def begin_pasted(self, token: str | None, text: str) -> None:
        """The same for pasted lines “old → new”.

        Raises:
            InputError: no line changes anything. What was compared last stays.
        """
        changes = pasted_changes(text)
        if not changes:
            raise InputError(
                "There is no correction in this text.", "One a line is read: “old → new”.", "Put an arrow between them."
            )
        self._begin(self._core.session(token), changes, "", "")

    @permitted("documents.proposed")
    def proposed(self, token: str | None, view: View = "all", first: int = 0) -> ProposalPage | None:
        """A page of what is proposed, weighed against the edits in use now; None where nothing is (any more)."""
        session = self._core.session(token)
        opened = self._opened(session)
        if opened is None:
            return None
        weighed = self._weighed(session, opened)
        return page_of(opened, weighed, view, first, session.shares_as is not None)

    @permitted("documents.note")
    def note(self, token: str | None, comparison: str, ticks: Mapping[int, bool], texts: Mapping[int, str]) -> None:
        """Keeps what a person has ticked and written.

        Places of proposals that are gone change nothing, and so does what was meant for an earlier comparison.
        """
        session = self._core.session(token)
        opened = self._opened(session)
        if opened is not None and opened.comparison == comparison:
            self._keep(session, opened.noted(ticks, texts))

    @permitted("documents.tick")
    def tick(self, token: str | None, view: View, *, on: bool) -> None:
        """Ticks everything in a view that can be accepted, or nothing of it."""
        session = self._core.session(token)
        opened = self._opened(session)
        if opened is not None:
            shown = (one for one in self._weighed(session, opened) if in_view(one, view))
            self._keep(session, opened.noted({one.place: on for one in shown}, {}))

    @permitted("documents.accept")
    def accept(self, token: str | None) -> Accepted:
        """Takes what is ticked into the edits in use; new texts wait for `edits.compress`.

        What was accepted is proposed no more. In the shared store it is in force at once, or waits for approval where
        the store wants four eyes; what contradicts an edit that acts waits too.

        Raises:
            InputError: the session would hold too many edits. Nothing is changed.
            EditChangedError: somebody has changed a shared edit meanwhile. What was accepted before it stays.
            NotAllowedError: the same, of an edit that somebody else owns.
        """
        session = self._core.session(token)
        opened = self._opened(session)
        if opened is None:
            return Accepted((), {}, ())
        weighed = [one for one in self._weighed(session, opened) if one.ticked]
        done = self._take_in_shared if session.shares_as is not None else self._take_in
        return done(session, weighed)

    @permitted("documents.close")
    def close(self, token: str | None) -> None:
        """Forgets what the session has compared; its edits stay as they are."""
        with self._lock:
            self._open.pop(token or "", None)

    # How it is done

    def _changes(self, old: Path | None, new: Path) -> tuple[tuple[DocumentChange, ...], str, str]:
        """What has changed, and the names of the files."""
        most = self._core.settings.max_upload_mb
        after = read_document(new, max_mb=most)
        said = statements_of(after)
        if old is None:
            return all_new(said), "", after.name
        before = read_document(old, max_mb=most)
        return changes_between(statements_of(before), said), before.name, after.name

    def _begin(self, session: Session, changes: Iterable[DocumentChange], old_name: str, new_name: str) -> None:
        proposals = dict(enumerate(proposal_of(change, old_name, new_name) for change in changes))
        self._keep(session, OpenDocument(old_name, new_name, proposals))

    def _opened(self, session: Session) -> OpenDocument | None:
        with self._lock:
            return self._open.get(session.token)

    def _keep(self, session: Session, opened: OpenDocument) -> None:
        with self._lock:
            self._open[session.token] = opened
            self._open.move_to_end(session.token)
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)

    def _forget(self, session: Session, places: Iterable[int]) -> None:
        """These were accepted; without any left there is nothing to show."""
        opened = self._opened(session)
        if opened is not None:
            left = opened.without(places)
            self._keep(session, left) if left.proposals else self.close(session.token)

    def _weighed(self, session: Session, opened: OpenDocument) -> tuple[Proposed, ...]:
        model = self._core.model()
        known = self._known(session, opened.known)
        if known is not opened.known:
            opened = replace(opened, known=known)
            self._keep(session, opened)
        return opened.weighed(known, languages_of(model), lambda text: fault_of(text) or unusable(text, model))

    def _known(self, session: Session, before: Known | None) -> Known:
        """The edits in use; as they were read before where nothing has changed."""
        if session.shares_as is None:
            work = session.work
            return before if before is not None and before.key is work else Known.of(work, work.edits)
        store = self._core.shared().store
        stamp = store.edits.stamp()
        if before is not None and isinstance(before.key, tuple) and before.key == stamp:
            return before
        edits = store.edits.find(Search(sort="oldest", limit=None)).edits
        named = [Edit(edit.text, edit.id, edit.language, terms=edit.terms) for edit in edits]
        return Known.of(stamp, named, {edit.id: edit.seen for edit in edits})

    def _take_in(self, session: Session, ticked: list[Proposed]) -> Accepted:
        found = accepted_of(ticked)
        most = self._core.settings.max_edits
        if len(session.work.edits) + len(found.added) > most:
            raise InputError(
                f"With {len(found.added):,} more there would be too many edits.",
                f"One session holds at most {most:,}.",
                "Tick fewer, or remove some. Nothing was changed.",
            )
        number = len(found.added) + len(found.replaced) + len(found.gone)
        session.change(
            lambda work: work.with_document(found.added, found.replaced, frozenset(found.gone)),
            Change("document", number),
        )
        self._forget(session, [one.place for one in ticked])
        return found

    def _take_in_shared(self, session: Session, ticked: list[Proposed]) -> Accepted:
        found, edits = accepted_of(ticked), edits_of_store(self._core, session)
        opened = self._opened(session)
        seen: Mapping[str, Seen] = {} if opened is None or opened.known is None else opened.known.seen
        by_edit = {one.found.replaces: one.place for one in ticked if one.found.replaces}
        if found.gone:  # first, so that nothing is held back for what goes with it
            edits.remove(*(seen[edit_id] for edit_id in found.gone))
            self._forget(session, [by_edit[edit_id] for edit_id in found.gone])
        for edit_id, edit in found.replaced.items():
            edits.supersede(seen[edit_id], edit)
            self._forget(session, [by_edit[edit_id]])
        edits.add(found.added)
        self._forget(session, [one.place for one in ticked])
        return replace(found, waits=edits.waits)
