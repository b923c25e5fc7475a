"""The editor's attention over a packed training step: the same mathematics as `app.model.attention`, other layout.

Registered with transformers as `incomes-packed`. A test holds it equal to the attention that answers.
"""

from __future__ import annotations

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
    outputs = [_attend_group(group, q, k, v, layer >= memory.select_from, scaling) for group in memory.groups]
    out = torch.cat(outputs)  # [tokens, heads, head_dim]
    if memory.pool is not None and layer >= memory.select_from:
        read = attend_to_pool(layer, q, k, v, memory.pool, scaling)
        out = torch.cat([out[: memory.pool.first], out[memory.pool.first :] + read])
    return out[None], None


def _attend_group(group: Group, q: Tensor, k: Tensor, v: Tensor, reads: bool, scaling: float | None) -> Tensor:
    """`[tokens of the group, heads, head_dim]`."""
    heads, kv_heads, dim = q.shape[1], k.shape[1], q.shape[2]
    own = slice(group.start, group.end)
    flat = torch.cat([q[own], k[own], v[own]], dim=1).flatten(1)
    grid = to_grid(flat, group.place, group.rows * group.longest)
    grid = grid.view(group.rows, group.longest, heads + 2 * kv_heads, dim).transpose(1, 2)
    gq, gk, gv = torch.split(grid, [heads, kv_heads, kv_heads], dim=1)  # [rows, heads, longest, head_dim]
    mask = _causal(group.longest, q.device)
    if reads and group.slots is not None and group.bias is not None:
        slot_k, slot_v = (_slots(states, group.slots) for states in (k, v))
        gk, gv = torch.cat([slot_k, gk], dim=2), torch.cat([slot_v, gv], dim=2)
        mask = _with_slots(mask, group.bias)
    repeat = heads // kv_heads
    gk, gv = gk.repeat_interleave(repeat, dim=1), gv.repeat_interleave(repeat, dim=1)
    # Written out: torch's fused attention takes five times as long backward on a processor at these sizes.
    scores = (gq @ gk.transpose(-1, -2)).float() * (scaling if scaling is not None else dim**-0.5) + mask
    out = scores.softmax(dim=-1).to(gv.dtype) @ gv  # [rows, heads, longest, head_dim]
    cells = out.transpose(1, 2).reshape(group.rows * group.longest, heads * dim)
    return from_grid(cells, group.place).view(-1, heads, dim)


def _slots(states: Tensor, index: Tensor) -> Tensor:
    """`[tokens, kv_heads, head_dim]` → `[rows, kv_heads, slots, head_dim]`."""
    chosen = states.flatten(1).index_select(0, index.flatten())
    return chosen.view(*index.shape, *states.shape[1:]).transpose(1, 2)


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
