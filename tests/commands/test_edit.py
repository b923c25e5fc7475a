"""`edit …`, terms with `add`, and what `list` tells of states, dues and the past."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.store import open_store
from tests.commands.conftest import Run
from tests.commands.test_store import LYON, REFUND, as_json

NICE = "The capital of France is Nice."


def added(run: Run, *arguments: object) -> dict[str, Any]:
    """The one edit that was added."""
    edit_id = as_json(run, "add", *arguments)["added"][0]["id"]
    return next(one for one in as_json(run, "list", "--limit", 0)["edits"] if one["id"] == edit_id)


def states(run: Run, edit_id: str) -> list[tuple[int, str, str, str]]:
    versions = as_json(run, "edit", "history", edit_id)["versions"]
    return [(one["version"], one["state"], one["changed_by"], one["reason"]) for one in versions]


def test_from_draft_to_retired_and_back(run: Run) -> None:
    edit_id = added(run, LYON, "--draft", "--author", "Ann")["id"]
    short = edit_id[:10]
    assert as_json(run, "edit", "submit", short, "--author", "Ann")["edits"][0]["state"] == "in-review"
    back = as_json(run, "edit", "send-back", short, "--reason", "Which source?", "--author", "Bo")
    assert back["edits"][0]["state"] == "draft"
    as_json(run, "edit", "submit", short, "--author", "Ann")
    assert as_json(run, "edit", "approve", edit_id, "--author", "Bo")["edits"][0]["acting"] == 5
    as_json(run, "edit", "retire", short, "--reason", "Over", "--author", "Cy")
    assert as_json(run, "list")["total"] == 0
    as_json(run, "edit", "restore", short, "--author", "Cy")
    assert states(run, short) == [
        (1, "draft", "Ann", ""),
        (2, "in-review", "Ann", ""),
        (3, "draft", "Bo", "Which source?"),
        (4, "in-review", "Ann", ""),
        (5, "approved", "Bo", ""),
        (6, "retired", "Cy", "Over"),
        (7, "approved", "Cy", ""),
    ]
    told = run("edit", "history", short)
    assert told.exit_code == 0 and "Which source?" in told.stdout
    assert f"{edit_id[:8]}: draft" in run("edit", "change", short, "--text", NICE, "--draft").stdout
    assert [one["text"] for one in as_json(run, "list", "--state", "draft")["edits"]] == [NICE]
    assert "in-review" in run("edit", "submit", short).stdout and "approved" in run("edit", "approve", short).stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("edit", "approve", "ID"), "edit-state"),
        (("edit", "retire", "ID"), "input"),
        (("edit", "submit", "nothing"), "edit-missing"),
        (("edit", "submit", ""), "edit-missing"),
        (("edit", "change", "ID", "--valid-until", "soon"), "moment"),
        (("edit", "change", "ID", "--valid-from", "2026-03-02", "--valid-until", "2026-03-01"), "input"),
        (("add", REFUND, "--review-by", "31.12.2026"), "moment"),
        (("list", "--due", "later"), "moment"),
        (("list", "--as-of", "2026-01-01@yesterday"), "moment"),
        (("list", "word", "--due", "2026-01-01"), "input"),
        (("list", "--as-of", "2026-01-01", "--due", "2026-01-01"), "input"),
    ],
)
def test_what_is_refused_changes_nothing(arguments: tuple[str, ...], code: str, run: Run) -> None:
    edit = added(run, LYON)
    given = [edit["id"] if argument == "ID" else argument for argument in arguments]
    assert as_json(run, *given, code=1)["error"]["code"] == code
    assert as_json(run, "list", "--limit", 0)["edits"] == [edit]


def test_terms_are_given_and_changed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCOMES_TIME_ZONE", "Asia/Tokyo")
    given = ("--valid-from", "2026-03-31", "--valid-until", "2026-06-30", "--review-by", "2026-05-01")
    edit = added(run, LYON, "--owner", "Law", "--source", "Decision 12", "--confidential", *given)
    assert edit["terms"] == {
        "owner": "Law",
        "source": "Decision 12",
        "confidential": True,
        "valid_from": "2026-03-30T15:00:00Z",
        "valid_until": "2026-06-30T15:00:00Z",
        "review_by": "2026-04-30T15:00:00Z",
    }
    changed = as_json(run, "edit", "change", edit["id"], "--valid-until", "", "--not-confidential", "--reason", "open")
    after = changed["edits"][0]
    assert after["terms"] == edit["terms"] | {"valid_until": None, "confidential": False}
    assert (after["text"], after["tags"], after["state"], after["reason"]) == (LYON, [], "approved", "open")


def test_what_is_due_and_what_acted_when(run: Run) -> None:
    begins = added(run, LYON, "--review-by", "2030-05-01")["id"]
    ends = added(run, REFUND, "--valid-until", "2031-05-01")["id"]
    assert as_json(run, "list", "--due", "2030-04-30")["total"] == 0
    assert [one["id"] for one in as_json(run, "list", "--due", "2031-05-01")["edits"]] == [ends, begins]
    assert [one["id"] for one in as_json(run, "list", "--due", "2031-05-01", "--limit", 1)["edits"]] == [ends]
    assert as_json(run, "list", "--as-of", "2020-01-01")["total"] == 0
    assert [one["id"] for one in as_json(run, "list", "--as-of", "2031-05-01")["edits"]] == [begins, ends]
    assert [one["id"] for one in as_json(run, "list", "--as-of", "2031-05-02")["edits"]] == [begins]
    assert as_json(run, "list", "--as-of", "2031-05-01@2020-01-01")["total"] == 0


def test_where_two_pairs_of_eyes_are_wanted(run: Run) -> None:
    edit = added(run, LYON)
    from app.commands.options import chosen_settings

    with open_store(chosen_settings().store) as store:
        store.rules.set("four-eyes", True, by="Root")
    assert as_json(run, "add", REFUND, code=1)["error"]["code"] == "four-eyes"
    changed = as_json(run, "edit", "change", edit["id"], "--text", NICE, "--author", "Ann")["edits"][0]
    assert (changed["state"], changed["acting"]) == ("draft", 1)
    as_json(run, "edit", "submit", edit["id"], "--author", "Ann")
    refused = run("edit", "approve", edit["id"], "--author", "Ann", "--json")
    assert json.loads(refused.stdout)["error"]["code"] == "four-eyes"
    assert as_json(run, "edit", "approve", edit["id"], "--author", "Bo")["edits"][0]["acting"] == 4
