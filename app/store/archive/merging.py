"""An archive into a store: all of it or nothing.

What the store holds stays as it is, and what it lacks is added:

- an edit whose id the store has is the same there, or `different`: then the store's stays;
- an edit whose text is in use in the store under another id is `repeated`, and is not added a second time;
- answers, makers and gists that the store has are passed over;
- where the store has the four-eyes rule, an edit that nobody else approved comes in as in review (`approvals`);
- so does one that contradicts what acts, where that was compared first;
- an archive holds no releases: an answer names the one that gave it only where the store has it.

So importing twice does what importing once does, and into an empty store everything comes back exactly.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.store.answers import answers_there, insert_answers
from app.store.archive.approvals import with_valid_approvals, without_contradictions
from app.store.archive.layout import GIST_INDEX, GISTS_AT_ONCE
from app.store.archive.reading import Archive, broken, open_archive
from app.store.audit import Event, append
from app.store.changes import told
from app.store.chunks import in_chunks
from app.store.gists import insert_gists, insert_makers
from app.store.records import EditVersion, StoredEdit
from app.store.releases import releases_there
from app.store.rows import edits_by_id, edits_in_use, insert_edits
from app.store.rules import FOUR_EYES, rule_in
from app.store.standing import Compared, Wording, require_as_compared
from app.store.store import Store
from app.store.values import sound_name

Known = tuple[StoredEdit, tuple[EditVersion, ...]]
"""An edit with its versions."""


@dataclass
class Imported:
    """What became of an archive's content."""

    edits: int = 0
    """New ones."""
    same: int = 0
    """Edits that the store held just so."""
    different: list[StoredEdit] = field(default_factory=list)
    """The store's edits that stay although the archive has other versions of them."""
    repeated: list[StoredEdit] = field(default_factory=list)
    """The archive's edits whose text is in use in the store already."""
    held: list[StoredEdit] = field(default_factory=list)
    """New ones that acted where the archive was made, and do not here: nobody but their writers approved them."""
    contradicting: list[StoredEdit] = field(default_factory=list)
    """New ones that acted there, and do not here: they contradict what acts."""
    answers: int = 0
    gists: int = 0
    gists_left: int = 0
    """Gists in the archive that were not asked for."""


def import_archive(
    store: Store,
    path: Path,
    *,
    most_bytes: int,
    with_gists: bool = False,
    author: str = "",
    compared: Compared | None = None,
) -> Imported:
    """Adds what an archive holds and the store lacks.

    Args:
        most_bytes: that the archive may have, unpacked.
        with_gists: take its gists too. They are read in place of their edits' texts, so whoever made the file
            decides what the model then says: for archives from people you trust.
        author: who imports it. Under the four-eyes rule nothing comes into force that they wrote, or by nobody.
        compared: with what acts; what is held comes in as in review.

    Raises:
        ArchiveError: not an archive, damaged, contradicting itself, or too large. Nothing was imported.
        EditChangedError: an edit was changed since it was `compared`. Nothing was imported.
    """
    with open_archive(path, most_bytes) as archive, store.database.writing() as session:
        require_as_compared(session, compared)
        imported = Imported()
        makers = {maker.made_by: maker for maker in archive.makers()}
        insert_makers(session, makers.values())
        held = frozenset() if compared is None else compared.held
        _import_edits(session, archive.edits(), imported, sound_name(author), held)
        _import_answers(session, archive, makers, imported)
        if with_gists:
            _import_gists(session, archive, makers, imported)
        elif archive.has_gists:
            imported.gists_left = archive.manifest.members[GIST_INDEX].rows
    return imported


