"""An untrained adapter to start from: low-rank updates that change nothing, gists at the mean embedding."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor, nn

from app.errors import TrainingError
from app.model.adapter import Adapter, LowRank, SelectionWeights
from app.model.adapter_card import AdapterCard
from app.model.backbone import Backbone
from app.model.families import embed, projection_names, rotary_frequencies
from app.model.rotary import rotate

FIRST_LOG_SCALE = 2.7
"""Log of the factor before the cosines at the start: about 15."""

NEW_GIST_NOISE = 0.3
"""Standard deviation of what tells new gist tokens from those they copy, in that of the copied."""


def untrained_adapter(backbone: Backbone, card: AdapterCard, seed: int) -> Adapter:
    """An adapter of the card's sizes for this backbone; the same for the same seed."""
    generator = torch.Generator().manual_seed(seed)
    size = backbone.dimensions
    low_rank: dict[str, LowRank] = {}
    for layer in range(card.low_rank_from, size.layers):
        for name in projection_names(layer):
            linear = backbone.model.get_submodule(name)
            low_rank[name] = _no_change(linear, card.rank, generator)
    selecting = size.layers - card.select_from
    keys = (selecting, size.kv_heads, card.selection_slots or card.slots, size.head_dim)
    return Adapter(
        card=card,
        low_rank=low_rank,
        gist_embeddings=_gists(backbone, card.slots, generator),
        gist_shift=torch.zeros(card.slots, size.width),
        selection=SelectionWeights(
            layer_logits=torch.zeros(selecting),
            log_scale=torch.tensor(FIRST_LOG_SCALE),
            zero_logit=torch.tensor(0.0),
            mean=torch.zeros(keys),
            zero_key=torch.zeros(keys),
        ),
        zero_keys=_no_zero_keys(keys) if card.reader == "separate" else None,
    )


def with_reader(adapter: Adapter, card: AdapterCard) -> Adapter:
    """The adapter under a card that may name another reader; keys of the zero gist that it lacks begin at zero."""
    if card.reader != "separate":
        return replace(adapter, card=card, zero_keys=None)
    keys = adapter.zero_keys if adapter.zero_keys is not None else _no_zero_keys(adapter.selection.mean.shape)
    return replace(adapter, card=card, zero_keys=keys)


def _no_zero_keys(keys: Sequence[int]) -> Tensor:
    """Of the reader `separate`: `[selecting layers, kv_heads, head_dim]`, from the sizes of the selection keys."""
    layers, kv_heads, _, head_dim = keys
    return torch.zeros(layers, kv_heads, head_dim)


def with_slots(adapter: Adapter, slots: int, backbone: Backbone, seed: int, *, span_means: bool = False) -> Adapter:
    """The adapter with more gist tokens; those that it has select, the new ones begin as copies with a little noise.

    Args:
        span_means: the new ones begin as means of spans of the edit, shifted by nothing.

    Raises:
        TrainingError: fewer than it has.
    """
    if slots == adapter.card.slots:
        return adapter
    if slots < adapter.card.slots:
        raise TrainingError(
            given=f"model.slots is {slots}; the adapter that training starts from has {adapter.card.slots}.",
            allowed="As many or more.",
            remedy="Set model.slots higher; objective.fewer_slots trains reading fewer.",
        )
    copied = torch.arange(slots) % adapter.card.slots
    embeddings = adapter.gist_embeddings[copied]
    noise = torch.randn(embeddings.shape, generator=torch.Generator().manual_seed(seed)) * embeddings.std()
    noise[: adapter.card.slots] = 0
    shift = adapter.gist_shift[copied]
    if span_means:
        shift[adapter.card.slots :] = 0
    return replace(
        adapter,
        card=adapter.card.model_copy(update={"slots": slots, "selection_slots": adapter.selection_slots}),
        gist_embeddings=embeddings + NEW_GIST_NOISE * noise,
        gist_shift=shift,
        selection=_moved(adapter.selection, adapter.card, backbone, adapter.card.slots - slots),
    )


def _moved(selection: SelectionWeights, card: AdapterCard, backbone: Backbone, places: int) -> SelectionWeights:
    """Mean and zero gist's key, turned to where the gists stand once others follow them."""
    positions = torch.tensor([places])
    frequencies = [
        rotary_frequencies(backbone.model, layer)[0] for layer in range(card.select_from, backbone.dimensions.layers)
    ]

    def turned(keys: Tensor) -> Tensor:
        rows = zip(keys, frequencies, strict=True)
        return torch.stack([rotate(key, positions, frequency) for key, frequency in rows])

    return replace(selection, mean=turned(selection.mean), zero_key=turned(selection.zero_key))


def _no_change(linear: nn.Module, rank: int, generator: torch.Generator) -> LowRank:
    """A random, B zero: the product starts at zero and learns from the first step."""
    inputs, outputs = int(linear.in_features), int(linear.out_features)  # type: ignore[arg-type]  # of nn.Linear
    down = torch.randn(rank, inputs, generator=generator) / math.sqrt(inputs)
    return LowRank(down, torch.zeros(outputs, rank))


def _gists(backbone: Backbone, slots: int, generator: torch.Generator) -> Tensor:
    """The mean of the token embeddings, with a little noise so that the slots differ."""
    vocabulary = torch.arange(len(backbone.tokenizer), device=backbone.device)
    embedded = embed(backbone.model, vocabulary[None])[0].float().cpu()
    noise = torch.randn(slots, embedded.shape[1], generator=generator)
    return embedded.mean(0) + 0.1 * embedded.std() * noise
