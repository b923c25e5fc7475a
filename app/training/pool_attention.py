"""The paper's reader over a packed step: every reading row attends to the gists of all edits of the step.

    score = [zero key ; gist keys] · query · temperature / √D    all before rotary embedding
    read  = softmax(score) · [0 ; gist values]                   added to the self-attention's output

What `app.model.attention` computes for `SeparateSlots`, in the packed layout; a test holds them equal. Selection is
learnt by this softmax alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor

from app.model.rotary import unrotate


@dataclass
class PoolReading:
    """What the reading rows of a step read besides themselves."""

    first: int
    """First token of the reading rows, which stand behind all encoded ones."""
    gist_tokens: Tensor
    """`[slots]`: tokens whose keys and values are the pool."""
    positions: Tensor
    """`[tokens]`."""
    zero_keys: dict[int, Tensor]
    """Selecting layer → `[kv_heads, head_dim]`."""
    temperature: float
    rotary: dict[int, tuple[Tensor, float]]
    """Selecting layer → inverse frequencies and scale, to undo the rotation of queries and keys."""
    masses: dict[int, Tensor] = field(default_factory=dict)
    """Selecting layer → `[reading tokens, 1 + slots]`, mean over heads, the zero gist first; filled during the pass."""


def attend_to_pool(
    layer: int, query: Tensor, key: Tensor, value: Tensor, reading: PoolReading, scaling: float | None
) -> Tensor:
    """What the reading rows get from the pool, `[reading tokens, heads, head_dim]`.

    Args:
        query: `[tokens, heads, head_dim]`, turned.
        key, value: `[tokens, kv_heads, head_dim]`, turned.
    """
    repeat = query.shape[1] // key.shape[1]
    asking = _plain(query[reading.first :], reading.positions[reading.first :], layer, reading)
    gists = reading.gist_tokens
    keys = _plain(key.index_select(0, gists), reading.positions[gists], layer, reading)  # [kv_heads, slots, head_dim]
    zero = reading.zero_keys[layer].to(keys.dtype)[:, None]
    keys = torch.cat([zero, keys], dim=1).repeat_interleave(repeat, dim=0)
    values = value.index_select(0, gists).transpose(0, 1).repeat_interleave(repeat, dim=0)
    scale = (scaling if scaling is not None else query.shape[2] ** -0.5) * reading.temperature
    weights = ((asking @ keys.transpose(-1, -2)).float() * scale).softmax(dim=-1)  # [heads, tokens, 1 + slots]
    reading.masses[layer] = weights.detach().mean(0)
    return (weights[..., 1:].to(values.dtype) @ values).transpose(0, 1)


def _plain(states: Tensor, positions: Tensor, layer: int, reading: PoolReading) -> Tensor:
    """`[tokens, heads, head_dim]`, turned → `[heads, tokens, head_dim]` as they were before."""
    return unrotate(states.transpose(0, 1), positions[None], *reading.rotary[layer])
