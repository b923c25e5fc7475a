"""Token sequences of different lengths side by side in one batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

Side = Literal["left", "right"]


@dataclass(frozen=True)
class Padded:
    """Sequences padded to one length."""

    token_ids: Tensor
    """`[batch, length]`; 0 where padded."""
    mask: Tensor
    """`[batch, length]`, 1 on tokens, 0 on padding."""
    positions: Tensor
    """`[batch, length]`; 0 where padded."""
    starts: Tensor
    """`[batch]`, index of each sequence's first token."""
    lengths: Tensor
    """`[batch]`."""


def pad(
    sequences: Sequence[Sequence[int]], side: Side, device: torch.device, *, ending_before_zero: bool = False
) -> Padded:
    """Pad sequences.

    Args:
        sequences: token ids, none empty.
        side: where padding goes; the results do not depend on it.
        ending_before_zero: positions `arange(n) − n` (an edit that ends just before the question) instead of
            `arange(n)`.
    """
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    starts = longest - lengths if side == "left" else torch.zeros_like(lengths)
    columns = torch.arange(longest)[None, :] - starts[:, None]
    mask = (columns >= 0) & (columns < lengths[:, None])
    positions = columns - lengths[:, None] if ending_before_zero else columns
    token_ids = torch.zeros(len(sequences), longest, dtype=torch.long)
    token_ids[mask] = torch.tensor([token for sequence in sequences for token in sequence])
    parts = (token_ids, mask.long(), positions.masked_fill(~mask, 0), starts, lengths)
    return Padded(*(part.to(device) for part in parts))


def by_length(lengths: Sequence[int], batch: int, *, most_tokens: int = 16_384) -> Iterator[list[int]]:
    """Indices in batches of similar length: little padding, bounded memory.

    Args:
        batch: most sequences a batch.
        most_tokens: most tokens a batch, padding included; a single longer sequence stands alone.
    """
    current: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if current and (len(current) == batch or (len(current) + 1) * lengths[index] > most_tokens):
            yield current
            current = []
        current.append(index)
    if current:
        yield current
