"""The first minute in Chromium: an edit added and a question asked while the model is still on its way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serious_faults
from tests.browser.gated_server import COMPRESSED, LOADED
from tests.browser.test_workbench import LYON, REFUND, add
from tests.ui.served import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FRANCE = "What is the capital of France?"


@pytest.fixture
def gates(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def first(page: Page, gates: Path) -> Iterator[Page]:
    """The page of a workbench whose model is loaded once `gates` holds the file `LOADED`."""
    with served(str(gates), module="tests.browser.gated_server") as address:
        page.goto(address)
        expect(page.locator("#about .progress")).to_contain_text("Converting the model")
        yield page
        for name in (LOADED, COMPRESSED):
            (gates / name).touch()


def begin_to_ask(page: Page, question: str) -> None:
    page.get_by_role("tab", name="Ask").click()
    page.locator("#question").locator("textarea, input").fill(question)
    page.locator("#ask").click()


def test_a_question_waits_for_the_edit_that_was_added_before_it(first: Page, gates: Path) -> None:
    add(first, LYON)
    begin_to_ask(first, FRANCE)
    result = first.locator("#result")
    expect(result.locator(".progress")).to_contain_text("Converting the model")
    assert serious_faults(first) == []
    (gates / LOADED).touch()
    expect(result).to_contain_text("Your edit is being compressed; the question is asked as soon as it is in use.")
    assert serious_faults(first) == []
    (gates / COMPRESSED).touch()
    expect(result.locator(".sentence")).to_be_visible()
    expect(result.locator(".answer.edited .answer-text")).to_have_text(LYON)
    expect(result).not_to_contain_text("took no part")


def test_the_wait_can_be_stopped(first: Page, gates: Path) -> None:
    add(first, LYON)
    begin_to_ask(first, FRANCE)
    first.locator("#stop-answering").click()
    expect(first.locator("#result")).to_contain_text("Stopped")
    expect(first.locator("#ask")).to_be_visible()
    (gates / LOADED).touch()
    first.locator("#ask").click()
    expect(first.locator("#result")).to_contain_text("is being compressed")
    first.locator("#stop-answering").click()
    expect(first.locator("#result")).to_contain_text("Stopped")


def test_an_addition_that_is_stopped_ends_the_wait_and_the_answer_says_so(first: Page, gates: Path) -> None:
    (gates / LOADED).touch()
    add(first, LYON)
    first.locator("#jobs").get_by_role("button", name="Stop").wait_for()
    begin_to_ask(first, FRANCE)
    expect(first.locator("#result")).to_contain_text("is being compressed")
    first.locator("#jobs").get_by_role("button", name="Stop").click()
    expect(first.locator("#result .sentence")).to_be_visible()
    expect(first.locator("#result")).to_contain_text("1 edit is not in use yet and took no part in this answer")


def test_an_edit_added_before_a_reload_still_comes(first: Page, gates: Path) -> None:
    add(first, REFUND)
    expect(first.locator("#edits-notice .progress")).to_be_visible()
    first.reload()
    expect(first.locator("#edits-notice .progress")).to_be_visible()
    for name in (LOADED, COMPRESSED):
        (gates / name).touch()
    expect(first.locator("#edits-notice")).to_contain_text("1 edit added and ready")
    expect(first.locator("#edit-list li")).to_have_count(1)
