"""A pool in a folder on the page: chosen beside one's own edits, asked, explained, and left again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.model import EditableModel
from app.model.pool_writing import save_pool
from tests.browser.conftest import opened, running, serious_faults
from tests.browser.test_store import choose
from tests.browser.test_workbench import LYON, added, ask, see_why
from tests.tiny_models import tiny_model

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STAFF = "The reading room of the Halden library closes at 9 pm."


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A pool of the model that answers, and one of another."""
    place = tmp_path_factory.mktemp("pools")
    save_pool(EditableModel.load(precision="float32").compress([STAFF, LYON]), place / "library")
    save_pool(tiny_model().compress([STAFF]), place / "foreign")
    return place / "library", place / "foreign"


@pytest.fixture(scope="module")
def address(folders: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    named = [part for folder in folders for part in ("--pool", str(folder))]
    with running(tmp_path_factory.mktemp("served") / "log.txt", "--precision", "float32", *named) as found:
        yield found


def test_a_pool_is_chosen_asked_explained_and_left(workbench: Page) -> None:
    added(workbench, "The capital of Peru is Cusco.")
    choose(workbench, "The pool “library” (2 edits)")
    expect(workbench.locator("#store-note")).to_contain_text("nobody changes here")
    assert serious_faults(workbench) == []
    ask(workbench, "When does the reading room of the Halden library close?")
    expect(workbench.locator("#result .chip.edit").first).to_contain_text(STAFF)
    expect(workbench.locator("#correct")).to_be_hidden()
    workbench.locator("#result .chip.edit").first.click()
    expect(workbench.locator("#edit-drawer")).to_contain_text("in a pool that nobody changes here")
    expect(workbench.locator("#edit-drawer").get_by_role("button", name="Show in the list")).to_have_count(0)
    workbench.keyboard.press("Escape")
    see_why(workbench)
    expect(workbench.locator("#why-summary .sentence")).to_contain_text(STAFF)

    workbench.reload()
    expect(workbench.locator("#edits-in-use").get_by_label("The pool “library”")).to_be_checked()
    expect(workbench.locator("#edit-list")).to_contain_text("Cusco")
    choose(workbench, "My own edits")
    expect(workbench.locator("#store-note")).to_be_empty()
    ask(workbench, "What is the capital of Peru?")
    expect(workbench.locator(".answer.edited .answer-text")).to_have_text("Cusco")
    expect(workbench.locator("#correct")).to_be_visible()


def test_a_pool_of_another_model_is_refused_with_the_reason(workbench: Page) -> None:
    foreign = workbench.locator("#edits-in-use").get_by_label("The pool “foreign”")
    foreign.click()
    expect(workbench.locator("#store-note")).to_contain_text("was made by another model, adapter")
    expect(workbench.locator("#edits-in-use").get_by_label("My own edits")).to_be_checked()


def test_it_is_offered_in_japanese_too(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="ja-JP")
    page = opened(context.new_page(), address)
    choose(page, "プール「library」")
    expect(page.locator("#store-note")).to_contain_text("ここでは変更できません")
    context.close()
