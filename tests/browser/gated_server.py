"""A workbench whose model is loaded, and compresses, once a file is there: `python -m … PORT FOLDER`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from app.config import Settings
from app.errors import Cancelled
from app.model import GistPool
from app.service import Workbench
from app.service.loading import Progress
from app.ui import serve
from tests.service.fake_model import FakeModel

LOADED, COMPRESSED = "loaded", "compressed"
"""Names of the files."""


class WaitsForFiles(FakeModel):
    """A model that is none."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def _wait(self, name: str, stop_asked: Callable[[], bool] | None = None) -> None:
        while not (self._folder / name).exists():
            if stop_asked is not None and stop_asked():
                raise Cancelled("Stopped.")
            time.sleep(0.05)

    def load(self, settings: Settings, progress: Progress) -> Any:
        progress("Converting the model (once, up to a minute)", 0.7)
        self._wait(LOADED)
        return self

    def compress(self, texts: Iterable[str], *, stop_asked: Callable[[], bool] | None = None) -> GistPool:
        self._wait(COMPRESSED, stop_asked)
        return super().compress(texts, stop_asked=stop_asked)


if __name__ == "__main__":
    model = WaitsForFiles(Path(sys.argv[2]))
    serve(Workbench(Settings(), load=model.load), host="127.0.0.1", port=int(sys.argv[1]))
