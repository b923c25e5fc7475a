"""The store of edits, releases, answers and audit records."""

from __future__ import annotations

from app.errors.base import WorkbenchError


class StoreError(WorkbenchError):
    code = "store"


class StoreUnreachableError(StoreError):
    code = "store-unreachable"


class StoreVersionError(StoreError):
    code = "store-version"


class StoreBusyError(StoreError):
    code = "store-busy"


class EditMissingError(StoreError):
    code = "edit-missing"


class EditChangedError(StoreError):
    code = "edit-changed"


class EditExistsError(StoreError):
    code = "edit-exists"


class EditStateError(StoreError):
    code = "edit-state"


class FourEyesError(StoreError):
    code = "four-eyes"


class RuleError(StoreError):
    code = "rule"


class ReleaseError(StoreError):
    code = "release"


class ReleaseMissingError(ReleaseError):
    code = "release-missing"


class ReleaseExistsError(ReleaseError):
    code = "release-exists"


class GateError(ReleaseError):
    code = "gate"


class PinsError(ReleaseError):
    code = "pins"


class AnswerMissingError(StoreError):
    code = "answer-missing"


class ConflictError(StoreError):
    code = "conflict"


class AuditFileError(StoreError):
    code = "audit-file"


class BackupError(StoreError):
    code = "backup"


class ArchiveError(StoreError):
    code = "archive"
