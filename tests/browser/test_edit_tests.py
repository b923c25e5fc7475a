"""The test questions of all edits in Chromium: asked as one job, the table, the files, a reload."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.texts import LANGUAGES
from tests.browser.conftest import open_tab, opened, serious_faults
from tests.browser.test_edits import upload

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "edits.csv"
    path.write_text(
        "edit,question,answer\n"
        "The capital of France is Lyon.,Which city is the capital of France?,Lyon\n"
        "The author of Hamlet is Agatha Christie.,Who wrote Hamlet?,William Shakespeare\n"
        "The support desk opens at 7 am.,,\n",
        encoding="utf-8",
    )
    return path


def after_test(page: Page, table: Path, language: str = "en") -> None:
    say = LANGUAGES[language]
    upload(page, table)
    page.locator("#accept").click()
    expect(page.locator("#edit-list .tag.good")).to_have_count(3, timeout=60_000)
    open_tab(page, say("tab.ask"))
    page.locator("#edit-tests button").first.click()
    page.locator("#tests-begin").click()
    expect(page.locator("#tests-report")).to_be_visible(timeout=90_000)


def test_all_questions_are_asked_and_shown_edit_by_edit(workbench: Page, table: Path, tmp_path: Path) -> None:
    after_test(workbench, table)
    notice, rows = workbench.locator("#tests-notice"), workbench.locator("#tests-table tbody tr")
    expect(notice).to_contain_text("2 edits tested, 1 passed. Must change: 1 of 2 passed.")
    expect(notice).to_contain_text("1 edit has no question that must change.")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Hamlet")  # failures first
    expect(rows.first.locator(".tag")).to_have_text("failed")
    rows.first.locator("td").nth(1).click()
    expect(workbench.get_by_role("dialog")).to_contain_text("The author of Hamlet is Agatha Christie.")
    workbench.keyboard.press("Escape")
    workbench.locator("#tests-table").get_by_role("button", name="Passed").click()
    expect(rows).to_have_count(1)
    with workbench.expect_download() as download:
        workbench.locator("#tests-report").click()
    download.value.save_as(tmp_path / "report.html")
    assert "2 edits tested, 1 passed." in (tmp_path / "report.html").read_text(encoding="utf-8")
    with workbench.expect_download() as download:
        workbench.locator("#tests-csv").click()
    assert download.value.suggested_filename == "tests.csv"
    workbench.reload()
    open_tab(workbench, "Ask")
    expect(notice).to_contain_text("2 edits tested, 1 passed.")
    expect(rows).to_have_count(2)


def test_without_test_questions_it_says_what_to_do(workbench: Page) -> None:
    open_tab(workbench, "Ask")
    workbench.locator("#edit-tests button").first.click()
    workbench.locator("#tests-begin").click()
    expect(workbench.locator("#tests-notice .bad")).to_contain_text("There are no edits in use.")


def test_the_results_fit_a_phone_and_axe_finds_nothing_serious(browser: Browser, address: str, table: Path) -> None:
    context = browser.new_context(locale="ja", viewport={"width": 390, "height": 850})
    page = opened(context.new_page(), address)
    after_test(page, table, "ja")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    found = serious_faults(page)
    context.close()
    assert not found
