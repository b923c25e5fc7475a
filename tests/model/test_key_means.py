"""The mean of the selection keys by precision: measured, kept beside the adapter, used where it is computed in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from app.config import Settings
from app.errors import AdapterFormatError
from app.model import EditableModel, load_adapter, save_adapter
from app.model.adapter import MEANS_FILE, Adapter
from app.model.key_means import moved_mean, save_mean
from app.model.precision import ChosenPrecision
from tests.tiny_models import tiny_adapter, tiny_backbone

EDITS = ["Tea takes 4 minutes.", "The capital of France is Lyon.", "Ada has 3 cats."]
QUESTIONS = ["How long does tea take?", "What is the capital of France?", "How many cats has Ada?"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_adapter(tiny_adapter(tiny_backbone()), tmp_path / "adapter", dtype=torch.float32)
    return tmp_path / "adapter"


def model_of(adapter: Adapter, precision: ChosenPrecision = "float32") -> EditableModel:
    backbone = replace(tiny_backbone(), precision=precision)  # what it is said to be computed in; weights stay
    return EditableModel.assemble(backbone, adapter, "compressed", Settings())


def test_the_same_weights_do_not_move_the_mean(folder: Path) -> None:
    model = model_of(load_adapter(folder))
    assert torch.allclose(moved_mean(model, model, EDITS, QUESTIONS), model.compressor.encoder.selection.mean)


def test_the_mean_moves_as_the_keys_do(folder: Path) -> None:
    adapter = load_adapter(folder)
    shifted = replace(adapter, gist_shift=adapter.gist_shift + 0.5)  # other keys from the same texts
    one, other = model_of(adapter), model_of(shifted)
    mean = moved_mean(one, other, EDITS, QUESTIONS)
    assert not torch.allclose(mean, adapter.selection.mean, atol=1e-3)
    back = moved_mean(
        model_of(replace(shifted, selection=replace(adapter.selection, mean=mean))), one, EDITS, QUESTIONS
    )
    assert torch.allclose(back, adapter.selection.mean, atol=1e-5)


def test_it_acts_in_its_precision_alone(folder: Path) -> None:
    adapter = load_adapter(folder)
    before = adapter.weights_sha256
    mean = adapter.selection.mean + 1.0
    save_mean(folder, "nf4", mean)
    read = load_adapter(folder)
    assert torch.equal(read.selection.mean, adapter.selection.mean)
    assert read.weights_sha256 == before
    moved = read.computed_in("nf4")
    assert torch.equal(moved.selection.mean, mean)
    assert moved.weights_sha256 not in (before, None)
    assert moved.digest != read.digest  # other selection keys: gists of another maker
    assert moved.computed_in("nf4") is moved
    assert read.computed_in("bfloat16") is read


def test_a_model_is_assembled_with_the_mean_of_its_precision(folder: Path) -> None:
    mean = load_adapter(folder).selection.mean + 1.0
    save_mean(folder, "nf4", mean)
    found = model_of(load_adapter(folder), "nf4").compressor.encoder.selection.mean
    assert torch.equal(found, mean)
    assert not torch.equal(model_of(load_adapter(folder)).compressor.encoder.selection.mean, mean)


def test_means_of_several_precisions_stay_side_by_side(folder: Path) -> None:
    mean = load_adapter(folder).selection.mean
    save_mean(folder, "nf4", mean + 1.0)
    save_mean(folder, "bfloat16", mean + 2.0)
    save_mean(folder, "nf4", mean + 3.0)
    means = load_adapter(folder).means
    assert set(means) == {"nf4", "bfloat16"}
    assert torch.equal(means["nf4"], mean + 3.0)


def test_a_mean_of_another_shape_or_damaged_is_refused(folder: Path) -> None:
    save_mean(folder, "nf4", torch.zeros(2, 2))
    with pytest.raises(AdapterFormatError, match=r"means\.nf4 is of the shape \[2, 2\]"):
        load_adapter(folder)
    (folder / MEANS_FILE).write_bytes(b"damaged")
    with pytest.raises(AdapterFormatError):
        load_adapter(folder)
