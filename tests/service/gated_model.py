"""A workbench whose model is loaded, and compresses, when the test lets it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from app.config import Settings
from app.errors import WorkbenchError
from app.model import GistPool
from app.service import Workbench
from app.service.loading import Progress
from tests.service.fake_model import FakeModel
from tests.service.test_queue import PATIENCE


class GatedModel(FakeModel):
    """Compresses a piece whenever `let` says so."""

    def __init__(self) -> None:
        super().__init__()
        self.there = threading.Event()
        """Set: the model is loaded."""
        self.begun = threading.Semaphore(0)
        """Counts the pieces begun."""
        self.fails: WorkbenchError | None = None
        """Why a piece, or loading, fails."""
        self._allowed = threading.Semaphore(0)

    def let(self, pieces: int = 1_000) -> None:
        for _ in range(pieces):
            self._allowed.release()

    def load(self, settings: Settings, progress: Progress) -> Any:
        progress("fetching", 0.5)
        assert self.there.wait(PATIENCE)
        if self.fails is not None:
            raise self.fails
        return self

    def compress(self, texts: Iterable[str], *, stop_asked: Callable[[], bool] | None = None) -> GistPool:
        self.begun.release()
        assert self._allowed.acquire(timeout=PATIENCE)
        if self.fails is not None:
            raise self.fails
        return super().compress(texts)


def bench_on(model: GatedModel, **settings: str) -> Workbench:
    return Workbench(Settings(**settings), load=model.load)  # type: ignore[arg-type]
