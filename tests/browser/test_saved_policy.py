"""A setting that a person tuned is offered on the tab Ask, told in figures, and answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.config import ASSETS
from app.model import Policy, load_adapter
from app.model.saved_policies import save_policy
from tests.browser.conftest import opened
from tests.browser.test_workbench import LYON, added, ask
from tests.model.saved import saved

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def kept(policies: Path) -> Iterator[Path]:
    """Two saved policies, one of them for another adapter; a margin that no edit reaches."""
    adapter = load_adapter(ASSETS / "adapters" / "smollm2-135m-en")
    own = {
        "backbone_fingerprint": adapter.card.backbone_fingerprint,
        "adapter_weights": adapter.weights_sha256,
        "slots": adapter.card.slots,
    }
    save_policy(policies, saved(Policy("web-shop", top_k=1, margin=1000.0), **own))
    save_policy(policies, saved(Policy("elsewhere", top_k=1)))
    yield policies
    for file in policies.iterdir():
        file.unlink()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_saved_setting_is_chosen_and_the_slider_takes_over_again(
    page: Page, address: str, kept: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 850})
    workbench = opened(page, address)
    added(workbench, LYON)
    workbench.get_by_role("tab", name="Ask").click()
    choice = workbench.get_by_label("Or a setting of your own")
    expect(workbench.locator("#saved-policy")).to_contain_text("1 saved setting is for another model")
    choice.click()
    expect(workbench.get_by_role("option")).to_contain_text(["as the slider says", "web-shop"])
    workbench.get_by_role("option", name="web-shop").click()
    meaning = workbench.locator("#strictness-meaning")
    expect(meaning).to_contain_text("90% are answered as it says (80% to 95%)")
    assert workbench.evaluate("document.documentElement.scrollWidth") <= width
    ask(workbench, "Which city is the capital of France?")
    expect(workbench.locator("#result .foot")).to_contain_text("“web-shop”")
    expect(workbench.locator("#result")).to_contain_text("no edit read")
    workbench.get_by_label("How readily an edit is used").press("End")
    expect(meaning).to_contain_text("up to 7.4 times as much")
    expect(choice).to_have_value("as the slider says")
    ask(workbench, "Which city is the capital of France?")
    expect(workbench.locator("#result .foot")).to_contain_text("“Widest”", timeout=60_000)


def test_a_link_brings_the_saved_setting_that_answered(page: Page, address: str, kept: Path) -> None:
    workbench = opened(page, address)
    added(workbench, LYON)
    workbench.get_by_role("tab", name="Ask").click()
    workbench.get_by_label("Or a setting of your own").click()
    workbench.get_by_role("option", name="web-shop").click()
    ask(workbench, "Which city is the capital of France?")
    expect(workbench.locator("#result .foot")).to_contain_text("“web-shop”")
    query = workbench.locator("#link [data-query]").get_attribute("data-query")
    assert query is not None and "policy=web-shop" in query
    opened(page, f"{address}/?{query}")
    expect(workbench.get_by_label("Or a setting of your own")).to_have_value("web-shop")
    expect(workbench.locator("#strictness-meaning")).to_contain_text("90% are answered as it says (80% to 95%)")
    expect(workbench.locator("#question").get_by_role("textbox")).to_have_value("Which city is the capital of France?")
    workbench.locator("#ask").click()
    expect(workbench.locator("#result .foot")).to_contain_text("“web-shop”", timeout=60_000)
    expect(workbench.locator("#result")).to_contain_text("no edit read")


def test_where_nothing_is_saved_nothing_is_offered(workbench: Page) -> None:
    workbench.get_by_role("tab", name="Ask").click()
    expect(workbench.locator("#strictness")).to_be_visible()
    expect(workbench.locator("#saved-policy")).to_have_count(0)
