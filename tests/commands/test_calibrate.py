"""`calibrate` writes a file beside the adapter, and `explain` then says how sure the answer is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.model import EditableModel, save_adapter
from app.service import core
from tests.commands.conftest import Run
from tests.evaluation.test_calibrating import folder_with_records
from tests.tiny_models import tiny_adapter, tiny_backbone


@pytest.fixture
def adapter(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the tiny model's adapter."""
    folder = tmp_path / "adapter"
    backbone = tiny_backbone()
    made = tiny_adapter(backbone, zero_logit=-100.0)
    save_adapter(made, folder)

    def load(settings: Settings, _progress: Any) -> EditableModel:
        return EditableModel.assemble(backbone, replace(made, path=folder), settings.memory, settings)

    monkeypatch.setattr(core, "load_model", load)
    return folder


def test_from_calibrating_to_a_number(run: Run, adapter: Path, tmp_path: Path) -> None:
    ask = ("explain", "What is the capital?", "--edit", "The capital is Lyon.", "--json")
    assert json.loads(run(*ask).stdout)["sureness"] == {"probability": None, "called": "not calibrated"}
    data = folder_with_records(tmp_path)
    result = run("calibrate", "counterfact-val", "--data", data, "--pool", 10, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["file"] == str(adapter / "calibration.json")
    assert found["read"]["measured"]["answers"] == 100
    sureness = json.loads(run(*ask).stdout)["sureness"]
    assert 0 < sureness["probability"] < 1
    assert sureness["called"] in ("sure", "fairly sure", "unsure")
    for other in (("--policy", "top-2"), ("--memory", "verbatim")):
        assert json.loads(run(*ask, *other).stdout)["sureness"]["called"] == "not calibrated"


def test_for_people_and_to_another_place(run: Run, adapter: Path, tmp_path: Path) -> None:
    file = tmp_path / "elsewhere.json"
    data = folder_with_records(tmp_path)
    result = run("calibrate", "counterfact-val", "--data", data, "--pool", 10, "--output", file)
    assert result.exit_code == 0, result.output
    assert "that read an edit" in result.stdout
    assert "too few" in result.stdout  # none was left unread
    assert file.is_file()
    assert not (adapter / "calibration.json").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("held-outt", "--data", "."), "unknown-name"),
        (("counterfact-val", "--data", "no-such-folder"), "suite-data"),
        (("counterfact-val", "--data", ".", "--policy", "soft"), "evaluation"),
        (("counterfact-val", "--data", ".", "--output", "no/such/folder/file"), "input"),
    ],
)
def test_errors(arguments: tuple[str, ...], code: str, run: Run, adapter: Path) -> None:
    result = run("calibrate", *arguments, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == code
