"""Accounts, roles and API tokens as values. None of them holds a password, a hash or a secret."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from app.errors import AccountError

Role = Literal["visitor", "viewer", "editor", "approver", "administrator"]
"""Each may do what those before it may. `visitor`: somebody who has not signed in; no account has this role."""
ROLES: tuple[Role, ...] = get_args(Role)
Provider = Literal["local", "huggingface"]
PROVIDERS: tuple[Provider, ...] = get_args(Provider)
Scope = Literal["read", "ask", "edit", "review", "release", "administer"]
"""What an API token may be used for, within what its account may do."""
SCOPES: tuple[Scope, ...] = get_args(Scope)

_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in."""

    name: str
    provider: Provider
    role: Role
    sees_confidential: bool
    created: datetime
    created_by: str
    disabled: datetime | None
    failures: int
    """Wrong passwords in a row."""
    locked_until: datetime | None


@dataclass(frozen=True)
class ApiToken:
    """A token with which a program acts for an account."""

    id: str
    name: str
    account: str
    scopes: tuple[Scope, ...]
    created: datetime
    expires: datetime
    used: datetime | None
    revoked: datetime | None

    def is_good_at(self, moment: datetime) -> bool:
        """Whether it can be used then."""
        return self.revoked is None and moment < self.expires


def account_name(given: str) -> str:
    """The name of an account: without upper case.

    Raises:
        AccountError: other characters than names have.
    """
    name = given.strip().lower()
    if not _NAME.fullmatch(name):
        raise AccountError(
            f"{given[:40]!r} cannot be the name of an account.",
            "1 to 64 of a–z, 0–9 and . _ @ + -, the first a letter or digit; upper case is the same as lower case.",
            "Choose another one.",
        )
    return name


def role_named(given: str) -> Role:
    """Raises AccountError for anything but a role that an account can have."""
    found = next((role for role in ROLES[1:] if role == given), None)
    if found is None:
        raise AccountError(f"{given[:40]!r} is no role.", f"Roles: {', '.join(ROLES[1:])}.", "Choose one of them.")
    return found


def scopes_named(given: Iterable[str]) -> tuple[Scope, ...]:
    """Scopes without doubles, in their order. Raises AccountError for anything else, and for none at all."""
    wanted = set(given)
    unknown = sorted(wanted - set(SCOPES))
    if unknown or not wanted:
        told = f"{unknown[0][:40]!r} is no scope." if unknown else "A token needs a scope."
        raise AccountError(told, f"Scopes: {', '.join(SCOPES)}.", "Choose what the token is for, no more.")
    return tuple(scope for scope in SCOPES if scope in wanted)
