"""Flat packing: all sequences of a training step behind one another, without padding.

    tokens   │ edit 1 + gists │ edit 2 + gists │ … │ question + gists │ … │ question + answer │ …
              └─── encoded rows, positions that put gist 1 at −m ────────┘ └─ reading rows, arange(n) ─┘

Linear layers see one `[tokens, width]` matrix. Only attention is laid out on padded grids, one a group of rows of
similar length. Reading rows see, besides themselves, slots of encoded rows: the gist slots of an edit, or its text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import torch
from torch import Tensor

from app.model.spans import spans_of
from app.training.pool_attention import PoolReading

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True)
class Group:
    """Consecutive rows that share one grid."""

    start: int
    """First token."""
    end: int
    rows: int
    longest: int
    place: Tensor
    """`[tokens of the group]`: cell of the grid `[rows · longest]` of every token."""
    slots: Tensor | None = None
    """`[rows, slots]`: tokens of encoded rows whose keys and values each row reads; padding repeats token 0."""
    bias: Tensor | None = None
    """`[rows, slots]`: log weight of the slot's edit; the smallest number on padding."""


@dataclass(frozen=True)
class SpanMeans:
    """Which text tokens each gist token of a span is the mean of; `tokens`, `owners`, `shares` go together."""

    gists: Tensor
    """`[spans]`: where the gist tokens stand."""
    tokens: Tensor
    """`[covered tokens]`: text tokens, span by span."""
    owners: Tensor
    """`[covered tokens]`: the span of each, an index into `gists`."""
    shares: Tensor
    """`[covered tokens]`: one over its span's length."""

    def of(self, hidden: Tensor) -> Tensor:
        """`[tokens, width]` → the means `[spans, width]`."""
        weighted = hidden.index_select(0, self.tokens) * self.shares[:, None]
        return hidden.new_zeros(len(self.gists), hidden.shape[1]).index_add(0, self.owners, weighted)


@dataclass
class PackedMemory:
    """Travels through the forward pass as the keyword `memory`."""

    groups: tuple[Group, ...]
    gist_tokens: Tensor
    """`[gists]`: where the gist tokens of all encoded rows stand."""
    gist_numbers: Tensor
    """`[gists]`: which of its row's gist tokens each is, from 0."""
    selection_tokens: Tensor
    """`[encoded rows · selection slots]`: where the gist tokens stand that select."""
    select_from: int
    spans: SpanMeans | None = None
    """Gist tokens that begin as the mean of a span of their edit; None: all begin as they were learnt."""
    pool: PoolReading | None = None
    """What the reading rows read together, with the paper's reader; None: each reads the slots of its group."""
    selection_keys: dict[int, Tensor] = field(default_factory=dict)
    """Layer → `[encoded rows · selection slots, kv_heads, head_dim]`, filled during the pass."""


@dataclass(frozen=True)
class ReadingRow:
    """A question with its answer, and the encoded rows it reads."""

    token_ids: list[int]
    edits: tuple[int, ...]
    """Indices of encoded rows."""
    log_weights: tuple[float, ...]
    verbatim: bool
    """Reads the edits' text tokens instead of their gist slots."""
    slots: int | None = None
    """Gist slots of every edit that are read, the first ones; None: all."""


@dataclass(frozen=True)
class EncodedRow:
    """An edit, or a question to be matched, without its gist tokens."""

    token_ids: list[int]
    gists: int
    """Gist tokens behind it."""


@dataclass(frozen=True)
class Packed:
    """One step, ready for the model."""

    token_ids: Tensor
    """`[tokens]`; 0 at gist places."""
    positions: Tensor
    """`[tokens]`."""
    memory: PackedMemory
    encoded_order: Tensor
    """`[encoded rows]`: place of every encoded row, as it was given, among the rows as they are packed."""
    reading_starts: tuple[int, ...]
    """Per reading row, as given, its first token."""

    def to(self, device: torch.device) -> Packed:
        """The same layout on a device."""
        groups = tuple(moved(group, device) for group in self.memory.groups)
        spans = moved(self.memory.spans, device) if self.memory.spans is not None else None
        memory = moved(replace(self.memory, groups=groups, spans=spans), device)
        return replace(moved(self, device), memory=memory)


