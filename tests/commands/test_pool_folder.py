"""Edits compressed into a folder by one command, and asked by another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

EDITS = ("The capital of France is Lyon.", "Ada has 3 cats.", "Tea: 4 minutes.")
QUESTION = "What is the capital of France?"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "edits.txt"
    place.write_text("\n".join(EDITS), encoding="utf-8")
    return place


def test_a_folder_answers_as_the_edits_do(run: Run, file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pool"
    made = json.loads(run("compress", "--edits", file, "--output", folder, "--json").stdout)
    assert (made["count"], made["faults"]) == (3, [])
    ours = json.loads(run("ask", QUESTION, "--pool", folder, "--json").stdout)
    theirs = json.loads(run("ask", QUESTION, "--edits", file, "--json").stdout)
    assert ours["original_answer"] == theirs["original_answer"]
    assert [edit["text"] for edit in ours["edits"]] == [edit["text"] for edit in theirs["edits"]]
    explained = json.loads(run("explain", QUESTION, "--pool", folder, "--json").stdout)
    assert explained["answer"] == ours["answer"]


def test_more_edits_are_added_and_rows_at_fault_are_told(run: Run, file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pool"
    run("compress", "--edits", file, "--output", folder)
    more = run("compress", "--edit", "The gate opens at nine.\nAda has 3 cats.\n" + "long " * 900, "--output", folder)
    assert more.exit_code == 1 and "Edits: 4" in more.stdout


def test_the_shared_edits_go_into_a_folder(run: Run, file: Path, tmp_path: Path) -> None:
    run("add", "--edits", file)
    made = json.loads(run("compress", "--output", tmp_path / "pool", "--json").stdout)
    assert made["count"] == 3


def test_what_does_not_fit_together_is_refused(run: Run, file: Path, tmp_path: Path) -> None:
    for arguments, code in (
        (("ask", QUESTION, "--pool", tmp_path / "none"), "pool"),
        (("ask", QUESTION, "--pool", tmp_path, "--edit", "Ada has 3 cats."), "input"),
        (("compress", "--edits", file, "--output", tmp_path), "pool"),
        (("compress", "--edits", file, "--output", tmp_path / "p", "--tensors", tmp_path / "t"), "input"),
    ):
        result = run(*arguments, "--json")
        assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (1, code), arguments
