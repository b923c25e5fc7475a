"""What runs beside the page while it is served."""

from __future__ import annotations

import asyncio
from typing import Any

from app.config import Settings
from app.service import Workbench
from app.ui.serving import dropping_unused
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
