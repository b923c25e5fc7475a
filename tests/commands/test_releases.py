"""`release …` and `ask --release`, on a tiny random model: what it says is nonsense, and the same each time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.data import Probe
from app.store import open_store
from tests.commands.conftest import Run
from tests.commands.test_store import LYON, REFUND, as_json

QUESTION = "What is the capital of France?"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/store.sqlite"
    monkeypatch.setenv("INCOMES_STORE", url)
    return url


@pytest.fixture
def spring(run: Run, url: str) -> dict[str, Any]:
    """A release with one edit."""
    as_json(run, "add", LYON)
    made: dict[str, Any] = as_json(run, "release", "make", "spring", "--note", "first")
    return made


def test_making_listing_showing(run: Run, spring: dict[str, Any]) -> None:
    assert (spring["name"], spring["edits"], spring["pins"]["precision"]) == ("spring", 1, "float32")
    as_json(run, "release", "move", "candidate", "spring")
    found = as_json(run, "release", "list")
    assert [(one["name"], one["aliases"]) for one in found["releases"]] == [("spring", ["candidate"])]
    assert found["limits"] == {"efficacy_at_least": 0.8, "unwanted_at_most": 0.05, "untested_at_most": 1.0}
    details = as_json(run, "release", "show", "candidate")
    assert details["sound"] and [edit["text"] for edit in details["edits"]] == [LYON]
    for_people = run("release", "show", "spring").stdout
    assert spring["fingerprint"] in for_people and LYON in for_people
    assert "candidate" in run("release", "list").stdout


def test_what_was_altered_is_told(run: Run, spring: dict[str, Any], url: str) -> None:
    from sqlalchemy import update

    from app.store.tables import ReleaseRow

    with open_store(url) as store, store.database.writing() as session:
        session.execute(update(ReleaseRow).values(note="another"))
    result = run("release", "show", "spring")
    assert result.exit_code == 1 and "Not as it was made: note: first → another" in result.stdout


def test_differences_in_words(run: Run, spring: dict[str, Any]) -> None:
    as_json(run, "add", REFUND)
    as_json(run, "release", "make", "summer")
    found = as_json(run, "release", "diff", "spring", "summer")
    assert found["sentences"] == [f"Added: “{REFUND}”"] and not found["same"]
    assert "Nothing differs" in run("release", "diff", "spring", "spring").stdout


def test_ask_answers_from_the_release_alone(run: Run, spring: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    as_json(run, "add", REFUND)
    asked = as_json(run, "ask", QUESTION, "--release", "spring")
    assert (asked["release"], [edit["text"] for edit in asked["edits"]]) == ("spring", [LYON])
    monkeypatch.setenv("INCOMES_RELEASE", "spring")
    assert as_json(run, "ask", QUESTION)["release"] == "spring"
    for more in (("--edit", REFUND), ("--policy", "top-2")):
        assert as_json(run, "ask", QUESTION, *more, code=1)["error"]["code"] == "input"
    refused = as_json(run, "ask", QUESTION, "--memory", "verbatim", code=0)
    assert refused["release"] == "spring"  # the tiny model is compressed whatever is asked for
    assert as_json(run, "ask", QUESTION, "--release", "autumn", code=1)["error"]["code"] == "release-missing"


def test_an_answer_is_replayed(run: Run, spring: dict[str, Any], url: str) -> None:
    hashed = as_json(run, "ask", QUESTION, "--release", "spring")["id"]
    assert as_json(run, "release", "replay", hashed, code=1)["error"]["code"] == "question"
    assert as_json(run, "release", "replay", hashed, "--question", QUESTION)["identical"]
    with open_store(url) as store:
        store.rules.set("answers", "full")
    whole = as_json(run, "ask", QUESTION, "--release", "spring")["id"]
    for_people = run("release", "replay", whole).stdout
    assert "identical" in for_people and "was not checked" not in for_people
    assert as_json(run, "release", "replay", whole)["selection_checked"]
    with open_store(url) as store:
        asked, maker = store.answers.get(whole), store.gists.makers()[0]
        told = {name: getattr(asked, name) for name in ("question", "answer", "original", "policy", "zero_weight")}
        unreleased = store.answers.log(maker, **told, used=asked.used).id
    assert "The choice of edits was not checked" in run("release", "replay", unreleased).stdout
    assert not as_json(run, "release", "replay", unreleased)["selection_checked"]
    from sqlalchemy import update

    from app.store.tables import AnswerRow

    with open_store(url) as store, store.database.writing() as session:
        session.execute(update(AnswerRow).where(AnswerRow.id == whole).values(answer="Lyon it is"))
    result = run("release", "replay", whole)
    assert result.exit_code == 1 and "differs" in result.stdout and "The answer, word 1: “Lyon”" in result.stdout
    assert as_json(run, "release", "replay", "0" * 32, code=1)["error"]["code"] == "answer-missing"


def test_the_gate_moves_and_rollbacks(run: Run, spring: dict[str, Any], url: str) -> None:
    assert as_json(run, "release", "move", "production", "spring", code=1)["error"]["code"] == "gate"
    tests = [Probe("efficacy", QUESTION, "Lyon"), Probe("neighbourhood", "Who wrote Hamlet?")]
    with open_store(url) as store:
        store.edits.change(store.edits.find().edits[0].seen, probes=tests)
    as_json(run, "release", "make", "tested")
    found = as_json(run, "release", "gate", "tested", code=1)
    assert not found["passed"] and found["run"]["figures"]["must_change"] == 1
    assert "Refused: efficacy 0 of 1" in run("release", "gate", "tested").stdout
    assert as_json(run, "release", "move", "production", "tested", "--override", code=1)["error"]["code"] == "input"
    moved = as_json(run, "release", "move", "production", "tested", "--override", "--reason", "a test")
    assert moved["overridden"]
    as_json(run, "release", "move", "production", "spring", "--override", "--reason", "another")
    assert as_json(run, "release", "rollback", "production", code=1)["error"]["code"] == "input"
    back = run("release", "rollback", "production", "--reason", "it broke")
    assert "production stands at tested." in back.stdout
    history = as_json(run, "release", "history", "production")["moves"]
    assert [one["release_name"] for one in history] == ["tested", "spring", "tested"]
    assert "it broke" in run("release", "history").stdout


def test_the_pilot(run: Run, spring: dict[str, Any], tmp_path: Path) -> None:
    as_json(run, "release", "move", "candidate", "spring")
    answer = as_json(run, "ask", QUESTION, "--release", "candidate")["id"]
    assert as_json(run, "release", "mark", answer, "unwanted", "--note", "no")["verdict"] == "unwanted"
    assert as_json(run, "release", "mark", answer, "fine", code=1)["error"]["code"] == "input"
    found = as_json(run, "release", "pilot", "--join", "Bo", "--page", tmp_path / "page.html", "--language", "ja")
    assert [one["name"] for one in found["members"]] == ["bo"]
    (usage,) = found["usage"]
    assert (usage["alias"], usage["questions"], usage["unwanted"]) == ("candidate", 1, 1)
    assert usage["tokens"] > 0 and usage["seconds"] > 0
    assert "承認申請書" in (tmp_path / "page.html").read_text(encoding="utf-8")
    shown = run("release", "pilot", "--leave", "Bo")
    assert "candidate" in shown.stdout and "is served" not in shown.stdout
    bad = run("release", "pilot", "--page", tmp_path / "page.html", "--language", "fr", "--json")
    assert json.loads(bad.stdout)["error"]["code"] == "input"
