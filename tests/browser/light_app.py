"""The program as it is started, by its settings and flags, with a model that computes nothing: `python -m …`."""

from __future__ import annotations

import runpy
from typing import Any

from app.config import ROOT
from app.service import core
from tests.service.fake_model import FakeModel


def _light(*_: object) -> Any:
    return FakeModel()


if __name__ == "__main__":
    core.load_model = _light
    runpy.run_path(str(ROOT / "app.py"), run_name="__main__")
