"""Edits in the store: add, list, change, tag, retire, restore. Each method is one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, func, or_, select

from app.data import Edit, Probe, Terms, language_of
from app.data.upload import clip
from app.errors import EditMissingError, InputError
from app.store.audit import append
from app.store.changes import apply_step, missing, restored, retired, told
from app.store.confidential import as_told
from app.store.database import Database
from app.store.four_eyes import require_other_eyes
from app.store.records import ActiveEdit, Added, InUse, Page, Search, Seen, StoredEdit
from app.store.rows import edits_by_id, edits_in, edits_in_use, insert_edits
from app.store.searching import matching, order_of
from app.store.standing import Compared, Stamp, held_back, require_as_compared, stamp_in
from app.store.tables import EditRow, TagRow, VersionRow
from app.store.values import (
    content_id,
    sound_name,
    sound_note,
    sound_probes,
    sound_tags,
    sound_terms,
    sound_text,
    storable,
)
from app.store.viewer import VIEWER


class Edits:
    """The edits of one store.

    Search looks through every text (`LIKE` on a column without upper case): it finds any part of any word in any
    language, the same on SQLite and PostgreSQL, and needs no index with its own idea of what a word is. Measured on
    two cores: 4 to 40 ms among 10,000 edits, 30 to 400 ms among 100,000.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # Reading

    def get(self, edit_id: str) -> StoredEdit:
        """Raises EditMissingError where there is none."""
        with self._database.reading() as session:
            found = edits_by_id(session, [storable(edit_id)])
        if not found:
            raise missing(edit_id)
        return found[edit_id]

    def beginning_with(self, begin: str) -> StoredEdit:
        """The edit whose id begins so, as people shorten ids.

        Raises:
            EditMissingError: there is none.
            InputError: there are several.
        """
        wanted = select(EditRow).where(EditRow.id.startswith(storable(begin), autoescape=True)).limit(2)
        with self._database.reading() as session:
            found = edits_in(session, wanted)
        if not begin or not found:
            raise missing(begin)
        if len(found) > 1:
            raise InputError(f"Several edits have ids that begin with {clip(begin)!r}.", "", "Give more of the id.")
        return found[0]

    def find(self, search: Search | None = None) -> Page:
        """One part of the edits that a search finds, and how many there are in all."""
        search = search or Search()
        found = matching(search)
        part = found.order_by(*order_of(search.sort)).offset(max(search.offset, 0))
        with self._database.reading() as session:
            total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
            edits = edits_in(session, part if search.limit is None else part.limit(max(search.limit, 0)))
        return Page(edits, total, max(search.offset, 0))

    def keys(self, search: Search) -> tuple[tuple[str, str], ...]:
        """Id and content of every edit that a search finds, in its order, whatever its limit: many are cheap."""
        found = matching(search).with_only_columns(EditRow.id, EditRow.content).order_by(*order_of(search.sort))
        with self._database.reading() as session:
            return tuple((edit_id, content) for edit_id, content in session.execute(found))

    def in_use(self, contents: Iterable[str]) -> frozenset[str]:
        """Those of these contents that an edit in use has, hidden ones included."""
        with self._database.reading() as session:
            return frozenset(edits_in_use(session, contents))

    def those(self, edit_ids: Iterable[str]) -> tuple[StoredEdit, ...]:
        """These edits, in this order; unknown ids are left out."""
        wanted = tuple(edit_ids)
        with self._database.reading() as session:
            found = edits_by_id(session, wanted)
        return tuple(found[edit_id] for edit_id in wanted if edit_id in found)

    def active(self, at: datetime | None = None) -> tuple[ActiveEdit, ...]:
        """All edits that answers may use at a moment (now), in the order they were added, each in its acting version.

        What holds then is decided by what is approved now; `history` tells what was known earlier.
        """
        columns = (VersionRow.edit, VersionRow.version, VersionRow.content, VersionRow.text)
        wanted = select(*columns).join(EditRow, _acts(EditRow)).where(_holds_at(at or datetime.now(UTC)))
        with self._database.reading() as session:
            return tuple(ActiveEdit(*row) for row in session.execute(wanted.order_by(EditRow.number)))

    def next_boundary(self, after: datetime) -> datetime | None:
        """The first moment later than this at which an approved edit begins or ceases to hold; None: there is none."""
        boundaries = (VersionRow.valid_from, VersionRow.valid_until)
        with self._database.reading() as session:
            found = [
                session.scalar(select(func.min(column)).join(EditRow, _acts(EditRow)).where(column > after))
                for column in boundaries
            ]
        return min((moment for moment in found if moment is not None), default=None)

    def stamp(self) -> Stamp:
        """Another one after every change of any edit: tells cheaply whether a list is still right."""
        with self._database.reading() as session:
            return stamp_in(session)

    def counts(self) -> dict[str, int]:
        """State → edits in it."""
        counted = select(EditRow.state, func.count()).group_by(EditRow.state).order_by(EditRow.state)
        with self._database.reading() as session:
            return dict(session.execute(counted).all())

    def tags(self) -> dict[str, int]:
        """Tag → edits with it that are not retired."""
        in_use = select(TagRow.tag, func.count()).join(EditRow, EditRow.id == TagRow.edit)
        counted = in_use.where(EditRow.state != "retired").group_by(TagRow.tag).order_by(TagRow.tag)
        with self._database.reading() as session:
            return dict(session.execute(counted).all())

    # Writing

    def add(
        self,
        edits: Iterable[Edit],
        *,
        author: str = "",
        note: str = "",
        tags: Iterable[str] = (),
        probes: Iterable[Probe] = (),
        state: InUse = "approved",
        terms: Terms | None = None,
        reason: str = "",
        compared: Compared | None = None,
    ) -> Added:
        """Adds edits in the same state. Texts that are there already stay as they are.

        Args:
            note, probes, terms: for all of them; where it is empty each keeps its own.
            tags: for all of them, beside those that each has.
            compared: with what acts; what is held comes in as in review.

        Raises:
            InputError: a text that cannot be an edit, a note or tag that is too long, terms that contradict themselves.
            FourEyesError: approved from the beginning, and the store forbids that.
        """
        now, by = datetime.now(UTC), sound_name(author)
        clean_note, clean_tags, clean_probes = sound_note(note), sound_tags(tags), sound_probes(probes)
        clean_terms, clean_reason = None if terms is None else sound_terms(terms), sound_note(reason)
        wanted: dict[str, StoredEdit] = {}
        for edit in edits:
            text = sound_text(edit.text)
            new = StoredEdit(
                id=uuid4().hex,
                content=content_id(text),
                text=text,
                note=clean_note or sound_note(edit.note),
                author=by,
                created=now,
                changed=now,
                changed_by=by,
                state=state,
                restores_to=None,
                language=edit.language,
                tags=sound_tags((*clean_tags, *edit.tags)),
                probes=clean_probes or sound_probes(edit.probes),
                version=1,
                acting=1 if state == "approved" else None,
                terms=clean_terms or sound_terms(edit.terms),
                reason=clean_reason,
            )
            wanted.setdefault(new.content, new)
        with self._database.writing() as session:
            require_as_compared(session, compared)
            known = edits_in_use(session, wanted)
            added = tuple(_held_new(edit, compared) for content, edit in wanted.items() if content not in known)
            require_other_eyes(session, ((None, edit) for edit in added))
            insert_edits(session, added)
            append(session, (told("edit.added", edit) for edit in added), now)
            viewer = session.info.get(VIEWER)
        return Added(added, tuple(as_told(known[content], viewer) for content in wanted if content in known))

    def change(
        self,
        seen: Seen,
        *,
        author: str = "",
        text: str | None = None,
        note: str | None = None,
        tags: Iterable[str] | None = None,
        probes: Iterable[Probe] | None = None,
        state: InUse | None = None,
        terms: Terms | None = None,
        reason: str = "",
        compared: Compared | None = None,
    ) -> StoredEdit:
        """Changes what is given and leaves the rest.

        While the new version is a draft or in review, answers go on using the one that was approved last; so they do
        where what it says is held by `compared`.

        Raises:
            InputError: a text that cannot be an edit, a note or tag that is too long, terms that contradict themselves.
            EditMissingError: no such edit, or it is retired.
            EditChangedError: it is another version by now.
            EditExistsError: another edit has that text.
            FourEyesError: it would be in force at once, and the store forbids that.
        """
        new: dict[str, Any] = {} if state is None else {"state": state}
        if text is not None:
            clean = sound_text(text)
            new |= {"text": clean, "content": content_id(clean), "language": language_of(clean)}
        if note is not None:
            new["note"] = sound_note(note)
        if tags is not None:
            new["tags"] = sound_tags(tags)
        if probes is not None:
            new["probes"] = sound_probes(probes)
        if terms is not None:
            new["terms"] = sound_terms(terms)
        return apply_step(
            self._database, "edit.changed", [seen], lambda edit: replace(_in_use(edit), **new), author, reason, compared
        )[0]

    def tag(
        self, seen: Iterable[Seen], *, add: Iterable[str] = (), remove: Iterable[str] = (), author: str = ""
    ) -> tuple[StoredEdit, ...]:
        """Puts tags on all of these edits and takes others off. Raises as `change` does."""
        more, less = sound_tags(add), set(sound_tags(remove))
        return apply_step(
            self._database,
            "edit.tagged",
            seen,
            lambda edit: replace(edit, tags=sound_tags({*edit.tags, *more} - less)),
            author,
        )

    def retire(self, seen: Iterable[Seen], *, author: str = "", reason: str = "") -> tuple[StoredEdit, ...]:
        """Takes edits out of use; `restore` brings them back. Raises as `change` does."""
        return apply_step(self._database, "edit.retired", seen, retired, author, reason)

    def restore(
        self, seen: Iterable[Seen], *, author: str = "", reason: str = "", compared: Compared | None = None
    ) -> tuple[StoredEdit, ...]:
        """Brings retired edits back into the state they had; what is held by `compared` comes back as in review.

        Raises:
            EditExistsError: meanwhile another edit has that text.
            EditMissingError, EditChangedError: as `change` does.
        """
        return apply_step(self._database, "edit.restored", seen, restored, author, reason, compared)


def _acts(edit: type[EditRow]) -> ColumnElement[bool]:
    """Joins an edit with the version of it that acts."""
    return (VersionRow.edit == edit.id) & (VersionRow.version == edit.acting)


def _holds_at(moment: datetime) -> ColumnElement[bool]:
    """As `Terms.holds_at`."""
    begun = or_(VersionRow.valid_from.is_(None), VersionRow.valid_from <= moment)
    return begun & or_(VersionRow.valid_until.is_(None), VersionRow.valid_until > moment)


def _held_new(edit: StoredEdit, compared: Compared | None) -> StoredEdit:
    held = held_back(edit, compared)
    return edit if held is edit else replace(held, acting=None)


def _in_use(edit: StoredEdit) -> StoredEdit:
    if edit.state == "retired":
        raise EditMissingError(f"The edit “{clip(edit.text)}” is retired.", "", "Restore it first, then change it.")
    return edit
