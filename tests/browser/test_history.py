"""Earlier questions and links in Chromium: seen again with their evidence after a reload, opened in another browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import open_tab
from tests.browser.test_workbench import LYON, added, ask

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FRANCE, HAMLET = "Which city is the capital of France?", "Who wrote Hamlet?"


def field(page: Page) -> str:
    return page.locator("#question").locator("textarea, input").input_value()


def test_earlier_questions_outlive_a_reload_and_are_seen_again_with_their_evidence(
    workbench: Page, second_workbench: Page
) -> None:
    added(workbench, LYON)
    ask(workbench, FRANCE)
    ask(workbench, HAMLET)
    rows, history = workbench.locator("#history li"), workbench.locator("#history")
    history.locator("button").first.click()
    expect(rows).to_have_count(2)
    workbench.reload()
    open_tab(workbench, "Ask")
    expect(workbench.locator("#result .sentence")).to_be_visible(timeout=60_000)
    assert field(workbench) == HAMLET  # the newest one stands where it stood
    history.locator("button").first.click()
    rows.nth(1).get_by_role("button").click()
    expect(workbench.locator(".answer.edited .answer-text")).to_have_text("Lyon")
    expect(rows.nth(1).get_by_role("button")).to_have_attribute("aria-current", "true")
    open_tab(workbench, "Why")
    expect(workbench.locator("#why-summary")).to_contain_text(FRANCE)
    expect(workbench.locator("#selection-plot .barlayer .point").first).to_be_visible()

    open_tab(workbench, "Ask")
    workbench.locator("#link button").click()
    link = workbench.locator("#link input").input_value()
    assert link.endswith("/?question=Which+city+is+the+capital+of+France%3F&policy=default")
    second_workbench.goto(f"{link.replace('policy=default', 'policy=strict')}&release=2026-12")
    expect(second_workbench.locator("#opened-link")).to_contain_text("This question comes from a link.")
    expect(second_workbench.locator("#opened-link")).to_contain_text("the release “2026-12”, which is not the one")
    expect(second_workbench.locator("#strictness-meaning")).to_contain_text("at least 7.4 times as much")
    assert field(second_workbench) == FRANCE
    expect(second_workbench.locator("#result .answer")).to_have_count(0)  # nothing is asked unasked
    second_workbench.locator("#ask").click()
    expect(second_workbench.locator(".answer.edited .answer-text")).to_contain_text("Paris", timeout=60_000)
    expect(second_workbench.locator("#result .foot")).to_contain_text("“Strict”", timeout=60_000)

    workbench.once("dialog", lambda dialog: dialog.accept())
    history.get_by_role("button", name="Forget all of them").click()
    expect(history).to_be_hidden()
    expect(workbench.locator("#result .empty")).to_be_visible()


def test_an_answer_stands_beside_another_one_and_beside_another_setting(workbench: Page) -> None:
    added(workbench, LYON)
    ask(workbench, HAMLET)
    ask(workbench, FRANCE)
    workbench.locator("#see-why").click()
    workbench.locator("#beside button").first.click()
    cards = workbench.locator("#beside-answers .answer")
    workbench.locator("#beside-ask").click()
    expect(cards).to_have_count(2, timeout=60_000)
    expect(cards.locator("h3").filter(has_text="Setting")).to_have_text(["Setting “Usual”", "Setting “Strict”"])
    expect(cards.locator(".answer-text")).to_have_text(["Lyon", "Lyon"])
    workbench.locator("#beside-other input").click()
    workbench.get_by_role("option", name=HAMLET).click()
    expect(workbench.locator("#beside-answers")).to_contain_text("Another answer, and other edits were read.")
    cards.first.locator(".chip.edit").click()
    expect(workbench.get_by_role("dialog")).to_contain_text(LYON)
    workbench.keyboard.press("Escape")
    open_tab(workbench, "Ask")
    workbench.locator("#history button").first.click()
    expect(workbench.locator("#history li")).to_have_count(3)  # what was asked again is there at once
