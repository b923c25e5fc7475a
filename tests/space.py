"""The program in an environment like a Hugging Face Space's; run as a program, how long it takes to the first answer.

python -m tests.space    # starts it with the model fetched but not converted, and again with what that left
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
from contextlib import contextmanager, suppress
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

import httpx
from gradio_client import Client  # type: ignore[import-untyped]

from app.config import ROOT, Settings
from app.model.sources import PACKAGED, embedded_folder

START_SECONDS = 400
APP = (str(ROOT / "app.py"),)
HOST = "somebody-workbench.hf.space"


@contextmanager
def on_a_space(folder: Path, *, program: Sequence[str] = APP, **environment: str) -> Iterator[str]:
    """The address of a program that was started as a Space starts it, and serves its page.

    Args:
        folder: for what it writes down, and its temporary files.
        program: what Python is given.
        environment: variables besides those that every Space has.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("INCOMES_", "XDG_", "HF_"))}
    variables = {
        "TMPDIR": str(folder),
        "SYSTEM": "spaces",
        "SPACE_ID": "somebody/workbench",
        "SPACE_HOST": HOST,
        "GRADIO_SERVER_NAME": "0.0.0.0",
        "GRADIO_SERVER_PORT": str(port),
    }
    log, address = folder / "log.txt", f"http://127.0.0.1:{port}"
    with (
        log.open("w") as output,
        subprocess.Popen(
            [sys.executable, *program],
            cwd=folder,
            env=kept | variables | environment,
            stdout=output,
            stderr=output,
        ) as process,
    ):
        try:
            _wait_for(address, process, log)
            yield address
        finally:
            process.terminate()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()
        with suppress(httpx.HTTPError):
            httpx.get(address)
            return
        time.sleep(0.2)
    raise AssertionError(f"It did not start:\n{log.read_text()}")


def first_answer(address: str) -> Any:
    """One question with one edit, as a visitor's program asks it."""
    client = Client(address, verbose=False)
    try:
        session = client.predict(api_name="/open_session")["session"]
        added = client.predict(session, ["The capital of France is Lyon."], api_name="/add_edits")
        while client.predict(session, added["job"], 60, api_name="/job_status")["state"] in ("queued", "running"):
            pass
        return client.predict(session, "What is the capital of France?", api_name="/ask")
    finally:
        client.close()


def preloaded(home: Path) -> None:
    """Lay the embedded model where a Space has fetched it from the Hub while it was built."""
    model = PACKAGED["embedded"]
    assert model.on_hub is not None
    repository = f"models--{model.on_hub.repository.replace('/', '--')}"
    snapshot = home / ".cache" / "huggingface" / "hub" / repository / "snapshots" / model.on_hub.revision
    snapshot.mkdir(parents=True)
    (snapshot / model.filename).symlink_to(embedded_folder(Settings()).parent / model.filename)


def measured(home: Path) -> dict[str, float]:
    """Seconds from the start to the page and to the first answer, and of processors up to the end."""
    used, started = _processors(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, on_a_space(Path(folder), HOME=str(home)) as address:
        page = time.perf_counter() - started
        assert first_answer(address)["answer"].startswith("Lyon")
        answer = time.perf_counter() - started
    return {"page": round(page, 1), "answer": round(answer, 1), "processors": round(_processors() - used, 1)}


def _processors() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(rounds: int = 3) -> None:
    """Cold and later starts in turns."""
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as home:
            preloaded(Path(home))
            for start in ("cold", "later"):
                sys.stdout.write(json.dumps({"start": start, **measured(Path(home))}) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
