"""A workbench served as people serve it, in a process of its own: Gradio leaves loops and sockets open."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx

from app.config import ROOT


@contextmanager
def served(*arguments: str, module: str = "tests.ui.fake_server") -> Iterator[str]:
    """The address of a module that serves a workbench, with these arguments behind the port, while it runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    found = f"http://127.0.0.1:{port}"
    with subprocess.Popen([sys.executable, "-m", module, str(port), *arguments], cwd=ROOT) as process:
        try:
            for _ in range(6000):
                with suppress(httpx.HTTPError):
                    httpx.get(found)
                    break
                assert process.poll() is None
                time.sleep(0.1)
            yield found
        finally:
            process.terminate()
