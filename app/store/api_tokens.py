"""API tokens: with one a program acts for an account, for what the token is for, until it expires or is revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import cast
from uuid import uuid4

from sqlalchemy import insert, select, update

from app.errors import AccountError, TokenError
from app.store.account_records import Account, ApiToken, Scope
from app.store.accounts import Accounts, Clock, now
from app.store.audit import Event, append
from app.store.database import Database
from app.store.secrets import TOKEN_MARK, fingerprint, new_secret
from app.store.tables import ApiTokenRow
from app.store.values import sound_name, storable

MOST_DAYS = 366
NOTED_EVERY = timedelta(minutes=1)
"""Use of a token is written down once in so long."""


class ApiTokens:
    """The API tokens of one store."""

    def __init__(self, database: Database, accounts: Accounts, clock: Clock = now) -> None:
        self._database, self._accounts, self._now = database, accounts, clock

    def make(
        self, account: str, name: str, scopes: tuple[Scope, ...], *, days: int = 90, by: str = ""
    ) -> tuple[ApiToken, str]:
        """A new token, and the secret that the program keeps: it is told this once.

        Args:
            name: says what it is for.

        Raises:
            AccountError: no such account, or it is disabled; a token that would be good for less than a day or for
                more than a year.
        """
        owner = self._accounts.get(account)
        if owner.disabled is not None:
            raise AccountError(f"The account {owner.name!r} is disabled.", "", "Enable it first.")
        if not 1 <= days <= MOST_DAYS:
            raise AccountError(f"A token cannot be good for {days:,} days.", f"1 to {MOST_DAYS}.", "Correct --days.")
        moment, secret = self._now(), new_secret(TOKEN_MARK)
        token = ApiToken(
            uuid4().hex, sound_name(name), owner.name, scopes, moment, moment + timedelta(days=days), None, None
        )
        detail = {
            "account": owner.name,
            "name": token.name,
            "scopes": list(scopes),
            "expires": token.expires.isoformat(),
        }
        with self._database.writing() as session:
            row = vars(token) | {"secret": fingerprint(secret), "scopes": list(scopes)}
            session.execute(insert(ApiTokenRow), [row])
            append(session, [Event(by, "token.made", "token", token.id, detail)], moment)
        return token, secret

    def all(self, account: str | None = None) -> tuple[ApiToken, ...]:
        """Every token, or those of an account; the newest first, expired and revoked ones too."""
        wanted = select(ApiTokenRow).order_by(ApiTokenRow.created.desc(), ApiTokenRow.id)
        if account is not None:
            wanted = wanted.where(ApiTokenRow.account == self._accounts.get(account).name)
        with self._database.reading() as session:
            return tuple(map(_token, session.scalars(wanted)))

    def use(self, secret: str) -> tuple[Account, ApiToken]:
        """The account that a token acts for, with its rights as they are now, and the token.

        Raises:
            TokenError: there is no such token, it has expired or was revoked, or its account is disabled.
        """
        moment, known = self._now(), fingerprint(secret)
        with self._database.reading() as session:
            row = session.scalar(select(ApiTokenRow).where(ApiTokenRow.secret == known))
            token = None if row is None else _token(row)
        account = None if token is None else self._accounts.get(token.account)
        if token is None or account is None or not token.is_good_at(moment) or account.disabled is not None:
            raise TokenError(
                "This API token cannot be used.",
                "It is unknown, has expired or was revoked, or its account is disabled.",
                "Ask an administrator for a new one: python -m app token add.",
            )
        if token.used is None or moment - token.used >= NOTED_EVERY:
            with self._database.writing() as session:
                session.execute(update(ApiTokenRow).where(ApiTokenRow.id == token.id).values(used=moment))
        return account, token

    def revoke(self, token_id: str, *, by: str = "") -> ApiToken:
        """From now on the token cannot be used. Raises TokenError where there is none of that id."""
        moment = self._now()
        with self._database.writing() as session:
            row = session.get(ApiTokenRow, storable(token_id))
            if row is None:
                raise TokenError(
                    f"There is no API token of the id {token_id[:40]!r}.", "", "`python -m app token list` shows them."
                )
            if row.revoked is None:
                row.revoked = moment
                detail = {"account": row.account, "name": row.name}
                append(session, [Event(by, "token.revoked", "token", row.id, detail)], moment)
            return _token(row)


def _token(row: ApiTokenRow) -> ApiToken:
    scopes = cast("tuple[Scope, ...]", tuple(row.scopes))
    return ApiToken(row.id, row.name, row.account, scopes, row.created, row.expires, row.used, row.revoked)
