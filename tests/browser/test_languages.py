"""The whole page in both languages: nothing of it left in the other one, and nothing that axe calls serious."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from app.texts import ENGLISH, LANGUAGES, Texts
from tests.browser.conftest import opened, serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABS = "#tabs > .tab-wrapper [role=tab]"


@pytest.fixture(params=sorted(LANGUAGES))
def spoken(request: pytest.FixtureRequest, browser: Browser, address: str) -> tuple[Page, Texts]:
    """The page as a browser of this language opens it."""
    context = browser.new_context(locale=request.param, viewport={"width": 1280, "height": 900})
    request.addfinalizer(context.close)
    return opened(context.new_page(), address), LANGUAGES[request.param]


def test_axe_finds_nothing_serious_on_any_tab(spoken: tuple[Page, Texts]) -> None:
    page, say = spoken
    expect(page.locator("html")).to_have_attribute("lang", say.language)
    names = page.locator(TABS).all_inner_texts()
    assert [say(f"tab.{name}") for name in ("edits", "ask", "why", "review", "compare", "releases", "about")] == names
    found = []
    for name in names:
        page.locator(TABS, has_text=name).click()
        page.wait_for_timeout(400)  # tabs that look up what they show
        found += [f"{name}: {fault}" for fault in serious_faults(page)]
        assert "\ue000" not in page.locator("body").inner_text()
    assert not found


def test_examples_are_in_english_where_the_model_reads_nothing_else(spoken: tuple[Page, Texts]) -> None:
    page, _ = spoken
    page.locator("#typed-edits textarea").fill("begun")
    page.locator("#about .tags").click()  # what the model is, is shown again
    edit, question = ENGLISH("edits.type.placeholder"), ENGLISH("ask.placeholder")
    expect(page.locator("#typed-edits textarea")).to_have_attribute("placeholder", edit)
    expect(page.locator("#typed-edits textarea")).to_have_value("begun")
    page.locator(TABS).nth(1).click()
    expect(page.locator("#question textarea, #question input").first).to_have_attribute("placeholder", question)


def test_a_language_chosen_on_the_page_outlives_a_reload(workbench: Page) -> None:
    expect(workbench.locator("#add")).to_have_text(LANGUAGES["en"]("edits.add"))
    workbench.locator("#languages [data-language=ja]").click()
    expect(workbench.locator("#add")).to_have_text(LANGUAGES["ja"]("edits.add"))
    workbench.reload()
    expect(workbench.locator("#add")).to_have_text(LANGUAGES["ja"]("edits.add"))
    workbench.locator("#about .tags").wait_for()
    workbench.locator("#add").click()  # a notice that the server writes
    expect(workbench.locator("#edits-notice")).to_contain_text(LANGUAGES["ja"]("edits.nothing"))
    assert not re.search("[A-Za-z]{4,} [a-z]{2,} [a-z]{2,}", workbench.locator("#tabs").inner_text())
