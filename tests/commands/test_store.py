"""`add`, `list`, `export`, `import`, `db upgrade`, and what the store means for `ask`, `compress` and `doctor`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run

LYON, REFUND = "The capital of France is Lyon.", "Refunds are paid within 45 days."


def as_json(run: Run, *arguments: object, code: int = 0) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_add_and_list(run: Run) -> None:
    added = as_json(run, "add", LYON, "--edit", REFUND, "--tag", "b", "--tag", "a", "--note", "why", "--author", "Ann")
    assert list(added) == ["added", "repeated", "faults", "store"]
    assert [edit["text"] for edit in added["added"]] == [LYON, REFUND]
    again = as_json(run, "add", LYON, "A draft.", "--draft")
    assert [edit["text"] for edit in again["repeated"]] == [LYON]
    assert [edit["state"] for edit in again["added"]] == ["draft"]
    found = as_json(run, "list")
    assert list(found) == ["total", "offset", "edits", "store"]
    assert [edit["text"] for edit in found["edits"]] == ["A draft.", REFUND, LYON]
    first = found["edits"][2]
    assert (first["tags"], first["note"], first["author"], first["version"]) == (["a", "b"], "why", "Ann", 1)
    assert [edit["text"] for edit in as_json(run, "list", "capital", "FRANCE")["edits"]] == [LYON]
    assert as_json(run, "list", "--tag", "a", "--limit", 1)["total"] == 2
    assert len(as_json(run, "list", "--tag", "a", "--limit", 1, "--offset", 1)["edits"]) == 1
    assert [edit["text"] for edit in as_json(run, "list", "--state", "draft", "--limit", 0)["edits"]] == ["A draft."]
    assert as_json(run, "list", "--language", "ja")["edits"] == []
    for_people = run("list", "--sort", "oldest")
    assert for_people.exit_code == 0
    assert LYON in for_people.stdout and "1 to 3 of 3" in for_people.stdout
    assert "Added: 0. There already: 1." in run("add", LYON).stdout


def test_rows_at_fault_are_named_and_the_others_added(run: Run, tmp_path: Path) -> None:
    rows = tmp_path / "rows.txt"
    rows.write_text(f"{LYON}\nbell \x07\n{REFUND}\n", encoding="utf-8")
    result = run("add", "--edits", rows)
    assert result.exit_code == 1
    assert "row 2: control character U+0007" in result.stderr
    found = as_json(run, "add", "--edits", rows, "--keep-good")
    assert [edit["text"] for edit in found["repeated"]] == [LYON, REFUND]
    assert [(fault["row"], fault["source"]) for fault in found["faults"]] == [(2, str(rows))]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("add",), "input"),
        (("add", "bell \x07"), "upload"),
        (("add", "--edits", "no/such/file.csv"), "upload"),
        (("add", LYON, "--tag", "t" * 61), "input"),
        (("add", LYON, "--store", "nonsense"), "store-unreachable"),
        (("list",), "store-version"),
        (("list", "--state", "gone"), "input"),
        (("list", "--sort", "size"), "input"),
        (("list", "--store", "postgresql://user:secret-word@127.0.0.1:1/name"), "store-unreachable"),
        (("export", "file.zip"), "store-version"),
        (("export", "no/such/folder/file.zip"), "input"),
        (("import", "no/such/file.zip"), "archive"),
        (("ask", "Which?", "--store", "sqlite:///no/such/store.sqlite"), "store-version"),
        (("compress", "--store", "sqlite:///no/such/store.sqlite"), "store-version"),
        (("db", "upgrade", "--store", "nonsense"), "store-unreachable"),
    ],
)
def test_errors_end_with_one_and_say_what_to_do(arguments: tuple[str, ...], code: str, run: Run) -> None:
    for_people = run(*arguments)
    assert for_people.exit_code == 1
    assert f"[{code}]" in for_people.stderr
    assert "secret-word" not in for_people.output
    assert as_json(run, *arguments, code=1)["error"]["code"] == code


def test_export_and_import_are_a_round_trip(run: Run, tmp_path: Path) -> None:
    as_json(run, "add", LYON, REFUND, "--tag", "t")
    as_json(run, "ask", "What is the capital of France?")
    exported = as_json(run, "export", tmp_path / "all.zip", "--gists")
    assert (exported["edits"], exported["answers"], exported["gists"]) == (2, 1, 2)
    target = f"sqlite:///{tmp_path}/target.sqlite"
    imported = as_json(run, "import", tmp_path / "all.zip", "--gists", "--store", target)
    assert (imported["edits"], imported["answers"], imported["gists"]) == (2, 1, 2)
    again = as_json(run, "export", tmp_path / "again.zip", "--gists", "--store", target)
    assert again["bytes"] == exported["bytes"]
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "all.zip").read_bytes()
    edit = as_json(run, "list")["edits"][0]
    as_json(run, "add", "Another.", "--store", target)
    told = run("import", tmp_path / "all.zip", "--store", target)
    assert told.exit_code == 0
    assert "Added: 0 edits" in told.stdout and "There already: 2" in told.stdout and "--gists takes them" in told.stdout
    assert edit in as_json(run, "list", "--store", target)["edits"]
    assert "2 edits, 1 answers, 0 gists" in run("export", tmp_path / "few.zip").stdout


def test_what_an_import_leaves_is_told(run: Run, tmp_path: Path) -> None:
    as_json(run, "add", LYON)
    as_json(run, "export", tmp_path / "all.zip")
    target = f"sqlite:///{tmp_path}/target.sqlite"
    as_json(run, "add", LYON, "--store", target)
    imported = as_json(run, "import", tmp_path / "all.zip", "--store", target)
    assert [edit["text"] for edit in imported["repeated"]] == [LYON]
    assert f"  {LYON}" in run("import", tmp_path / "all.zip", "--store", target).stdout


def test_ask_uses_the_store_when_no_edits_are_given(run: Run) -> None:
    as_json(run, "add", LYON, REFUND)
    asked = as_json(run, "ask", "What is the capital of France?", "--policy", "top-2")
    assert {edit["text"] for edit in asked["edits"]} == {LYON, REFUND}
    explained = as_json(run, "explain", "What is the capital of France?", "--policy", "top-2")
    assert len(explained["selection"]["edits"]) == 2
    given = as_json(run, "ask", "What is the capital of France?", "--edit", "Another one.", "--policy", "top-2")
    assert {edit["text"] for edit in given["edits"]} <= {"Another one."}
    compressed = as_json(run, "compress")
    assert [edit["text"] for edit in compressed["edits"]] == [LYON, REFUND]


def test_drafts_are_not_used(run: Run) -> None:
    as_json(run, "add", LYON, "--draft")
    assert as_json(run, "ask", "What is the capital of France?", "--policy", "ungated")["edits"] == []


def test_edits_too_long_for_the_model_are_told_and_left_out(run: Run) -> None:
    as_json(run, "add", "word " * 300, LYON)
    asked = run("ask", "What is the capital of France?", "--policy", "ungated")
    assert asked.exit_code == 0
    assert "not in use: The edit has" in asked.stderr
    assert f"The answer used “{LYON}”" in asked.stdout
    assert run("compress").exit_code == 1


def test_upgrade_makes_the_tables_and_says_so(run: Run) -> None:
    assert as_json(run, "db", "upgrade") | {"store": ""} == {"store": "", "before": None, "revision": "0003"}
    assert "already up to date, revision 0003" in run("db", "upgrade").stdout


def test_doctor_shows_the_store(run: Run) -> None:
    def check() -> dict[str, str]:
        report = json.loads(run("doctor", "--json").stdout)
        return next(one for one in report["checks"] if one["name"] == "store")

    assert check()["state"] == "ready" and "no shared edits yet" in check()["found"]
    as_json(run, "add", LYON)
    as_json(run, "add", REFUND, "--draft")
    assert check()["state"] == "ready" and "1 approved, 1 draft; 0 answers" in check()["found"]
    report = json.loads(run("doctor", "--store", "postgresql://u:secret-word@127.0.0.1:1/n", "--json").stdout)
    assert not report["ready"]
    assert "secret-word" not in json.dumps(report)
