"""What runs beside the page while it is served."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from typing import Any

import pytest

from app.config import Settings
from app.errors import BackboneError
from app.service import Workbench
from app.ui.serving import collecting_later, dropping_unused, giving_memory_back
from tests.service.fake_model import FakeModel


def test_while_the_page_is_served_somebody_looks() -> None:
    fake: Any = FakeModel()
    bench = Workbench(Settings(session_hours=1e-6), load=lambda settings, progress: fake)
    bench.open(None)

    async def served() -> None:
        async with dropping_unused(bench, every=0.01):
            while len(bench.sessions):
                await asyncio.sleep(0.01)

    asyncio.run(served())


@pytest.fixture
def collector() -> Iterator[None]:
    """Leaves it as it was."""
    yield
    gc.enable()
    gc.unfreeze()


@pytest.mark.parametrize("fails", [False, True])
def test_garbage_is_collected_again_once_the_model_is_loaded_or_failed(fails: bool, collector: None) -> None:
    def load(_settings: Any, _progress: Any) -> Any:
        if fails:
            raise BackboneError("There is none.", "", "")
        return FakeModel()

    bench = Workbench(Settings(), load=load)
    gc.disable()

    async def served() -> None:
        async with collecting_later(bench, every=0.01):
            await asyncio.sleep(0.05)
            assert not gc.isenabled()
            bench.begin_loading()
            while not gc.isenabled():
                await asyncio.sleep(0.01)

    asyncio.run(served())
    assert bool(bench.loading.error) == fails
    assert gc.get_freeze_count() > 0


def test_while_the_page_is_served_memory_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []
    monkeypatch.setattr("app.ui.serving.give_back", lambda: given.append(1.0))

    async def served() -> None:
        async with giving_memory_back(every=0.01):
            while len(given) < 3:
                await asyncio.sleep(0.01)

    asyncio.run(served())
