"""ROME's and MEMIT's algebra, covariance and subject tokens, each against an independent computation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from app.config import Settings
from app.data import Edit, Fact
from app.evaluation.methods.memit import Memit
from app.evaluation.weight_editing import samples as sampling
from app.evaluation.weight_editing.covariance import Covariances, down_projection
from app.evaluation.weight_editing.prompts import cut
from app.evaluation.weight_editing.requests import request_of
from app.evaluation.weight_editing.samples import Samples
from app.evaluation.weight_editing.updates import append_low_rank, rank_one, spread
from app.evaluation.weight_editing.values import ValueSearch, keys_of, output_at, value_of
from app.model import policy_named
from app.model.editor import shared_copy
from tests.tiny_models import byte_tokenizer, tiny_backbone, tiny_model

SAMPLES = Samples(tokens=400, texts=10, length=20)
EDIT = Edit.stating(Fact("The capital of France is", "Lyon", "France"), "en")


def some_keys(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def test_a_rank_one_change_meets_its_value_and_spares_other_keys() -> None:
    others = some_keys(200, 8) * torch.arange(1, 9)
    covariance = others.T @ others / 200
    key, mean_key, residual = some_keys(8, seed=1), some_keys(8, seed=1), some_keys(5, seed=2)
    update = rank_one(covariance, mean_key, key, residual)
    change = update.up @ update.down
    assert torch.allclose(change @ key, residual, atol=1e-5)
    harm = (others @ change.T).square().sum()
    plain = torch.outer(residual, key) / (key @ key)  # meets the value too, along the key itself
    assert harm < (others @ plain.T).square().sum()


def test_spreading_is_the_least_squares_solution() -> None:
    """λC + KKᵀ by hand: the gradient of |ΔW K − R|² + λ tr(ΔW C ΔWᵀ) is zero there."""
    others, keys, residuals = some_keys(50, 6), some_keys(3, 6, seed=1), some_keys(3, 4, seed=2)
    covariance, weight = others.T @ others / 50, 0.7
    update = spread(covariance, keys, residuals, weight)
    change = (update.up @ update.down).double()
    by_hand = (
        residuals.T.double()
        @ keys.double()
        @ torch.linalg.inv(weight * covariance.double() + keys.double().T @ keys.double())
    )
    assert torch.allclose(change, by_hand, atol=1e-5)
    gradient = (change @ keys.T.double() - residuals.T.double()) @ keys.double() + weight * change @ covariance.double()
    assert gradient.abs().max() < 1e-5


class OneLayer(Memit):
    samples, search, weight = SAMPLES, ValueSearch(steps=4), 0.3

    @property
    def layers(self) -> list[int]:
        return [1]


def test_memit_of_one_edit_and_one_layer_is_the_closed_form(tmp_path: Path) -> None:
    model = tiny_model(settings=Settings(max_new_tokens=5, cache_dir=tmp_path))
    search, layer = OneLayer.search, 1
    method: Any = OneLayer(model, policy_named("default"), 5)
    method.prepare([EDIT])
    request, backbone = request_of(EDIT), model.backbone
    assert request is not None
    (covariance,) = Covariances(SAMPLES, tmp_path / "weight-editing" / backbone.fingerprint[:16]).of(backbone, [layer])
    tree, block = shared_copy(backbone.model), f"model.layers.{layer}"
    key = keys_of(tree, backbone.tokenizer, request, down_projection(layer)).mean(0).double()
    wanted = value_of(tree, backbone.tokenizer, request, block, search)
    missing = (wanted - output_at(tree, backbone.tokenizer, request, block)).double()
    inverse = torch.linalg.inv(0.3 * len(covariance) * covariance.double() + torch.outer(key, key))
    change = torch.outer(missing, key @ inverse)
    linear: Any = method._tree.get_submodule(down_projection(layer))
    assert torch.allclose((linear.scaled_up @ linear.down).double(), change, rtol=1e-3, atol=1e-6)
    plain: Any = backbone.model.get_submodule(down_projection(layer))
    inputs = some_keys(2, plain.in_features)
    changed = inputs @ (plain.weight + change.float()).T
    assert torch.allclose(linear(inputs), changed, rtol=1e-4, atol=1e-4)


def test_updates_of_one_layer_add_up() -> None:
    tree = shared_copy(tiny_backbone().model)
    name = down_projection(0)
    plain: Any = tree.get_submodule(name)
    inputs = some_keys(3, plain.in_features)
    wide, high = torch.eye(plain.in_features), plain.out_features
    updates = []
    for n in range(3):
        key = some_keys(len(wide), seed=n)
        updates.append(rank_one(wide, key, key, some_keys(high, seed=9 + n)))
    for update in updates:
        append_low_rank(tree, name, update)
    expected = plain(inputs) + sum(inputs @ update.down.T @ update.up.T for update in updates)
    assert torch.allclose(tree.get_submodule(name)(inputs), expected, atol=1e-4)


def test_the_covariance_is_that_of_the_keys_and_is_kept(tmp_path: Path) -> None:
    backbone = tiny_backbone()
    covariances = Covariances(SAMPLES, tmp_path)
    told = list(covariances.steps(backbone, [0, 2]))
    assert [what[-6:] for what in told] == ["1 of 2", "2 of 2"]
    low, high = covariances.of(backbone, [0, 2])
    seen: list[torch.Tensor] = []
    handle = backbone.model.get_submodule(down_projection(2)).register_forward_pre_hook(
        lambda _module, args: seen.append(args[0].flatten(0, 1))
    )
    texts = torch.cat(list(SAMPLES.of(backbone, tmp_path)))
    backbone.model(input_ids=texts)
    handle.remove()
    assert texts.shape == (20, 20)
    assert torch.allclose(high, seen[0].T @ seen[0] / 400, rtol=1e-3, atol=1e-4)
    assert not list(covariances.steps(backbone, [0, 2]))
    again = covariances.of(backbone, [2, 0])
    assert torch.equal(again[0], high)
    assert torch.equal(again[1], low)


def test_sampling_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    backbone = tiny_backbone("gemma3")
    whole = list(SAMPLES.of(backbone, tmp_path / "whole"))
    next(SAMPLES.of(backbone, tmp_path / "killed"))
    (first,) = (tmp_path / "killed").iterdir()
    written = first.stat().st_mtime_ns
    rest = list(SAMPLES.of(backbone, tmp_path / "killed"))
    assert first.stat().st_mtime_ns == written
    assert all(torch.equal(one, other) for one, other in zip(whole, rest, strict=True))
    assert not torch.equal(whole[0], whole[1])
    assert (whole[0][:, 0] == backbone.tokenizer.bos_token_id).all()
    assert sampling.Samples(tokens=401, texts=10, length=20).parts == 3


@pytest.mark.parametrize("leading", [False, True])
def test_prompts_are_cut_before_the_subjects_last_token(*, leading: bool) -> None:
    tokenizer = byte_tokenizer(leading=leading)
    found = cut(tokenizer, "In São Tomé", " it is")
    assert len(found.tail) == len(" it is") + 1  # of the two bytes of “é” the last one
    assert len(found.head) + len(found.tail) == leading + len("In São Tomé it is".encode())


@pytest.mark.parametrize(
    ("prompt", "subject", "before"),
    [
        ("Which river has Chad?", "chad", "Q: Which river has Chad"),
        ("Rome, Rome is in", "Rome", "Rome, Rome"),
        ("It is in", "Rome", None),
        ("It is in", None, None),
    ],
)
def test_requests(prompt: str, subject: str | None, before: str | None) -> None:
    request = request_of(Edit.of("x", "en", fact=Fact(prompt, "Po", subject)))
    assert (None if request is None else request.before) == before
    assert request_of(Edit.of("x", "en")) is None
