"""Encode texts with gist tokens behind them: edits to be stored, and questions to be matched with them.

    what sees what, m = 2            edit text     gist 1  gist 2
        edit text                    ■ ⬚ ⬚         ⬚       ⬚
                                     ■ ■ ⬚         ⬚       ⬚
                                     ■ ■ ■         ⬚       ⬚
        gist 1                       ■ ■ ■         ■       ⬚
        gist 2                       ■ ■ ■         ■       ■

A gist sees those before it only: the first m of an edit's gists are the same however many follow, so fewer may be kept
than were made. An edit's positions are `arange(n) − n`: its keys come out turned for "just before the question".
Those of a question to be matched, which may have fewer gists, end earlier, so that its first gist stands where an
edit's does: keys are compared as they come out, turned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from app.errors import AdapterMissingError
from app.model.adapter import Adapter, SelectionWeights
from app.model.batching import Padded, Side, company, pad
from app.model.families import device_of, dtype_of, embed
from app.model.later_tree import Tree, made
from app.model.memory import Capture
from app.model.spans import spans_of


@dataclass(frozen=True)
class Encoded:
    """Keys and values of a batch at the selecting layers."""

    keys: Tensor
    """`[batch, selecting layers, kv_heads, length, head_dim]`, padding included."""
    values: Tensor
    """Of the same shape."""
    text_positions: tuple[slice, ...]
    """Per sequence, where its text tokens stand."""
    gist_positions: tuple[slice, ...]
    """Per sequence, where its gist tokens stand; empty without an adapter."""
    selection_slots: int
    """The first so many gists select."""

    def selection_keys(self) -> Tensor:
        """`[batch, selecting layers, kv_heads, selection slots, head_dim]`."""
        firsts = [slice(where.start, where.start + self.selection_slots) for where in self.gist_positions]
        return torch.stack([self.keys[i, :, :, where] for i, where in enumerate(firsts)])


@dataclass(frozen=True)
class Encoder:
    """The editor as an encoder of texts."""

    tree: Tree
    """The editor."""
    adapter: Adapter | None
    layers: tuple[int, ...]
    """The selecting layers."""
    side: Side = "right"

    @property
    def editor(self) -> nn.Module:
        """The tree itself, made now if it must be."""
        return made(self.tree)

    @property
    def slots(self) -> int:
        """Gist tokens behind an edit."""
        return self.adapter.card.slots if self.adapter is not None else 0

    @property
    def selection_slots(self) -> int:
        """Gist tokens behind a question, and the first ones behind an edit, which select."""
        return self.adapter.selection_slots if self.adapter is not None else 0

    @property
    def selection(self) -> SelectionWeights:
        """The adapter's selection weights.

        Raises:
            AdapterMissingError: there is no adapter.
        """
        if self.adapter is None:
            raise AdapterMissingError(
                given="This backbone was opened without adapter: it has no gist keys to select by.",
                remedy="Open it with an adapter, or train one (python -m app train).",
            )
        return self.adapter.selection

    def encode_edits(self, sequences: Sequence[Sequence[int]]) -> Encoded:
        """Run the editor over edits: token ids, none empty, without gists."""
        return self._encode(sequences, self.slots)

    def encode_questions(self, sequences: Sequence[Sequence[int]]) -> Encoded:
        """Run the editor over questions to be matched: token ids, none empty, without gists."""
        return self._encode(sequences, self.selection_slots)

    @torch.inference_mode()
    def _encode(self, sequences: Sequence[Sequence[int]], slots: int) -> Encoded:
        rows = [[*s, *([-1] * slots)] for s in sequences]
        batch = pad(company(rows, dtype_of(self.editor)), self.side, device_of(self.editor), end=slots - self.slots)
        text_ends = batch.starts + batch.lengths - slots
        capture = Capture(frozenset(self.layers), span_means=self._span_means(batch, text_ends, slots))
        hidden = self._embedded(batch, text_ends, slots, capture)
        self.editor.get_submodule("model")(
            inputs_embeds=hidden,
            attention_mask=batch.mask,
            position_ids=batch.positions,
            use_cache=False,
            memory=capture,
        )
        starts, ends = batch.starts.tolist()[: len(rows)], text_ends.tolist()[: len(rows)]
        return Encoded(
            keys=torch.stack([capture.keys[layer] for layer in self.layers], dim=1)[: len(rows)],
            values=torch.stack([capture.values[layer] for layer in self.layers], dim=1)[: len(rows)],
            text_positions=tuple(slice(a, b) for a, b in zip(starts, ends, strict=True)),
            gist_positions=tuple(slice(b, b + slots) for b in ends),
            selection_slots=self.selection_slots,
        )

    def _span_means(self, batch: Padded, text_ends: Tensor, slots: int) -> Tensor | None:
        """`[batch, spans, length]`: what every gist token beyond those that select is the mean of, as its shares."""
        spans = slots - self.selection_slots
        if self.adapter is None or not self.adapter.card.span_means or spans <= 0:
            return None
        shares = torch.zeros(len(batch.token_ids), spans, batch.token_ids.shape[1])
        for row, (start, end) in enumerate(zip(batch.starts.tolist(), text_ends.tolist(), strict=True)):
            for number, span in enumerate(spans_of(end - start, spans)):
                shares[row, number, start + span.start : start + span.stop] = 1 / len(span)
        return shares.to(batch.token_ids.device)

    def _embedded(self, batch: Padded, text_ends: Tensor, slots: int, capture: Capture) -> Tensor:
        """Token embeddings `[batch, length, width]` with the gist embeddings in place."""
        hidden = embed(self.editor, batch.token_ids)
        if self.adapter is None:
            return hidden
        capture.gist_positions = text_ends[:, None] + torch.arange(slots, device=text_ends.device)
        index = capture.gist_positions[..., None].expand(-1, -1, hidden.shape[-1])
        gists = self.adapter.gist_embeddings[:slots].to(hidden.dtype).expand(len(hidden), -1, -1)
        return hidden.scatter(1, index, gists)
