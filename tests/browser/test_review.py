"""The tab *Review*: what waits is seen with its changes, approved, sent back, and then answers use it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.data import Edit, Terms
from app.data.moments import moment_of, zone_named
from app.store import Store, open_store
from tests.browser.test_store import choose

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OLD, NEW = "The refund period of Acme is 30 days.", "The refund period of Acme is now 45 days."
OTHER, LATER = "The support line of Borealis is 555-0100.", "The fee of the Kyoto office is 900 yen."


@pytest.fixture
def filled(store_url: str, address: str) -> Store:
    """One change and one new edit wait, one edit is a draft, one ends soon."""
    utc = zone_named("UTC")
    with open_store(store_url) as store:
        edit = store.edits.add([Edit.of(OLD)], author="Ann Lee").new[0]
        terms = Terms(owner="Law", source="Decision 12", confidential=True, review_by=moment_of("2020-01-01", utc))
        draft = store.edits.change(
            edit.seen, text=NEW, terms=terms, state="draft", author="Ann Lee", reason="Decision of the board"
        )
        other = store.edits.add([Edit.of(OTHER)], author="Bo", state="draft").new[0]
        store.lifecycle.move("submit", [draft.seen, other.seen], author="Ann Lee", reason="Please look at it")
        store.edits.add([Edit.of(LATER)], author="Cy", state="draft", reason="To be checked")
        return store


def shot(page: Page, name: str) -> None:
    """A picture for a person to look at, where a folder for it is named."""
    folder = os.environ.get("INCOMES_TEST_SHOTS")
    if folder:
        page.wait_for_timeout(500)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_what_waits_is_approved_or_sent_back(workbench: Page, filled: Store, store_url: str) -> None:
    page = workbench
    page.get_by_role("tab", name="Review").click()
    expect(page.locator("#review")).to_contain_text("Choose “The shared edits”")
    choose(page, "The shared edits")
    name = page.locator("#visitor-name textarea, #visitor-name input").first
    name.fill("Di")
    name.press("Enter")
    place = page.locator("#review")
    expect(place).to_contain_text("Waiting for approval · 2")
    card = page.locator(".review-card").first
    expect(card.locator("del")).to_have_text("30")
    expect(card.locator("ins").last).to_contain_text("45")
    for said in ("Ann Lee", "Please look at it", "Law", "Decision 12", "What is the refund period of Acme? → 45 days"):
        expect(card).to_contain_text(said)
    expect(place).to_contain_text("To be checked")
    expect(place).to_contain_text("review by 2020-01-01")
    shot(page, "review-1280-light")
    page.evaluate("document.body.classList.add('dark')")
    shot(page, "review-1280-dark")
    page.set_viewport_size({"width": 390, "height": 844})
    shot(page, "review-390-dark")
    page.evaluate("document.body.classList.remove('dark')")
    shot(page, "review-390-light")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.set_viewport_size({"width": 1280, "height": 800})

    card.get_by_role("button", name="History").click()
    drawer = page.locator("#edit-drawer")
    expect(drawer).to_contain_text("Version 3")
    expect(drawer).to_contain_text("answers use this one")
    expect(drawer).to_contain_text("Decision of the board")
    shot(page, "history-1280-light")
    page.keyboard.press("Escape")

    card.get_by_role("button", name="Add these to the edit").click()
    expect(page.locator("#review-notice")).to_contain_text("are now the edit's own")
    expect(card).not_to_contain_text("Proposed test questions")
    card.get_by_role("button", name="Approve").click()
    expect(page.locator("#review-notice")).to_contain_text("Approved")
    expect(place).to_contain_text("Waiting for approval · 1")
    card.get_by_role("button", name="Send back").click()
    expect(card.locator("[name='reason']")).to_be_focused()
    card.locator("[name='reason']").fill("Which number? <b>")
    card.get_by_role("button", name="Send back").click()
    expect(place).to_contain_text("Nothing waits for approval")
    expect(place).to_contain_text("Which number? <b>")
    place.get_by_role("button", name="Submit for approval").first.click()
    expect(place).to_contain_text("Waiting for approval · 1")

    page.get_by_role("tab", name="1 · Edits").click()
    expect(page.locator("#edit-list")).to_contain_text(NEW)
    expect(page.locator("#edit-list")).to_contain_text("in review")
    shot(page, "edits-1280-light")
    page.locator("#edit-list .open").first.click()
    form = page.locator(".edit-form")
    expect(form.locator("[name='review_by']")).to_have_value("2020-01-01")
    form.locator("[name='valid_until']").fill("31.12.2030")
    form.get_by_role("button", name="Save").click()
    expect(page.locator("#list-notice")).to_contain_text("is no date")
    form.locator("[name='valid_until']").fill("2030-12-31")
    form.locator("[name='confidential']").select_option("no")
    shot(page, "terms-1280-light")
    form.get_by_role("button", name="Save").click()
    expect(page.locator("#list-notice")).to_contain_text("saved")
    with open_store(store_url) as store:
        terms = next(edit.terms for edit in store.edits.find().edits if edit.text == NEW)
    utc = zone_named("UTC")
    assert terms == Terms("Law", "Decision 12", False, None, moment_of("2031-01-01", utc), moment_of("2020-01-01", utc))
