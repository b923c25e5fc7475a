"""Opens the workbench in the browser: flags → app.ui. On Hugging Face Spaces it runs without flags."""

from __future__ import annotations

import argparse
import os
from typing import get_args

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

from app.config import Memory, Precision, Settings
from app.service import Workbench
from app.ui import serve


def flags(settings: Settings) -> argparse.Namespace:
    """The command line, with the settings as defaults."""
    parser = argparse.ArgumentParser(description="Opens the InComeS workbench in the browser.")
    parser.add_argument("--host", default=os.environ.get("GRADIO_SERVER_NAME", settings.host))
    parser.add_argument("--port", type=int, default=int(os.environ.get("GRADIO_SERVER_PORT", settings.port)))
    parser.add_argument("--backbone", default=settings.backbone, help="registered name, local folder or Hub id")
    parser.add_argument("--adapter", default=settings.adapter, help="auto, none, or a folder")
    parser.add_argument("--memory", choices=get_args(Memory), default=settings.memory)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default=settings.device)
    parser.add_argument("--precision", choices=get_args(Precision), default=settings.precision)
    return parser.parse_args()


def main() -> None:
    """Serves the page until it is stopped."""
    settings = Settings()
    chosen = flags(settings)
    settings = settings.model_copy(update=vars(chosen))
    workbench = Workbench(settings)
    workbench.begin_loading()
    serve(workbench, host=chosen.host, port=chosen.port)


if __name__ == "__main__":
    main()
