"""An old and a new document on the tab *Edits* in Chromium: proposals, their words, what is accepted, a reload."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.texts import LANGUAGES
from tests.browser.conftest import opened, serious_faults
from tests.browser.test_edits import added

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OLD = "# Returns\n\nThe refund period is 30 days.\n\nGift cards cannot be returned.\n"
NEW = "# Returns\n\nThe refund period is 45 days.\n\nTours begin at noon.\n"
THIRTY, GIFTS = "The refund period is 30 days.", "Gift cards cannot be returned."


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


def compare(page: Page, *files: Path) -> None:
    if not page.locator("#document-compare").is_visible():
        page.locator("#documents button").first.click()
    for name, file in zip(("old", "new"), files, strict=True):
        clear = page.locator(f"#document-{name} button[aria-label]", has=page.locator("svg")).first
        if page.locator(f"#document-{name} .file-preview").count():
            clear.click()
        page.locator(f"#document-{name} input[type=file]").set_input_files(file)
        expect(page.locator(f"#document-{name}")).to_contain_text(file.stem)
    page.locator("#document-compare").click()


def test_changes_are_looked_through_put_in_other_words_accepted_and_taken_back(
    workbench: Page, files: tuple[Path, Path]
) -> None:
    added(workbench, THIRTY, GIFTS)
    compare(workbench, *files)
    items = workbench.locator("#proposals .proposals > li")
    expect(items).to_have_count(3)
    expect(items.nth(0).locator("del")).to_have_text("30")
    expect(items.nth(0).locator("ins")).to_have_text("45")
    expect(items.nth(0)).to_contain_text(f"Takes the place of your edit “{THIRTY}”")
    expect(items.nth(0)).to_contain_text("new.md › Returns (line 3)")
    expect(items.nth(2)).to_contain_text("Tick it to take this edit out of use")
    expect(workbench.locator("#proposals [data-number]")).to_have_text("2")

    items.nth(1).locator("summary").click()
    items.nth(1).locator("textarea").fill("Tours begin at one.")
    items.nth(2).locator("input").check()  # leaves the text, which is weighed anew
    expect(items.nth(1).locator(".change")).to_have_text("Tours begin at one.")
    expect(items.nth(1).locator("textarea")).to_be_visible()
    expect(workbench.locator("#proposals [data-number]")).to_have_text("3")

    workbench.reload()
    expect(items).to_have_count(3)
    expect(items.nth(2).locator("input")).to_be_checked()
    expect(items.nth(1).locator(".change")).to_have_text("Tours begin at one.")
    workbench.locator("#proposals").get_by_role("button", name="Accept").click()
    expect(workbench.locator("#documents-notice")).to_contain_text(
        "1 edit added · 1 edit replaced · 1 edit taken out of use."
    )
    expect(workbench.locator("#edit-list .text")).to_have_text(["The refund period is 45 days.", "Tours begin at one."])
    expect(workbench.locator("#edit-list .tag.good")).to_have_count(2, timeout=60_000)
    workbench.get_by_role("button", name="Undo: 3 changes from a document").click()
    expect(workbench.locator("#edit-list .text")).to_have_text([THIRTY, GIFTS])


def test_what_cannot_be_read_is_told_and_nothing_is_lost(
    workbench: Page, files: tuple[Path, Path], tmp_path: Path
) -> None:
    notice, items = workbench.locator("#documents-notice"), workbench.locator("#proposals .proposals > li")
    workbench.locator("#documents button").first.click()
    workbench.locator("#document-compare").click()
    expect(notice).to_contain_text("Choose a new document, or paste corrections.")
    compare(workbench, *files)
    expect(items).to_have_count(3)
    items.nth(0).locator("input").uncheck()
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 nothing of the kind")
    compare(workbench, files[0], broken)
    expect(notice.locator(".bad")).to_be_visible()
    expect(items).to_have_count(3)
    expect(items.nth(0).locator("input")).not_to_be_checked()
    expect(workbench.locator("#document-new")).to_contain_text("broken")


def test_pasted_corrections_are_shown_by_kind_with_what_speaks_against_them(workbench: Page) -> None:
    added(workbench, GIFTS)
    workbench.locator("#documents button").first.click()
    pasted = workbench.locator("#document-pasted textarea")
    pasted.fill(f"{THIRTY} -> The refund period is 45 days.\n{GIFTS}\n返品期間は購入日から45日です。\nB is open. ->")
    workbench.locator("#document-compare").click()
    items = workbench.locator("#proposals .proposals > li")
    expect(items.locator(".tag")).to_have_text(
        ["changed", "new", "there already", "new", "another language", "removed"]
    )
    expect(items.nth(1).locator("input")).to_be_disabled()
    workbench.locator("#proposals").get_by_role("button", name="Tick none").click()
    expect(workbench.locator("#proposals [data-number]")).to_have_text("0")
    workbench.locator("#proposals").get_by_role("button", name="With a warning").click()
    expect(items).to_have_count(2)
    workbench.locator("#proposals").get_by_role("button", name="Put away").click()
    expect(items).to_have_count(0)
    expect(workbench.locator("#edit-list .text")).to_have_text([GIFTS])


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_proposals_fit_a_phone_and_axe_finds_nothing_serious(
    browser: Browser, address: str, language: str, files: tuple[Path, Path]
) -> None:
    context = browser.new_context(locale=language, viewport={"width": 390, "height": 850}, color_scheme="dark")
    page = opened(context.new_page(), f"{address}?__theme=dark")
    compare(page, *files)
    expect(page.locator("#proposals .proposals > li")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    found = serious_faults(page)
    context.close()
    assert not found
