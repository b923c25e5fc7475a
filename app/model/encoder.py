"""Encode texts with gist tokens behind them: edits to be stored, and questions to be matched with them.

    what sees what, m = 2            edit text     gist 1  gist 2
        edit text                    ■ ⬚ ⬚         ⬚       ⬚
                                     ■ ■ ⬚         ⬚       ⬚
                                     ■ ■ ■         ⬚       ⬚
        gist 1                       ■ ■ ■         ■       ⬚
        gist 2                       ■ ■ ■         ■       ■

Positions are `arange(n) − n`: keys come out turned for "just before the question".
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
from app.model.memory import Capture


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

    def gist_keys(self) -> Tensor:
        """`[batch, selecting layers, kv_heads, m, head_dim]`."""
        return torch.stack([self.keys[i, :, :, where] for i, where in enumerate(self.gist_positions)])


@dataclass(frozen=True)
class Encoder:
    """The editor as an encoder of texts."""

    editor: nn.Module
    adapter: Adapter | None
    layers: tuple[int, ...]
    """The selecting layers."""
    side: Side = "right"

    @property
    def slots(self) -> int:
        """Gist tokens behind every text."""
        return self.adapter.card.slots if self.adapter is not None else 0

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

    @torch.inference_mode()
    def encode(self, sequences: Sequence[Sequence[int]]) -> Encoded:
        """Run the editor over texts.

        Args:
            sequences: token ids, none empty, without gists.
        """
        gists = [-1] * self.slots
        rows = [[*s, *gists] for s in sequences]
        batch = pad(company(rows, dtype_of(self.editor)), self.side, device_of(self.editor), ending_before_zero=True)
        text_ends = batch.starts + batch.lengths - self.slots
        capture = Capture(frozenset(self.layers))
        hidden = self._embedded(batch, text_ends, capture)
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
            gist_positions=tuple(slice(b, b + self.slots) for b in ends),
        )

    def _embedded(self, batch: Padded, text_ends: Tensor, capture: Capture) -> Tensor:
        """Token embeddings `[batch, length, width]` with the gist embeddings in place."""
        hidden = embed(self.editor, batch.token_ids)
        if self.adapter is None:
            return hidden
        capture.gist_positions = text_ends[:, None] + torch.arange(self.slots, device=text_ends.device)
        index = capture.gist_positions[..., None].expand(-1, -1, hidden.shape[-1])
        gists = self.adapter.gist_embeddings.to(hidden.dtype).expand(len(hidden), -1, -1)
        return hidden.scatter(1, index, gists)
