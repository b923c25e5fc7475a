"""Accounts: who may sign in, with which role. Every change is told to the audit chain in its own transaction.

A wrong password is counted before it is looked at, so that many tries at once are counted as many; from the fifth in
a row on the account is locked, each time for twice as long. A name that there is not behaves in the same way and takes
as long: nobody learns by trying which accounts there are.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import cast

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from app.errors import AccountError, LockedError, SignInError
from app.store.account_records import Account, Provider, Role, account_name
from app.store.audit import Event, append
from app.store.database import Database
from app.store.passwords import hashed, is_dated, is_of, require_sound
from app.store.tables import AccountRow, SignInRow
from app.store.values import sound_name

FREE_TRIES = 5
"""Wrong passwords in a row before an account is locked."""
FIRST_LOCK, LONGEST_LOCK = timedelta(seconds=30), timedelta(minutes=30)
STRANGERS_KEPT = 10_000
"""Names without an account of which wrong passwords are counted, in memory; the longest unused are forgotten."""

Clock = Callable[[], datetime]


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Tries:
    """Wrong passwords in a row."""

    failures: int = 0
    locked_until: datetime | None = None

    def one_more(self, moment: datetime) -> Tries:
        """With one more, which may lock it."""
        failures = self.failures + 1
        if failures < FREE_TRIES:
            return Tries(failures)
        lock = min(LONGEST_LOCK, FIRST_LOCK * 2 ** min(failures - FREE_TRIES, 20))
        return Tries(failures, moment + lock)

    def require_open(self, moment: datetime) -> None:
        """Raises LockedError while it is locked."""
        if self.locked_until is None or moment >= self.locked_until:
            return
        seconds = ceil((self.locked_until - moment).total_seconds())
        left = f"{seconds} seconds" if seconds < 120 else f"{(seconds + 59) // 60} minutes"
        raise LockedError(
            "Too many wrong passwords were tried for this name.",
            f"It can be tried again in {left}.",
            "Wait, or ask an administrator to unlock the account (python -m app account unlock NAME).",
        )


class Accounts:
    """The accounts of one store. `by`, in every function that changes something, is who does it."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database, self._now = database, clock
        self._strangers: OrderedDict[str, Tries] = OrderedDict()
        self._lock = threading.Lock()

    # Reading

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        with self._database.reading() as session:
            return tuple(map(_account, session.scalars(select(AccountRow).order_by(AccountRow.name))))

    def get(self, name: str) -> Account:
        """Raises AccountError where there is none."""
        with self._database.reading() as session:
            return _account(_row(session, name))

    def any(self) -> bool:
        """Whether somebody can sign in."""
        with self._database.reading() as session:
            enabled = select(func.count()).select_from(AccountRow).where(AccountRow.disabled.is_(None))
            return bool(session.scalar(enabled))

    def enabled(self, name: str, provider: Provider) -> Account | None:
        """The account of this name at this provider, if it is there and not disabled."""
        with self._database.reading() as session:
            row = session.get(AccountRow, name.strip().lower()[:64])
            return None if row is None or row.disabled or row.provider != provider else _account(row)

    # Changing

    def add(
        self, name: str, role: Role, *, password: str | None = None, sees_confidential: bool = False, by: str = ""
    ) -> Account:
        """A new account: with a password a local one, without one that Hugging Face signs in.

        Raises:
            AccountError: the name cannot be one, or is taken.
            PasswordError: the password is not sound.
        """
        clean, moment = account_name(name), self._now()
        if password is not None:
            require_sound(password, clean)
        account = Account(
            name=clean,
            provider="huggingface" if password is None else "local",
            role=role,
            sees_confidential=sees_confidential,
            created=moment,
            created_by=sound_name(by),
            disabled=None,
            failures=0,
            locked_until=None,
        )
        secret = None if password is None else hashed(password)
        with self._database.writing() as session:
            if session.get(AccountRow, clean) is not None:
                raise AccountError(f"There is an account {clean!r} already.", "", "Choose another name.")
            session.execute(insert(AccountRow), [asdict(account) | {"password": secret}])
            rights = {"provider": account.provider, "role": role, "sees_confidential": sees_confidential}
            append(session, [Event(by, "account.added", "account", clean, rights)], moment)
        return account

    def give_role(
        self, name: str, role: Role | None = None, *, sees_confidential: bool | None = None, by: str = ""
    ) -> Account:
        """Another role, or another right to what is confidential; holds at once, also for who is signed in.

        Raises:
            AccountError: no such account, or the last administrator would cease to be one.
        """

        def change(account: Account) -> Account:
            sees = account.sees_confidential if sees_confidential is None else sees_confidential
            return replace(account, role=role or account.role, sees_confidential=sees)

        return self._change(name, change, "account.role", by)

    def disable(self, name: str, *, by: str = "") -> Account:
        """From now on the account cannot be used; whoever is signed in with it is no longer. Raises as `give_role`."""
        return self._change(
            name, lambda one: replace(one, disabled=one.disabled or self._now()), "account.disabled", by
        )

    def enable(self, name: str, *, by: str = "") -> Account:
        """A disabled account can be used again."""
        return self._change(name, lambda one: replace(one, disabled=None), "account.enabled", by)

    def unlock(self, name: str, *, by: str = "") -> Account:
        """Forgets the wrong passwords that were tried."""
        return self._change(name, lambda one: replace(one, failures=0, locked_until=None), "account.unlocked", by)

    def set_password(self, name: str, password: str, *, by: str = "") -> None:
        """Another password; whoever is signed in with the account is no longer.

        Raises:
            AccountError: no such account, or one that Hugging Face signs in.
            PasswordError: the password is not sound.
        """
        require_sound(password, account_name(name))
        secret = hashed(password)
        with self._database.writing() as session:
            row = _row(session, name)
            if row.provider != "local":
                raise AccountError(f"{row.name!r} signs in with Hugging Face.", "", "Its password is changed there.")
            row.password, row.failures, row.locked_until = secret, 0, None
            session.execute(delete(SignInRow).where(SignInRow.account == row.name))
            append(session, [Event(by, "account.password", "account", row.name)], self._now())

    # Signing in

    def check(self, name: str, password: str) -> Account:
        """The account whose password this is.

        Raises:
            SignInError: no such account, another password, or disabled: which of them is not told.
            LockedError: too many wrong passwords before; also for the right one.
        """
        clean = name.strip().lower()[:64]
        stored = self._count_try(clean)
        if not is_of(password, stored):
            raise SignInError(
                "The name or the password is not right.", "", "Try again, or ask an administrator for a new password."
            )
        with self._database.writing() as session:
            row = _row(session, clean)
            row.failures, row.locked_until = 0, None
            if is_dated(row.password or ""):
                row.password = hashed(password)
            append(session, [Event(clean, "account.signed-in", "account", clean)], self._now())
            return _account(row)

    def _count_try(self, name: str) -> str | None:
        """Counts a try as a wrong one, before anybody knows; the hash to compare with, None where there is none."""
        moment = self._now()
        with self._database.writing() as session:
            row = session.get(AccountRow, name)
            if row is None or row.provider != "local" or row.disabled:
                self._count_stranger(name, moment)
                return None
            tries = Tries(row.failures, row.locked_until)
            tries.require_open(moment)
            tries = tries.one_more(moment)
            row.failures, row.locked_until = tries.failures, tries.locked_until
            if tries.locked_until is not None:
                detail = {"failures": tries.failures, "until": tries.locked_until.isoformat()}
                append(session, [Event("", "account.locked", "account", name, detail)], moment)
            return row.password

    def _count_stranger(self, name: str, moment: datetime) -> None:
        with self._lock:
            tries = self._strangers.pop(name, Tries())
            try:
                tries.require_open(moment)
                tries = tries.one_more(moment)
            finally:
                self._strangers[name] = tries
                while len(self._strangers) > STRANGERS_KEPT:
                    self._strangers.popitem(last=False)

    def _change(self, name: str, step: Callable[[Account], Account], action: str, by: str) -> Account:
        with self._database.writing() as session:
            row = _row(session, name)
            before = _account(row)
            after = step(before)
            if after == before:
                return before
            for field, value in asdict(after).items():
                setattr(row, field, value)
            session.flush()
            _require_administrator(session, before)
            if after.disabled is not None:
                session.execute(delete(SignInRow).where(SignInRow.account == row.name))
            rights = {"role": after.role, "sees_confidential": after.sees_confidential}
            append(session, [Event(by, action, "account", row.name, rights)], self._now())
            return after


def _row(session: Session, name: str) -> AccountRow:
    row = session.get(AccountRow, account_name(name))
    if row is None:
        raise AccountError(
            f"There is no account {account_name(name)!r}.", "", "`python -m app account list` shows those there are."
        )
    return row


def _require_administrator(session: Session, before: Account) -> None:
    """Raises AccountError where a change of this account leaves nobody who can change accounts on the page."""
    if before.role != "administrator" or before.disabled is not None:
        return
    enabled = select(func.count()).select_from(AccountRow)
    if not session.scalar(enabled.where(AccountRow.role == "administrator", AccountRow.disabled.is_(None))):
        raise AccountError(
            f"{before.name!r} is the last administrator.",
            "One must be left.",
            "Make somebody else administrator first.",
        )


def _account(row: AccountRow) -> Account:
    return Account(
        name=row.name,
        provider=cast(Provider, row.provider),
        role=cast(Role, row.role),
        sees_confidential=row.sees_confidential,
        created=row.created,
        created_by=row.created_by,
        disabled=row.disabled,
        failures=row.failures,
        locked_until=row.locked_until,
    )
