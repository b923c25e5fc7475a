"""From the edits chosen to the memory that attention reads."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from app.config import Memory
from app.model import EditableModel
from app.model.memory import JointSlots, SeparateSlots
from app.model.readers import Weighted
from tests.model.comparing import assert_same, memory_of
from tests.tiny_models import FAMILIES, HEAD_DIM, KV_HEADS, LAYERS, SLOTS, tiny_adapter, tiny_backbone, tiny_model

TEXTS = ("Tea takes 4 minutes.", "Ada", "The gate opens at nine.")


def test_rows_of_different_sizes_are_padded_by_slots_that_nobody_reads() -> None:
    model = tiny_model(memory="verbatim")
    pool = model.compress(TEXTS)
    first, second, third = pool.gists
    memory = model.answerer.reader.memory(
        [[Weighted(second, 0.0)], [Weighted(third, math.log(0.25)), Weighted(first, math.log(0.75))]], None
    )
    assert isinstance(memory, JointSlots)
    assert memory.bias.shape == (2, third.slots + first.slots)
    assert (memory.bias[0, : second.slots] == 0).all()
    assert (memory.bias[0, second.slots :] == torch.finfo(torch.float32).min).all()
    assert torch.allclose(memory.bias[1, : third.slots].exp(), torch.tensor(0.25))
    assert torch.allclose(memory.bias[1, third.slots :].exp(), torch.tensor(0.75))
    for place, layer in enumerate(range(LAYERS // 2, LAYERS)):
        assert torch.equal(memory.keys[layer][1], torch.cat([third.keys[place], first.keys[place]], dim=1))
        assert torch.equal(memory.values[layer][0, :, : second.slots], second.values[place])


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("memory", ["compressed", "verbatim"])
def test_the_separate_reader_reads_keys_before_rotary_embedding(family: str, memory: Memory) -> None:
    model = tiny_model(family, reader="separate", memory=memory)
    attention: Any = model.answerer.edited.model.get_submodule(f"model.layers.{LAYERS - 1}.self_attn")
    caught: list[torch.Tensor] = []
    before_rotary = attention.k_norm if hasattr(attention, "k_norm") else attention.k_proj
    handle = before_rotary.register_forward_hook(lambda _module, _inputs, output: caught.append(output))
    pool = model.compress(TEXTS[:1])
    handle.remove()
    heads = caught[0].view(1, -1, KV_HEADS, HEAD_DIM) if caught[0].dim() == 3 else caught[0]
    keys = (heads if heads.shape[1] == KV_HEADS else heads.transpose(1, 2))[0]  # [kv_heads, length, head_dim]
    slots = memory_of(model, pool, [{0: 1.0}])
    assert isinstance(slots, SeparateSlots)
    assert_same(slots.keys[LAYERS - 1][0], keys[:, -SLOTS:] if memory == "compressed" else keys[:, :-SLOTS])


def test_the_separate_reader_leaves_weights_to_its_softmax() -> None:
    model = tiny_model(reader="separate")
    memory = memory_of(model, model.compress(TEXTS[:2]), [{0: 0.1, 1: 0.9}])
    assert (memory.bias == 0).all()
    assert isinstance(memory, SeparateSlots)
    assert memory.temperature == 1.0
    assert sorted(memory.zero_keys) == list(range(LAYERS // 2, LAYERS))


def test_a_pool_that_every_row_reads_is_laid_out_once() -> None:
    model = tiny_model(reader="separate")
    pool = model.compress(TEXTS[:2])
    alike = memory_of(model, pool, [{0: 0.5, 1: 0.5}, {1: 0.5, 0: 0.5}])
    assert alike.bias.shape == (1, 2 * SLOTS)
    assert memory_of(model, pool, [{0: 0.5, 1: 0.5}, {1: 1.0}]).bias.shape == (2, 2 * SLOTS)


def test_the_card_says_which_reader() -> None:
    backbone = tiny_backbone()
    for reader, kind in (("joint", JointSlots), ("separate", SeparateSlots)):
        model = EditableModel.assemble(
            backbone, tiny_adapter(backbone, reader=reader), "compressed", tiny_model().settings
        )
        assert isinstance(memory_of(model, model.compress(TEXTS), [{0: 1.0}]), kind)
