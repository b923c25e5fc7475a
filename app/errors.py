"""Every error that the workbench raises on purpose, made for the person who reads it.

WorkbenchError                 base: code, what was given, what is allowed, what to do next
├── InputError                 something that a person typed or uploaded
│   ├── EmptyEditError         an edit without text
│   ├── EditTooLongError       an edit above the token limit
│   ├── UploadError            a file that cannot be read at all
│   │   └── ColumnsError       columns of a table that give no edit
│   ├── ProposalError          found for the own edits, accepted for the shared ones, or the other way round
│   ├── MomentError            something that is not a date or a moment
│   ├── QuestionError          an empty or too long question
│   └── SessionExpiredError    a browser session that the server no longer holds
├── BackboneError              the base model
│   ├── UnsupportedFamilyError an architecture that no reader knows
│   ├── BackboneMissingError   not on disk and not to be had
│   ├── DownloadError          no network, full disk, changed checksum
│   └── TermsNotAcceptedError  a model whose terms of use nobody has accepted here
├── AdapterError               adapter files
│   ├── AdapterMissingError    no adapter at that place
│   ├── AdapterFormatError     files that are not an adapter
│   ├── AdapterMismatchError   an adapter made for another backbone
│   ├── SlotsError             a number of gist slots that the adapter was not trained for
│   └── FidelityError          an adapter that cannot tell what its gists hold
├── PoolError                  gists that do not fit together
├── PolicyError                an unknown selection policy or setting
├── EvaluationError            suites, methods and their data
│   ├── UnknownNameError       a name that is not in the registry
│   └── SuiteDataError         a benchmark file missing or of another shape
├── TrainingError              a training configuration or run that cannot go on
├── StoreError                 the store of edits, gists and answers
│   ├── StoreUnreachableError  no such place, no server, no rights, not a database, a full disk
│   ├── StoreVersionError      tables of another version of the program, or none yet
│   ├── StoreBusyError         somebody else has been writing for too long
│   ├── EditMissingError       no edit of that id
│   ├── EditChangedError       somebody else changed it meanwhile
│   ├── EditExistsError        another edit has that text
│   ├── EditStateError         a step that the state of an edit does not allow
│   ├── FourEyesError          somebody would approve what they wrote
│   ├── RuleError              a rule of the store that is not known, or set to something else than it can be
│   ├── ReleaseError           something that cannot be done with a release or an alias
│   │   ├── ReleaseMissingError no release of that name, and no alias that stands at one
│   │   ├── ReleaseExistsError a release or an alias has that name
│   │   ├── GateError          a release that may not be promoted
│   │   └── PinsError          a release that was made for another model or setting than is open
│   ├── AnswerMissingError     no answer of that id
│   ├── ConflictError          a conflict between edits that is not there, or cannot be resolved so
│   ├── AuditFileError         a file that holds no audit records, or no heads
│   ├── BackupError            a copy of the store that cannot be made, is damaged, or has no place
│   └── ArchiveError           a file that is not an archive, or a damaged, hostile or too large one
├── AccessError                who somebody is, and what he may do
│   ├── NotAllowedError        a role, or an API token's scope, that does not reach so far
│   ├── SignInError            a name and a password that do not belong together
│   ├── LockedError            a name for which too many wrong passwords were tried
│   ├── TokenError             an API token that is unknown, expired or revoked
│   ├── AccountError           an account that cannot be, is not there, or is needed
│   ├── PasswordError          a password that nobody should have
│   └── UnprotectedError       an address that others reach, without sign-in
├── JobError                   a long job that cannot begin or go on
│   └── JobMissingError        no job of that id
└── Cancelled                  the person stopped it

The codes are stable; `assets/docs/errors.md` explains each, and a test holds the two together.
"""

from __future__ import annotations

from typing import ClassVar


class WorkbenchError(Exception):
    """Base of all errors raised on purpose.

    Args:
        given: what the program was given, in the reader's words.
        allowed: what it accepts.
        remedy: what the reader can do next.
    """

    code: ClassVar[str] = "workbench"

    def __init__(self, given: str, allowed: str = "", remedy: str = "") -> None:
        self.given, self.allowed, self.remedy = given, allowed, remedy
        super().__init__(given, allowed, remedy)

    def __str__(self) -> str:
        sentences = [part for part in (self.given, self.allowed, self.remedy) if part]
        return f"[{self.code}] " + " ".join(sentences)

    def as_dict(self) -> dict[str, str]:
        """The error for machines: stable keys, no traceback."""
        return {
            "code": self.code,
            "given": self.given,
            "allowed": self.allowed,
            "remedy": self.remedy,
        }


class InputError(WorkbenchError):
    code = "input"


class EmptyEditError(InputError):
    code = "edit-empty"


class EditTooLongError(InputError):
    code = "edit-too-long"


class UploadError(InputError):
    code = "upload"


class ColumnsError(UploadError):
    code = "upload-columns"


class ProposalError(InputError):
    code = "proposal"


class MomentError(InputError):
    code = "moment"


class QuestionError(InputError):
    code = "question"


class SessionExpiredError(InputError):
    code = "session-expired"


class BackboneError(WorkbenchError):
    code = "backbone"


class UnsupportedFamilyError(BackboneError):
    code = "backbone-family"


class BackboneMissingError(BackboneError):
    code = "backbone-missing"


class DownloadError(BackboneError):
    code = "download"


class TermsNotAcceptedError(BackboneError):
    code = "terms-not-accepted"

    backbone: str = ""
    """Registered name of the backbone whose terms these are."""


class AdapterError(WorkbenchError):
    code = "adapter"


class AdapterMissingError(AdapterError):
    code = "adapter-missing"


class AdapterFormatError(AdapterError):
    code = "adapter-format"


class AdapterMismatchError(AdapterError):
    code = "adapter-mismatch"


class SlotsError(AdapterError):
    code = "slots"


class FidelityError(AdapterError):
    code = "fidelity"


class PoolError(WorkbenchError):
    code = "pool"


class PolicyError(WorkbenchError):
    code = "policy"


class EvaluationError(WorkbenchError):
    code = "evaluation"


class UnknownNameError(EvaluationError):
    code = "unknown-name"


class SuiteDataError(EvaluationError):
    code = "suite-data"


class TrainingError(WorkbenchError):
    code = "training"


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


class AccessError(WorkbenchError):
    code = "access"


class NotAllowedError(AccessError):
    code = "not-allowed"


class SignInError(AccessError):
    code = "sign-in"


class LockedError(AccessError):
    code = "locked"


class TokenError(AccessError):
    code = "token"


class AccountError(AccessError):
    code = "account"


class PasswordError(AccessError):
    code = "password"


class UnprotectedError(AccessError):
    code = "unprotected"


class JobError(WorkbenchError):
    code = "job"


class JobMissingError(JobError):
    code = "job-missing"


class Cancelled(WorkbenchError):  # noqa: N818 - not a mistake of anybody
    code = "cancelled"
