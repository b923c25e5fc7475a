"""`centre`: the mean of the selection keys in another precision, written beside the adapter."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from app.config import Settings
from app.model import EditableModel, load_adapter, save_adapter
from app.model.adapter import MEANS_FILE
from app.service import core
from tests.commands.conftest import Run
from tests.tiny_models import tiny_adapter, tiny_backbone


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An adapter; models are opened with it, in the precision that the settings name."""
    save_adapter(tiny_adapter(tiny_backbone()), tmp_path / "adapter", dtype=torch.float32)

    def load(settings: Settings, _progress: Any) -> EditableModel:
        precision = "float32" if settings.precision == "auto" else settings.precision
        backbone = replace(tiny_backbone(), precision=precision)
        return EditableModel.assemble(backbone, load_adapter(tmp_path / "adapter"), "compressed", settings)

    monkeypatch.setattr(core, "load_model", load)
    return tmp_path / "adapter"


def test_the_mean_is_measured_and_kept(run: Run, folder: Path) -> None:
    told = json.loads(run("centre", "--precision", "nf4", "--device", "cpu", "--texts", 4, "--json").stdout)
    assert told["precision"] == "nf4" and told["file"] == str(folder / MEANS_FILE) and told["texts"] == 4
    assert told["moved"] == pytest.approx(0.0, abs=0.1)  # the weights are the same; the adapter is rounded to bfloat16
    adapter = load_adapter(folder)
    assert torch.allclose(adapter.means["nf4"], adapter.selection.mean, atol=0.1)
    assert not torch.equal(adapter.means["nf4"], adapter.selection.mean)


def test_the_precision_it_was_trained_in_is_refused(run: Run, folder: Path) -> None:
    result = run("centre", "--precision", "float32", "--texts", 4, "--json")
    assert result.exit_code != 0
    assert "another precision than float32" in json.loads(result.stdout)["error"]["allowed"]
    assert not (folder / MEANS_FILE).exists()
