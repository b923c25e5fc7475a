"""A workbench on a model that computes nothing, as a program of its own: `python -m tests.ui.fake_server PORT`."""

from __future__ import annotations

import sys
from typing import Any

from app.config import Settings
from app.service import Workbench
from app.ui import serve
from tests.service.fake_model import FakeModel

if __name__ == "__main__":
    fake: Any = FakeModel()
    serve(Workbench(Settings(), load=lambda settings, progress: fake), host="127.0.0.1", port=int(sys.argv[1]))
