"""Releases in the browser: made, tested, refused, promoted, served by another program, marked, counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import opened, running
from tests.browser.test_store import choose
from tests.browser.test_workbench import LYON, added, ask

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/store.sqlite"


@pytest.fixture
def own_workbench(page: Page, store_url: str, tmp_path: Path) -> Iterator[Page]:
    """A workbench on a store of its own."""
    with running(tmp_path / "own.txt", "--store", store_url) as address:
        yield opened(page, address)


def to_releases(page: Page) -> None:
    page.get_by_role("tab", name="Releases").click()


def press(page: Page, release: str, action: str) -> None:
    page.locator(".table.releases tr", has_text=release).get_by_role("button", name=action, exact=True).click()


def fill(page: Page, field: str, text: str) -> None:
    page.locator(f"#{field} textarea, #{field} input").first.fill(text)


def test_from_the_first_release_to_the_marks_of_the_pilot(
    own_workbench: Page, store_url: str, tmp_path: Path, page: Page
) -> None:
    to_releases(own_workbench)
    expect(own_workbench.locator("#releases-list")).to_contain_text("Choose “The shared edits”")
    expect(own_workbench.locator("#make-release")).to_be_hidden()
    own_workbench.get_by_role("tab", name="1 · Edits").click()
    choose(own_workbench, "The shared edits")
    added(own_workbench, LYON)
    to_releases(own_workbench)
    expect(own_workbench.locator("#releases-list")).to_contain_text("There is no release yet")
    fill(own_workbench, "release-name", "spring <b>")
    own_workbench.locator("#make-release").click()
    expect(own_workbench.locator(".table.releases")).to_contain_text("spring <b>")
    press(own_workbench, "spring", "Test")
    expect(own_workbench.locator(".table.releases .tag", has_text="not passed")).to_be_visible(timeout=60_000)
    press(own_workbench, "spring", "→ production")
    expect(own_workbench.locator("#releases-notice")).to_contain_text("no test question asks for a change")
    own_workbench.wait_for_timeout(3_000)  # what is done with the test that has just ended leaves it there
    expect(own_workbench.locator("#releases-notice")).to_contain_text("no test question asks for a change")
    fill(own_workbench, "move-reason", "agreed with Ann")
    own_workbench.locator("#override-gate").get_by_role("checkbox").check()
    press(own_workbench, "spring", "→ production")
    expect(own_workbench.locator(".alias", has_text="production")).to_contain_text("test overridden")
    press(own_workbench, "spring", "→ candidate")
    fill(own_workbench, "pilot-member", "Bo")
    own_workbench.locator("#join-pilot").click()
    expect(own_workbench.locator("#pilot")).to_contain_text("bo gets the answers of the candidate")
    press(own_workbench, "spring", "Show")
    expect(own_workbench.locator("#release-details")).to_contain_text("as it was made")

    with running(tmp_path / "served.txt", "--store", store_url, "--release", "production") as address:
        context = page.context.browser
        assert context is not None
        visitor = opened(context.new_page(), address)
        expect(visitor.locator("#store-note")).to_contain_text("the release “production” alone")
        expect(visitor.locator("#edits-in-use")).to_be_hidden()
        ask(visitor, "Which city is the capital of France?")
        expect(visitor.locator(".answer.edited .answer-text")).to_have_text("Lyon")
        expect(visitor.locator("#marks")).to_contain_text("Release spring <b>")
        visitor.locator("#marks").get_by_role("button", name="wrong").click()
        expect(visitor.locator("#marks")).to_contain_text("Marked as wrong.")
        visitor.context.close()

    own_workbench.get_by_role("tab", name="About").click()
    to_releases(own_workbench)
    row = own_workbench.locator("#pilot .table tr", has_text="production")
    expect(row.locator("td").nth(5)).to_have_text("1")
    with own_workbench.expect_download() as download:
        own_workbench.locator("#pilot-page-ja").click()
    assert "承認申請書" in Path(download.value.path()).read_text(encoding="utf-8")
