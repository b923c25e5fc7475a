"""Letting go of what is older than a store is to keep (rule `retention-days`): answers, and what the chain has sealed.

The chain's records stay: when, what, to which object. Those that say what was erased or let go stay whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from app.errors import InputError
from app.store.audit import Event, append
from app.store.audit.allowed import ALLOWING, RETAINED, Numbers
from app.store.chunks import in_chunks
from app.store.database import Database
from app.store.purging import purge
from app.store.rules import RETENTION_DAYS, rule_in
from app.store.tables import AnswerRow, AuditKeyRow, AuditRow, MarkRow, UsedEditRow
from app.store.values import sound_name


@dataclass(frozen=True)
class LetGo:
    """What was let go."""

    before: datetime
    """All that is older."""
    answers: int
    records: int
    """Audit records that say no longer who and how."""


class Retention:
    """Lets go of what is too old in one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def apply(self, *, author: str = "", now: datetime | None = None) -> LetGo:
        """Does what the rule says; where nothing is too old, nothing is changed.

        Raises:
            InputError: the rule names no number of days.
            StoreBusyError: it is let go, and still stands in the files: repeat it.
        """
        by, moment = sound_name(author), now or datetime.now(UTC)
        with self._database.writing() as session:
            days = rule_in(session, RETENTION_DAYS)
            if days is None:
                raise InputError(
                    "This store keeps everything for ever.",
                    "",
                    "Set the rule first: `python -m app rule set retention-days 365`. Nothing was changed.",
                )
            before = moment - timedelta(days=days)
            answers = session.scalars(select(AnswerRow.id).where(AnswerRow.asked < before)).all()
            for chunk in in_chunks(answers):
                for table, column in ((MarkRow, MarkRow.answer), (UsedEditRow, UsedEditRow.answer)):
                    session.execute(delete(table).where(column.in_(chunk)))
                session.execute(delete(AnswerRow).where(AnswerRow.id.in_(chunk)))
            numbers = session.scalars(select(AuditRow.number).where(_too_old(before)).order_by(AuditRow.number)).all()
            for part in in_chunks(numbers):
                session.execute(delete(AuditKeyRow).where(AuditKeyRow.number.in_(part)))
                session.execute(update(AuditRow).where(AuditRow.number.in_(part)).values(sealed=None))
            if answers or numbers:
                detail = {
                    "days": days,
                    "before": before.isoformat(),
                    "answers": len(answers),
                    "sealed": Numbers.of(numbers).spans(),
                }
                append(session, [Event(by, RETAINED, "audit", "", detail)], moment)
        purge(self._database, ("answers", "used_edits", "marks", "audit", "audit_keys"))
        return LetGo(before, len(answers), len(numbers))


def _too_old(before: datetime) -> ColumnElement[bool]:
    return (AuditRow.at < before) & AuditRow.action.not_in(ALLOWING) & AuditRow.sealed.is_not(None)
