"""The tables as they are now. Every change to them is a migration; a test holds the two together."""

from app.store.tables.access import AccountRow, ApiTokenRow, RuleRow, SignInRow
from app.store.tables.answers import AnswerRow, GistRow, MakerRow, MarkRow, UsedEditRow
from app.store.tables.audit import AuditKeyRow, AuditRow
from app.store.tables.base import CODE_POINTS, Base, Moment
from app.store.tables.edits import ConflictRow, EditRow, TagRow, TermsColumns, VersionRow
from app.store.tables.releases import AliasMoveRow, GateRunRow, PilotMemberRow, ReleasedEditRow, ReleaseRow

REVISION = "0003"
"""The newest migration: what a store must be at to be opened."""

__all__ = [
    "CODE_POINTS",
    "REVISION",
    "AccountRow",
    "AliasMoveRow",
    "AnswerRow",
    "ApiTokenRow",
    "AuditKeyRow",
    "AuditRow",
    "Base",
    "ConflictRow",
    "EditRow",
    "GateRunRow",
    "GistRow",
    "MakerRow",
    "MarkRow",
    "Moment",
    "PilotMemberRow",
    "ReleaseRow",
    "ReleasedEditRow",
    "RuleRow",
    "SignInRow",
    "TagRow",
    "TermsColumns",
    "UsedEditRow",
    "VersionRow",
]
