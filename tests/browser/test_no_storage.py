"""Where the browser keeps nothing for the page, as in a frame of a private window, it works all the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.test_workbench import LYON, added, ask
from tests.ui.served import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REFUSES = """
Object.defineProperty(window, 'localStorage', {
  configurable: true, get() { throw new DOMException('Access is denied for this document.', 'SecurityError'); },
});
"""


def test_an_edit_is_added_and_asked_about_though_nothing_is_kept(page: Page) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(REFUSES)
    with served() as address:
        page.goto(address)
        page.locator("#about .tags").wait_for()
        added(page, LYON)
        ask(page, "What is the capital of France?")
    assert errors == []
