"""`sentences`: scale and cosine of sentence embeddings, measured and kept with the adapter."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.model import EditableModel, load_adapter, save_adapter
from app.service import core
from tests.commands.conftest import Run
from tests.evaluation.test_calibrating import folder_with_records
from tests.tiny_models import tiny_adapter, tiny_backbone


@pytest.fixture
def adapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the tiny model's adapter."""
    folder, backbone = tmp_path / "adapter", tiny_backbone()
    save_adapter(tiny_adapter(backbone), folder)

    def load(settings: Settings, _progress: Any) -> EditableModel:
        return EditableModel.assemble(backbone, load_adapter(folder), settings.memory, settings)

    monkeypatch.setattr(core, "load_model", load)
    return folder


def test_the_best_is_kept_and_then_takes_part(run: Run, adapter: Path, tmp_path: Path) -> None:
    arguments = ("counterfact-val", "--data", folder_with_records(tmp_path), "--pool", 10)
    told = json.loads(run("sentences", *arguments, "--json").stdout)
    best = max(told["fits"], key=lambda fit: fit["mean"])
    kept = load_adapter(adapter).selection
    assert (told["scale"], told["cosine"]) == (best["scale"], best["cosine"])
    assert kept.sentence_scale.item() == told["scale"]
    assert kept.sentence_cosine.item() == pytest.approx(told["cosine"])
    again = run("sentences", *arguments)
    assert f"scale {told['scale']:g}, cosine {told['cosine']:g}" in again.stdout  # what is kept plays no part
    assert "None read where none covers it" in again.stdout


def test_an_adapter_in_no_folder_is_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backbone = tiny_backbone()
    held = replace(tiny_adapter(backbone), path=None)
    monkeypatch.setattr(
        core, "load_model", lambda settings, _progress: EditableModel.assemble(backbone, held, "compressed", settings)
    )
    result = run("sentences", "counterfact-val", "--data", folder_with_records(tmp_path), "--pool", 10, "--json")
    assert result.exit_code != 0
    assert "lies in no folder" in json.loads(result.stdout)["error"]["given"]
