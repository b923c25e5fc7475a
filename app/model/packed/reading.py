"""The slots that sequences read, as the packed layers want them: those of all sequences one behind the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from app.model.memory import JointSlots, ReadingTrace
from app.model.packed.groups import Floats
from app.model.packed.layers import Slots
from app.model.packed.weights import Weights


@dataclass(frozen=True, eq=False)
class Read:
    """What one sequence reads in the layers from `first` to the last."""

    first: int
    keys: Floats
    """`[selecting layers, kv_heads, slots, head_dim]`."""
    values: Floats
    bias: Floats
    """`[slots]`."""


def reads_of(memory: JointSlots | None, sequences: int) -> list[Read | None]:
    """What each sequence reads; None: nothing."""
    if memory is None:
        return [None] * sequences
    layers = sorted(memory.keys)
    keys, values = (
        torch.stack([part[layer].float() for layer in layers]).expand(-1, sequences, -1, -1, -1).numpy()
        for part in (memory.keys, memory.values)
    )
    bias = memory.bias.float().expand(sequences, -1).numpy()
    return [Read(layers[0], keys[:, i], values[:, i], bias[i]) for i in range(sequences)]


def slots_of(weights: Weights, reads: Sequence[Read | None], *, record: bool) -> Slots:
    """One table of all that is read.

    Args:
        reads: per sequence; all that read begin at the same layer.
        record: whether attention is written down.
    """
    starts = np.cumsum([0, *(0 if read is None else len(read.bias) for read in reads)])
    found = [read for read in reads if read is not None]
    if not found:
        nothing = np.zeros((0, 0, 0), dtype=np.float32)
        return Slots(weights.layers, starts, nothing[None], nothing[None], np.zeros(0, np.float32), nothing, nothing)
    first = found[0].first
    keys, values = (
        np.ascontiguousarray(np.concatenate(parts, axis=2))
        for parts in ([read.keys for read in found], [read.values for read in found])
    )
    layers = weights.layers - first if record else 0
    mass = np.zeros((layers, weights.heads, int(starts[-1])), dtype=np.float32)
    own_mass = np.zeros((layers, weights.heads, len(reads)), dtype=np.float32)
    return Slots(first, starts, keys, values, np.concatenate([read.bias for read in found]), mass, own_mass)


def recorded(slots: Slots, sequences: Sequence[int], trace: ReadingTrace) -> None:
    """Add a pass to a trace: what the last row of each of these sequences attended to. All read equally many slots."""
    trace.start_pass()
    for layer, (mass, own) in enumerate(zip(slots.mass, slots.own_mass, strict=True), start=slots.first):
        parts = [mass[:, slots.starts[i] : slots.starts[i + 1]] for i in sequences]
        trace.add(layer, _copied(np.stack(parts)), _copied(own[:, list(sequences)].T))


def _copied(numbers: Floats) -> Tensor:
    return torch.from_numpy(numbers.copy())
