"""On Hugging Face Spaces: what README's first lines say of it, and the program in an environment like a Space's."""

from __future__ import annotations

import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml

from app import config
from app.config import ROOT, Settings
from app.model.sources import PACKAGED, embedded_folder
from tests.space import first_answer, on_a_space

NO_HOME = "/dev/null/home"
"""Cannot be there, nor be made, whoever asks."""


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
    with on_a_space(tmp_path, HOME=NO_HOME) as address:
        answer = first_answer(address)
    assert answer["answer"].startswith("Lyon")
    assert [edit["text"] for edit in answer["edits_read"]] == ["The capital of France is Lyon."]
