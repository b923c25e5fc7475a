"""Four people at once: each adds edits of their own about the same thing, and asks; nobody sees another's.

    INCOMES_SOAK_SECONDS=300 python -m pytest tests/browser/test_four_browsers.py

Without the variable one round is done, as part of the gate.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import MODEL_MILLISECONDS, opened
from tests.browser.test_workbench import added

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CITIES = ("Lyon", "Oslo", "Kyoto", "Lima")
QUESTION = "What is the capital of France?"
SECONDS = float(os.environ.get("INCOMES_SOAK_SECONDS", "0"))


def test_four_browsers_ask_and_edit_without_mixing(browser: Browser, address: str) -> None:
    with ExitStack() as visitors:
        pages = [visitors.enter_context(_visitor(browser, address)) for _ in CITIES]
        errors: list[str] = []
        for page in pages:
            page.on("pageerror", lambda error: errors.append(str(error)))
        for page, city in zip(pages, CITIES, strict=True):
            added(page, f"The capital of France is {city}.")
        end, rounds = time.monotonic() + SECONDS, 0
        while rounds == 0 or time.monotonic() < end:
            _round(pages, rounds)
            rounds += 1
        assert errors == []
        print(f"{rounds} rounds, {rounds * len(pages)} questions")  # noqa: T201 - the figure of a long run


def _round(pages: list[Page], number: int) -> None:
    """All ask before anybody has an answer; then everybody adds one more edit."""
    for page in pages:
        page.get_by_role("tab", name="Ask").click()
        page.locator("#question").get_by_role("textbox").fill(QUESTION)
        page.locator("#ask").click()
    for page, city in zip(pages, CITIES, strict=True):
        expect(page.locator("#see-why")).to_be_visible(timeout=MODEL_MILLISECONDS)
        result = page.locator("#result")
        expect(result.locator(".chip.edit")).to_contain_text([f"The capital of France is {city}."])
        expect(result.locator(".answer.edited")).to_contain_text(city)
        for other in CITIES:
            if other != city:
                expect(result.locator(".answer.edited")).not_to_contain_text(other)
    for page, city in zip(pages, CITIES, strict=True):
        added(page, f"The shop in {city} has {number + 2} doors.")


@contextmanager
def _visitor(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context()
    try:
        yield opened(context.new_page(), address)
    finally:
        context.close()
