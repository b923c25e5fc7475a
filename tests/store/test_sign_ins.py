"""Browsers that are signed in, and API tokens: how long they are good, and what ends them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.errors import AccountError, TokenError
from app.store import Store
from app.store.account_records import role_named, scopes_named
from app.store.accounts import Accounts
from app.store.api_tokens import ApiTokens
from app.store.sign_ins import SignIns
from tests.store.people import GOOD, OTHER, Time


def test_a_sign_in_ends_when_it_is_idle_too_old_signed_out_or_its_account_disabled(
    store: Store, accounts: Accounts, clock: Time
) -> None:
    signs = SignIns(store.database, accounts, clock=clock)

    def begun() -> str:
        accounts.enable("bob")
        return signs.begin(accounts.get("bob"))

    accounts.add("bob", "viewer", password=OTHER)
    ends: tuple[Callable[[str], object], ...] = (
        lambda _: clock.pass_by(hours=2),
        signs.end,
        lambda _: signs.end_all("bob"),
        lambda _: accounts.disable("bob"),
        lambda _: accounts.set_password("bob", GOOD),
    )
    for end in ends:
        secret = begun()
        other = signs.begin(accounts.get("ann"))
        assert signs.account_of(secret) == accounts.get("bob")
        end(secret)
        assert signs.account_of(secret) is None
        if end is not ends[0]:
            assert signs.account_of(other) is not None
    secret = begun()
    for _ in range(11):
        clock.pass_by(hours=1)
        assert signs.account_of(secret) is not None
    clock.pass_by(hours=1)
    assert signs.account_of(secret) is None


def test_another_role_holds_at_once(store: Store, accounts: Accounts) -> None:
    signs = SignIns(store.database, accounts)
    accounts.add("bob", "viewer", password=OTHER)
    secret = signs.begin(accounts.get("bob"))
    accounts.give_role("bob", "approver", sees_confidential=True)
    account = signs.account_of(secret)
    assert account is not None
    assert (account.role, account.sees_confidential) == ("approver", True)


def test_a_token_acts_for_its_account_until_it_expires_or_is_revoked(
    store: Store, accounts: Accounts, clock: Time
) -> None:
    tokens = ApiTokens(store.database, accounts, clock)
    first, secret = tokens.make("ann", "nightly", ("read", "ask"), days=2, by="root")
    account, used = tokens.use(secret)
    assert (account.name, used.scopes, used.name) == ("ann", ("read", "ask"), "nightly")
    assert tokens.all()[0].used == clock.now
    clock.pass_by(days=2)
    with pytest.raises(TokenError):
        tokens.use(secret)
    second, again = tokens.make("ann", "weekly", ("edit",))
    tokens.revoke(second.id, by="root")
    with pytest.raises(TokenError):
        tokens.use(again)
    accounts.add("bob", "viewer", password=OTHER)
    _, bobs = tokens.make("bob", "", ("read",))
    accounts.disable("bob")
    with pytest.raises(TokenError):
        tokens.use(bobs)
    assert {token.id for token in tokens.all("ann")} == {first.id, second.id}
    for unknown in ("", "inc_x", secret + "x", secret[:-1]):
        with pytest.raises(TokenError):
            tokens.use(unknown)


def test_tokens_that_cannot_be(store: Store, accounts: Accounts) -> None:
    for days in (0, 367):
        with pytest.raises(AccountError):
            store.tokens.make("ann", "", ("read",), days=days)
    for scopes in ((), ("read", "everything")):
        with pytest.raises(AccountError):
            scopes_named(scopes)
    with pytest.raises(AccountError):
        role_named("visitor")
    with pytest.raises(TokenError):
        store.tokens.revoke("none")
