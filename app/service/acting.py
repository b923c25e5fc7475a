"""Who acts in a workbench, and what that person may do there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

from app.errors import NotAllowedError, StoreError
from app.service.identity import LOCAL_USER, Identity, acting, identity_of
from app.service.operations import OPERATIONS
from app.service.permissions import refusal

if TYPE_CHECKING:
    from app.config import Settings
    from app.service.sessions import Sessions
    from app.service.shared_store import SharedStore


class Acting(ABC):
    """The part of `Core` that knows who acts."""

    settings: Settings
    sessions: Sessions
    _identity: Identity | None

    @property
    def identity(self) -> Identity:
        """Who acts here: who was named (`acting_as`), or else whoever runs the process.

        A token is looked up each time, so that one that is revoked, or whose account has other rights, counts at once.

        Raises:
            TokenError: the settings' API token cannot be used.
            StoreError: the store that knows it cannot be opened.
        """
        found = acting() or self._identity
        if found is not None:
            return found
        token = self.settings.token
        return LOCAL_USER if token is None else self._of_token(token.get_secret_value())

    def refusal(self, operation: str, token: str | None = None, *, owner: str = "") -> NotAllowedError | None:
        """Why whoever acts may not do something; None where he may.

        Args:
            token: of the session that it is for.
            owner: whom the terms of the edit in question name.
        """
        session, identity = self.sessions.get(token), self.identity
        uses_store = session is not None and session.shares_as is not None
        refused = refusal(identity, operation, uses_store=uses_store, owner=owner)
        if refused is not None and OPERATIONS[operation].whole and not self._hides_something():
            identity = replace(identity, sees_confidential=True)
            refused = refusal(identity, operation, uses_store=uses_store, owner=owner)
        return refused

    def require(self, operation: str, token: str | None = None, *, owner: str = "") -> None:
        """Raises NotAllowedError where whoever acts may not do something."""
        refused = self.refusal(operation, token, owner=owner)
        if refused is not None:
            raise refused

    @abstractmethod
    def whole_store(self, *, create: bool = True) -> SharedStore:
        """The shared store with all that is in it: for what checks by itself what of it may be told."""

    def _hides_something(self) -> bool:
        """Whether a version of a shared edit was ever confidential."""
        try:
            return self.whole_store(create=False).store.confidential.any_ever()
        except StoreError:
            return True

    def _of_token(self, secret: str) -> Identity:
        return identity_of(*self.whole_store(create=False).store.tokens.use(secret))
