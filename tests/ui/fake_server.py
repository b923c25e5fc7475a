"""A workbench on a model that computes nothing, as a program of its own: `python -m tests.ui.fake_server PORT [STORE]`.

With a store nobody gets in without signing in, and calls and files are limited as below.
"""

from __future__ import annotations

import sys
from typing import Any

from app.config import Settings
from app.service import Workbench
from app.ui import serve
from tests.service.fake_model import FakeModel

CALLS_A_MINUTE, UPLOAD_MB = 120, 1

if __name__ == "__main__":
    fake: Any = FakeModel()
    port, *stores = sys.argv[1:]
    limited = Settings(store=stores[0], max_calls_a_minute=CALLS_A_MINUTE, max_upload_mb=UPLOAD_MB) if stores else None
    bench = Workbench(limited or Settings(), load=lambda settings, progress: fake)
    serve(bench, host="127.0.0.1", port=int(port), sign_in="local" if stores else "none")
