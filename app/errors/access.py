"""Who somebody is, and what they may do."""

from __future__ import annotations

from app.errors.base import WorkbenchError


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
