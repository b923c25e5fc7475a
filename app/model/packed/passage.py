"""Token sequences on their way through packed layers: their caches, what they read besides, what is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from app.model.memory import JointSlots
from app.model.packed.groups import Floats
from app.model.packed.layers import Rows, Slots, logits_of, run_layers
from app.model.packed.weights import Updates, Weights


@dataclass(frozen=True, eq=False)
class PackedTree:
    """A backbone, or an editor: the backbone's weights with an adapter's updates beside them."""

    weights: Weights
    updates: Updates
    frequencies: Floats
    """`[head_dim / 2]`: inverse frequencies of the rotary embedding."""

    @property
    def arrays(self) -> list[np.ndarray]:
        """All that takes memory."""
        parts = (*self.weights, *self.updates, self.frequencies)
        return [part for part in parts if isinstance(part, np.ndarray) and part.size]


@dataclass(frozen=True, eq=False)
class Begun:
    """A question read part of the way, which is the same whatever it goes on to read: it is not read again."""

    layer: int
    """The first layer that it has not passed."""
    hidden: Floats
    """`[tokens, width]` before that layer."""
    keys: Floats
    """`[layers, kv_heads, tokens, head_dim]`, of the layers before it."""
    values: Floats


class Passage:
    """Sequences that grow together, each in a cache of its own; one object for one call."""

    def __init__(self, tree: PackedTree, sequences: int, most_tokens: int, memory: JointSlots | None = None) -> None:
        """`most_tokens`: of the longest sequence, with all that will be added to it."""
        weights = tree.weights
        self.tree, self.lengths = tree, np.zeros(sequences, dtype=np.int64)
        shape = (sequences, weights.layers, weights.kv_heads, most_tokens, weights.head_dim)
        self.keys, self.values = np.empty(shape, dtype=np.float32), np.empty(shape, dtype=np.float32)
        self.slots, self.trace = _slots(weights, sequences, memory), memory.trace if memory is not None else None

    def rows(self, hidden: Floats, counts: Sequence[int], sequences: Sequence[int]) -> Rows:
        """So many new tokens of each of these sequences, one behind the other."""
        starts = self.lengths[list(sequences)]
        place = np.concatenate([np.arange(s, s + n) for s, n in zip(starts, counts, strict=True)])
        angles = place[:, None].astype(np.float32) * self.tree.frequencies
        own = np.repeat(np.asarray(sequences, dtype=np.int64), counts)
        self.lengths[list(sequences)] += np.asarray(counts)
        return Rows(hidden, own, place, np.cos(angles), np.sin(angles), self.keys, self.values)

    def embedded(self, token_ids: Sequence[Sequence[int]], sequences: Sequence[int] | None = None) -> Rows:
        """The next tokens of each of these sequences (None: of all), at the first layer."""
        hidden = self.tree.weights.embedded([token for row in token_ids for token in row])
        return self.rows(hidden, [len(row) for row in token_ids], sequences or range(len(token_ids)))

    def resumed(self, begun: Sequence[Begun]) -> Rows:
        """Every sequence's question as it is before the layer to which it was read: the same one for all."""
        for i, one in enumerate(begun):
            self.keys[i, : one.layer, :, : len(one.hidden)] = one.keys
            self.values[i, : one.layer, :, : len(one.hidden)] = one.values
        counts = [len(one.hidden) for one in begun]
        return self.rows(np.concatenate([one.hidden for one in begun]), counts, range(len(begun)))

    def run(self, rows: Rows, first: int = 0, end: int | None = None) -> None:
        """Take the rows through layers, the last one by default."""
        tree = self.tree
        run_layers(tree.weights, tree.updates, self.slots, rows, first, tree.weights.layers if end is None else end)

    def logits(self, rows: Rows) -> Tensor:
        """Of the next token of each sequence that the rows belong to, `[sequences, vocabulary]`, behind all layers."""
        last = np.append(np.flatnonzero(np.diff(rows.sequence)), len(rows.sequence) - 1)
        self._record()
        return torch.from_numpy(logits_of(self.tree.weights, rows.hidden[last]))

    def begun(self, rows: Rows, layer: int, sequence: int, tokens: int) -> Begun:
        """The first tokens of a sequence whose rows stand before that layer, on their own."""
        first = int(np.flatnonzero(rows.sequence == sequence)[0])
        keys, values = (cache[sequence, :layer, :, :tokens].copy() for cache in (self.keys, self.values))
        return Begun(layer, rows.hidden[first : first + tokens].copy(), keys, values)

    def _record(self) -> None:
        if self.trace is None or not len(self.slots.mass):
            return
        self.trace.start_pass()
        masses = zip(self.slots.mass, self.slots.own_mass, strict=True)
        for layer, (mass, own) in enumerate(masses, start=self.slots.first):
            self.trace.add(layer, torch.from_numpy(mass.copy()), torch.from_numpy(own.copy()))


def _slots(weights: Weights, sequences: int, memory: JointSlots | None) -> Slots:
    if memory is None:
        return Slots(weights.layers, _none(5), _none(5), np.zeros((sequences, 0), np.float32), _none(4), _none(3))
    layers = sorted(memory.keys)
    keys, values = (
        torch.stack([part[layer].float() for layer in layers]).expand(-1, sequences, -1, -1, -1).contiguous().numpy()
        for part in (memory.keys, memory.values)
    )
    bias = memory.bias.float().expand(sequences, -1).contiguous().numpy()
    shape = (len(layers) if memory.trace is not None else 0, sequences, weights.heads, bias.shape[1])
    mass, own_mass = np.zeros(shape, dtype=np.float32), np.zeros(shape[:3], dtype=np.float32)
    return Slots(layers[0], keys, values, bias, mass, own_mass)


def _none(dimensions: int) -> Floats:
    return np.zeros((0,) * dimensions, dtype=np.float32)
