"""Signing in and out, and recognising who has."""

from __future__ import annotations

from app.errors import NotAllowedError, StoreError, TokenError
from app.service.core import Core
from app.service.identity import VISITOR, Identity, identity_of
from app.service.permissions import permitted
from app.store import Store


class Access:
    """Who comes to the page. None of these functions tells whether an account exists to who cannot sign in to it."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @permitted("access.me")
    def me(self) -> Identity:
        """Who acts here."""
        return self._core.identity

    @permitted("access.why_not")
    def why_not(self, operation: str, token: str | None = None) -> NotAllowedError | None:
        """Why whoever acts may not do something (a row of `operations`) in a session; None where he may."""
        return self._core.refusal(operation, token)

    @permitted("access.sign_in")
    def sign_in(self, name: str, password: str) -> str:
        """Signs a local account in and returns the secret by which its browser is recognised from now on.

        Raises:
            SignInError: name and password do not belong together, or the account is disabled.
            LockedError: too many wrong passwords were tried.
            StoreError: the store cannot be used.
        """
        store = self._store()
        return store.sign_ins.begin(store.accounts.check(name, password))

    @permitted("access.sign_out")
    def sign_out(self, secret: str) -> None:
        """Signs a browser out; does no harm to one that is not signed in."""
        self._store().sign_ins.end(secret)

    @permitted("access.of_sign_in")
    def of_sign_in(self, secret: str) -> Identity:
        """Who is signed in with the secret of a browser; a visitor where nobody is (any more)."""
        account = self._store().sign_ins.account_of(secret) if secret else None
        return VISITOR if account is None else identity_of(account)

    @permitted("access.of_token")
    def of_token(self, secret: str) -> Identity:
        """For whom an API token acts; a visitor where it cannot be used."""
        try:
            return identity_of(*self._store().tokens.use(secret))
        except TokenError:
            return VISITOR

    @permitted("access.of_huggingface")
    def of_huggingface(self, name: str) -> Identity:
        """The account of somebody whom Hugging Face has signed in; a visitor where there is none, or no store."""
        try:
            account = self._store().accounts.enabled(name, "huggingface")
        except StoreError:
            account = None
        return VISITOR if account is None else identity_of(account)

    def _store(self) -> Store:
        return self._core.whole_store(create=False).store
