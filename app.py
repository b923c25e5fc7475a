"""Opens the workbench in the browser: flags → app.ui. On Hugging Face Spaces it runs without flags."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path
from typing import get_args

if __name__ == "__main__":
    gc.disable()  # until the model is loaded (`app.ui.serving`): looking through what is imported is a fifth of a start
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when Gradio is imported
os.environ.setdefault("TQDM_DISABLE", "1")  # the page shows progress itself

from app.commands import agreed
from app.config import Memory, Precision, Settings
from app.errors import AccessError, PoolError, StoreError
from app.model.lending import zero_gpu
from app.service import Workbench
from app.service.protection import identity_without_sign_in, sign_in_for
from app.ui import serve


def flags(settings: Settings) -> argparse.Namespace:
    """The command line, with the settings as defaults."""
    parser = argparse.ArgumentParser(description="Opens the InComeS workbench in the browser.")
    parser.add_argument("--host", default=os.environ.get("GRADIO_SERVER_NAME", settings.host))
    parser.add_argument("--port", type=int, default=int(os.environ.get("GRADIO_SERVER_PORT", settings.port)))
    parser.add_argument("--backbone", default=settings.backbone, help="registered name, local folder or Hub id")
    parser.add_argument(
        "--accept-terms",
        action="store_true",
        default=settings.accept_terms,
        help="accept the terms of use of the chosen backbone, where it has any (python -m app terms NAME)",
    )
    parser.add_argument("--adapter", default=settings.adapter, help="auto, none, or a folder")
    parser.add_argument("--memory", choices=get_args(Memory), default=settings.memory)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default=settings.device)
    parser.add_argument(
        "--store", metavar="URL", help="shared edits that everyone may open: sqlite:///FILE, postgresql://…"
    )
    parser.add_argument(
        "--pool",
        action="append",
        type=Path,
        dest="pools",
        metavar="FOLDER",
        help="edits that everyone may ask with and nobody changes, from compress --output; may be repeated",
    )
    parser.add_argument(
        "--release",
        default=settings.release,
        help="answer from this release of the shared edits alone: an alias (production), a name or an id",
    )
    parser.add_argument(
        "--data", type=Path, default=settings.data, metavar="FOLDER", help="public benchmark files, for the tab Compare"
    )
    parser.add_argument("--precision", choices=get_args(Precision), default=settings.precision)
    parser.add_argument(
        "--sign-in",
        choices=("local", "huggingface"),
        help="who may come: accounts of the store, or (on a Space) of Hugging Face; "
        "on 127.0.0.1 without accounts nobody signs in",
    )
    parser.add_argument(
        "--visitors", action="store_true", help="everybody may come, with private edits and nothing else"
    )
    return parser.parse_args()


def main() -> None:
    """Serves the page until it is stopped."""
    if zero_gpu.offered():
        zero_gpu.lender()
    chosen = flags(Settings())
    named = {name: value for name, value in vars(chosen).items() if value is not None and name in Settings.model_fields}
    settings = Settings().model_copy(update=named | ({"pools": tuple(chosen.pools)} if chosen.pools else {}))
    offered = settings.store if "store" in settings.model_fields_set else None
    try:
        sign_in = sign_in_for(chosen.host, offered, "visitors" if chosen.visitors else chosen.sign_in)
        workbench = Workbench(settings, identity=identity_without_sign_in(sign_in))
        workbench.check_store()  # a wrong URL, release or pool is told now, not to the first visitor
        workbench.pools.check()
    except (AccessError, PoolError, StoreError) as error:
        sys.exit(str(error))
    waiting = workbench.backbones.waiting_for_consent()
    if waiting is not None:
        agreed(waiting.name)  # where nobody can be asked or the answer is no, the page says what to do
    try:
        serve(workbench, host=chosen.host, port=chosen.port, sign_in=sign_in)
    except OSError as error:
        sys.exit(f"The page cannot be served on {chosen.host}:{chosen.port}: {error} Choose another --port.")


if __name__ == "__main__":
    main()
