"""On Hugging Face Spaces: what README's first lines say of it, and the program in an environment like a Space's."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from gradio_client import Client  # type: ignore[import-untyped]

from app import config
from app.config import ROOT, Settings
from app.model.sources import PACKAGED, embedded_folder

NO_HOME = "/dev/null/home"
"""Cannot be there, nor be made, whoever asks."""
START_SECONDS = 400


@pytest.fixture(scope="module")
def front_matter() -> dict[str, Any]:
    _, lines, _ = (ROOT / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    found: dict[str, Any] = yaml.safe_load(lines)
    return found


def test_the_space_runs_what_is_tested_here(front_matter: dict[str, Any]) -> None:
    assert front_matter["sdk"] == "gradio" and front_matter["sdk_version"] == version("gradio")
    assert (ROOT / front_matter["app_file"]).is_file()
    assert front_matter["python_version"] == "3.12"
    assert len(front_matter["short_description"]) <= 60  # longer ones are refused by the Hub
    # a Space installs gradio with both extras beside requirements.txt: their pins must agree
    assert f"gradio[mcp,oauth]=={version('gradio')}" in (ROOT / "requirements.txt").read_text(encoding="utf-8")


def test_the_model_is_fetched_while_the_space_is_built(front_matter: dict[str, Any]) -> None:
    embedded = PACKAGED["embedded"]
    assert embedded.on_hub is not None
    (fetched,) = front_matter["preload_from_hub"]
    assert fetched.split() == [embedded.on_hub.repository, embedded.filename, embedded.on_hub.revision]
    assert embedded.hub_id in front_matter["models"]


def test_the_licence_is_the_one_that_the_space_names(front_matter: dict[str, Any]) -> None:
    assert front_matter["license"] == "apache-2.0"
    assert "Apache License\n                           Version 2.0" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_models_lie_where_they_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SPACE_ID", "XDG_CACHE_HOME", "INCOMES_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(config, "SPACE_DISK", tmp_path / "disk")
    monkeypatch.setenv("HOME", str(tmp_path))
    own = Settings().cache_dir
    assert own.is_relative_to(tmp_path) and not own.exists()
    monkeypatch.setenv("SPACE_ID", "somebody/workbench")
    assert Settings().cache_dir == own
    (tmp_path / "disk").mkdir()
    assert Settings().cache_dir == tmp_path / "disk" / "incomes-workbench"
    (tmp_path / "disk").rmdir()
    monkeypatch.setenv("HOME", NO_HOME)
    assert Settings().cache_dir == Path(tempfile.gettempdir()) / "incomes-workbench"


@pytest.mark.slow
def test_a_question_is_answered_on_a_space(tmp_path: Path) -> None:
    models = embedded_folder(Settings()).parent.parent
    (tmp_path / "incomes-workbench").symlink_to(models)  # fetching is tested elsewhere
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("INCOMES_", "XDG_"))}
    environment = kept | {
        "HOME": NO_HOME,
        "TMPDIR": str(tmp_path),
        "SYSTEM": "spaces",
        "SPACE_ID": "somebody/workbench",
        "SPACE_HOST": "somebody-workbench.hf.space",
        "GRADIO_SERVER_NAME": "0.0.0.0",
        "GRADIO_SERVER_PORT": str(port),
    }
    log, address = tmp_path / "log.txt", f"http://127.0.0.1:{port}"
    with (
        log.open("w") as output,
        subprocess.Popen(
            [sys.executable, str(ROOT / "app.py")], cwd=tmp_path, env=environment, stdout=output, stderr=output
        ) as process,
    ):
        try:
            _wait_for(address, process, log)
            answer = _asked(address)
        finally:
            process.terminate()
    assert answer["answer"].startswith("Lyon")
    assert [edit["text"] for edit in answer["edits_read"]] == ["The capital of France is Lyon."]


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()
        with suppress(httpx.HTTPError):
            httpx.get(address)
            return
        time.sleep(0.2)
    raise AssertionError(f"It did not start:\n{log.read_text()}")


def _asked(address: str) -> Any:
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
