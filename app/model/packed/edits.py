"""Encodes edits as `encoder.py` does, by packed layers: many at once, of any lengths, without padding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from app.model.adapter import Adapter
from app.model.encoder import Encoded
from app.model.packed.bulk import BulkPass
from app.model.packed.weights import PackedTree
from app.model.spans import spans_of


@dataclass(frozen=True, eq=False)
class PackedEdits:
    """The encoder of edits of an editor, or of a backbone that has none."""

    tree: PackedTree = field(repr=False)
    adapter: Adapter | None = field(repr=False)
    verbatim: bool
    """Whether keys and values of the text are wanted too, not those of the gists alone."""
    dtype: torch.dtype
    """Of the products, and of what comes out."""

    @torch.inference_mode()
    def encode_edits(self, sequences: Sequence[Sequence[int]]) -> Encoded:
        """Token ids, none empty, without gists. Those of one length had better stand side by side."""
        slots = self.adapter.card.slots if self.adapter is not None else 0
        lengths = [len(ids) + slots for ids in sequences]
        ends = torch.tensor(lengths).cumsum(0)
        gists = ends[:, None] - slots + torch.arange(slots)  # [edits, slots], of the rows
        hidden = torch.from_numpy(self.tree.weights.embedded([i for ids in sequences for i in [*ids, *([0] * slots)]]))
        wanted = torch.arange(len(hidden)) if self.verbatim else gists.flatten()
        first = self.adapter.card.select_from if self.adapter is not None else 0
        changes = {}
        if self.adapter is not None:
            hidden[gists] = self.adapter.gist_embeddings.float()
            changes[self.adapter.card.low_rank_from] = _Entering(self.adapter, lengths, gists)
        keys, values = BulkPass(self.tree, lengths, wanted, first, self.dtype).keys_and_values(hidden, changes)
        return self._encoded(keys, values, lengths, slots)

    def _encoded(self, keys: Tensor, values: Tensor, lengths: Sequence[int], slots: int) -> Encoded:
        """One edit beside the other, filled up with zeros where they are of different lengths."""
        kept = list(lengths) if self.verbatim else [slots] * len(lengths)
        keys, values = (_side_by_side(part.to(self.dtype), kept) for part in (keys, values))
        return Encoded(
            keys=keys,
            values=values,
            text_positions=tuple(slice(0, n - slots) for n in kept),
            gist_positions=tuple(slice(n - slots, n) for n in kept),
            selection_slots=self.adapter.selection_slots if self.adapter is not None else 0,
        )


def _side_by_side(rows: Tensor, counts: Sequence[int]) -> Tensor:
    """`[layers, rows, kv_heads, head_dim]`, so many of each edit → `[edits, layers, kv_heads, most, head_dim]`."""
    edits = torch.split(rows.transpose(0, 1), list(counts))  # [count, layers, kv_heads, head_dim] each
    return pad_sequence(list(edits), batch_first=True).permute(0, 2, 3, 1, 4)


@dataclass(frozen=True, eq=False)
class _Entering:
    """What happens to gists where they enter the first layer with updates (see `editor.py`)."""

    adapter: Adapter
    lengths: Sequence[int]
    gists: Tensor

    def __call__(self, hidden: Tensor) -> None:
        spans = self.adapter.card.slots - self.adapter.selection_slots
        if self.adapter.card.span_means and spans > 0:
            self._put_means(hidden, spans)
        hidden[self.gists] += self.adapter.gist_shift.float().view(self.gists.shape[1], -1)

    def _put_means(self, hidden: Tensor, spans: int) -> None:
        start = 0
        for length, gists in zip(self.lengths, self.gists.tolist(), strict=True):
            for gist, span in zip(gists[-spans:], spans_of(length - len(gists), spans), strict=True):
                hidden[gist] = hidden[start + span.start : start + span.stop].mean(0)
            start += length
