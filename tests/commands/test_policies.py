"""`policies`: what was saved is listed, shown and deleted; what is no policy is named and does no harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.model import Policy
from app.model.saved_policies import save_policy
from tests.commands.conftest import Run
from tests.model.saved import saved


def test_policies_are_listed_shown_and_deleted(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCOMES_POLICIES", str(tmp_path))
    assert json.loads(run("policies", "list", "--json").stdout)["policies"] == []
    save_policy(tmp_path, saved(Policy("shop", margin=1.5)))
    (tmp_path / "torn.json").write_text("{", encoding="utf-8")
    listed = json.loads(run("policies", "list", "--json").stdout)
    assert [one["name"] for one in listed["policies"]] == ["shop"] and "torn.json" in listed["faults"][0]["given"]
    read = run("policies", "list")
    assert "shop" in read.stdout and "torn.json" in read.output.replace("\n", "")
    assert json.loads(run("policies", "show", "shop", "--json").stdout)["policy"]["margin"] == 1.5
    assert "1.5" in run("policies", "show", "shop").stdout
    for name in ("shop", "torn"):
        assert run("policies", "delete", name).exit_code == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["shp", "../shop", "default", ""])
@pytest.mark.parametrize("what", ["show", "delete"])
def test_what_was_not_saved_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, name: str
) -> None:
    place = tmp_path / "policies"
    monkeypatch.setenv("INCOMES_POLICIES", str(place))
    save_policy(place, saved(Policy("shop")))
    (tmp_path / "shop.json").write_text("{}", encoding="utf-8")
    refused = run("policies", what, name, "--json")
    assert refused.exit_code == 1 and json.loads(refused.stdout)["error"]["code"] == "policy"
    assert (tmp_path / "shop.json").exists() and (place / "shop.json").exists()
