"""`check-evidence`: figures for machines and for people."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.conftest import Run
from tests.evaluation.test_calibrating import folder_with_records


def test_figures_for_machines_and_for_people(run: Run, tmp_path: Path) -> None:
    data = folder_with_records(tmp_path)
    wanted = ("check-evidence", "counterfact-val", "--data", data, "--questions", 6, "--pool", 5)
    result = run(*wanted, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert set(found["metrics"]) == {
        *("names_largest", "names_largest_where_read", "names_largest_of_two", "swapped", "sure_right"),
    }
    assert found["questions"] == len(found["cases"]) > 0
    told = run(*wanted)
    assert told.exit_code == 0, told.output
    assert "must fail" in told.stdout


def test_a_misspelt_suite_is_told_before_the_model_is_loaded(run: Run, tmp_path: Path) -> None:
    result = run("check-evidence", "counterfactt", "--data", tmp_path, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == "unknown-name"
