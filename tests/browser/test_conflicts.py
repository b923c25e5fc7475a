"""Conflicts on the tab *Review*: looked for, measured by asking, resolved with a reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from app.data import Edit
from app.store import STATES, Search, Store, open_store
from tests.browser.test_review import shot
from tests.browser.test_store import choose

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OLD, NEW = "The warranty of the Aria 3 is 24 months.", "The warranty of the Aria 3 is 36 months."


@pytest.fixture
def filled(store_url: str, address: str) -> Iterator[Store]:
    """An edit that acts, and one in review that says otherwise; retired afterwards, for others use the same store."""
    with open_store(store_url) as store:
        made = store.edits.add([Edit.of(OLD), Edit.of("Orders ship from Rotterdam.")], author="Ann Lee").new
        made += store.edits.add([Edit.of(NEW)], author="Bo", state="in-review").new
        yield store
        store.edits.retire([edit.seen for edit in store.edits.those(edit.id for edit in made)])


def test_a_conflict_is_found_measured_and_resolved(workbench: Page, filled: Store, store_url: str) -> None:
    page = workbench
    choose(page, "The shared edits")
    page.get_by_role("tab", name="Review").click()
    place = page.locator("#conflicts")
    expect(place).to_contain_text("No conflict is open.")
    place.get_by_role("button", name="Look for conflicts").click()
    card = place.locator(".conflict")
    expect(card).to_contain_text("contradiction", timeout=60_000)
    for said in (
        OLD,
        NEW,
        "approved · Ann Lee",
        "in review · Bo",
        "all is the same but for one part: 24 months – 36 months",
    ):
        expect(card).to_contain_text(said)
    page.locator("#review").get_by_role("button", name="Approve").click()
    expect(page.locator("#review-notice")).to_contain_text("in conflict with an edit that acts")
    card.get_by_role("button", name="What do they do to each other?").click()
    expect(card.locator("table")).to_contain_text("The warranty of the Aria 3 is", timeout=120_000)
    shot(page, "conflicts-1280-light")
    card.get_by_role("button", name="The newer one replaces the older").click()
    expect(card).to_be_visible()  # no reason, no resolution
    card.get_by_label("Reason").fill("The new price list.")
    card.get_by_role("button", name="The newer one replaces the older").click()
    expect(page.locator("#conflicts-notice")).to_contain_text("The older edit is retired.")
    expect(place).to_contain_text("No conflict is open.")
    with open_store(store_url) as store:
        found = store.edits.find(Search(words="Aria 3", states=STATES)).edits
    assert {edit.text: edit.state for edit in found} == {OLD: "retired", NEW: "in-review"}
