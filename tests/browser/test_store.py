"""The shared edits in two browsers: both see them, each keeps its own beside them, a reload changes nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_workbench import LYON, REFUND, added, ask

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def choose(page: Page, which: str) -> None:
    page.locator("#edits-in-use").get_by_label(which).check()


def test_two_browsers_share_the_edits_of_the_store_and_keep_their_own(workbench: Page, second_workbench: Page) -> None:
    added(workbench, REFUND)
    choose(workbench, "The shared edits")
    expect(workbench.locator("#store-note")).to_contain_text("Everyone")
    expect(workbench.locator("#edit-list")).not_to_contain_text(REFUND)
    added(workbench, LYON)

    choose(second_workbench, "The shared edits")
    expect(second_workbench.locator("#edit-list")).to_contain_text(LYON)
    ask(second_workbench, "Which city is the capital of France?")
    expect(second_workbench.locator(".answer.edited .answer-text")).to_have_text("Lyon")

    workbench.reload()
    expect(workbench.locator("#edits-in-use").get_by_label("The shared edits")).to_be_checked()
    expect(workbench.locator("#edit-list")).to_contain_text(LYON)
    choose(workbench, "My own edits")
    expect(workbench.locator("#edit-list")).to_contain_text(REFUND)
    expect(workbench.locator("#edit-list")).not_to_contain_text(LYON)
    expect(workbench.locator("#store-note")).to_be_empty()
