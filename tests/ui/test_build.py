"""The page as it is built: what is offered as an API, threads left for what is quick, tabs in order."""

from __future__ import annotations

import asyncio
from typing import Any

import gradio as gr
import pytest

from app.config import Settings
from app.errors import DownloadError
from app.service import Workbench
from app.service.loading import until_loaded
from app.service.programs import Programs
from app.texts import ENGLISH
from app.ui import build
from app.ui.state import MAY_WAIT, QUICK_AT_ONCE, WAITING_AT_ONCE, at_most_every
from tests.service.fake_model import FakeModel


async def built(**settings: Any) -> gr.Blocks:
    """The page; inside a running event loop, since Gradio leaves one open where it finds none."""
    fake: Any = FakeModel()
    return build(Workbench(Settings(**settings), load=lambda settings, progress: fake))


@pytest.fixture(scope="module")
def page() -> gr.Blocks:
    """The page where no shared store is named, whatever the environment names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("INCOMES_STORE", raising=False)
        return asyncio.run(built())


@pytest.fixture
def config(page: gr.Blocks) -> dict[str, Any]:
    found: dict[str, Any] = dict(page.get_config_file())
    return found


def test_nothing_but_the_functions_for_programs_is_offered_as_an_api(config: dict[str, Any]) -> None:
    offered = [one["api_name"] for one in config["dependencies"] if one["api_visibility"] != "private"]
    fake: Any = FakeModel()
    functions = Programs(Workbench(Settings(), load=lambda settings, progress: fake)).functions
    assert offered == [function.__name__ for function in functions]
    assert len(offered) < len(config["dependencies"])


def test_tabs_stand_in_order_and_nothing_else_among_them(config: dict[str, Any]) -> None:
    titles = [part["props"]["label"] for part in config["components"] if part["type"] == "tabitem"]
    parts = [ENGLISH("compare.part.quality"), ENGLISH("compare.part.costs")]
    assert titles == ["1 · Edits", "2 · Ask", "3 · Why", "Compare", *parts, "About"]


def test_releases_have_a_tab_where_there_is_a_shared_store() -> None:
    config = asyncio.run(built(store="sqlite:///no/such/store.sqlite")).get_config_file()
    titles = [part["props"]["label"] for part in config["components"] if part["type"] == "tabitem"]
    assert titles[-2:] == ["Releases", "About"]


def test_what_waits_for_the_model_leaves_threads_for_the_rest(page: gr.Blocks) -> None:
    waiting = [listener for listener in page.fns.values() if listener.concurrency_id == MAY_WAIT]
    assert len(waiting) >= 9  # five ways to add, three to ask, leaving one out
    assert {listener.concurrency_limit for listener in waiting} == {WAITING_AT_ONCE}
    others = [listener for listener in page.fns.values() if listener.concurrency_id != MAY_WAIT]
    assert {listener.concurrency_limit for listener in others} == {QUICK_AT_ONCE, 1}  # 1: one after another


def test_waiting_for_the_model_tells_why_it_fails() -> None:
    def load(settings: Settings, progress: Any) -> Any:
        raise DownloadError("No network.", "", "Connect and try again.")

    with pytest.raises(DownloadError):
        list(until_loaded(Workbench(Settings(), load=load), every=0.01))


def test_updates_that_follow_too_soon_are_left_out_but_never_the_last() -> None:
    assert list(at_most_every(60, iter(range(100)))) == [0, 99]
    assert list(at_most_every(0, iter(range(3)))) == [0, 1, 2]
    assert list(at_most_every(60, iter([]))) == []
