"""The editor's attention over a packed training step: the same mathematics as `app.model.attention`, other layout.

Registered with transformers as `incomes-packed`. A test holds it equal to the attention that answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface

from app.training.packing import Group, PackedMemory, from_grid, to_grid
from app.training.pool_attention import attend_to_pool

PACKED_ATTENTION_NAME = "incomes-packed"


def attend_packed(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    *,
    memory: PackedMemory,
    scaling: float | None = None,
    **_options: Any,
) -> tuple[Tensor, None]:
    """Attention of one layer over `[1, heads, tokens, head_dim]`, each row seeing itself and its slots only.

    Returns:
        `[1, tokens, heads, head_dim]`, and None in place of weights.
    """
    layer = int(module.layer_idx)  # type: ignore[arg-type]  # set by every transformers attention module
    dtype = value.dtype
    q, k, v = (part[0].transpose(0, 1).to(dtype) for part in (query, key, value))  # [tokens, heads, head_dim]
    if layer >= memory.select_from:
        memory.selection_keys[layer] = k.index_select(0, memory.selection_tokens)
    states = torch.cat([q, k, v], dim=1).flatten(1)
    kv = torch.cat([k, v], dim=1).flatten(1)
    reads = layer >= memory.select_from
    # One split instead of a slice a group: the gradient of each slice would be as long as the whole step.
    parts = torch.split(states, [group.end - group.start for group in memory.groups])
    heads = _Heads(q.shape[1], k.shape[1], q.shape[2], scaling if scaling is not None else q.shape[2] ** -0.5)
    pairs = zip(memory.groups, parts, strict=True)
    out = torch.cat([_attend_group(group, part, kv if reads else None, heads) for group, part in pairs])
    if memory.pool is not None and layer >= memory.select_from:
        read = attend_to_pool(layer, q, k, v, memory.pool, scaling)
        out = torch.cat([out[: memory.pool.first], out[memory.pool.first :] + read])
    return out[None], None


@dataclass(frozen=True)
class _Heads:
    """Shape and scale of a layer's attention."""

    query: int
    key_value: int
    dim: int
    scaling: float


def _attend_group(group: Group, own: Tensor, kv: Tensor | None, heads: _Heads) -> Tensor:
    """Attention within a group of rows.

    Args:
        own: `[tokens of the group, features]`, queries, keys and values of the group.
        kv: `[tokens, features]`, keys and values of the step, where the layer reads slots.

    Returns:
        `[tokens of the group, heads, head_dim]`.
    """
    grid = to_grid(own, group.place, group.rows * group.longest)
    grid = grid.view(group.rows, group.longest, heads.query + 2 * heads.key_value, heads.dim).transpose(1, 2)
    # [rows, heads, longest, head_dim]
    queries, keys, values = torch.split(grid, [heads.query, heads.key_value, heads.key_value], dim=1)
    mask = _causal(group.longest, own.device)
    if kv is not None and group.slots is not None and group.bias is not None:
        slot_keys, slot_values = _slots(kv, group.slots, heads)
        keys, values = torch.cat([slot_keys, keys], dim=2), torch.cat([slot_values, values], dim=2)
        mask = _with_slots(mask, group.bias)
    # Query heads that share a key are rows of one product: nothing is repeated.
    asked = queries.reshape(group.rows, heads.key_value, -1, heads.dim)
    # Written out: torch's fused attention takes five times as long backward on a processor at these sizes.
    scores = (asked @ keys.transpose(-1, -2)).float().view(group.rows, heads.query, group.longest, -1)
    shares = (scores * heads.scaling + mask).softmax(dim=-1).to(values.dtype)
    out = shares.view(group.rows, heads.key_value, -1, shares.shape[-1]) @ values
    out = out.view(group.rows, heads.query, group.longest, heads.dim)
    cells = out.transpose(1, 2).reshape(group.rows * group.longest, heads.query * heads.dim)
    return from_grid(cells, group.place).view(-1, heads.query, heads.dim)


def _slots(kv: Tensor, index: Tensor, heads: _Heads) -> tuple[Tensor, Tensor]:
    """`[tokens, features]` → keys and values `[rows, kv_heads, slots, head_dim]`."""
    chosen = kv.index_select(0, index.flatten()).view(*index.shape, 2, heads.key_value, heads.dim)
    keys, values = chosen.unbind(2)
    return keys.transpose(1, 2), values.transpose(1, 2)


def _causal(longest: int, device: torch.device) -> Tensor:
    """Additive mask `[1, 1, longest, longest]` in float32."""
    return torch.full((longest, longest), torch.finfo(torch.float32).min, device=device).triu(1)[None, None]


def _with_slots(causal: Tensor, bias: Tensor) -> Tensor:
    """Additive mask `[rows, 1, longest, slots + longest]`."""
    slots = bias[:, None, None, :].expand(-1, 1, causal.shape[-1], -1)
    return torch.cat([slots, causal.expand(len(bias), -1, -1, -1)], dim=-1)


def register() -> None:
    """Make the attention function known to transformers, with no mask: every group makes its own."""
    AttentionInterface.register(PACKED_ATTENTION_NAME, attend_packed)
    AttentionMaskInterface.register(PACKED_ATTENTION_NAME, lambda *_arguments, **_options: None)


register()
