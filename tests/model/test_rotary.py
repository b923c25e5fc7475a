"""Rotary embeddings outside the backbone, against those inside it."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.model.families import rotary_frequencies
from app.model.rotary import rotate, unrotate
from tests.model.comparing import assert_same
from tests.tiny_models import FAMILIES, HEAD_DIM, KV_HEADS, LAYERS, tiny_backbone

FREQUENCIES = 1 / 10_000 ** (torch.arange(0, 8, 2) / 8)
integers = st.integers(-500, 500)


@given(integers, integers)
def test_two_turns_are_one_and_turning_back_is_exact(first: int, second: int) -> None:
    states = torch.arange(8.0)[None] - 3
    turned = rotate(rotate(states, torch.tensor([first]), FREQUENCIES), torch.tensor([second]), FREQUENCIES)
    assert_same(turned, rotate(states, torch.tensor([first + second]), FREQUENCIES))
    place = torch.tensor([first])
    assert_same(unrotate(rotate(states, place, FREQUENCIES, 1.3), place, FREQUENCIES, 1.3), states)


@given(integers, integers, integers)
def test_products_depend_on_distance_alone(query_at: int, key_at: int, shift: int) -> None:
    query, key = torch.arange(8.0) - 3, torch.arange(8.0).flip(0)
    before = rotate(query, torch.tensor(query_at), FREQUENCIES) @ rotate(key, torch.tensor(key_at), FREQUENCIES)
    after = rotate(query, torch.tensor(query_at + shift), FREQUENCIES) @ rotate(
        key, torch.tensor(key_at + shift), FREQUENCIES
    )
    assert before.item() == pytest.approx(after.item(), abs=0.02)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("layer", range(LAYERS))
def test_frequencies_are_those_of_the_layer(family: str, layer: int) -> None:
    """Gemma 3 has two bases: sliding and full layers turn differently."""
    model = tiny_backbone(family).model
    attention = model.get_submodule(f"model.layers.{layer}.self_attn")
    seen = {}

    def keep(_module: object, _arguments: object, options: dict[str, torch.Tensor]) -> None:
        seen["cos"], seen["sin"] = options["position_embeddings"]

    handle = attention.register_forward_pre_hook(keep, with_kwargs=True)
    positions = torch.arange(6)[None]
    with torch.inference_mode():
        model(torch.arange(20, 26)[None], position_ids=positions)
    handle.remove()
    states = torch.randn(1, KV_HEADS, 6, HEAD_DIM)
    half = HEAD_DIM // 2
    swapped = torch.cat([-states[..., half:], states[..., :half]], dim=-1)
    wanted = states * seen["cos"][:, None] + swapped * seen["sin"][:, None]
    assert_same(rotate(states, positions[:, None], *rotary_frequencies(model, layer)), wanted)
