"""From questions with known answers to a calibration, with a tiny random model; what counts as right, by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.config import Settings
from app.data import Edit, Probe
from app.errors import AdapterMissingError, Cancelled, EvaluationError, UnknownNameError
from app.evaluation.calibrating import Asked, calibrate, judged
from app.evaluation.suites import suite_named
from app.model import EditableModel, save_adapter
from app.model.adapter import load_adapter
from tests.explain.answers import LYON, answer, selection
from tests.tiny_models import tiny_adapter, tiny_backbone

SUITE = "counterfact-val"


def folder_with_records(folder: Path, count: int = 40) -> Path:
    """Records in the shape of CounterFact's public file."""
    records = [
        {
            "prompt": f"The capital of country {number} is",
            "target_new": f"city {number}",
            "subject": f"country {number}",
            "rephrase_prompt": f"As capital of country {number} we know",
            "locality_prompt": f"Rivers in country {number}",
        }
        for number in range(count)
    ]
    (folder / "counterfact-val.json").write_text(json.dumps(records), encoding="utf-8")
    return folder


def model_in(folder: Path, zero_logit: float = -100.0) -> EditableModel:
    """A tiny model whose adapter lies in a folder; by default every edit passes the gate."""
    backbone = tiny_backbone()
    adapter = tiny_adapter(backbone, zero_logit=zero_logit)
    save_adapter(adapter, folder / "adapter")
    settings = Settings(max_new_tokens=3)
    return EditableModel.assemble(backbone, replace(adapter, path=folder / "adapter"), "compressed", settings)


def test_answers_that_read_and_answers_that_do_not_are_calibrated_apart(tmp_path: Path) -> None:
    data = folder_with_records(tmp_path)
    told: list[float] = []
    found = calibrate(model_in(tmp_path), [SUITE], data, pool=10, progress=lambda _, share: told.append(share))
    # Twenty records with their edits, three questions each; twenty without, two questions each.
    assert found.read is not None and found.read.measured.answers == 20 * 3 + 20 * 2
    assert found.unread is None
    assert set(found.read.logistic.weights) == {
        *("over_zero", "over_next", "change", "log_probability", "supported"),
    }
    assert found.adapter_weights == load_adapter(tmp_path / "adapter").weights_sha256
    assert (found.memory, found.records, found.pool, found.suites) == ("compressed", 40, 10, {SUITE: "1"})
    assert told == sorted(told) and told[-1] == 1.0

    closed = calibrate(model_in(tmp_path, zero_logit=100.0), [SUITE], data, pool=10)
    assert closed.read is None
    assert closed.unread is not None
    measured = closed.unread.measured
    assert (measured.answers, measured.right) == (100, 20 + 40)  # neighbours, and all that no edit covers


def test_the_same_seed_gives_the_same_calibration(tmp_path: Path) -> None:
    data, model = folder_with_records(tmp_path), model_in(tmp_path)
    first, second = (calibrate(model, [SUITE], data, records=30, pool=5, seed=3) for _ in range(2))
    assert first == second


def test_what_cannot_be_calibrated_is_said(tmp_path: Path) -> None:
    data, model = folder_with_records(tmp_path), model_in(tmp_path)
    with pytest.raises(UnknownNameError):
        calibrate(model, ["counterfact-vall"], data)
    with pytest.raises(EvaluationError, match="several edits"):
        calibrate(model, [SUITE], data, policy="top-4")
    with pytest.raises(EvaluationError, match="too few"):
        calibrate(model, [SUITE], data, records=6, pool=3)
    with pytest.raises(Cancelled):
        calibrate(model, [SUITE], data, pool=10, stop_asked=lambda: True)
    backbone = tiny_backbone()
    with pytest.raises(AdapterMissingError):
        calibrate(EditableModel.assemble(backbone, tiny_adapter(backbone), "compressed", Settings()), [SUITE], data)


def test_what_counts_as_right() -> None:
    edit = Edit.of(LYON)
    covered = Asked(Probe("paraphrase", "Which?", "Lyon"), edit, True)
    neighbour = Asked(Probe("neighbourhood", "Which?"), edit, True)
    absent = Asked(Probe("paraphrase", "Which?", "Lyon"), edit, False)
    none = selection(chosen=())
    assert judged(covered, answer(text="Lyon, of course"))
    assert not judged(covered, answer(text="Paris"))
    assert not judged(covered, answer(none))
    for outside in (neighbour, absent):
        assert judged(outside, answer(none))
        assert judged(outside, answer(text="Paris"))  # an edit was read, but the model says what it says anyway
        assert not judged(outside, answer(text="Lyon"))


def test_near_misses_ask_for_another_property_of_the_same_subject(tmp_path: Path) -> None:
    records = suite_named("held-out-near").load(tmp_path).records
    near = [(record, probe) for record in records for probe in record.probes if probe.kind == "neighbourhood"]
    assert len(near) > len(records) / 2
    named = [record.subject.casefold() in probe.question.casefold() for record, probe in near]
    assert sum(named) > 0.9 * len(named)  # the others are mistyped on purpose
    asked = {record.name + record.subject: {probe.question for probe in record.probes} for record in records}
    assert all(len(questions) >= 2 for questions in asked.values())
