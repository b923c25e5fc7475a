"""`tune`: from validation questions to a policy that the other commands take by its name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.commands.test_calibrate import adapter
from tests.evaluation.test_calibrating import folder_with_records

__all__ = ["adapter"]
QUICK = ("--records", 6, "--pool", 4, "--top-k", "1,2", "--thresholds", "", "--temperatures", "1")


def test_from_tuning_to_an_answer(run: Run, adapter: Path, tmp_path: Path) -> None:
    data, page, cases = folder_with_records(tmp_path), tmp_path / "page.html", tmp_path / "cases.jsonl"
    tune = ("tune", "counterfact-val", "--data", data, *QUICK, "--margins=-1,1", "--cases", cases)
    result = run(*tune, "--most-unwanted", 100, "--save", "shop", "--html", page, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["command"].startswith("python -m app tune counterfact-val --data FOLDER --records=6 --pool=4")
    assert "--margins=-1,1" in found["command"]
    saved = json.loads(Path(found["saved"]).read_text(encoding="utf-8"))
    assert saved["policy"] == {**found["chosen"]["policy"], "name": "shop"}
    assert saved["suites"] == {"counterfact-val": "1"}
    html = page.read_text(encoding="utf-8")
    assert html.count('class="plotly-graph-div"') == 2 and "Unbeaten settings" in html
    assert "http://" not in html.split("</style>")[1].split("<script")[0]  # nothing is fetched

    ask = ("What is the capital?", "--edit", "The capital is Lyon.", "--policy", "shop", "--json")
    assert json.loads(run("ask", *ask).stdout)["policy"] == saved["policy"]
    measure = ("evaluate", "counterfact-val", "--data", data, "--records", 6, "--pool", 4, "--policy", "shop", "--json")
    evaluated = json.loads(run(*measure).stdout)
    assert evaluated["results"][0]["policy"] == saved["policy"]
    figures = found["chosen"]["suites"]["counterfact-val"]
    assert figures == {**evaluated["results"][0]["metrics"], **evaluated["results"][0]["selection"]}

    again = run(*tune, "--most-unwanted", 100, "--save", "shop")
    assert again.exit_code == 1 and "--replace" in again.output
    again = run(*tune, "--most-unwanted", 100, "--save", "shop", "--replace")
    assert again.exit_code == 0, again.output
    assert "Kept as the policy “shop”" in again.stdout and "Unwanted changes" in again.stdout
    again = run(*tune, "--most-unwanted", 100, "--html", page, "--language", "ja")
    assert again.exit_code == 0, again.output
    assert "Unwanted changes" not in again.stdout
    assert '<html lang="ja">' in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("held-outt",), "unknown-name"),
        (("counterfact-val", "--data", "no-such-folder"), "suite-data"),
        (("held-out", "--save", "default"), "policy"),
        (("held-out", "--save", "../up"), "policy"),
        (("held-out", "--margins", "a,b"), "input"),
        (("held-out", "--top-k", "1.5"), "input"),
        (("held-out", "--margins", "nan"), "input"),
        (("held-out", "--html", "no/such/folder/file"), "input"),
        (("held-out", "--language", "xx"), "input"),
        (("held-out", "--slots", "1", "--records", "2"), "slots"),
        (("held-out", "--records", "2", "--pool", "2", *QUICK[4:], "--margins", "0"), "evaluation"),
    ],
)
def test_errors(arguments: tuple[object, ...], code: str, run: Run, adapter: Path) -> None:
    result = run("tune", *arguments, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == code


def test_where_nothing_is_allowed_nothing_is_kept(run: Run, adapter: Path, tmp_path: Path) -> None:
    data = folder_with_records(tmp_path)
    tune = ("tune", "counterfact-val", "--data", data, *QUICK, "--margins=-1", "--most-unwanted", 0)
    told = run(*tune)
    assert told.exit_code == 0, told.output
    assert "Every setting changes more than 0%" in told.stdout.replace("\n", " ")
    kept = run(*tune, "--save", "shop", "--json")
    assert json.loads(kept.stdout)["error"]["code"] == "evaluation"
