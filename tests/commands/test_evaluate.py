"""`evaluate`: from a folder with a public file to figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.errors import InputError
from app.evaluation.pools import sizes_in
from tests.commands.conftest import Run
from tests.public_file import write_counterfact


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with four records in the shape of CounterFact's public file."""
    return write_counterfact(tmp_path, ("France", "Spain", "Italy", "Peru"))


def test_one_method_and_one_pool_have_metrics_at_the_top(run: Run, data: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    result = run(*("evaluate", "counterfact", "--data", data, "--records", 2, "--pool", 3, "--cases", cases, "--json"))
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert set(found["metrics"]["efficacy"]) == {"value", "low", "high", "n"}
    assert [(row["method"], row["pool"]) for row in found["results"]] == [("incomes", 3)]
    assert len(cases.read_text(encoding="utf-8").splitlines()) == 6


def test_several_methods_and_pools_have_a_row_each(run: Run, data: Path) -> None:
    result = run(
        *("evaluate", "counterfact", "--data", data, "--records", "2"),
        *("--pool", "2,3", "--methods", "backbone,incomes", "--json"),
    )
    found = json.loads(result.stdout)
    assert [(row["method"], row["pool"]) for row in found["results"]] == [
        ("backbone", 2),
        ("backbone", 3),
        ("incomes", 2),
        ("incomes", 3),
    ]
    assert "metrics" not in found


def test_for_people(run: Run, data: Path) -> None:
    result = run("evaluate", "counterfact", "--data", data, "--pool", "2")
    assert result.exit_code == 0
    assert "CounterFact" in result.stdout
    assert "neighbourhood" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("counterfct", "--data", "."), "unknown-name"),
        (("counterfact", "--data", ".", "--methods", "incoms"), "unknown-name"),
        (("counterfact", "--data", ".", "--pool", "ten"), "input"),
        (("counterfact", "--data", "no-such-folder"), "suite-data"),
    ],
)
def test_errors(arguments: tuple[str, ...], code: str, run: Run) -> None:
    result = run("evaluate", *arguments, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == code


def test_sizes_of_pools() -> None:
    assert sizes_in("10, 100") == [10, 100]
    for wrong in ("", ",", "0", "-1", "1.5", "ten"):
        with pytest.raises(InputError, match="Sizes: whole numbers from 1"):
            sizes_in(wrong)


def test_records_are_written_to_a_file_and_read_from_it(run: Run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "records.jsonl"
    written = run("evaluate", "counterfact", "--data", data, "--write-records", file, "--json")
    assert json.loads(written.stdout) == {"file": str(file), "suite": "counterfact", "records": 4, "fillers": 10_000}
    (data / "counterfact-edit.json").unlink()
    result = run("evaluate", "--records-file", file, "--pool", 2, "--records", 2, "--json")
    found = json.loads(result.stdout)
    assert found["suite"] == "counterfact"
    assert set(found["versions"]["data_sha256"]) == {"records.jsonl"}


def test_several_suites_give_one_line_each(run: Run, data: Path, tmp_path: Path) -> None:
    (data / "counterfact-val.json").write_bytes((data / "counterfact-edit.json").read_bytes())
    cache = tmp_path / "pools"
    suites = "counterfact,counterfact-val"
    result = run(
        *("evaluate", suites, "--data", data, "--records", 1, "--pool", "1,2", "--pool-cache", cache, "--json")
    )
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["suite"] for line in lines] == suites.split(",")
    assert [row["pool"] for line in lines for row in line["results"]] == [1, 2, 1, 2]
    assert list(cache.rglob("*.safetensors"))


@pytest.mark.parametrize("arguments", [("business", "--language", "fr"), ("",), ("business", "--write-records", "x")])
def test_what_is_not_asked_for_well(arguments: tuple[str, ...], run: Run) -> None:
    result = run("evaluate", *arguments, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == "input"


def test_a_bundle_is_one_value_with_rows_by_table_and_failures(run: Run) -> None:
    result = run("evaluate", "business", "--records", 2, "--pool", 2, "--methods", "incomes", "--json")
    found = json.loads(result.stdout)
    assert [row["table"] for row in found["results"]] == [
        "business-company-en",
        "business-ten-kinds-en",
        "business-faq-en",
    ]
    assert all("question" in row["metrics"] for row in found["results"])
    assert all({"failures", "versions"} <= set(table) for table in found["tables"])


def test_a_page_beside_the_figures(run: Run, data: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = run("evaluate", "counterfact", "--data", data, "--pool", "2", "--html", page, "--json")
    assert json.loads(result.stdout)["suite"] == "counterfact"
    assert "<svg" in page.read_text(encoding="utf-8")
