"""Token sequences of different lengths side by side in one batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeVar

import torch
from torch import Tensor

Side = Literal["left", "right"]
Row = TypeVar("Row")


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


def pad(sequences: Sequence[Sequence[int]], side: Side, device: torch.device, *, end: int | None = None) -> Padded:
    """Pad sequences.

    Args:
        sequences: token ids, none empty.
        side: where padding goes; the results do not depend on it.
        end: the position behind every sequence's last token (0: an edit that ends just before the question); None:
            every sequence begins at 0.
    """
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = int(lengths.max())
    starts = longest - lengths if side == "left" else torch.zeros_like(lengths)
    columns = torch.arange(longest)[None, :] - starts[:, None]
    mask = (columns >= 0) & (columns < lengths[:, None])
    positions = columns if end is None else columns - lengths[:, None] + end
    token_ids = torch.zeros(len(sequences), longest, dtype=torch.long)
    token_ids[mask] = torch.tensor([token for sequence in sequences for token in sequence])
    parts = (token_ids, mask.long(), positions.masked_fill(~mask, 0), starts, lengths)
    return Padded(*(part.to(device) for part in parts))


def by_length(lengths: Sequence[int], batch: int, *, most_tokens: int = 16_384) -> Iterator[list[int]]:
    """Indices in batches of equal length: no padding, bounded memory, and results that do not depend on the batch.

    Padding changes the order in which attention adds up. In float32 that is rounding; in bfloat16 it changes greedy
    answers (14 of 48 measured on the embedded model), so sequences of different lengths never share a batch.

    Args:
        batch: most sequences a batch.
        most_tokens: most tokens a batch; a single longer sequence stands alone.
    """
    for same in alike([(length,) for length in lengths], len(lengths)):
        size = max(1, min(batch, most_tokens // max(1, lengths[same[0]])))
        yield from (same[start : start + size] for start in range(0, len(same), size))


def side_by_side(lengths: Sequence[int], batch: int, *, most_tokens: int = 16_384) -> Iterator[list[int]]:
    """Indices in batches of whatever lengths, the shortest first: for what computes token by token, without padding.

    Args:
        batch, most_tokens: as in `by_length`.
    """
    waiting: list[int] = []
    tokens = 0
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if waiting and (len(waiting) == batch or tokens + lengths[i] > most_tokens):
            yield waiting
            waiting, tokens = [], 0
        waiting.append(i)
        tokens += lengths[i]
    if waiting:
        yield waiting


def alike(keys: Sequence[tuple[int, ...]], batch: int) -> Iterator[list[int]]:
    """Indices in batches of at most `batch` whose keys are equal, the smallest keys first."""
    order = sorted(range(len(keys)), key=lambda i: keys[i])
    for _, group in groupby(order, key=lambda i: keys[i]):
        same = list(group)
        yield from (same[start : start + batch] for start in range(0, len(same), batch))


def company(rows: Sequence[Row], dtype: torch.dtype) -> list[Row]:
    """The rows, a single one twice where the precision is below float32.

    A product with one row takes another path through the processor than one with several and rounds differently there:
    without company a question asked alone could get another answer than the same question in a batch.
    """
    return [*rows, *rows] if len(rows) == 1 and dtype != torch.float32 else list(rows)
