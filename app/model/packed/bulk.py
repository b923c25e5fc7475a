"""Many tokens at once through packed layers, for compressing and for long prompts: weights are unpacked once for all.

Each stack of a layer is unpacked into a buffer, the adapter's update is added to it there, and it is multiplied by the
dense product that transformers uses too; then the buffer takes the next stack. Sequences stand one behind the other
without padding. What no wanted key or value depends on is not computed: the last layer's attention and products, and
those of the layer before it but for the rows that are wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import torch
from torch import Tensor
from torch.nn import functional

from app.model.packed.products import unpack
from app.model.packed.weights import PackedTree

Changes = Mapping[int, Callable[[Tensor], None]]
"""Layer → what is done to the hidden states `[rows, width]`, in place, before it."""


@dataclass(frozen=True, eq=False)
class BulkPass:
    """One pass of sequences through all layers, each ending just before position `end`."""

    tree: PackedTree
    lengths: Sequence[int]
    """Tokens of each sequence; equal ones side by side attend together."""
    wanted: Tensor
    """`[wanted]`: the rows whose keys and values are."""
    first: int
    """The first layer whose keys and values are wanted."""
    dtype: torch.dtype
    """Of the products; everything between them is float32."""
    end: int = 0

    def keys_and_values(self, hidden: Tensor, changes: Changes) -> tuple[Tensor, Tensor]:
        """`[rows, width]` → keys, turned, and values: `[layers from first on, wanted, kv_heads, head_dim]` each."""
        weights, wanted = self.tree.weights, self.wanted
        heads, last = weights.heads, weights.layers - 1
        norms, cos, sin = torch.from_numpy(weights.norms), *self._angles()
        stacks = _Stacks(self.tree, self.dtype)
        keys, values = [], []
        for layer in range(weights.layers):
            if layer in changes:
                changes[layer](hidden)
            normed = functional.rms_norm(hidden, (weights.width,), norms[layer, 0], weights.epsilon)
            qkv = stacks.product("qkv", layer, normed).float().view(len(hidden), -1, weights.head_dim)
            turned = turned_heads(qkv[:, : heads + weights.kv_heads], cos, sin)
            own = qkv[:, heads + weights.kv_heads :]
            if layer >= self.first:
                here = slice(None) if len(hidden) == len(wanted) else wanted
                keys.append(turned[here, heads:].clone())
                values.append(own[here].clone())
            if layer == last:
                break
            attended = self._attended(turned[:, :heads], turned[:, heads:], own)
            if layer == last - 1:
                attended, hidden, cos, sin = attended[wanted], hidden[wanted], cos[wanted], sin[wanted]
            hidden = hidden + stacks.product("out", layer, attended)
            normed = functional.rms_norm(hidden, (weights.width,), norms[layer, 1], weights.epsilon)
            gate, up = stacks.product("gate_up", layer, normed).chunk(2, dim=1)
            hidden = hidden + stacks.product("down", layer, functional.silu(gate).mul_(up))
        return torch.stack(keys), torch.stack(values)

    def _angles(self) -> tuple[Tensor, Tensor]:
        """Cosines and sines of every row's place, `[rows, 1, head_dim / 2]`."""
        places = torch.cat([torch.arange(self.end - length, self.end) for length in self.lengths]).float()
        angles = places[:, None, None] * torch.from_numpy(self.tree.frequencies)
        return angles.cos(), angles.sin()

    def _attended(self, queries: Tensor, keys: Tensor, values: Tensor) -> Tensor:
        """`[rows, heads, head_dim]` each → `[rows, heads · head_dim]`, every sequence on its own."""
        found = torch.empty(len(queries), queries.shape[1] * queries.shape[2])
        for rows, count, length in self._runs():
            query, key, value = (
                part[rows].view(count, length, *part.shape[1:]).transpose(1, 2) for part in (queries, keys, values)
            )
            out = functional.scaled_dot_product_attention(query, key, value, is_causal=True, enable_gqa=True)
            found[rows] = out.transpose(1, 2).reshape(count * length, -1)
        return found

    def _runs(self) -> Iterator[tuple[slice, int, int]]:
        """Neighbours of one length: their rows, how many they are, and that length."""
        start = 0
        for length, same in groupby(self.lengths):
            count = sum(1 for _ in same)
            yield slice(start, start + count * length), count, length
            start += count * length


def turned_heads(heads: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary embedding of `[rows, heads, head_dim]`."""
    first, second = heads.chunk(2, dim=2)
    return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=2)


class _Stacks:
    """Products with one stack of weights after another, in one buffer."""

    def __init__(self, tree: PackedTree, dtype: torch.dtype) -> None:
        weights = tree.weights
        self._tree, self._dtype = tree, dtype
        inputs = {"out": weights.heads * weights.head_dim, "down": weights.gate_up.shape[1] // 2}
        self._inputs = {stack: inputs.get(stack, weights.width) for stack in ("qkv", "out", "gate_up", "down")}
        most = max(getattr(weights, stack).shape[1] * width for stack, width in self._inputs.items())
        self._buffer = torch.empty(most)

    def product(self, stack: str, layer: int, inputs: Tensor) -> Tensor:
        """`[rows, in]` → `[rows, out]` in the precision of the products."""
        packed = getattr(self._tree.weights, stack)[layer]
        width = self._inputs[stack]
        dense = self._buffer[: len(packed) * width].view(len(packed), width)
        unpack(packed, dense.numpy())
        self._add_update(dense, stack, layer)
        return functional.linear(inputs.to(self._dtype), dense.to(self._dtype))

    def _add_update(self, dense: Tensor, stack: str, layer: int) -> None:
        updates = self._tree.updates
        place = layer - updates.first
        if place < 0:
            return
        down, up = (torch.from_numpy(getattr(updates, f"{stack}_{side}")[place]) for side in ("down", "up"))
        start = 0
        for part, outputs in enumerate(self._tree.weights.outputs(stack)):
            rows, rank = slice(start, start + outputs), up.shape[1]
            dense[rows].addmm_(up[rows], down[part * rank : (part + 1) * rank])
            start += outputs
