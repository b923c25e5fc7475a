"""One's own work in Chromium: downloaded in one browser, taken up with its settings and questions in another."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import open_tab, serious_faults
from tests.browser.test_workbench import LYON, added, ask

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FRANCE = "Which city is the capital of France?"


def test_work_goes_on_in_another_browser(workbench: Page, second_workbench: Page, tmp_path: Path) -> None:
    added(workbench, LYON)
    ask(workbench, FRANCE)
    workbench.locator('#strictness [data-policy="strict"]').click()
    expect(workbench.locator("#strictness-meaning")).to_contain_text("at least 7.4 times as much")
    open_tab(workbench, "Edits")
    with workbench.expect_download() as download:
        workbench.locator("#save-work").click()
    file = tmp_path / "work.json"
    download.value.save_as(file)

    second_workbench.locator("input[type=file]").first.set_input_files(file)
    second_workbench.locator("#accept").click()
    expect(second_workbench.locator("#edits-notice")).to_contain_text("added and ready")
    open_tab(second_workbench, "Ask")
    expect(second_workbench.locator("#strictness-meaning")).to_contain_text("at least 7.4 times as much")
    expect(second_workbench.locator("#strictness .chosen")).to_have_attribute("data-policy", "strict")
    expect(second_workbench.get_by_role("button", name=FRANCE).first).to_be_visible()

    second_workbench.locator('#strictness [data-policy="generous"]').click()
    expect(second_workbench.locator("#strictness .chosen")).to_have_attribute("data-policy", "generous")
    open_tab(second_workbench, "Edits")
    with second_workbench.expect_file_chooser() as chooser:
        second_workbench.locator("#upload").click()
    chooser.value.set_files(file)  # the same one once more
    expect(second_workbench.locator("#edits-notice")).to_contain_text("already")
    open_tab(second_workbench, "Ask")
    expect(second_workbench.locator("#strictness .chosen")).to_have_attribute("data-policy", "strict")


def test_a_file_that_is_too_large_is_told_in_our_words(workbench: Page, tmp_path: Path) -> None:
    large = tmp_path / "all-edits.csv"
    large.write_bytes(b"x" * (21 * 2**20))
    workbench.locator("input[type=file]").first.set_input_files(large)
    told = workbench.locator("#too-large").get_by_role("alert")
    expect(told).to_contain_text("“all-edits.csv” has 21.0 MB, and a file may have at most 20 MB.")
    expect(workbench.locator(".toast-body")).to_have_count(0)  # Gradio's own
    assert serious_faults(workbench) == []
    small = tmp_path / "edits.txt"
    small.write_text(f"{LYON}\n", encoding="utf-8")
    workbench.locator("input[type=file]").first.set_input_files(small)
    expect(workbench.locator("#accept")).to_be_visible()
    expect(told).to_be_hidden()
