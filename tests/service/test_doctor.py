"""The report on what is ready: every line that is not comes with what to do."""

from __future__ import annotations

from collections import namedtuple
from pathlib import Path

import pytest

from app.config import Settings
from app.model import sources
from app.service import doctor
from app.service.doctor import Report, examine

Usage = namedtuple("Usage", "total used free")


def states(report: Report) -> dict[str, str]:
    for check in report.checks:
        assert check.found
        assert check.remedy or check.state == "ready"
    return {check.name: check.state for check in report.checks}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(cache_dir=tmp_path / "cache", device="cpu", precision="float32")


def test_looking_changes_nothing(settings: Settings) -> None:
    report = examine(settings)
    assert not report.ready
    assert states(report)["backbone"] == "missing"
    assert not settings.cache_dir.exists()


def test_ready_when_the_backbone_is_there(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "is_complete", lambda _folder: True)
    report = examine(settings)
    assert report.ready
    found = states(report)
    assert found["adapter"] == "ready"
    assert set(found) == {"python", "packages", "cache", "backbone", "adapter", "device", "precision", "store"}
    assert report.as_dict()["versions"]["torch"]


def test_no_adapter_is_worth_a_note(settings: Settings) -> None:
    assert states(examine(settings.model_copy(update={"adapter": "none"})))["adapter"] == "note"
    without = examine(settings.model_copy(update={"backbone": "owner/model"}))
    assert states(without)["adapter"] == "note"
    assert states(without)["backbone"] == "missing"


def test_what_cannot_be_had_is_told_with_the_error_s_own_remedy(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    wrong = {"backbone": "embeded", "adapter": "/no/such/folder", "precision": "nf4", "device": "auto"}
    report = examine(settings.model_copy(update=wrong))
    found = states(report)
    assert [name for name, state in found.items() if state == "missing"] == ["backbone", "adapter", "precision"]
    assert "Did you mean 'embedded'?" in next(c.remedy for c in report.checks if c.name == "backbone")


def test_a_processor_without_numba_is_worth_a_note(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.model.packed import compiling

    for there, state in ((True, "ready"), (False, "note")):
        monkeypatch.setattr(compiling, "can_compile", lambda there=there: there)
        assert states(examine(settings))["device"] == state
    assert states(examine(settings.model_copy(update={"packed": False})))["device"] == "ready"


def test_a_precision_set_against_the_measurement_is_worth_a_note(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.model import precision

    monkeypatch.setattr(precision, "measure_cpu", lambda: precision.Measurement(1.0, 0.1))
    assert states(examine(settings))["precision"] == "note"


def test_a_full_disk_and_a_missing_package(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("app.service.doctor.shutil.disk_usage", lambda _path: Usage(100, 99, 1))
        assert states(examine(settings))["cache"] == "missing"
    monkeypatch.setattr(doctor, "_requirements", lambda: [("no-such-package", "1.0")])
    report = examine(settings)
    assert list(states(report)) == ["python", "packages"]
    assert "no-such-package" in report.checks[-1].found


def test_other_versions_than_tested_are_worth_a_note(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_requirements", lambda: [("rich", "0.1"), ("transformers", "1"), ("gradio", "1")])
    report = examine(settings)
    assert states(report)["packages"] == "note"
    assert "(tested: 0.1)" in report.checks[1].found


def test_the_requirements_are_read() -> None:
    names = dict(doctor._requirements())
    assert "gradio" in names
    assert "torch" not in names  # a range, so that it is only looked for
    assert "bitsandbytes" not in names  # for some machines only
