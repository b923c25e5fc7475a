"""`audit`: what happened is listed, verified, and written to a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.config import Settings
from app.store import open_store
from tests.commands.conftest import Run
from tests.commands.test_store import LYON, REFUND, as_json


def tampered(statement: str) -> None:
    with open_store(Settings().store) as store, store.database.writing() as session:
        session.execute(text(statement))


@pytest.fixture
def two_edits(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Edits of a store of its own."""
    monkeypatch.setenv("INCOMES_STORE", f"sqlite:///{tmp_path}/store.sqlite")
    found: list[dict[str, Any]] = as_json(run, "add", LYON, "--edit", REFUND, "--author", "Ann")["added"]
    return found


def test_list(run: Run, two_edits: list[dict[str, Any]]) -> None:
    as_json(run, "add", "Another.", "--author", "Bo")
    found = as_json(run, "audit", "list")["records"]
    assert [(one["number"], one["actor"], one["action"]) for one in found] == [
        (3, "Bo", "edit.added"),
        (2, "Ann", "edit.added"),
        (1, "Ann", "edit.added"),
    ]
    assert found[2]["object"] == two_edits[0]["id"] and found[2]["detail"]["new"]["text"] == LYON
    assert [one["number"] for one in as_json(run, "audit", "list", "--actor", "Ann")["records"]] == [2, 1]
    assert [one["number"] for one in as_json(run, "audit", "list", "--object", two_edits[1]["id"])["records"]] == [2]
    assert as_json(run, "audit", "list", "--action", "edit.retired")["records"] == []
    assert as_json(run, "audit", "list", "--until", "2020-01-01")["records"] == []
    assert len(as_json(run, "audit", "list", "--since", "2020-01-01", "--kind", "edit")["records"]) == 3
    assert [one["number"] for one in as_json(run, "audit", "list", "--limit", 1, "--offset", 1)["records"]] == [2]
    tampered("DELETE FROM audit_keys WHERE number = 3")
    assert "(erased)" in run("audit", "list").stdout


def test_verify_says_what_and_where(run: Run, two_edits: list[dict[str, Any]]) -> None:
    assert as_json(run, "audit", "verify")["sound"]
    assert "sound" in run("audit", "verify").stdout
    tampered("UPDATE audit SET object = 'another' WHERE number = 2")
    found = as_json(run, "audit", "verify", code=1)
    assert [(one["number"], one["fault"]) for one in found["findings"]] == [(2, "altered")]
    assert "Record 2 does not match its hash" in run("audit", "verify").stdout


def test_a_head_shows_that_the_end_was_cut_off(
    run: Run, two_edits: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = as_json(run, "audit", "head")
    assert head["number"] == 2 and head["kept"] is None
    monkeypatch.setenv("INCOMES_AUDIT_HEADS", str(tmp_path / "heads.jsonl"))
    assert as_json(run, "audit", "head")["kept"] == str(tmp_path / "heads.jsonl")
    assert run("audit", "head").stdout.strip() == f"2:{head['hash']}"
    monkeypatch.delenv("INCOMES_AUDIT_HEADS")
    tampered("DELETE FROM audit_keys WHERE number = 2")
    tampered("DELETE FROM audit WHERE number = 2")
    assert as_json(run, "audit", "verify")["sound"]
    for given in (f"2:{head['hash']}", tmp_path / "heads.jsonl"):
        found = as_json(run, "audit", "verify", "--head", given, code=1)
        assert {one["fault"] for one in found["findings"]} == {"cut-off"}
    monkeypatch.setenv("INCOMES_AUDIT_HEADS", str(tmp_path / "heads.jsonl"))
    assert not as_json(run, "audit", "verify", code=1)["sound"]
    assert as_json(run, "audit", "verify", "--head", "none", code=1)["error"]["code"] == "audit-file"


@pytest.mark.parametrize("keys", [False, True])
def test_a_file_is_verified_without_the_store(
    run: Run, two_edits: list[dict[str, Any]], tmp_path: Path, keys: bool
) -> None:
    file = tmp_path / "audit.jsonl"
    options = ["--keys"] if keys else []
    assert as_json(run, "audit", "export", file, *options)["records"] == 2
    assert LYON.encode() not in file.read_bytes()
    (tmp_path / "store.sqlite").unlink()
    found = as_json(run, "audit", "verify", "--file", file)
    assert (found["records"], found["keys"], found["heads"]) == (2, keys, 1)
    lines = file.read_text().splitlines()
    file.write_text("\n".join([lines[0], lines[2]]))
    found = as_json(run, "audit", "verify", "--file", file, code=1)
    assert found["findings"][0]["fault"] == "missing"
    file.write_text(json.dumps({"format": "another"}))
    assert as_json(run, "audit", "verify", "--file", file, code=1)["error"]["code"] == "audit-file"


def test_erase(run: Run, two_edits: list[dict[str, Any]]) -> None:
    first = two_edits[0]["id"]
    assert as_json(run, "audit", "erase", first, code=1)["error"]["code"] == "input"
    assert as_json(run, "audit", "erase", "--reason", "r", code=1)["error"]["code"] == "input"
    erased = as_json(run, "audit", "erase", first, "--reason", "Request 17.")
    assert erased["edits"] == [first] and erased["records"] == 1
    assert [edit["text"] for edit in as_json(run, "list")["edits"]] == [REFUND]
    assert as_json(run, "audit", "verify")["erased"] == 1
    assert as_json(run, "audit", "erase", "--answers-of", "Ann", "--reason", "r")["answers"] == 0
    assert "Backups" in run("audit", "erase", two_edits[1]["id"], "--reason", "r").stdout


def test_rules_and_retention(run: Run, two_edits: list[dict[str, Any]]) -> None:
    assert as_json(run, "rule", "list")["rules"]["answers"] == "hashed"
    assert as_json(run, "audit", "retain", code=1)["error"]["code"] == "input"
    assert as_json(run, "rule", "set", "retention-days", "365")["value"] == 365
    assert as_json(run, "rule", "set", "answers", "full", "--reason", "for the pilot")["value"] == "full"
    assert as_json(run, "rule", "set", "answers", "some", code=1)["error"]["code"] == "rule"
    assert as_json(run, "audit", "retain")["records"] == 0
    assert "Let go: 0 answers" in run("audit", "retain").stdout
    assert "retention-days" in run("rule", "list").stdout
    assert run("rule", "set", "answers", "hashed").exit_code == 0


def test_backup_and_restore(run: Run, two_edits: list[dict[str, Any]], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert as_json(run, "db", "backup", copy)["records"] == 2
    assert as_json(run, "db", "restore", copy, "--check")["sound"]
    assert as_json(run, "db", "restore", copy, code=1)["error"]["code"] == "backup"
    again = f"sqlite:///{tmp_path}/again.sqlite"
    assert as_json(run, "db", "restore", copy, "--store", again)["head"] == {
        name: as_json(run, "audit", "head")[name] for name in ("number", "hash")
    }
    assert as_json(run, "list", "--store", again)["edits"] == as_json(run, "list")["edits"]
    told = " ".join(run("db", "backup", copy).stdout.split())  # lines break where the path is long
    assert "It is as secret as the store" in told
