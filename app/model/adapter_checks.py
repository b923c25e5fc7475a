"""What must hold between an adapter's tensors, its card and its backbone; faults in words, None where all is well."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from app.model.families import Dimensions

if TYPE_CHECKING:
    from app.model.adapter import Adapter
    from app.model.adapter_card import AdapterCard

SizeOf = Callable[[str], tuple[int, int] | None]
"""Outputs and inputs of a backbone's linear, by its dotted name; None where it has none."""


@dataclass(frozen=True)
class Sizes:
    """Sizes that the tensors must have besides those that the card states."""

    width: int
    selecting_layers: int
    kv_heads: int
    head_dim: int


def fault_in(adapter: Adapter) -> str | None:
    """A contradiction among the tensors, or between them and the card."""
    if adapter.selection_slots > adapter.card.slots:
        return "it selects by more gist tokens than it has"
    embeddings, mean = adapter.gist_embeddings, adapter.selection.mean
    if embeddings.dim() != 2 or mean.dim() != 4:
        return "its gists are not of the shape that they must have"
    if (adapter.zero_keys is not None) != (adapter.card.reader == "separate"):
        return "the reader `separate` has keys of the zero gist, and no other reader has"
    sizes = Sizes(embeddings.shape[1], mean.shape[0], mean.shape[1], mean.shape[3])
    return _wrong_size(adapter, sizes) or _wrong_rank(adapter) or _not_finite(adapter)


def misfit(adapter: Adapter, dimensions: Dimensions, size_of: SizeOf) -> str | None:
    """A contradiction between the tensors and the backbone that the card names."""
    card = adapter.card
    if max(card.select_from, card.low_rank_from) >= dimensions.layers:
        return f"it begins behind the last of the backbone's {dimensions.layers} layers"
    selecting = dimensions.layers - card.select_from
    sizes = Sizes(dimensions.width, selecting, dimensions.kv_heads, dimensions.head_dim)
    return _wrong_size(adapter, sizes) or _wrong_module(adapter, size_of)


def peft_config_fault(file: Path, card: AdapterCard) -> str | None:
    """A configuration with which PEFT would compute something else than the workbench."""
    try:
        config = json.loads(file.read_bytes())
        same = (config["r"], config["lora_alpha"]) == (card.rank, card.alpha)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"it cannot be read ({type(error).__name__})"
    return None if same else "its rank and alpha are not those of the card"


def _tensors(adapter: Adapter) -> Iterator[tuple[str, Tensor]]:
    yield "gist_embeddings", adapter.gist_embeddings
    yield "gist_shift", adapter.gist_shift
    yield from vars(adapter.selection).items()
    if adapter.zero_keys is not None:
        yield "zero_keys", adapter.zero_keys
    for precision, tensor in adapter.means.items():
        yield f"means.{precision}", tensor


def _wrong_size(adapter: Adapter, sizes: Sizes) -> str | None:
    slots = adapter.card.slots
    keys = (sizes.selecting_layers, sizes.kv_heads, adapter.selection_slots, sizes.head_dim)
    wanted: dict[str, tuple[int, ...]] = {
        "gist_embeddings": (slots, sizes.width),
        "gist_shift": (slots, sizes.width),
        "layer_logits": (sizes.selecting_layers,),
        "log_scale": (),
        "zero_logit": (),
        "mean": keys,
        "zero_key": keys,
        "sentence_scale": (),
        "sentence_cosine": (),
        "zero_keys": (sizes.selecting_layers, sizes.kv_heads, sizes.head_dim),
        **{f"means.{precision}": keys for precision in adapter.means},
    }
    for name, tensor in _tensors(adapter):
        if tensor.shape != wanted[name]:
            return f"{name} is of the shape {list(tensor.shape)} where {list(wanted[name])} is needed"
    return None


def _wrong_rank(adapter: Adapter) -> str | None:
    rank = adapter.card.rank
    for name, update in adapter.low_rank.items():
        shapes = update.down.dim() == update.up.dim() == 2
        if not shapes or not update.down.shape[0] == update.up.shape[1] == rank:
            return f"the update of {name} is not of the rank {rank}"
    return None


def _wrong_module(adapter: Adapter, size_of: SizeOf) -> str | None:
    for name, update in adapter.low_rank.items():
        wanted = size_of(name)
        if wanted is None:
            return f"the backbone has no {name}"
        if (update.up.shape[0], update.down.shape[1]) != wanted:
            return f"the update of {name} is not of the backbone's width"
    return None


def _not_finite(adapter: Adapter) -> str | None:
    updates = ((name, t) for name, update in adapter.low_rank.items() for t in (update.down, update.up))
    for name, tensor in (*_tensors(adapter), *updates):
        if not torch.isfinite(tensor).all():
            return f"{name} holds numbers that are not finite"
    return None
