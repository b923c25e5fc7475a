"""What a person typed or uploaded."""

from __future__ import annotations

from app.errors.base import WorkbenchError


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
