"""`compare` on results made by hand."""

from __future__ import annotations

import csv
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.commands import cli
from app.texts import JAPANESE
from tests.evaluation.comparing import growth
from tests.evaluation.made_results import write


class Sources(HTMLParser):
    """Whatever a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("link", "iframe") or {name for name, _ in attrs} & {"src", "href"}:
            self.found.append(tag)


@pytest.fixture
def found(tmp_path: Path) -> Path:
    return write(tmp_path / "results.jsonl", growth())


def test_results_become_sentence_page_pictures_and_table(found: Path, tmp_path: Path) -> None:
    page, table = tmp_path / "page.html", tmp_path / "table.csv"
    done = CliRunner().invoke(
        cli, ["compare", str(found), "--html", str(page), "--plot", str(tmp_path / "curve.html"), "--csv", str(table)]
    )
    assert done.exit_code == 0, done.output
    assert "answers 83 of 100 changed questions right" in done.output
    written = page.read_text(encoding="utf-8")
    sources = Sources()
    sources.feed(written)
    assert sources.found == []
    assert (
        written.count("Plotly.newPlot(") == 4
        and "python -m app evaluate counterfact" in written
        and "c0ffee" in written
    )
    assert "answered right" in (tmp_path / "curve-counterfact-efficacy.html").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert [row["method"] for row in rows].count("incomes") == 2


def test_tables_for_a_readme(found: Path) -> None:
    done = CliRunner().invoke(cli, ["compare", str(found), "--markdown"])
    assert "| ours (InComeS) | 1,000 | 10 | 83.2 (79.0–87.0) | 98.4 (97.0–99.0) |" in done.output


def test_for_machines(found: Path) -> None:
    done = CliRunner().invoke(cli, ["compare", str(found), "--json"])
    (comparison,) = json.loads(done.stdout)
    assert comparison["suite"] == "counterfact" and len(comparison["rows"]) == 7


def test_a_file_that_holds_none_is_explained(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["compare", str(tmp_path / "none.jsonl"), "--json"])
    assert done.exit_code == 1 and json.loads(done.stdout)["error"]["code"] == "evaluation"


def test_page_and_sentence_speak_the_language_that_was_asked_for(found: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = CliRunner().invoke(cli, ["compare", str(found), "--html", str(page), "--language", "ja"])
    assert done.exit_code == 0, done.output
    assert "answers 83 of 100" not in done.output
    written = page.read_text(encoding="utf-8")
    assert '<html lang="ja">' in written
    assert JAPANESE("compare.table.method") in written and JAPANESE("compare.table.method") in done.output
    assert CliRunner().invoke(cli, ["compare", str(found), "--language", "xx"]).exit_code == 1
