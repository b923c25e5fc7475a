"""Who acts: the person or program behind a call, wherever the call goes through.

The interface sets it around each of its handlers, from the browser's sign-in; a job and a thread that answers go on as
who began them. Without it, a call is made by whoever runs the process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from app.store.account_records import Account, ApiToken, Role, Scope
from app.store.viewer import Viewer


@dataclass(frozen=True)
class Identity:
    """Who acts, with which rights."""

    name: str
    """Of the account; empty where nobody has signed in."""
    role: Role
    sees_confidential: bool = False
    scopes: frozenset[Scope] | None = None
    """What the API token in use is for; None: no token, whatever the role may do."""

    @property
    def viewer(self) -> Viewer:
        """Who looks at the store."""
        return Viewer(self.name, self.sees_confidential)


VISITOR = Identity("", "visitor")
"""Somebody who has not signed in where one has to."""
LOCAL_USER = Identity("", "administrator", sees_confidential=True)
"""Whoever sits at this machine, where nobody else reaches it: no sign-in is needed, and no name is known."""

_ACTING: ContextVar[Identity | None] = ContextVar("acting", default=None)


def acting() -> Identity | None:
    """Who acts here, where somebody has said so."""
    return _ACTING.get()


@contextmanager
def acting_as(identity: Identity) -> Iterator[None]:
    """Whatever is called inside is done by this person."""
    before = _ACTING.set(identity)
    try:
        yield
    finally:
        _ACTING.reset(before)


def identity_of(account: Account, token: ApiToken | None = None) -> Identity:
    """The identity of an account, within what an API token is for."""
    scopes = None if token is None else frozenset(token.scopes)
    return Identity(account.name, account.role, account.sees_confidential, scopes)
