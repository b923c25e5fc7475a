"""What runs beside the page while it is served."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import anyio

from app.service import Workbench
from app.service.heaps import GIVE_BACK_SECONDS, give_back

LOOK_SECONDS = 600.0
"""Between two looks for sessions that nobody uses any more: so much later than told they may be gone."""


LOADED_SECONDS = 0.1
"""Between two looks whether the model is loaded."""


@asynccontextmanager
async def beside_the_page(workbench: Workbench) -> AsyncIterator[None]:
    """All of it, for as long as the page is served."""
    async with collecting_later(workbench), dropping_unused(workbench), giving_memory_back():
        yield


@asynccontextmanager
async def collecting_later(workbench: Workbench, every: float = LOADED_SECONDS) -> AsyncIterator[None]:
    """The garbage collector, which `app.py` turns off at the start, is on again once the model is loaded or has failed
    to; what is there by then stays and is not looked through again."""

    async def look() -> None:
        while not (workbench.loading.ready or workbench.loading.error):
            await anyio.sleep(every)
        gc.freeze()
        gc.enable()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(look)
        yield
        tasks.cancel_scope.cancel()


@asynccontextmanager
async def dropping_unused(workbench: Workbench, every: float = LOOK_SECONDS) -> AsyncIterator[None]:
    """While it is entered, sessions go when their time is over, also where no visitor comes any more."""
    async with _again_and_again(workbench.sessions.drop_unused, every):
        yield


@asynccontextmanager
async def giving_memory_back(every: float = GIVE_BACK_SECONDS) -> AsyncIterator[None]:
    """While it is entered, free memory does not stay with the process."""
    async with _again_and_again(give_back, every):
        yield


@asynccontextmanager
async def _again_and_again(step: Callable[[], None], every: float) -> AsyncIterator[None]:
    async def repeat() -> None:
        while True:
            await anyio.sleep(every)
            await anyio.to_thread.run_sync(step)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(repeat)
        yield
        tasks.cancel_scope.cancel()