_Layout = TypeVar("_Layout", bound="DataclassInstance")


def moved(layout: _Layout, device: torch.device) -> _Layout:
    """A data object with every tensor that it holds itself on a device."""
    tensors: dict[str, Any] = {n: value.to(device) for n, value in vars(layout).items() if isinstance(value, Tensor)}
    return replace(layout, **tensors)


def pack(
    encoded: Sequence[EncodedRow],
    reading: Sequence[ReadingRow],
    slots: int,
    selection_slots: int,
    select_from: int,
    groups: int = 3,
    span_means: bool = False,
) -> Packed:
    """Lay a step out.

    Args:
        encoded: edits and questions to be matched.
        reading: rows that read, whose `edits` index `encoded`.
        slots: gist tokens of an edit, m. Every encoded row's first gist stands at −m.
        selection_slots: the first so many gist tokens of an encoded row select.
        select_from: the first layer that selects and reads.
        groups: grids for the encoded rows: more mean less padding and more calls.
        span_means: the gist tokens of an edit that do not select begin as means of spans of it.
    """
    by_length = sorted(range(len(encoded)), key=lambda i: len(encoded[i].token_ids) + encoded[i].gists)
    rows = [[*encoded[i].token_ids, *([0] * encoded[i].gists)] for i in by_length]
    offsets = _offsets([len(row) for row in rows])
    first_gists = [end - encoded[i].gists for i, end in zip(by_length, offsets[1:], strict=True)]
    position = {index: place for place, index in enumerate(by_length)}
    layout = [_group(rows[part], offsets[part.start]) for part in _parts(len(rows), groups)]
    start = offsets[-1]
    reading_starts: dict[int, int] = {}
    reading_rows: list[list[int]] = []
    for verbatim in (False, True):
        members = [i for i, row in enumerate(reading) if row.verbatim is verbatim]
        if not members:
            continue
        tokens = [reading[i].token_ids for i in members]
        spans = [_spans(reading[i], position, offsets, first_gists) for i in members]
        group = _group(tokens, start)
        layout.append(_with_slots(group, spans, [reading[i].log_weights for i in members]))
        for i, offset in zip(members, _offsets([len(t) for t in tokens]), strict=False):
            reading_starts[i] = start + offset
        reading_rows += tokens
        start = group.end
    text_lengths = [len(encoded[i].token_ids) for i in by_length]
    positions = [p - slots - n for row, n in zip(rows, text_lengths, strict=True) for p in range(len(row))]
    positions += [p for row in reading_rows for p in range(len(row))]
    return Packed(
        token_ids=torch.tensor([t for row in (*rows, *reading_rows) for t in row]),
        positions=torch.tensor(positions),
        memory=PackedMemory(
            groups=tuple(layout),
            gist_tokens=_places([t for a, b in zip(first_gists, offsets[1:], strict=True) for t in range(a, b)]),
            gist_numbers=_places([number for i in by_length for number in range(encoded[i].gists)]),
            selection_tokens=_places([first + j for first in first_gists for j in range(selection_slots)]),
            select_from=select_from,
            spans=_span_means(encoded, by_length, offsets, selection_slots) if span_means else None,
        ),
        encoded_order=_places([position[i] for i in range(len(encoded))]),
        reading_starts=tuple(reading_starts[i] for i in range(len(reading))),
    )


def _places(values: list[int]) -> Tensor:
    """Whole numbers even where there are none."""
    return torch.tensor(values, dtype=torch.long)


