"""The attention function of the editor: the backbone's own, plus gist slots.

Registered with transformers under the name `incomes`. `memory` reaches it as a keyword of the forward call:

    none            the backbone's attention, unchanged
    Capture         the same, and keys and values are kept                       (compress)
    JointSlots      one softmax over [gist slots ; the sequence so far]          (read, reader `joint`)
    SeparateSlots   self-attention + a softmax over [zero gist ; gist slots]     (read, the paper's reader)

    joint, what a query sees         slots of the edits read │ question  answer
        question                     ■ ■ ■ ■   + log w(edit) │ ■ ⬚ ⬚     ⬚ ⬚
                                     ■ ■ ■ ■                 │ ■ ■ ⬚     ⬚ ⬚
        answer                       ■ ■ ■ ■                 │ ■ ■ ■     ■ ⬚

Slots never enter the key/value cache: a sliding-window layer would drop them. They are put before the cached keys at
each step and are exempt from windows.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from app.model.memory import Capture, JointSlots, Memory, SeparateSlots
from app.model.rotary import unrotate

ATTENTION_NAME = "incomes"


def attend(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    *,
    scaling: float | None = None,
    memory: Memory | None = None,
    position_ids: Tensor | None = None,
    **options: Any,
) -> tuple[Tensor, None]:
    """Attention of one layer.

    Args:
        query: `[batch, heads, query, head_dim]`, turned.
        key, value: `[batch, kv_heads, length, head_dim]`, turned, cache included.
        attention_mask: `[batch, 1, query, length]`, True where a query may look.
        memory: what to keep or to read besides; see the module's docstring.
        position_ids: `[batch, query]`, needed to undo the query's rotation.

    Returns:
        `[batch, query, heads, head_dim]`, and None in place of weights.
    """
    layer = int(module.layer_idx)  # type: ignore[arg-type]  # set by every transformers attention module
    if isinstance(memory, JointSlots) and layer in memory.keys:
        return _attend_jointly(module, layer, query, key, value, attention_mask, memory, scaling, options)
    own, _ = sdpa_attention_forward(module, query, key, value, attention_mask, scaling=scaling, **options)
    if isinstance(memory, Capture) and layer in memory.layers:
        memory.keys[layer], memory.values[layer] = key, value
    if isinstance(memory, SeparateSlots) and layer in memory.keys:
        own = own + _cross_attention(layer, query, memory, scaling, position_ids)
    return own, None


def _attend_jointly(
    module: nn.Module,
    layer: int,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    memory: JointSlots,
    scaling: float | None,
    options: dict[str, Any],
) -> tuple[Tensor, None]:
    rows = query.shape[0]
    slot_keys, slot_values = memory.keys[layer], memory.values[layer]
    keys = torch.cat([slot_keys.expand(rows, -1, -1, -1).to(key.dtype), key], dim=2)
    values = torch.cat([slot_values.expand(rows, -1, -1, -1).to(value.dtype), value], dim=2)
    mask = _slots_before(memory.bias, attention_mask, query, key)
    out, _ = sdpa_attention_forward(module, query, keys, values, mask, scaling=scaling, **options)
    if memory.trace is not None:
        weights = _last_query_weights(query, keys, mask, scaling)
        slots = slot_keys.shape[2]
        memory.trace.add(layer, weights[..., :slots], weights[..., slots:].sum(-1))
    return out, None


def _slots_before(bias: Tensor, attention_mask: Tensor | None, query: Tensor, key: Tensor) -> Tensor:
    """The additive mask `[batch, 1, query, slots + length]`."""
    if attention_mask is None:
        raise ValueError("the editor needs an explicit mask: transformers passed none")
    smallest = torch.finfo(query.dtype).min
    sequence = torch.zeros(attention_mask.shape, dtype=query.dtype, device=query.device)
    sequence = sequence.masked_fill(~attention_mask, smallest)
    slots = bias.to(query.dtype).clamp(min=smallest)[:, None, None, :]
    slots = slots.expand(query.shape[0], 1, query.shape[2], -1)
    return torch.cat([slots, sequence.expand(query.shape[0], -1, -1, -1)], dim=-1)


def _last_query_weights(query: Tensor, keys: Tensor, mask: Tensor, scaling: float | None) -> Tensor:
    """Attention weights of the last query position, `[batch, heads, slots + length]`, in float32."""
    last, groups = query[:, :, -1].float(), query.shape[1] // keys.shape[1]
    repeated = keys.float().repeat_interleave(groups, dim=1)
    scale = scaling if scaling is not None else query.shape[-1] ** -0.5
    scores = torch.einsum("bhd,bhsd->bhs", last, repeated) * scale + mask[:, :, -1].float()
    return scores.softmax(dim=-1)


def _cross_attention(
    layer: int, query: Tensor, memory: SeparateSlots, scaling: float | None, position_ids: Tensor | None
) -> Tensor:
    """softmax([zero_key ; gist_k] · q · temperature / √D) · [0 ; gist_v] → `[batch, query, heads, head_dim]`."""
    if position_ids is None:
        raise ValueError("the separate reader needs position_ids to undo the query's rotation")
    frequencies, rotary_scale = memory.rotary[layer]
    plain = unrotate(query, position_ids[:, None, :], frequencies, rotary_scale)
    groups = query.shape[1] // memory.keys[layer].shape[1]
    keys = memory.keys[layer].to(query.dtype).repeat_interleave(groups, dim=1).expand(len(query), -1, -1, -1)
    values = memory.values[layer].to(query.dtype).repeat_interleave(groups, dim=1).expand_as(keys)
    zero = memory.zero_keys[layer].to(query.dtype).repeat_interleave(groups, dim=0)
    scale = (scaling if scaling is not None else query.shape[-1] ** -0.5) * memory.temperature
    to_slots = plain @ keys.transpose(-1, -2) * scale + memory.bias.to(query.dtype)[:, None, None, :]
    to_zero = torch.einsum("bhqd,hd->bhq", plain, zero)[..., None] * scale
    weights = torch.cat([to_zero, to_slots], dim=-1).float().softmax(dim=-1)
    if memory.trace is not None:
        memory.trace.add(layer, weights[:, :, -1, 1:], weights[:, :, -1, 0])
    return (weights[..., 1:].to(query.dtype) @ values).transpose(1, 2)


def explicit_mask(*arguments: Any, **options: Any) -> Tensor | None:
    """transformers' boolean mask, never left out: without it the question would disappear behind the slots."""
    return sdpa_mask(*arguments, **{**options, "allow_is_causal_skip": False})  # type: ignore[no-any-return]  # untyped


def register() -> None:
    """Make the attention function known to transformers. Repeating it changes nothing."""
    AttentionInterface.register(ATTENTION_NAME, attend)
    AttentionMaskInterface.register(ATTENTION_NAME, explicit_mask)


register()
