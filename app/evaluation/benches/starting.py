"""Bench `start`: from `python app.py` to the page, and to the first answer, against importing what it stands on.

The program is started as a person starts it, with the model on the disk, and asked over HTTP. Besides seconds it counts
processor time, which other programs on the machine change less. A first start fetches, converts and compiles; that one
is made before, and not counted.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from app.config import ROOT, Settings
from app.errors import BackboneError
from app.evaluation.benches.asking import QUESTION
from app.evaluation.benches.rows import BenchSettings, Row, compared
from app.model import EditableModel

IMPORTS = "import torch, gradio, transformers"
AT_ONCE = 0.02
"""Seconds between two looks whether the page is there."""
PATIENCE = 600.0
"""Seconds after which a program that does not answer is given up."""


@dataclass(frozen=True)
class Start:
    """One start."""

    page: float
    """Seconds until the page was there."""
    answer: float
    """Seconds until a question was answered."""
    processor: float
    """Seconds of processor time until then, with those of stopping it."""


def starting(model: EditableModel, settings: BenchSettings) -> list[Row]:
    """Three rows: the page, the first answer, and the processor time of both."""
    command = [sys.executable, str(ROOT / "app.py"), *_flags(model.settings)]
    turns = [(_imports(), started(command)) for _ in range(settings.rounds + 1)][1:]
    imports, starts = [one for one, _ in turns], [one for _, one in turns]
    clock, processor = [one[0] for one in imports], [one[1] for one in imports]
    return [
        compared("start: page", [s.page for s in starts], "s", clock, IMPORTS, settings.seed),
        compared("start: first answer", [s.answer for s in starts], "s", clock, IMPORTS, settings.seed),
        compared("start: processor time", [s.processor for s in starts], "s", processor, IMPORTS, settings.seed),
    ]


def started(command: Sequence[str]) -> Start:
    """Start a workbench, ask it a question, stop it.

    Args:
        command: without a port.

    Raises:
        BackboneError: it ended or did not answer.
    """
    before, port = _processor_time(), _free_port()
    begin = time.perf_counter()
    with _running([*command, "--port", str(port)]) as process:
        page = f"http://127.0.0.1:{port}"
        _wait_for(page, process)
        there = time.perf_counter() - begin
        ask(page)
        answered = time.perf_counter() - begin
    return Start(there, answered, _processor_time() - before)


def ask(page: str) -> str:
    """The answer of a running workbench to a question, without edits."""
    with httpx.Client(base_url=f"{page}/gradio_api/call/", timeout=PATIENCE) as client:
        session = _called(client, "open_session", False)["session"]
        return str(_called(client, "ask", session, QUESTION, "", False)["answer"])


def _called(client: httpx.Client, name: str, *given: Any) -> dict[str, Any]:
    event = client.post(name, json={"data": given}).raise_for_status().json()["event_id"]
    lines = client.get(f"{name}/{event}").raise_for_status().text.splitlines()
    (found,) = json.loads([line for line in lines if line.startswith("data: ")][-1].removeprefix("data: "))
    return dict(found)


def _flags(settings: Settings) -> list[str]:
    named = ("backbone", "adapter", "memory", "device", "precision")
    return [part for name in named for part in (f"--{name}", str(getattr(settings, name)))]


@contextmanager
def _running(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A workbench on edits of its own, stopped and waited for afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        surroundings = {k: v for k, v in os.environ.items() if k != "INCOMES_STORE"} | {"XDG_DATA_HOME": folder}
        with (Path(folder) / "output").open("wb") as output:
            process = subprocess.Popen(command, env=surroundings, stdout=output, stderr=output)
            try:
                yield process
            finally:
                process.terminate()
                process.wait()


def _wait_for(page: str, process: subprocess.Popen[bytes]) -> None:
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end and process.poll() is None:
        try:
            if httpx.get(page, timeout=PATIENCE).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(AT_ONCE)
    raise BackboneError(
        given="The workbench was started for a measurement and did not answer.",
        allowed="",
        remedy="Start it by hand (python app.py) and see what it says.",
    )


def _imports() -> tuple[float, float]:
    """Seconds, and seconds of processor time, of a Python that imports what the program stands on."""
    before, begin = _processor_time(), time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True, capture_output=True)
    return time.perf_counter() - begin, _processor_time() - before


def _processor_time() -> float:
    """Of all programs that this one started and that ended, in seconds."""
    times = os.times()
    return times.children_user + times.children_system


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
