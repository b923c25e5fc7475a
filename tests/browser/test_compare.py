"""The tab *Compare* in Chromium, with the embedded model: measured, stopped, found again, kept, and priced."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.evaluation.comparing import growth
from tests.evaluation.made_results import report, row, write

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG_MILLISECONDS = 180_000


def compare(page: Page) -> None:
    page.get_by_role("tab", name="Compare").click()
    expect(page.locator("#methods-ours input").first).to_be_checked()
    expect(page.locator("#compare-about")).to_contain_text("records")


def begin(page: Page, records: int, sizes: str) -> None:
    """Only ours and retrieval by words: the fastest."""
    compare(page)
    page.locator("#methods-prompt input:checked").uncheck()
    page.locator("#methods-retrieval input:checked").uncheck()
    page.get_by_label("retrieval by words (BM25)", exact=True).check()
    page.locator("#compare-records input").fill(str(records))
    page.locator("#compare-sizes").locator("input, textarea").fill(sizes)
    page.locator("#compare-begin").click()
    expect(page.locator("#compare-notice")).to_contain_text("has begun")


def upload(page: Page, button: str, file: Path) -> None:
    with page.expect_file_chooser() as chosen:
        page.locator(button).click()
    chosen.value.set_files(file)


def results(page: Page) -> Locator:
    return page.locator("#compare-results")


def test_a_comparison_is_measured_shown_and_kept(workbench: Page, tmp_path: Path) -> None:
    begin(workbench, 1, "1, 2")
    expect(workbench.locator("#jobs")).to_contain_text("Evaluating CounterFact")
    workbench.reload()
    workbench.get_by_role("tab", name="Compare").click()
    expect(results(workbench)).to_be_visible(timeout=LONG_MILLISECONDS)
    expect(workbench.locator("#compare-progress")).to_contain_text("questions asked")
    expect(workbench.locator("#compare-sentence")).to_contain_text("A try-out on the few records")
    expect(workbench.locator("#curve-plot .scatterlayer .trace")).to_have_count(2 + 2)  # a line and a band each
    expect(workbench.locator("#compare-table tbody tr")).to_have_count(4)
    with workbench.expect_download() as saved:
        workbench.locator("#compare-jsonl").click()
    lines = Path(saved.value.path()).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["suite"] for line in lines] == ["counterfact"]
    with workbench.expect_download() as saved:
        workbench.locator("#compare-csv").click()
    assert Path(saved.value.path()).read_text(encoding="utf-8").startswith("suite,method,pool")


def test_a_comparison_is_stopped_and_goes_on(workbench: Page) -> None:
    begin(workbench, 6, "1, 2, 3, 4, 5, 6")
    workbench.locator("#jobs").get_by_role("button", name="Stop").click()
    expect(workbench.locator("#compare-progress")).to_contain_text("stopped after", timeout=LONG_MILLISECONDS)
    workbench.locator("#jobs").get_by_role("button", name="Go on").click()
    expect(workbench.locator("#compare-progress")).to_contain_text(re.compile(r"\d+ of \d+ questions"))
    workbench.locator("#jobs").get_by_role("button", name="Stop").click()
    expect(workbench.locator("#jobs")).to_contain_text("Stopped", timeout=LONG_MILLISECONDS)


def test_results_of_before_are_loaded_and_their_report_needs_nothing_else(workbench: Page, tmp_path: Path) -> None:
    compare(workbench)
    other = report("business-faq-en", row("incomes", 50, 0.5))
    file = write(tmp_path / "results.jsonl", growth(), other)
    upload(workbench, "#compare-load", file)
    expect(workbench.locator("#compare-progress")).to_contain_text("2 results were read")
    expect(workbench.locator("#compare-sentence")).to_contain_text("More are right with retrieval by words (BM25), 93")
    workbench.locator("#compare-metric input").click()
    workbench.get_by_role("option", name="Seconds to the first token").click()
    expect(workbench.locator("#curve-plot .legend .traces")).to_have_count(2)
    with workbench.expect_download() as saved:
        workbench.locator("#compare-html").click()
    page = Path(saved.value.path()).read_text(encoding="utf-8")
    assert "plotly" in page and not re.search(r"<script[^>]*\ssrc=|<link\s", page)
    upload(workbench, "#compare-load", write(tmp_path / "no.jsonl", {"a": 1}))
    expect(workbench.locator("#compare-progress")).to_contain_text("no result of an evaluation")


def test_faults_in_ones_own_file_are_told_at_once(workbench: Page, tmp_path: Path) -> None:
    compare(workbench)
    workbench.locator("#compare-suite input").click()
    workbench.get_by_role("option", name="Your own edits").click()
    expect(workbench.locator("#compare-template")).to_be_visible()
    bad = tmp_path / "bad.csv"
    bad.write_text("edit,question\nThe moon is cheese.,What is the moon?\n", encoding="utf-8")
    upload(workbench, "#compare-own", bad)
    expect(workbench.locator("#compare-notice")).to_contain_text("no answer to")
    good = tmp_path / "good.csv"
    good.write_text("edit,question,answer\nThe moon is cheese.,What is the moon?,cheese\n", encoding="utf-8")
    upload(workbench, "#compare-own", good)
    expect(workbench.locator("#compare-about")).to_contain_text("good.csv: 1 record")


def test_a_month_is_priced(workbench: Page) -> None:
    compare(workbench)
    workbench.get_by_role("tab", name="What it costs").click()
    expect(workbench.locator("#costs-model")).to_contain_text("million")
    workbench.locator("#costs-price input").fill("2.5")
    workbench.locator("#costs-reckon").click()
    expect(workbench.locator("#costs-told")).to_contain_text("With 1,000 edits in force")
    expect(workbench.locator("#costs-table")).to_contain_text("Price a month")
    expect(workbench.locator("#costs-curve-plot .legend .traces")).to_have_count(6)
    workbench.locator("#costs-edits input").fill("")
    workbench.locator("#costs-reckon").click()
    expect(workbench.locator("#costs-told")).to_contain_text("Give a number")
