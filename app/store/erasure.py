"""Erasing edits and answers for good: what they said is nowhere in the store afterwards, and the audit chain is sound.

An erased edit leaves its id, who changed it and when, and the terms it held under; its text, note, tags, test
questions, source and reasons go, in every version. With it go its gists (unless another edit has the same text), the
conflicts it was in, and the texts of every answer that read it: an answer repeats what it read. What else repeats a
text of it, in notes, test runs or reasons, has it taken out. The keys of all audit records about these are destroyed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.data.upload import clip
from app.errors import EditMissingError, InputError
from app.store.audit import Event, append
from app.store.audit.allowed import ANSWERS_ERASED, EDIT_ERASED, Numbers
from app.store.chunks import in_chunks
from app.store.database import Database
from app.store.gate_runs import without_texts
from app.store.purging import purge
from app.store.records import StoredEdit
from app.store.rows import edits_by_id, update_edits
from app.store.sweeping import Secrets, records_with, sweep
from app.store.tables import (
    AnswerRow,
    AuditKeyRow,
    AuditRow,
    Base,
    ConflictRow,
    EditRow,
    GateRunRow,
    GistRow,
    MarkRow,
    UsedEditRow,
    VersionRow,
)
from app.store.tombstones import is_erased, tombstone
from app.store.values import content_id, sound_name, sound_note, storable

_GONE: dict[str, Any] = {"note": "", "tags": [], "probes": [], "reason": "", "source": "", "language": None}
"""What is left of a version beside its text."""
_ANSWER_GONE = {"question": "", "answer": "", "original": ""}


@dataclass(frozen=True)
class Erased:
    """What was erased."""

    edits: tuple[str, ...]
    """Ids; those that were erased before are not among them."""
    answers: int
    gists: int
    records: int
    """Audit records that nobody can read any more."""


class Erasure:
    """Erases from one store.

    Every method ends when the database's files hold nothing of it any more. Where it is interrupted before that,
    repeating it does the rest.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def edits(self, ids: Iterable[str], *, author: str = "", reason: str) -> Erased:
        """Erases edits, all or none, and the texts of the answers that read them.

        Raises:
            InputError: there is no reason, or a text is too long.
            EditMissingError: no such edit.
            StoreBusyError: it is erased, and still stands in the files: repeat it.
        """
        wanted = list(dict.fromkeys(storable(one) for one in ids))
        by, why = sound_name(author), _sound_reason(reason)
        with self._database.writing() as session:
            found = edits_by_id(session, wanted)
            for one in wanted:
                if one not in found:
                    raise EditMissingError(f"There is no edit {clip(one)!r} in the store.", "", "Load the list again.")
            erased = _erase_edits(session, [edit for edit in found.values() if not _is_gone(edit)], by, why)
        self._purge()
        return erased

    def answers_of(self, name: str, *, author: str = "", reason: str) -> Erased:
        """Erases questions and answers of one person, with who asked them.

        Raises:
            InputError: there is no reason, or a text is too long.
            StoreBusyError: as `edits` does.
        """
        who, by, why = sound_name(name), sound_name(author), _sound_reason(reason)
        with self._database.writing() as session:
            answers = session.scalars(select(AnswerRow.id).where(AnswerRow.asked_by == who)).all()
            numbers = _forget_answers(session, answers, [])
            for chunk in in_chunks(answers):
                session.execute(update(AnswerRow).where(AnswerRow.id.in_(chunk)).values(asked_by=""))
            if answers:
                detail = {"reason": why, "answers": len(answers), "keys": Numbers.of(numbers).spans()}
                append(session, [Event(by, ANSWERS_ERASED, "answers", uuid4().hex, detail)])
        self._purge()
        return Erased((), len(answers), 0, len(numbers))

    def since(self, number: int) -> tuple[bool, int]:
        """Whether something was erased behind this audit record, and which record is the last now."""
        later = select(AuditRow.number).where(AuditRow.number > number)
        with self._database.reading() as session:
            erased = session.scalar(later.where(AuditRow.action.in_((EDIT_ERASED, ANSWERS_ERASED))).limit(1))
            last = session.scalar(select(func.max(AuditRow.number))) or 0
        return erased is not None, last

    def _purge(self) -> None:
        purge(self._database, (table.name for table in Base.metadata.sorted_tables))


def _is_gone(edit: StoredEdit) -> bool:
    return is_erased(edit.id, edit.text)


def _erase_edits(session: Session, edits: Sequence[StoredEdit], by: str, why: str) -> Erased:
    if not edits:
        return Erased((), 0, 0, 0)
    ids = [edit.id for edit in edits]
    contents, secrets = _said_by(session, ids)
    answers = _answers_that_read(session, ids, secrets)
    conflicts = session.scalars(
        select(ConflictRow.id).where(or_(ConflictRow.first.in_(ids), ConflictRow.second.in_(ids)))
    ).all()
    about = [*(("edit", one) for one in ids), *(("conflict", one) for one in conflicts)]
    numbers = {*records_with(session, secrets, about, set(ids)), *_forget_answers(session, answers, ids)}
    session.execute(delete(ConflictRow).where(ConflictRow.id.in_(conflicts)))
    _forget_tests(session, set(ids))
    _put_tombstones(session, edits, by)
    gists = _forget_gists(session, contents)
    sweep(session, secrets)
    _destroy_keys(session, numbers)
    now = datetime.now(UTC)
    first = {"reason": why, "answers": len(answers), "gists": gists, "keys": Numbers.of(numbers).spans()}
    rest = {"reason": why, "with": ids[0]}
    append(session, (Event(by, EDIT_ERASED, "edit", one, first if one == ids[0] else rest) for one in ids), now)
    return Erased(tuple(ids), len(answers), gists, len(numbers))


