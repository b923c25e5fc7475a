"""A packaged model that a Space has fetched from the Hub while it was built: used if it is the one wanted."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.errors import DownloadError
from app.model.fetch import converted_folder, is_complete
from app.model.packages import HubFile, PackagedModel
from tests.model.tiny_package import write_gguf

REVISION = "a" * 40


def no_pip(*_arguments: Any, **_keywords: Any) -> Any:
    raise AssertionError("pip was called")


@pytest.fixture
def preloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in the Hub's cache."""
    snapshot = tmp_path / "hub" / "models--somebody--tiny" / "snapshots" / REVISION
    snapshot.mkdir(parents=True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(subprocess, "run", no_pip)
    write_gguf(snapshot / "tiny.gguf")
    return snapshot / "tiny.gguf"


def packaged(preloaded: Path) -> PackagedModel:
    checksum = hashlib.sha256(preloaded.read_bytes()).hexdigest()
    on_hub = HubFile("somebody/tiny", REVISION)
    return PackagedModel("tiny", "The tiny model", (), "tiny.gguf", checksum, "MIT", 1, 1, ("en",), on_hub=on_hub)


def test_the_file_that_a_space_has_fetched_is_used(preloaded: Path, tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path / "cache")
    assert is_complete(converted_folder(packaged(preloaded), settings))
    assert not (settings.cache_dir / "models" / "tiny.gguf").exists()


def test_another_file_of_that_name_is_not(preloaded: Path, tmp_path: Path) -> None:
    model = packaged(preloaded)
    preloaded.write_bytes(preloaded.read_bytes()[:-1] + b"!")
    with pytest.raises(DownloadError, match="another checksum"):  # of what the wheels give, which are none here
        converted_folder(model, Settings(cache_dir=tmp_path / "cache"))
