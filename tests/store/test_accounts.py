"""Accounts, sign-ins and API tokens: what they allow, what they refuse, and that no secret is kept or told."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.errors import AccessError, AccountError, LockedError, PasswordError, SignInError
from app.store import Store
from app.store.account_records import account_name
from app.store.accounts import FIRST_LOCK, FREE_TRIES, LONGEST_LOCK, Accounts, Tries
from app.store.audit.sealing import unseal
from app.store.passwords import hashed, is_of, require_sound
from app.store.tables import AccountRow, ApiTokenRow, AuditKeyRow, AuditRow, SignInRow
from tests.store.people import GOOD, OTHER, Time


def told(store: Store) -> list[tuple[str, str, str]]:
    """What the audit chain says, without its first record: action, object, actor and detail."""
    with store.database.reading() as session:
        rows = session.execute(select(AuditRow, AuditKeyRow.key).join(AuditKeyRow).order_by(AuditRow.number)).all()
        return [(row.action, row.object, str(unseal(key, row.sealed, row.number))) for row, key in rows]


def test_a_name_has_no_upper_case_and_is_there_once(accounts: Accounts) -> None:
    assert accounts.get("ANN").name == "ann"
    with pytest.raises(AccountError, match="already"):
        accounts.add("aNN", "viewer", password=GOOD)
    with pytest.raises(AccountError, match="no account"):
        accounts.get("bob")


@pytest.mark.parametrize("name", ["", " ", "-x", "a b", "ann/../x", "a" * 65, "<b>", "名前", "a\nb", "'; drop table"])
def test_a_name_that_cannot_be_one(name: str) -> None:
    with pytest.raises(AccountError):
        account_name(name)


@given(st.text(max_size=80))
def test_a_name_is_kept_as_it_is_or_refused(name: str) -> None:
    try:
        clean = account_name(name)
    except AccountError:
        return
    assert account_name(clean) == clean
    assert clean.isascii()
    assert len(clean) <= 64


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaaa", "abababababab", "ann has the word", "x" * 1001])
def test_a_password_that_nobody_should_have(password: str) -> None:
    with pytest.raises(PasswordError) as error:
        require_sound(password, "ann")
    assert not password or password not in str(error.value)


def test_passwords_are_hashed_with_argon2id_each_with_its_own_salt(quick_hashes: None) -> None:
    first, second = hashed(GOOD), hashed(GOOD)
    assert first.startswith("$argon2id$")
    assert first != second
    assert is_of(GOOD, first)
    assert not is_of(OTHER, first)
    assert not is_of(GOOD, None)
    assert not is_of(GOOD, "no hash")


def test_the_right_password_signs_in_and_a_wrong_one_does_not(accounts: Accounts) -> None:
    assert accounts.check(" ANN", GOOD).role == "administrator"
    with pytest.raises(SignInError):
        accounts.check("ann", OTHER)
    assert accounts.get("ann").failures == 1
    accounts.check("ann", GOOD)
    assert accounts.get("ann").failures == 0


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_wrong_passwords_lock_a_name_for_longer_each_time_whether_it_exists_or_not(
    accounts: Accounts, clock: Time, name: str
) -> None:
    for _ in range(FREE_TRIES):
        with pytest.raises(SignInError):
            accounts.check(name, OTHER)
    with pytest.raises(LockedError, match="30 seconds"):
        accounts.check(name, GOOD)
    clock.pass_by(seconds=31)
    with pytest.raises(SignInError):
        accounts.check(name, OTHER)
    clock.pass_by(seconds=31)
    with pytest.raises(LockedError):
        accounts.check(name, GOOD)


def test_a_locked_account_opens_after_its_time_and_when_it_is_unlocked(accounts: Accounts, clock: Time) -> None:
    for wait in (True, False):
        for _ in range(FREE_TRIES):
            with pytest.raises(SignInError):
                accounts.check("ann", OTHER)
        if wait:
            clock.pass_by(minutes=1)
        else:
            accounts.unlock("ann", by="root")
        assert accounts.check("ann", GOOD).failures == 0


def test_a_lock_grows_and_has_an_end() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    tries, locks = Tries(), []
    for _ in range(40):
        tries = tries.one_more(moment)
        locks.append(timedelta(0) if tries.locked_until is None else tries.locked_until - moment)
    assert locks[: FREE_TRIES - 1] == [timedelta(0)] * (FREE_TRIES - 1)
    assert locks[FREE_TRIES - 1] == FIRST_LOCK
    assert locks == sorted(locks)
    assert locks[-1] == LONGEST_LOCK


def test_an_unknown_name_is_compared_with_a_hash_too(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str | None] = []
    monkeypatch.setattr("app.store.accounts.is_of", lambda password, stored: bool(compared.append(stored)))
    for name in ("ann", "nobody"):
        with pytest.raises(SignInError):
            accounts.check(name, OTHER)
    assert [stored is None for stored in compared] == [False, True]


def test_the_same_is_said_of_an_unknown_name_a_wrong_password_and_a_disabled_account(accounts: Accounts) -> None:
    accounts.add("bob", "viewer", password=OTHER)
    accounts.add("hub", "viewer")
    accounts.disable("bob")
    said = set()
    for name, password in (("nobody", GOOD), ("ann", OTHER), ("bob", OTHER), ("hub", OTHER), ("' or 1=1", GOOD)):
        with pytest.raises(SignInError) as error:
            accounts.check(name, password)
        said.add(str(error.value))
    assert len(said) == 1


def test_the_last_administrator_stays_one(accounts: Accounts) -> None:
    for change in (lambda: accounts.give_role("ann", "editor"), lambda: accounts.disable("ann")):
        with pytest.raises(AccountError, match="last administrator"):
            change()
    accounts.add("eve", "administrator", password=OTHER)
    assert accounts.give_role("ann", "editor").role == "editor"
    assert accounts.get("ann").role == "editor"


def test_every_change_is_told_to_the_audit_chain(store: Store, accounts: Accounts) -> None:
    accounts.add("bob", "viewer", password=OTHER, by="ann")
    accounts.give_role("bob", "editor", by="ann")
    accounts.give_role("bob", "editor", by="ann")  # nothing changes: nothing to tell
    accounts.set_password("bob", GOOD, by="ann")
    accounts.disable("bob", by="ann")
    accounts.enable("bob", by="ann")
    token, _ = store.tokens.make("bob", "nightly", ("read",), by="ann")
    store.tokens.revoke(token.id, by="ann")
    secret = store.sign_ins.begin(accounts.check("bob", GOOD))
    store.sign_ins.end(secret)
    with store.database.reading() as session:
        actions = session.execute(select(AuditRow.action, AuditRow.object).order_by(AuditRow.number)).all()
    assert [tuple(row) for row in actions] == [
        ("account.added", "ann"),
        ("account.added", "bob"),
        ("account.role", "bob"),
        ("account.password", "bob"),
        ("account.disabled", "bob"),
        ("account.enabled", "bob"),
        ("token.made", token.id),
        ("token.revoked", token.id),
        ("account.signed-in", "bob"),
        ("account.signed-out", "bob"),
    ]


def test_no_password_or_secret_is_kept_or_told(
    store: Store, accounts: Accounts, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    errors: list[str] = []
    secret = store.sign_ins.begin(accounts.check("ann", GOOD))
    token, api = store.tokens.make("ann", "nightly", ("read",), by="ann")
    for fail in (lambda: accounts.check("ann", OTHER), lambda: accounts.set_password("bob", OTHER)):
        with pytest.raises(AccessError) as error:
            fail()
        errors += [str(error.value), repr(error.value)]
    with store.database.reading() as session:
        rows = [vars(row) for kind in (AccountRow, SignInRow, ApiTokenRow) for row in session.scalars(select(kind))]
    everywhere = [*told(store), *rows, *errors, caplog.text, accounts.all(), token, store.tokens.all(), store]
    text = "\n".join(map(repr, everywhere))
    for hidden in (GOOD, OTHER, secret, api):
        assert hidden not in text
    with store.database.reading() as session:
        kept = session.scalar(select(AccountRow.password))
    assert kept is not None
    assert kept not in repr([*told(store), *errors, caplog.text, accounts.all()])
