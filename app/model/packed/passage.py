"""Token sequences on their way through packed layers: their caches, what they read besides, what is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from app.model.memory import JointSlots
from app.model.packed.bulk import BulkPass
from app.model.packed.groups import Floats
from app.model.packed.layers import Rows, logits_of, run_layers
from app.model.packed.prefix import PackedPrefix, run_behind
from app.model.packed.reading import reads_of, recorded, slots_of
from app.model.packed.weights import PackedTree


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

    def __init__(
        self,
        tree: PackedTree,
        sequences: int,
        most_tokens: int,
        memory: JointSlots | None = None,
        prefix: PackedPrefix | None = None,
    ) -> None:
        """`most_tokens`: of the longest sequence, with all that will be added to it. Behind a prefix, that is read in
        place of any memory."""
        weights, self.prefix = tree.weights, prefix
        self.tree, self.lengths = tree, np.zeros(sequences, dtype=np.int64)
        self.keys, self.values = self.room(sequences, most_tokens)
        self.trace = memory.trace if memory is not None else None
        self.reads_nothing = memory is None and prefix is None
        self.slots = slots_of(weights, reads_of(memory, sequences), record=self.trace is not None)

    def room(self, sequences: int, tokens: int) -> tuple[Floats, Floats]:
        """Empty caches of so many sequences, of so many tokens each."""
        weights = self.tree.weights
        shape = (sequences, weights.layers, weights.kv_heads, tokens, weights.head_dim)
        return np.empty(shape, dtype=np.float32), np.empty(shape, dtype=np.float32)

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

    def resumed(self, begun: Sequence[Begun], sequences: Sequence[int] | None = None) -> Rows:
        """The question of each of these sequences (None: of all) before the layer to which it was read: one for all."""
        places = sequences or range(len(begun))
        for place, one in zip(places, begun, strict=True):
            self.keys[place, : one.layer, :, : len(one.hidden)] = one.keys
            self.values[place, : one.layer, :, : len(one.hidden)] = one.values
        return self.rows(np.concatenate([one.hidden for one in begun]), [len(one.hidden) for one in begun], places)

    def read_at_once(self, token_ids: Sequence[int], sequence: int, dtype: torch.dtype) -> None:
        """The beginning of a sequence that reads nothing besides, all of its tokens in one product: of many tokens that
        takes less than one after the other.

        Args:
            dtype: of the products.
        """
        length = len(token_ids)
        bulk = BulkPass(self.tree, [length], torch.arange(length), 0, dtype, end=length)
        hidden = torch.from_numpy(self.tree.weights.embedded(token_ids))
        for cache, found in zip((self.keys, self.values), bulk.keys_and_values(hidden, {}), strict=True):
            cache[sequence, :, :, :length] = found.transpose(1, 2).numpy()  # [layers, kv_heads, tokens, head_dim]
        self.lengths[sequence] = length

    def run(self, rows: Rows, first: int = 0, end: int | None = None) -> None:
        """Take the rows through layers, the last one by default."""
        tree, end = self.tree, self.tree.weights.layers if end is None else end
        if self.prefix is None:
            run_layers(tree.weights, tree.updates, self.slots, rows, first, end)
        else:
            run_behind(self.prefix, tree.weights, tree.updates, rows, first, end)

    def logits(self, rows: Rows) -> Tensor:
        """Of the next token of each sequence that the rows belong to, `[sequences, vocabulary]`, behind all layers."""
        last = np.append(np.flatnonzero(np.diff(rows.sequence)), len(rows.sequence) - 1)
        self.record(rows.sequence[last].tolist())
        return torch.from_numpy(logits_of(self.tree.weights, rows.hidden[last]))

    def record(self, _sequences: Sequence[int]) -> None:
        """Note what the last row of these sequences attended to; a trace is of all sequences together."""
        if self.trace is not None:
            recorded(self.slots, range(len(self.lengths)), self.trace)

    def begun(self, rows: Rows, layer: int, sequence: int, tokens: int) -> Begun:
        """The first tokens of a sequence whose rows stand before that layer, on their own."""
        first = int(np.flatnonzero(rows.sequence == sequence)[0])
        keys, values = (cache[sequence, :layer, :, :tokens].copy() for cache in (self.keys, self.values))
        return Begun(layer, rows.hidden[first : first + tokens].copy(), keys, values)
