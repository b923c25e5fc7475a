"""The attention function against a slow one written as the formulas read."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface

from app.model import attention
from app.model.attention import ATTENTION_NAME, attend
from app.model.memory import Capture, JointSlots, ReadingTrace, SeparateSlots
from app.model.rotary import rotate
from tests.model.comparing import assert_same, memory_of, row_logits
from tests.tiny_models import HEADS, LAYERS, tiny_backbone, tiny_model

BATCH, KV_HEADS, LENGTH, SLOTS, DIM = 2, 2, 5, 3, 8
SMALLEST = torch.finfo(torch.float32).min
FREQUENCIES = 1 / 10_000 ** (torch.arange(0, DIM, 2) / DIM)


class Layer(nn.Module):
    """What transformers' attention modules offer to the function."""

    layer_idx, num_key_value_groups, is_causal = 3, HEADS // KV_HEADS, True


@pytest.fixture
def states() -> tuple[Tensor, Tensor, Tensor]:
    """Query, key and value of one sequence a row."""
    torch.manual_seed(0)
    query = torch.randn(BATCH, HEADS, LENGTH, DIM)
    return query, torch.randn(BATCH, KV_HEADS, LENGTH, DIM), torch.randn(BATCH, KV_HEADS, LENGTH, DIM)


@pytest.fixture
def slots() -> tuple[Tensor, Tensor]:
    torch.manual_seed(1)
    return torch.randn(BATCH, KV_HEADS, SLOTS, DIM), torch.randn(BATCH, KV_HEADS, SLOTS, DIM)


def causal_mask() -> Tensor:
    """Row 1 is left-padded by two."""
    mask = torch.ones(LENGTH, LENGTH, dtype=torch.bool).tril().expand(BATCH, 1, -1, -1).clone()
    mask[1, :, :, :2] = False
    return mask


def visible(mask: Tensor, row: int, place: int) -> list[int]:
    return [i for i in range(LENGTH) if mask[row, 0, place, i]]


@torch.no_grad()
def test_joint_reading_is_one_softmax_over_slots_and_sequence(
    states: tuple[Tensor, Tensor, Tensor], slots: tuple[Tensor, Tensor]
) -> None:
    query, key, value = states
    bias = torch.tensor([[math.log(0.3), math.log(0.7), SMALLEST], [0.0, 0.0, 0.0]])
    trace = ReadingTrace()
    trace.start_pass()
    memory = JointSlots({3: slots[0]}, {3: slots[1]}, bias, trace)
    mask = causal_mask()
    found, _ = attend(Layer(), query, key, value, mask, scaling=0.25, memory=memory)
    assert found.shape == (BATCH, LENGTH, HEADS, DIM)
    for row in range(BATCH):
        for head in range(HEADS):
            group = head // (HEADS // KV_HEADS)
            for place in range(LENGTH):
                own = visible(mask, row, place)
                keys = torch.cat([slots[0][row, group], key[row, group, own]])
                values = torch.cat([slots[1][row, group], value[row, group, own]])
                scores = keys @ query[row, head, place] * 0.25
                scores[:SLOTS] += bias[row]
                weights = scores.softmax(0)
                if own:  # a place of padding looks at nothing and is looked at by nothing
                    assert_same(found[row, place, head], weights @ values)
            assert_same(trace.slot_mass[0][3][row, head], weights[:SLOTS], 1e-5)
            assert trace.self_mass[0][3][row, head].item() == pytest.approx(weights[SLOTS:].sum().item())


@torch.no_grad()
def test_separate_reading_adds_a_cross_attention_with_the_zero_gist(
    states: tuple[Tensor, Tensor, Tensor], slots: tuple[Tensor, Tensor]
) -> None:
    query, key, value = states
    positions = torch.arange(LENGTH).expand(BATCH, -1) + 4
    turned = rotate(query, positions[:, None], FREQUENCIES)
    zero_key, bias = torch.randn(KV_HEADS, DIM), torch.tensor([[0.0, 0.0, SMALLEST], [0.0, 0.0, 0.0]])
    trace = ReadingTrace()
    trace.start_pass()
    memory = SeparateSlots(
        {3: slots[0]}, {3: slots[1]}, bias, {3: zero_key}, temperature=2.0, rotary={3: (FREQUENCIES, 1.0)}, trace=trace
    )
    mask = causal_mask()
    own, _ = attend(Layer(), turned, key, value, mask, scaling=0.25)
    found, _ = attend(Layer(), turned, key, value, mask, scaling=0.25, memory=memory, position_ids=positions)
    for row in range(BATCH):
        for head in range(HEADS):
            group = head // (HEADS // KV_HEADS)
            for place in range(LENGTH):
                keys = torch.cat([zero_key[group][None], slots[0][row, group]])
                values = torch.cat([torch.zeros(1, DIM), slots[1][row, group]])
                scores = keys @ query[row, head, place] * 0.25 * 2.0  # the query before it was turned
                scores[1:] += bias[row]
                weights = scores.softmax(0)
                assert_same(found[row, place, head] - own[row, place, head], weights @ values, 1e-4)
            assert_same(trace.slot_mass[0][3][row, head], weights[1:], 1e-4)
            assert trace.self_mass[0][3][row, head].item() == pytest.approx(weights[0].item(), abs=1e-5)


