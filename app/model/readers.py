"""Readers: from the edits chosen to the memory that attention reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn

from app.config import Memory as Kind
from app.model.adapter import Adapter
from app.model.families import rotary_frequencies
from app.model.memory import JointSlots, ReadingTrace, SeparateSlots
from app.model.pool import Gist
from app.model.rotary import unrotate


@dataclass(frozen=True)
class Weighted:
    """An edit that a question reads, and the log of its weight."""

    gist: Gist
    log_weight: float


class Reader(Protocol):
    """Lays the slots of the chosen edits out for one batch of questions."""

    def memory(self, rows: Sequence[Sequence[Weighted]], trace: ReadingTrace | None) -> JointSlots | SeparateSlots:
        """Memory for a batch.

        Args:
            rows: per question the edits it reads, at least one each.
            trace: where attention is recorded, or None.
        """
        ...


@dataclass(frozen=True)
class JointReader:
    """One softmax over slots and sequence; an edit's log weight is added to the scores of its slots."""

    layers: tuple[int, ...]
    device: torch.device

    def memory(self, rows: Sequence[Sequence[Weighted]], trace: ReadingTrace | None) -> JointSlots:
        keys, values, bias = _laid_out(rows, self.device)
        by_layer = {layer: i for i, layer in enumerate(self.layers)}
        return JointSlots(
            keys={layer: keys[:, i] for layer, i in by_layer.items()},
            values={layer: values[:, i] for layer, i in by_layer.items()},
            bias=bias,
            trace=trace,
        )


class SeparateReader:
    """The paper's reader: self-attention plus a cross-attention over zero gist and gists.

    The selection happens in that softmax, layer by layer, so the edits' log weights are not used.
    """

    def __init__(
        self, editor: nn.Module, adapter: Adapter, layers: tuple[int, ...], device: torch.device, kind: Kind
    ) -> None:
        """`kind`: what the slots are, an edit's gists or, before those, the tokens of its text."""
        if adapter.zero_keys is None:
            raise ValueError("the separate reader needs an adapter with zero keys")
        self.layers, self.device = layers, device
        self.gists, self.kind = adapter.card.slots, kind
        self.temperature = adapter.card.temperature
        self.zero_keys = {layer: adapter.zero_keys[i] for i, layer in enumerate(layers)}
        self.rotary = {layer: rotary_frequencies(editor, layer) for layer in layers}

    def memory(self, rows: Sequence[Sequence[Weighted]], trace: ReadingTrace | None) -> SeparateSlots:
        rows = _shared(rows)
        keys, values, bias = _laid_out([[Weighted(w.gist, 0.0) for w in row] for row in rows], self.device)
        positions = self._positions(rows, keys.shape[3]).to(self.device)[:, None, :]
        return SeparateSlots(
            keys={layer: unrotate(keys[:, i], positions, *self.rotary[layer]) for i, layer in enumerate(self.layers)},
            values={layer: values[:, i] for i, layer in enumerate(self.layers)},
            bias=bias,
            zero_keys=self.zero_keys,
            temperature=self.temperature,
            rotary=self.rotary,
            trace=trace,
        )

    def _positions(self, rows: Sequence[Sequence[Weighted]], slots: int) -> Tensor:
        """`[batch, slots]`: where each slot's key was turned to. An edit's gists begin at −M, behind its text."""
        positions = torch.zeros(len(rows), slots, dtype=torch.long)
        for i, row in enumerate(rows):
            counts = [weighted.gist.slots for weighted in row]
            firsts = [-self.gists - (count if self.kind == "verbatim" else 0) for count in counts]
            places = [place for first, n in zip(firsts, counts, strict=True) for place in range(first, first + n)]
            positions[i, : len(places)] = torch.tensor(places)
        return positions


def _shared(rows: Sequence[Sequence[Weighted]]) -> Sequence[Sequence[Weighted]]:
    """One row for all where every row reads the same edits: a whole pool is laid out once, in whatever order."""
    first = {weighted.gist.id for weighted in rows[0]}
    same = all({weighted.gist.id for weighted in row} == first for row in rows[1:])
    return rows[:1] if same else rows


def _laid_out(rows: Sequence[Sequence[Weighted]], device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    """Keys and values `[batch, layers, kv_heads, slots, head_dim]` and bias `[batch, slots]`, padded at the end."""
    slots = max(sum(weighted.gist.slots for weighted in row) for row in rows)
    example = rows[0][0].gist.keys
    layers, kv_heads, _, head_dim = example.shape
    keys = example.new_zeros(len(rows), layers, kv_heads, slots, head_dim)
    values = torch.zeros_like(keys)
    bias = torch.full((len(rows), slots), torch.finfo(torch.float32).min)
    for i, row in enumerate(rows):
        start = 0
        for weighted in row:
            end = start + weighted.gist.slots
            keys[i, :, :, start:end] = weighted.gist.keys
            values[i, :, :, start:end] = weighted.gist.values
            bias[i, start:end] = weighted.log_weight
            start = end
    return keys.to(device), values.to(device), bias.to(device)
