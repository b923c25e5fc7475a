"""Browsers that are signed in. The browser keeps a secret; the store keeps its sha256, and for how long it is good."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, insert, or_, select, update

from app.store.account_records import Account
from app.store.accounts import Accounts, Clock, now
from app.store.audit import Event, append
from app.store.database import Database
from app.store.secrets import fingerprint, new_secret
from app.store.tables import AccountRow, SignInRow

NOTED_EVERY = timedelta(minutes=1)
"""Use of a sign-in is written down once in so long: not every request writes."""


class SignIns:
    """The sign-ins of one store.

    Args:
        idle: one that is not used for so long is over.
        longest: one is over after so long, however much it is used.
    """

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        *,
        idle: timedelta = timedelta(hours=2),
        longest: timedelta = timedelta(hours=12),
        clock: Clock = now,
    ) -> None:
        self._database, self._accounts = database, accounts
        self.idle, self.longest, self._now = idle, longest, clock

    def begin(self, account: Account) -> str:
        """Signs an account in and returns the secret for its browser; it is told this once. Old ones are cleared."""
        secret, moment = new_secret(), self._now()
        row = {
            "secret": fingerprint(secret),
            "account": account.name,
            "created": moment,
            "used": moment,
            "expires": moment + self.longest,
        }
        with self._database.writing() as session:
            session.execute(delete(SignInRow).where(self._is_over(moment)))
            session.execute(insert(SignInRow), [row])
        return secret

    def account_of(self, secret: str) -> Account | None:
        """Who is signed in with this secret, with the rights as they are now; None where nobody is (any more)."""
        moment, known = self._now(), fingerprint(secret)
        good = select(SignInRow.account, SignInRow.used).where(SignInRow.secret == known, ~self._is_over(moment))
        usable = good.join(AccountRow, AccountRow.name == SignInRow.account).where(AccountRow.disabled.is_(None))
        with self._database.reading() as session:
            found = session.execute(usable).first()
        if found is None:
            return None
        if moment - found.used >= NOTED_EVERY:
            with self._database.writing() as session:
                session.execute(update(SignInRow).where(SignInRow.secret == known).values(used=moment))
        return self._accounts.get(found.account)

    def end(self, secret: str) -> None:
        """Signs this browser out; does no harm where it is out already."""
        with self._database.writing() as session:
            row = session.get(SignInRow, fingerprint(secret))
            if row is not None:
                append(session, [Event(row.account, "account.signed-out", "account", row.account)], self._now())
                session.delete(row)

    def end_all(self, name: str, *, by: str = "") -> int:
        """Signs every browser of an account out, and says how many there were."""
        account = self._accounts.get(name).name
        with self._database.writing() as session:
            ended = session.scalars(
                delete(SignInRow).where(SignInRow.account == account).returning(SignInRow.secret)
            ).all()
            if ended:
                detail = {"browsers": len(ended)}
                append(session, [Event(by, "account.signed-out", "account", account, detail)], self._now())
        return len(ended)

    def _is_over(self, moment: datetime) -> ColumnElement[bool]:
        return or_(SignInRow.expires <= moment, SignInRow.used <= moment - self.idle)
