"""An untrained adapter to start from: low-rank updates that change nothing, gists at the mean embedding."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from app.model.adapter import Adapter, AdapterCard, LowRank, SelectionWeights
from app.model.backbone import Backbone
from app.model.families import embed, projection_names

FIRST_LOG_SCALE = 2.7
"""Log of the factor before the cosines at the start: about 15."""


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
    return Adapter(
        card=card,
        low_rank=low_rank,
        gist_embeddings=_gists(backbone, card.slots, generator),
        gist_shift=torch.zeros(card.slots, size.width),
        selection=SelectionWeights(
            layer_logits=torch.zeros(selecting),
            log_scale=torch.tensor(FIRST_LOG_SCALE),
            zero_logit=torch.tensor(0.0),
            mean=torch.zeros(selecting, size.kv_heads, card.slots, size.head_dim),
        ),
    )


def _no_change(linear: nn.Module, rank: int, generator: torch.Generator) -> LowRank:
    """A random, B zero: the product starts at zero and learns from the first step."""
    inputs, outputs = int(linear.in_features), int(linear.out_features)  # type: ignore[arg-type]
    down = torch.randn(rank, inputs, generator=generator) / math.sqrt(inputs)
    return LowRank(down, torch.zeros(outputs, rank))


def _gists(backbone: Backbone, slots: int, generator: torch.Generator) -> Tensor:
    """The mean of the token embeddings, with a little noise so that the slots differ."""
    vocabulary = torch.arange(len(backbone.tokenizer), device=backbone.device)
    embedded = embed(backbone.model, vocabulary[None])[0].float().cpu()
    noise = torch.randn(slots, embedded.shape[1], generator=generator)
    return embedded.mean(0) + 0.1 * embedded.std() * noise