def _span_means(
    encoded: Sequence[EncodedRow], by_length: Sequence[int], offsets: Sequence[int], selection_slots: int
) -> SpanMeans:
    gists: list[int] = []
    covered: list[tuple[int, int, float]] = []
    for row, start in zip((encoded[i] for i in by_length), offsets, strict=False):
        length = len(row.token_ids)
        for number, span in enumerate(spans_of(length, row.gists - selection_slots)):
            covered += [(start + token, len(gists), 1 / len(span)) for token in span]
            gists.append(start + length + selection_slots + number)
    tokens, owners, shares = zip(*covered, strict=True) if covered else ((), (), ())
    return SpanMeans(_places(gists), _places(list(tokens)), _places(list(owners)), torch.tensor(shares))


def _parts(rows: int, groups: int) -> list[slice]:
    edges = [round(rows * i / groups) for i in range(groups + 1)]
    return [slice(a, b) for a, b in pairwise(edges) if b > a]


def _offsets(lengths: Sequence[int]) -> list[int]:
    offsets = [0]
    for length in lengths:
        offsets.append(offsets[-1] + length)
    return offsets


def _group(rows: Sequence[Sequence[int]], start: int) -> Group:
    longest = max(len(row) for row in rows)
    place = [i * longest + j for i, row in enumerate(rows) for j in range(len(row))]
    return Group(start, start + len(place), len(rows), longest, torch.tensor(place))


def _spans(row: ReadingRow, position: dict[int, int], offsets: list[int], first_gists: list[int]) -> list[range]:
    """The tokens of every edit that a row reads."""
    spans = []
    for edit in row.edits:
        place = position[edit]
        gists = range(first_gists[place], offsets[place + 1])
        spans.append(range(offsets[place], gists.start) if row.verbatim else gists[: row.slots])
    return spans


def _with_slots(group: Group, spans: Sequence[list[range]], log_weights: Sequence[tuple[float, ...]]) -> Group:
    most = max(1, max(sum(len(span) for span in row) for row in spans))
    index = torch.zeros(group.rows, most, dtype=torch.long)
    bias = torch.full((group.rows, most), torch.finfo(torch.float32).min)
    for i, (row, weights) in enumerate(zip(spans, log_weights, strict=True)):
        tokens = [token for span in row for token in span]
        index[i, : len(tokens)] = torch.tensor(tokens, dtype=torch.long)
        bias[i, : len(tokens)] = torch.tensor([w for span, w in zip(row, weights, strict=True) for _ in span])
    return Group(group.start, group.end, group.rows, group.longest, group.place, index, bias)


def to_grid(tokens: Tensor, place: Tensor, cells: int) -> Tensor:
    """`[tokens, features]` → `[cells, features]`, zeros where no token stands."""
    grid: Tensor = _ToGrid.apply(tokens, place, cells)  # type: ignore[no-untyped-call]  # torch leaves it untyped
    return grid


def from_grid(grid: Tensor, place: Tensor) -> Tensor:
    """`[cells, features]` → `[tokens, features]`: the way back."""
    tokens: Tensor = _FromGrid.apply(grid, place)  # type: ignore[no-untyped-call]  # torch leaves it untyped
    return tokens


class _ToGrid(torch.autograd.Function):
    """Every token has one cell, so the gradient is a lookup instead of the scatter-add that autograd would use."""

    @staticmethod
    def forward(ctx: Any, tokens: Tensor, place: Tensor, cells: int) -> Tensor:
        ctx.save_for_backward(place)
        grid = tokens.new_zeros(cells, tokens.shape[1])
        grid[place] = tokens
        return grid

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None]:
        (place,) = ctx.saved_tensors
        return gradients[0][place], None, None


class _FromGrid(torch.autograd.Function):
    """See `_ToGrid`; the other way round."""

    @staticmethod
    def forward(ctx: Any, grid: Tensor, place: Tensor) -> Tensor:
        ctx.save_for_backward(place)
        ctx.cells = grid.shape[0]
        return grid[place]

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        (place,) = ctx.saved_tensors
        grid = gradients[0].new_zeros(ctx.cells, gradients[0].shape[1])
        grid[place] = gradients[0]
        return grid, None
