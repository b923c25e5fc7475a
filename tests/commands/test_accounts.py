"""`account` and `token`: who may sign in, and how a token holds a command back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from app.config import ASSETS
from app.store import passwords
from tests.commands.conftest import Run

GOOD, OTHER = "seven grey herons over water", "nine brown otters on the ice"


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A store of its own, and hashes with less work."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setenv("INCOMES_STORE", f"sqlite:///{tmp_path}/store.sqlite")
    monkeypatch.setenv("INCOMES_PASSWORD", GOOD)


def as_json(run: Run, *arguments: object, code: int = 0) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == code, result.output
    assert GOOD not in result.output
    return json.loads(result.stdout)


def test_the_first_administrator_is_made_by_a_command(run: Run) -> None:
    made = as_json(run, "account", "add", "Ann", "--role", "administrator", "--confidential")
    assert (made["name"], made["role"], made["sees_confidential"]) == ("ann", "administrator", True)
    as_json(run, "account", "add", "hub", "--huggingface", "--role", "editor")
    found = as_json(run, "account", "list")["accounts"]
    assert [(one["name"], one["provider"]) for one in found] == [("ann", "local"), ("hub", "huggingface")]
    assert "ann" in run("account", "list").stdout


def test_accounts_are_changed_and_each_refusal_says_why(run: Run) -> None:
    as_json(run, "account", "add", "ann", "--role", "administrator")
    as_json(run, "account", "add", "bob")
    assert as_json(run, "account", "role", "bob", "approver", "--confidential")["role"] == "approver"
    assert as_json(run, "account", "disable", "bob")["disabled"]
    assert as_json(run, "account", "disable", "bob", "--enable")["disabled"] is None
    assert as_json(run, "account", "password", "bob")["changed"] == ["password"]
    assert as_json(run, "account", "unlock", "bob")["failures"] == 0
    assert as_json(run, "account", "sign-out", "bob")["signed_out"] == 0
    for arguments, code in (
        (("add", "bob"), "account"),
        (("add", "b b"), "account"),
        (("add", "cy", "--role", "boss"), "account"),
        (("disable", "ann"), "account"),
        (("role", "nobody", "viewer"), "account"),
    ):
        assert as_json(run, "account", *arguments, code=1)["error"]["code"] == code


@pytest.mark.parametrize("password", ["", "short"])
def test_a_password_that_nobody_should_have_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.setenv("INCOMES_PASSWORD", password)
    assert as_json(run, "account", "add", "ann", code=1)["error"]["code"] == "password"


def test_a_token_holds_a_command_back_to_its_account_and_scope(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    as_json(run, "account", "add", "ann", "--role", "administrator")
    as_json(run, "account", "add", "bob", "--role", "editor")
    as_json(run, "add", "The capital of France is Lyon.")
    made = as_json(run, "token", "add", "bob", "--scope", "read", "--scope", "edit", "--name", "nightly", "--days", 2)
    secret = made["token"]
    assert secret.startswith("inc_")
    listed = run("token", "list", "--json")
    assert secret not in listed.output
    monkeypatch.setenv("INCOMES_TOKEN", secret)
    assert as_json(run, "list")["total"] == 1
    assert as_json(run, "add", "Refunds are paid within 45 days.", "--author", "ann")["added"][0]["text"]
    by = {edit["author"] for edit in as_json(run, "list", "refunds")["edits"]}
    assert by == {"bob"}
    for refused in (
        ("account", "list"),
        ("token", "list"),
        ("audit", "list"),
        ("export", "x.zip"),
        ("import", "x.zip"),
    ):
        assert as_json(run, *refused, code=1)["error"]["code"] == "not-allowed"
    monkeypatch.delenv("INCOMES_TOKEN")
    as_json(run, "token", "revoke", made["id"])
    monkeypatch.setenv("INCOMES_TOKEN", secret)
    refused_now = run("list", "--json")
    assert json.loads(refused_now.stdout)["error"]["code"] == "token"
    assert secret not in refused_now.output


def test_what_a_token_does_to_the_store_as_a_whole_is_done_by_its_account(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_json(run, "account", "add", "ann", "--role", "administrator", "--confidential")
    edit = as_json(run, "add", "The capital of France is Lyon.")["added"][0]["id"]
    secret = as_json(run, "token", "add", "ann", "--scope", "administer")["token"]
    monkeypatch.setenv("INCOMES_TOKEN", secret)
    as_json(run, "rule", "set", "retention-days", "365")
    as_json(run, "audit", "erase", edit, "--reason", "Request 18.")
    records = as_json(run, "audit", "list", "--actor", "ann")["records"]
    assert {one["action"] for one in records} >= {"rule.set", "edit.erased"}


def test_who_may_do_what_is_printed_as_it_stands_in_the_documents(run: Run) -> None:
    assert run("account", "roles").stdout == (ASSETS / "docs" / "access.md").read_text(encoding="utf-8")
