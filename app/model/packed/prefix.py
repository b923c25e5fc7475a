"""The beginning of many prompts, read once by packed layers: every sequence attends to it, none copies it.

Between the compiled parts of a layer, attention is torch's: one product of all rows with the keys of the whole prefix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from app.model.packed.bulk import BulkPass, turned_heads
from app.model.packed.groups import Floats
from app.model.packed.layers import Rows, finish, project
from app.model.packed.weights import Updates, Weights


@dataclass(frozen=True, eq=False)
class PackedPrefix:
    """What a backbone keeps of a beginning, which ends just before position 0; never changed by what continues it."""

    token_ids: tuple[int, ...]
    keys: Tensor = field(repr=False)
    """`[layers, kv_heads, head_dim, tokens]`, turned."""
    values: Tensor = field(repr=False)
    """`[layers, kv_heads, tokens, head_dim]`."""

    @property
    def bytes(self) -> int:
        """Memory that the keys and values take, in bytes."""
        return self.keys.nbytes + self.values.nbytes


@torch.inference_mode()
def read_prefix(bulk: BulkPass, token_ids: Sequence[int]) -> PackedPrefix:
    """`bulk`: one sequence of those tokens, all of whose keys and values are wanted, from the first layer on."""
    hidden = torch.from_numpy(bulk.tree.weights.embedded(token_ids))
    keys, values = bulk.keys_and_values(hidden, {})  # [layers, tokens, kv_heads, head_dim] each
    keys, values = keys.to(bulk.dtype).permute(0, 2, 3, 1), values.to(bulk.dtype).transpose(1, 2)
    return PackedPrefix(tuple(token_ids), keys.contiguous(), values.contiguous())


@torch.inference_mode()
def run_behind(prefix: PackedPrefix, weights: Weights, updates: Updates, rows: Rows, first: int, end: int) -> None:
    """`layers.run_layers` for rows that read a prefix in place of slots."""
    count = len(rows.hidden)
    qkv = np.empty((count, weights.qkv.shape[1]), dtype=np.float32)
    gate_up = np.empty((count, weights.gate_up.shape[1]), dtype=np.float32)
    for layer in range(first, end):
        project(weights, updates, rows, layer, qkv)
        finish(weights, updates, rows, layer, _attended(prefix, weights, rows, qkv, layer), gate_up)


def _attended(prefix: PackedPrefix, weights: Weights, rows: Rows, qkv: Floats, layer: int) -> Floats:
    """`[rows, heads · head_dim]`: one softmax over the prefix and the row's own sequence up to itself."""
    count, heads, kv_heads, dim = len(qkv), weights.heads, weights.kv_heads, weights.head_dim
    cos, sin = (torch.from_numpy(part)[:, None] for part in (rows.cos, rows.sin))
    query = turned_heads(torch.from_numpy(qkv[:, : heads * dim]).view(count, heads, dim), cos, sin) * dim**-0.5
    query = query.view(count, kv_heads, -1, dim)  # [rows, kv_heads, group, head_dim]
    length = int(rows.place.max()) + 1
    keys, values = (torch.from_numpy(part[rows.sequence, layer, :, :length]) for part in (rows.keys, rows.values))
    later = torch.arange(length) > torch.from_numpy(rows.place)[:, None]  # [rows, length]
    own = (query @ keys.transpose(-1, -2)).masked_fill(later[:, None, None], -torch.inf)
    by_head = query.transpose(0, 1).reshape(kv_heads, -1, dim).to(prefix.keys.dtype)  # [kv_heads, rows · group, ·]
    before = (by_head @ prefix.keys[layer]).float().view(kv_heads, count, -1, len(prefix.token_ids)).transpose(0, 1)
    shares = torch.cat([before, own], dim=-1).softmax(-1)  # [rows, kv_heads, group, tokens + length]
    of_prefix = shares[..., :-length].transpose(0, 1).flatten(1, 2).to(prefix.values.dtype) @ prefix.values[layer]
    values = values.masked_fill(later[:, None, :, None], 0)  # what is not written yet may be anything
    read = of_prefix.float().view(kv_heads, count, -1, dim).transpose(0, 1) + shares[..., -length:] @ values
    return read.reshape(count, -1).numpy()
