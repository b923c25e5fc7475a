"""On a phone: every tab in sight, what was done seen without scrolling, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.texts import LANGUAGES, Texts
from tests.browser.conftest import opened, serious_faults
from tests.browser.test_workbench import REFUND

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTION = "How long is the refund period?"


@pytest.fixture(params=sorted(LANGUAGES))
def say(request: pytest.FixtureRequest) -> Texts:
    return LANGUAGES[request.param]


@pytest.fixture
def phone(browser: Browser, address: str, say: Texts) -> Iterator[Page]:
    context = browser.new_context(
        locale=say.language, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True
    )
    yield opened(context.new_page(), address)
    context.close()


def test_from_an_edit_to_why_without_hunting(phone: Page, say: Texts, tmp_path: Path) -> None:
    for name in ("edits", "ask", "why", "compare", "releases", "about"):
        expect(phone.get_by_role("tab", name=say(f"tab.{name}"))).to_be_in_viewport(ratio=1)
    expect(phone.locator("#search")).to_have_count(0)  # nothing to search yet
    phone.locator("#typed-edits textarea").fill(REFUND)
    phone.locator("#add").click()
    expect(phone.locator("#edits-notice .good")).to_be_in_viewport(ratio=1)
    expect(phone.locator("#ask-next")).to_be_in_viewport(ratio=1)

    picture = tmp_path / "photo.png"
    picture.write_bytes(b"\x89PNG")
    phone.locator("input[type=file]").first.set_input_files(picture)
    expect(phone.get_by_role("alert").filter(has_text="photo.png")).to_contain_text(".csv")

    phone.locator("#ask-next").click()
    phone.locator("#question").locator("textarea, input").fill(QUESTION)
    phone.locator("#ask").click()
    expect(phone.locator(".answer.edited .answer-text")).to_be_in_viewport(ratio=1)
    expect(phone.locator("#result .sentence")).to_be_visible(timeout=180_000)
    expect(phone.locator(".answer.edited .answer-text")).to_contain_text("45 days")
    assert phone.locator("#result").inner_text().count("%") == 1  # how sure; the other figures stand on the tab Why
    assert serious_faults(phone) == []

    phone.locator("#see-why").click()
    expect(phone.get_by_role("tab", name=say("tab.why"))).to_be_in_viewport()  # the tab is seen from its top
    figures = phone.locator("#why-summary .key-figures dt")
    expect(figures).to_have_text([say(f"why.figures.{name}") for name in ("sure", "near", "read", "changed")])
    expect(phone.get_by_label("Empty value")).to_have_count(0)  # Gradio's place of a picture that is being drawn
    assert serious_faults(phone) == []


def test_the_line_at_the_top_leads_to_about(phone: Page, say: Texts) -> None:
    phone.locator("#about").get_by_role("button", name=say("about.line.more")).click()
    expect(phone.get_by_role("tab", name=say("tab.about"))).to_have_attribute("aria-selected", "true")
    expect(phone.locator("#about-facts")).to_contain_text(say("about.answers"))