def _said_by(session: Session, ids: Sequence[str]) -> tuple[set[str], Secrets]:
    """Contents of all versions of edits, and the texts in them that no other edit has."""
    contents: set[str] = set()
    texts: set[str] = set()
    for row in session.scalars(select(VersionRow).where(VersionRow.edit.in_(ids))):
        contents.add(row.content)
        texts |= {row.text, row.note} - {""}
    elsewhere = select(VersionRow.text, VersionRow.note).where(
        VersionRow.edit.not_in(ids), or_(VersionRow.text.in_(texts), VersionRow.note.in_(texts))
    )
    kept = {text for row in session.execute(elsewhere) for text in row}
    return contents, Secrets(text for text in texts - kept if not text.startswith("[erased "))


def _answers_that_read(session: Session, ids: Sequence[str], secrets: Secrets) -> list[str]:
    """Answers that read one of these edits, or repeat what it says."""
    found = set(session.scalars(select(UsedEditRow.answer).where(UsedEditRow.edit.in_(ids))))
    columns = (AnswerRow.question, AnswerRow.answer, AnswerRow.original)
    for text in secrets.texts:
        repeats = or_(*(column.contains(text, autoescape=True) for column in columns))
        found |= set(session.scalars(select(AnswerRow.id).where(repeats)))
    return sorted(found)


def _forget_answers(session: Session, answers: Sequence[str], edits: Sequence[str]) -> set[int]:
    """Takes the texts out of answers; returns the audit records about them, whose keys are destroyed."""
    numbers: set[int] = set()
    for chunk in in_chunks(answers):
        session.execute(update(AnswerRow).where(AnswerRow.id.in_(chunk)).values(_ANSWER_GONE))
        session.execute(update(MarkRow).where(MarkRow.answer.in_(chunk)).values(note=""))
        keyed = select(AuditRow.number).join(AuditKeyRow, AuditKeyRow.number == AuditRow.number)
        numbers |= set(session.scalars(keyed.where(AuditRow.kind == "answer", AuditRow.object.in_(chunk))))
    for edit in edits:
        gone = {"text": tombstone(edit), "content": content_id(tombstone(edit))}
        session.execute(update(UsedEditRow).where(UsedEditRow.edit == edit).values(gone))
    _destroy_keys(session, numbers)
    return numbers


def _forget_tests(session: Session, ids: set[str]) -> None:
    """Takes out of test runs what was asked about these edits, and what was answered from them."""
    for number in session.scalars(select(GateRunRow.number)).all():
        results = session.scalar(select(GateRunRow.results).where(GateRunRow.number == number)) or []
        after = [without_texts(result, ids) for result in results]
        if after != results:
            session.execute(update(GateRunRow).where(GateRunRow.number == number).values(results=after))


def _put_tombstones(session: Session, edits: Sequence[StoredEdit], by: str) -> None:
    now = datetime.now(UTC)
    for edit in edits:
        text = tombstone(edit.id)
        gone = _GONE | {"text": text, "content": content_id(text)}
        session.execute(update(VersionRow).where(VersionRow.edit == edit.id).values(gone))
    update_edits(session, tuple(_after(edit, now, by) for edit in edits))


def _after(edit: StoredEdit, now: datetime, by: str) -> StoredEdit:
    text = tombstone(edit.id)
    return replace(
        edit,
        text=text,
        content=content_id(text),
        note="",
        tags=(),
        probes=(),
        reason="",
        language=None,
        terms=replace(edit.terms, source=""),
        state="retired",
        restores_to="draft",  # as a retired edit has something there; an erased one never comes back
        acting=None,
        version=edit.version + 1,
        changed=now,
        changed_by=by,
    )


def _forget_gists(session: Session, contents: Iterable[str]) -> int:
    """Removes the gists of texts that no edit has any more."""
    count = 0
    for chunk in in_chunks(sorted(contents)):
        held = set(session.scalars(select(VersionRow.content).where(VersionRow.content.in_(chunk))))
        held |= set(session.scalars(select(EditRow.content).where(EditRow.content.in_(chunk))))
        gone = [content for content in chunk if content not in held]
        count += len(session.scalars(select(GistRow.content).where(GistRow.content.in_(gone))).all())
        session.execute(delete(GistRow).where(GistRow.content.in_(gone)))
    return count


def _destroy_keys(session: Session, numbers: Iterable[int]) -> None:
    for chunk in in_chunks(sorted(numbers)):
        session.execute(delete(AuditKeyRow).where(AuditKeyRow.number.in_(chunk)))


def _sound_reason(reason: str) -> str:
    why = sound_note(reason)
    if not why:
        raise InputError(
            "Erasing needs a reason.",
            "It stays in the audit chain, so it should say nothing of what is erased.",
            "Say why; nothing was changed.",
        )
    return why