@torch.no_grad()
def test_capture_keeps_keys_and_values_and_changes_nothing(states: tuple[Tensor, Tensor, Tensor]) -> None:
    capture = Capture(frozenset({3}))
    plain, _ = attend(Layer(), *states, causal_mask())
    found, _ = attend(Layer(), *states, causal_mask(), memory=capture)
    assert torch.equal(found, plain)
    assert torch.equal(capture.keys[3], states[1])
    assert torch.equal(capture.values[3], states[2])
    attend(Layer(), *states, causal_mask(), memory=(other := Capture(frozenset({1}))))
    assert not other.keys


def test_a_mask_left_out_is_refused(states: tuple[Tensor, Tensor, Tensor], slots: tuple[Tensor, Tensor]) -> None:
    memory = JointSlots({3: slots[0]}, {3: slots[1]}, torch.zeros(BATCH, SLOTS))
    with pytest.raises(ValueError, match="explicit mask"):
        attend(Layer(), *states, None, memory=memory)


def test_separate_reading_without_positions_is_refused(
    states: tuple[Tensor, Tensor, Tensor], slots: tuple[Tensor, Tensor]
) -> None:
    memory = SeparateSlots({3: slots[0]}, {3: slots[1]}, torch.zeros(BATCH, SLOTS), {}, 1.0, {3: (FREQUENCIES, 1.0)})
    with pytest.raises(ValueError, match="position_ids"):
        attend(Layer(), *states, causal_mask(), memory=memory)


def test_both_functions_are_registered_and_registering_again_is_harmless() -> None:
    attention.register()
    assert AttentionInterface()[ATTENTION_NAME] is attend
    assert AttentionMaskInterface()[ATTENTION_NAME] is attention.explicit_mask


def test_the_mask_is_never_left_out() -> None:
    """One sequence, no padding: where transformers' own mask function returns None."""
    model = tiny_model()
    seen: list[Tensor | None] = []

    def watch(module: nn.Module, _arguments: object, options: dict[str, Tensor | None]) -> None:
        seen.append(options["attention_mask"])

    attention_layer = model.answerer.edited.model.get_submodule("model.layers.0.self_attn")
    handle = attention_layer.register_forward_pre_hook(watch, with_kwargs=True)
    row_logits(model.answerer.edited.model, [[5, 6, 7]])
    handle.remove()
    assert seen[0] is not None
    assert seen[0].dtype == torch.bool


@pytest.mark.parametrize("family", ["mistral", "gemma3"])
@pytest.mark.parametrize("reader", ["joint", "separate"])
def test_sliding_windows_do_not_drop_slots(family: str, reader: str) -> None:
    """Slots are read at the end of a question many windows long, in sliding layers as in full ones, cached or not."""
    model = tiny_model(family, window=4, reader=reader)
    editor, question = model.answerer.edited.model, [20 + i for i in range(40)]
    pool, trace = model.compress(["Tea takes 4 minutes."]), ReadingTrace()
    memory = memory_of(model, pool, [{0: 1.0}], trace)
    model.answerer.edited.run([question], 3, memory)
    assert len(trace.slot_mass) == 3  # the question, then two tokens with cache
    for step in trace.slot_mass:
        assert sorted(step) == list(range(LAYERS // 2, LAYERS))
        assert all((mass.sum(-1) > 1e-5).all() for mass in step.values())
    for wanted in ("keys", "values"):
        changed = memory_of(model, pool, [{0: 1.0}])
        tensors = getattr(changed, wanted)
        tensors |= {layer: tensor + 1 for layer, tensor in tensors.items()}
        (before,), (after,) = (row_logits(editor, [question], each) for each in (memory, changed))
        assert (before[-1] - after[-1]).abs().max() > 1e-3


def test_a_sliding_layer_sees_only_its_window_beside_the_slots() -> None:
    """The window itself still holds: the first token of a long question reaches the last one through no layer."""
    model = tiny_model("mistral", window=4, memory="verbatim")
    question = [20 + i for i in range(40)]
    memory = memory_of(model, model.compress(["Tea"]), [{0: 1.0}])
    (before,) = row_logits(model.answerer.edited.model, [question], memory)
    (after,) = row_logits(model.answerer.edited.model, [[99, *question[1:]]], memory)
    assert (before[1] - after[1]).abs().max() > 1e-3
    assert torch.equal(before[-1], after[-1])


def test_the_backbone_keeps_its_own_attention() -> None:
    backbone = tiny_backbone()
    assert backbone.model.config._attn_implementation == "sdpa"  # type: ignore[union-attr]  # nn.Module to mypy
