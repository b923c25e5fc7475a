"""Readers: from the edits chosen to the memory that attention reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn

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
        self, editor: nn.Module, adapter: Adapter, layers: tuple[int, ...], device: torch.device, *, gap: int
    ) -> None:
        """`gap`: places between an edit's last slot and the question; its gists stand there in verbatim memory."""
        if adapter.zero_keys is None:
            raise ValueError("the separate reader needs an adapter with zero keys")
        self.layers, self.device, self.gap = layers, device, gap
        self.temperature = adapter.card.temperature
        self.zero_keys = {layer: adapter.zero_keys[i] for i, layer in enumerate(layers)}
        self.rotary = {layer: rotary_frequencies(editor, layer) for layer in layers}

    def memory(self, rows: Sequence[Sequence[Weighted]], trace: ReadingTrace | None) -> SeparateSlots:
        keys, values, bias = _laid_out([[Weighted(w.gist, 0.0) for w in row] for row in rows], self.device)
        positions = _slot_positions(rows, keys.shape[3], self.gap).to(self.device)[:, None, :]
        return SeparateSlots(
            keys={layer: unrotate(keys[:, i], positions, *self.rotary[layer]) for i, layer in enumerate(self.layers)},
            values={layer: values[:, i] for i, layer in enumerate(self.layers)},
            bias=bias,
            zero_keys=self.zero_keys,
            temperature=self.temperature,
            rotary=self.rotary,
            trace=trace,
        )


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


def _slot_positions(rows: Sequence[Sequence[Weighted]], slots: int, gap: int) -> Tensor:
    """`[batch, slots]`: where each slot's key was turned to; an edit's slots end at −1 − `gap`."""
    positions = torch.zeros(len(rows), slots, dtype=torch.long)
    for i, row in enumerate(rows):
        places = [place for weighted in row for place in range(-weighted.gist.slots - gap, -gap)]
        positions[i, : len(places)] = torch.tensor(places)
    return positions
