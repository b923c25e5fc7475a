"""Logits side by side: what the identities of the method are checked with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from app.model import EditableModel, GistPool
from app.model.batching import Side, pad
from app.model.decoding import Decoder
from app.model.memory import JointSlots, ReadingTrace, SeparateSlots
from app.model.policies import Choice
from app.model.prefix import Prefix

Slots = JointSlots | SeparateSlots
READINGS = (("joint", "compressed"), ("joint", "verbatim"), ("separate", "compressed"), ("separate", "verbatim"))
"""Every reader with every memory."""


def assert_same(found: Tensor, wanted: Tensor, relative: float = 1e-4) -> None:
    """Equal within `relative` of the largest number wanted."""
    assert found.shape == wanted.shape
    allowed = relative * wanted.abs().max().item()
    assert (found - wanted).abs().max().item() <= allowed


@torch.inference_mode()
def row_logits(
    tree: nn.Module, prompts: Sequence[Sequence[int]], memory: Slots | None = None, side: Side = "left"
) -> list[Tensor]:
    """Logits of every prompt in one padded batch, `[length, vocabulary]` each, padding left out."""
    batch = pad(prompts, side, torch.device("cpu"))
    options: dict[str, Any] = {} if memory is None else {"memory": memory}
    found = tree(
        input_ids=batch.token_ids,
        attention_mask=batch.mask,
        position_ids=batch.positions,
        use_cache=False,
        **options,
    ).logits
    bounds = zip(batch.starts.tolist(), batch.lengths.tolist(), strict=True)
    return [row[start : start + length] for row, (start, length) in zip(found, bounds, strict=True)]


def memory_of(
    model: EditableModel, pool: GistPool, rows: Sequence[dict[int, float]], trace: ReadingTrace | None = None
) -> Slots:
    """What a batch reads: per question, index of an edit in the pool → its weight."""
    choices = [
        Choice(tuple(row), tuple(torch.tensor(list(row.values())).log().tolist()), torch.zeros(0).numpy())
        for row in rows
    ]
    return model.answerer.memory(pool, choices, trace)


@dataclass(frozen=True)
class RecordingDecoder(Decoder):
    """A decoder that keeps the logits of every step."""

    logits: list[Tensor] = field(default_factory=list)
    """Per step `[batch, vocabulary]`."""

    def _chosen(self, logits: Tensor) -> Tensor:
        self.logits.append(logits)
        return super()._chosen(logits)


def step_logits(
    model: EditableModel,
    prompts: Sequence[Sequence[int]],
    steps: int,
    memory: Slots | None = None,
    prefix: Prefix | None = None,
) -> list[Tensor]:
    """Logits of every step, `[batch, vocabulary]`, of the plain decoder, or with memory the edited one; no answer ends
    early."""
    decoder = model.answerer.plain if memory is None else model.answerer.edited
    recording = RecordingDecoder(decoder.model, decoder.tokenizer, frozenset(), one_line=False, packed=decoder.packed)
    recording.run(prompts, steps, memory, prefix)
    return recording.logits
