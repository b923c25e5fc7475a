"""Questions asked and their answers, kept with the edits that were read, as they were then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, func, insert, or_, select
from sqlalchemy.orm import Session

from app.data.upload import clip
from app.errors import AnswerMissingError
from app.store.audit import append
from app.store.chunks import in_chunks
from app.store.database import Database
from app.store.gists import insert_makers
from app.store.records import LoggedAnswer, Maker, UsedEdit
from app.store.rules import ANSWERS, rule_in
from app.store.served import as_kept, told_served
from app.store.tables import AnswerRow, UsedEditRow
from app.store.tombstones import erased_among, tombstone
from app.store.values import content_id, sound_name, storable


class Answers:
    """The answers of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def log(
        self,
        maker: Maker,
        *,
        question: str,
        answer: str,
        original: str,
        policy: Mapping[str, Any],
        zero_weight: float,
        used: Sequence[UsedEdit],
        asked_by: str = "",
        release: str | None = None,
        seconds: float | None = None,
        tokens: int | None = None,
    ) -> LoggedAnswer:
        """Keeps as much of one answer as the rule `answers` says, and returns it so.

        Where nothing is kept of answers, it is returned whole, and found nowhere afterwards.
        """
        logged = LoggedAnswer(
            id=uuid4().hex,
            asked=datetime.now(UTC),
            asked_by=sound_name(asked_by),
            question=storable(question),
            answer=storable(answer),
            original=storable(original),
            policy=dict(policy),
            zero_weight=zero_weight,
            used=tuple(used),
            made_by=maker.made_by,
            release=release,
            seconds=seconds,
            tokens=tokens,
        )
        with self._database.writing() as session:
            rule = rule_in(session, ANSWERS)
            if rule == "off":
                return logged
            logged = _without_erased(session, logged)
            kept = as_kept(logged, rule)
            insert_makers(session, [maker])
            insert_answers(session, [kept])
            append(session, [told_served(logged, rule)], logged.asked)
        return kept

    def get(self, answer_id: str) -> LoggedAnswer:
        """Raises AnswerMissingError where there is none."""
        with self._database.reading() as session:
            found = answers_in(session, select(AnswerRow).where(AnswerRow.id == storable(answer_id)))
        if not found:
            raise AnswerMissingError(
                f"There is no answer {clip(answer_id)!r} in the store.",
                "Only answers given with shared edits are kept.",
                "`ask --json` tells the id of an answer.",
            )
        return found[0]

    def newest(self, limit: int = 50, offset: int = 0, search: str = "") -> tuple[LoggedAnswer, ...]:
        """Answers, the newest first.

        Args:
            search: what stands in the question, the answer, the name of who asked or an edit that was read, or an id.
        """
        wanted = select(AnswerRow).where(*_found_by(search)).order_by(AnswerRow.number.desc())
        wanted = wanted.offset(offset).limit(limit)
        with self._database.reading() as session:
            return answers_in(session, wanted)

    def that_read(self, edit_id: str, limit: int = 50) -> tuple[LoggedAnswer, ...]:
        """Answers that read this edit in any of its versions, the newest first."""
        reading = select(UsedEditRow.answer).where(UsedEditRow.edit == storable(edit_id))
        wanted = select(AnswerRow).where(AnswerRow.id.in_(reading)).order_by(AnswerRow.number.desc()).limit(limit)
        with self._database.reading() as session:
            return answers_in(session, wanted)

    def count(self, search: str = "") -> int:
        """Answers that a search finds; see `newest`."""
        with self._database.reading() as session:
            return session.scalar(select(func.count()).select_from(AnswerRow).where(*_found_by(search))) or 0


def _without_erased(session: Session, answer: LoggedAnswer) -> LoggedAnswer:
    """An answer without its texts where an edit that it read was erased while it was given."""
    erased = erased_among(session, (used.edit for used in answer.used))
    if not erased:
        return answer
    used = (
        replace(one, text=tombstone(one.edit), content=content_id(tombstone(one.edit))) if one.edit in erased else one
        for one in answer.used
    )
    return replace(answer, question="", answer="", original="", used=tuple(used))


def _found_by(search: str) -> tuple[ColumnElement[bool], ...]:
    wanted = storable(search.strip())
    if not wanted:
        return ()
    reading = select(UsedEditRow.answer).where(UsedEditRow.text.icontains(wanted, autoescape=True))
    texts = (AnswerRow.question, AnswerRow.answer, AnswerRow.asked_by)
    held = (column.icontains(wanted, autoescape=True) for column in texts)
    return (or_(AnswerRow.id == wanted, AnswerRow.id.in_(reading), *held),)


def answers_in(session: Session, wanted: Select[AnswerRow]) -> tuple[LoggedAnswer, ...]:
    """The answers that a statement selects, in its order, with the edits that they read."""
    rows = session.scalars(wanted).all()
    used = _used_by(session, [row.id for row in rows])
    return tuple(
        LoggedAnswer(
            id=row.id,
            asked=row.asked,
            asked_by=row.asked_by,
            question=row.question,
            answer=row.answer,
            original=row.original,
            policy=row.policy,
            zero_weight=row.zero_weight,
            used=tuple(used[row.id]),
            made_by=row.made_by,
            release=row.release,
            seconds=row.seconds,
            tokens=row.tokens,
        )
        for row in rows
    )


def answers_there(session: Session, ids: Iterable[str]) -> set[str]:
    """Those of the ids that are here already."""
    chunks = in_chunks(ids)
    wanted = select(AnswerRow.id)
    return {found for chunk in chunks for found in session.scalars(wanted.where(AnswerRow.id.in_(chunk)))}


def insert_answers(session: Session, answers: Sequence[LoggedAnswer]) -> None:
    """Writes new answers in their order."""
    if not answers:
        return
    session.execute(insert(AnswerRow), [{k: v for k, v in vars(one).items() if k != "used"} for one in answers])
    used = [
        vars(edit) | {"answer": one.id, "position": position}
        for one in answers
        for position, edit in enumerate(one.used)
    ]
    if used:
        session.execute(insert(UsedEditRow), used)


def _used_by(session: Session, ids: Sequence[str]) -> dict[str, list[UsedEdit]]:
    used: dict[str, list[UsedEdit]] = defaultdict(list)
    for chunk in in_chunks(ids):
        wanted = select(UsedEditRow).where(UsedEditRow.answer.in_(chunk))
        for row in session.scalars(wanted.order_by(UsedEditRow.answer, UsedEditRow.position)):
            used[row.answer].append(UsedEdit(row.edit, row.version, row.content, row.text, row.weight, row.mass))
    return used
