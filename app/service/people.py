"""Accounts and API tokens, for administrators."""

from __future__ import annotations

from collections.abc import Iterable

from app.service.core import Core
from app.service.permissions import permitted
from app.store import Store
from app.store.account_records import Account, ApiToken, role_named, scopes_named


class People:
    """The accounts of the shared store. Every function may raise StoreError, and AccountError for what cannot be.

    Args of those that change something: `by`, who does it, where nobody has signed in.
    """

    def __init__(self, core: Core) -> None:
        self._core = core

    @permitted("people.accounts")
    def accounts(self) -> tuple[Account, ...]:
        """Every account, by name."""
        return self._store().accounts.all()

    @permitted("people.add")
    def add(
        self, name: str, role: str, *, password: str | None = None, sees_confidential: bool = False, by: str = ""
    ) -> Account:
        """A new account: with a password a local one, without one that Hugging Face signs in.

        Raises:
            PasswordError: the password is not sound.
        """
        return self._store(create=True).accounts.add(
            name, role_named(role), password=password, sees_confidential=sees_confidential, by=self._by(by)
        )

    @permitted("people.give_role")
    def give_role(
        self, name: str, role: str | None = None, *, sees_confidential: bool | None = None, by: str = ""
    ) -> Account:
        """Another role, or another right to what is confidential; holds at once."""
        known = None if role is None else role_named(role)
        return self._store().accounts.give_role(name, known, sees_confidential=sees_confidential, by=self._by(by))

    @permitted("people.disable")
    def disable(self, name: str, *, by: str = "") -> Account:
        """The account cannot be used any more, from now on."""
        return self._store().accounts.disable(name, by=self._by(by))

    @permitted("people.enable")
    def enable(self, name: str, *, by: str = "") -> Account:
        """A disabled account can be used again."""
        return self._store().accounts.enable(name, by=self._by(by))

    @permitted("people.unlock")
    def unlock(self, name: str, *, by: str = "") -> Account:
        """Forgets the wrong passwords that were tried."""
        return self._store().accounts.unlock(name, by=self._by(by))

    @permitted("people.set_password")
    def set_password(self, name: str, password: str, *, by: str = "") -> None:
        """Another password; signs every browser of the account out. Raises PasswordError where it is not sound."""
        self._store().accounts.set_password(name, password, by=self._by(by))

    @permitted("people.sign_out_all")
    def sign_out_all(self, name: str, *, by: str = "") -> int:
        """Signs every browser of an account out, and says how many there were."""
        return self._store().sign_ins.end_all(name, by=self._by(by))

    @permitted("people.tokens")
    def tokens(self, account: str | None = None) -> tuple[ApiToken, ...]:
        """Every API token, or those of an account; the newest first."""
        return self._store().tokens.all(account)

    @permitted("people.make_token")
    def make_token(
        self, account: str, name: str, scopes: Iterable[str], *, days: int = 90, by: str = ""
    ) -> tuple[ApiToken, str]:
        """A new API token, and the secret that the program keeps: it is told this once."""
        return self._store().tokens.make(account, name, scopes_named(scopes), days=days, by=self._by(by))

    @permitted("people.revoke_token")
    def revoke_token(self, token_id: str, *, by: str = "") -> ApiToken:
        """The token cannot be used any more. Raises TokenError where there is none of that id."""
        return self._store().tokens.revoke(token_id, by=self._by(by))

    def _store(self, *, create: bool = False) -> Store:
        return self._core.whole_store(create=create).store

    def _by(self, told: str) -> str:
        return self._core.identity.name or told
