"""The shared edits in two browsers: both see them, each keeps its own beside them, a reload changes nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import MODEL_MILLISECONDS
from tests.browser.test_workbench import LYON, REFUND, add, added, ask

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


def test_who_chooses_while_the_page_still_opens_works_with_what_was_chosen(
    page: Page, second_workbench: Page, address: str
) -> None:
    held: list[Route] = []
    opening = True

    def on_its_way(request: Route) -> None:
        if opening:
            held.append(request)
        else:
            request.continue_()

    page.route("**/queue/join*", on_its_way)
    with page.expect_request("**/queue/join*"):
        page.goto(address)
    expect(page.locator("#edits-in-use")).to_be_visible()
    page.wait_for_timeout(2000)  # for all that the page asks for as it opens
    opening = False
    choose(page, "The shared edits")
    expect(page.locator("#store-note")).to_contain_text("Everyone")
    assert held
    for request in held:
        request.continue_()
    page.locator("#about .tags").wait_for(timeout=MODEL_MILLISECONDS)
    expect(page.locator("#edits-in-use").get_by_label("The shared edits")).to_be_checked()
    text = "The capital of Chile is Arica."
    added(page, text)
    choose(second_workbench, "The shared edits")
    expect(second_workbench.locator("#edit-list")).to_contain_text(text)


def test_a_visitors_name_stands_beside_the_edit_and_outlives_a_reload(workbench: Page) -> None:
    text = "The capital of Peru is Cusco."
    expect(workbench.locator("#visitor-name")).to_be_hidden()
    choose(workbench, "The shared edits")
    name = workbench.locator("#visitor-name textarea, #visitor-name input").first
    name.fill("Ann Lee")
    name.press("Enter")
    added(workbench, text)
    ask(workbench, "What is the capital of Peru?")
    drawer = workbench.locator("#edit-drawer")
    for _ in range(2):  # the second wish for the same edit counts as much as the first
        workbench.locator("#result .chip.edit").first.click()
        expect(drawer).to_contain_text("Ann Lee")
        drawer.get_by_role("button", name="Show in the list").click()
        expect(workbench.locator("#search textarea, #search input").first).to_have_value(text)
        expect(workbench.locator("#edit-list")).to_contain_text(text)
        workbench.locator("#search textarea, #search input").first.fill("")
        workbench.get_by_role("tab", name="2 · Ask").click()
    workbench.reload()
    expect(workbench.locator("#visitor-name textarea, #visitor-name input").first).to_have_value("Ann Lee")


def test_what_was_found_for_ones_own_edits_is_not_added_to_the_shared_ones(workbench: Page) -> None:
    spanish = "La capital de Portugal es la ciudad de Oporto desde el año pasado."
    add(workbench, spanish)
    expect(workbench.locator("#discard")).to_be_visible()
    choose(workbench, "The shared edits")
    expect(workbench.locator("#edits-notice")).to_contain_text("it was discarded")
    expect(workbench.locator("#accept")).to_be_hidden()
    expect(workbench.locator("#typed-edits textarea")).to_have_value(spanish)
    expect(workbench.locator("#edit-list")).not_to_contain_text(spanish)