def begins_by_importing(store: Store, path: Path, *, most_bytes: int, author: str = "") -> tuple[Wording, ...]:
    """What would begin to act if an archive were imported now. Raises ArchiveError as `import_archive` does."""
    begins: list[Wording] = []
    with open_archive(path, most_bytes) as archive, store.database.reading() as session:
        four_eyes, by = rule_in(session, FOUR_EYES), sound_name(author)
        for chunk in in_chunks(archive.edits()):
            there = edits_by_id(session, (edit.id for edit, _ in chunk))
            in_use = edits_in_use(session, (edit.content for edit, _ in chunk))
            for given, known in chunk:
                edit, versions = with_valid_approvals(given, known, by) if four_eyes else (given, known)
                if edit.id not in there and edit.content not in in_use:
                    acts = [one for one in versions if one.version == edit.acting]
                    begins += [Wording(edit.id, o.version, o.content, o.text, o.terms, edit.created) for o in acts]
    return tuple(begins)


def _import_edits(session: Session, edits: Iterable[Known], imported: Imported, by: str, held: frozenset[str]) -> None:
    ids: set[str] = set()
    texts: set[str] = set()
    now, four_eyes = datetime.now(UTC), rule_in(session, FOUR_EYES)
    for chunk in in_chunks(edits):
        for edit, _ in chunk:
            if edit.id in ids or (edit.state != "retired" and edit.content in texts):
                raise broken(f"the edit {edit.id}, or its text, is in it twice")
            ids.add(edit.id)
            if edit.state != "retired":
                texts.add(edit.content)
        there = edits_by_id(session, (edit.id for edit, _ in chunk))
        in_use = edits_in_use(session, (edit.content for edit, _ in chunk))
        new: list[Known] = []
        for given, known in chunk:
            approved = with_valid_approvals(given, known, by) if four_eyes else (given, known)
            edit, versions = without_contradictions(*approved, held)
            if edit.id in there:
                if there[edit.id] == edit:
                    imported.same += 1
                else:
                    imported.different.append(there[edit.id])
            elif edit.state != "retired" and edit.content in in_use:
                imported.repeated.append(edit)
            else:
                new.append((edit, versions))
                if (edit, versions) != approved:
                    imported.contradicting.append(edit)
                elif (edit.acting, edit.restores_to) != (given.acting, given.restores_to):
                    imported.held.append(edit)
        insert_edits(session, [edit for edit, _ in new], [one for _, versions in new for one in versions])
        held_back = {edit.id: "four-eyes" for edit in imported.held}
        held_back |= {edit.id: "contradiction" for edit in imported.contradicting}
        append(session, (_told(edit, by, held_back.get(edit.id)) for edit, _ in new), now)
        imported.edits += len(new)


def _told(edit: StoredEdit, by: str, held_back: str | None) -> Event:
    """An imported edit for the chain, with why it does not act although it did where it comes from."""
    event = replace(told("edit.imported", edit), actor=by)
    return event if held_back is None else replace(event, detail={**event.detail, "held": held_back})


def _import_answers(session: Session, archive: Archive, makers: Container[str], imported: Imported) -> None:
    ids: set[str] = set()
    for chunk in in_chunks(archive.answers()):
        for answer in chunk:
            if answer.id in ids or answer.made_by not in makers:
                raise broken(f"the answer {answer.id} is in it twice, or nobody made it")
            ids.add(answer.id)
        there = answers_there(session, (answer.id for answer in chunk))
        kept = releases_there(session, (answer.release for answer in chunk if answer.release is not None))
        new = [
            answer if answer.release in kept else replace(answer, release=None)
            for answer in chunk
            if answer.id not in there
        ]
        insert_answers(session, new)
        imported.answers += len(new)


def _import_gists(session: Session, archive: Archive, makers: Container[str], imported: Imported) -> None:
    if not archive.has_gists:
        return
    for chunk in in_chunks(archive.gists(), GISTS_AT_ONCE):
        for gist in chunk:
            if gist.made_by not in makers:
                raise broken(f"nobody made the gist {gist.content[:16]}")
        imported.gists += insert_gists(session, chunk, of_edits=True)
