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
│   ├── TermsNotAcceptedError  a model whose terms of use nobody has accepted here
│   └── LendingError           a GPU that a Space is not lent now
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
├── ClusterError               workers that do a part of the work, on this machine or others
│   └── RayMissingError        the package that runs them is not installed
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
├── BusyError                  too many requests wait for the model
└── Cancelled                  the person stopped it

The codes are stable; `assets/docs/errors.md` explains each, and a test holds the two together.
"""

from app.errors.access import (
    AccessError,
    AccountError,
    LockedError,
    NotAllowedError,
    PasswordError,
    SignInError,
    TokenError,
    UnprotectedError,
)
from app.errors.base import WorkbenchError
from app.errors.inputs import (
    ColumnsError,
    EditTooLongError,
    EmptyEditError,
    InputError,
    MomentError,
    ProposalError,
    QuestionError,
    SessionExpiredError,
    UploadError,
)
from app.errors.models import (
    AdapterError,
    AdapterFormatError,
    AdapterMismatchError,
    AdapterMissingError,
    BackboneError,
    BackboneMissingError,
    DownloadError,
    FidelityError,
    LendingError,
    PolicyError,
    PoolError,
    SlotsError,
    TermsNotAcceptedError,
    UnsupportedFamilyError,
)
from app.errors.stores import (
    AnswerMissingError,
    ArchiveError,
    AuditFileError,
    BackupError,
    ConflictError,
    EditChangedError,
    EditExistsError,
    EditMissingError,
    EditStateError,
    FourEyesError,
    GateError,
    PinsError,
    ReleaseError,
    ReleaseExistsError,
    ReleaseMissingError,
    RuleError,
    StoreBusyError,
    StoreError,
    StoreUnreachableError,
    StoreVersionError,
)
from app.errors.work import (
    BusyError,
    Cancelled,
    ClusterError,
    EvaluationError,
    JobError,
    JobMissingError,
    RayMissingError,
    SuiteDataError,
    TrainingError,
    UnknownNameError,
)

__all__ = [
    "AccessError",
    "AccountError",
    "AdapterError",
    "AdapterFormatError",
    "AdapterMismatchError",
    "AdapterMissingError",
    "AnswerMissingError",
    "ArchiveError",
    "AuditFileError",
    "BackboneError",
    "BackboneMissingError",
    "BackupError",
    "BusyError",
    "Cancelled",
    "ClusterError",
    "ColumnsError",
    "ConflictError",
    "DownloadError",
    "EditChangedError",
    "EditExistsError",
    "EditMissingError",
    "EditStateError",
    "EditTooLongError",
    "EmptyEditError",
    "EvaluationError",
    "FidelityError",
    "FourEyesError",
    "GateError",
    "InputError",
    "JobError",
    "JobMissingError",
    "LendingError",
    "LockedError",
    "MomentError",
    "NotAllowedError",
    "PasswordError",
    "PinsError",
    "PolicyError",
    "PoolError",
    "ProposalError",
    "QuestionError",
    "RayMissingError",
    "ReleaseError",
    "ReleaseExistsError",
    "ReleaseMissingError",
    "RuleError",
    "SessionExpiredError",
    "SignInError",
    "SlotsError",
    "StoreBusyError",
    "StoreError",
    "StoreUnreachableError",
    "StoreVersionError",
    "SuiteDataError",
    "TermsNotAcceptedError",
    "TokenError",
    "TrainingError",
    "UnknownNameError",
    "UnprotectedError",
    "UnsupportedFamilyError",
    "UploadError",
    "WorkbenchError",
]
