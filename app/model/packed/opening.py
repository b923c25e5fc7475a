"""Whether a backbone can be run by packed layers; where it can, they are checked against transformers before use."""

from __future__ import annotations

from dataclasses import dataclass
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import torch
from torch import nn

from app.config import Settings
from app.model.adapter import Adapter
from app.model.backbone import Backbone
from app.model.packed.compiling import can_compile, keep_compiled
from app.model.packed.weights import (
    FORMAT,
    DenseWeights,
    Weights,
    fits,
    kept_or_packed,
    no_updates,
    pack,
    rotary_frequencies,
    updates_of,
)

if TYPE_CHECKING:
    from app.model.packed.runner import PackedDecoder, PackedEncoder

CHECKED_TOKENS = 24
ALLOWED = {"float32": 1e-3, "bfloat16": 0.1}
"""Largest difference of a logit from the module tree's, as a part of the largest logit. A tree in bfloat16 rounds."""

log = getLogger(__name__)


@dataclass(frozen=True, eq=False)
class PackedParts:
    """The packed forms of a model's two decoders, and of its encoder of questions where it has an adapter."""

    plain: PackedDecoder
    edited: PackedDecoder
    encoder: PackedEncoder | None


def open_packed(
    backbone: Backbone, editor: nn.Module, adapter: Adapter | None, settings: Settings
) -> PackedParts | None:
    """The packed forms of a backbone and its editor; None where transformers has to do.

    Args:
        adapter: the editor's.
    """
    if not settings.packed or backbone.device.type != "cpu" or backbone.precision not in ALLOWED:
        return None
    if not fits(backbone.model.config) or not can_compile():
        return None
    weights = _weights_of(backbone, settings)
    if weights is None:
        return None
    try:
        return _checked(backbone, editor, adapter, weights, settings)
    except Exception as error:  # whatever a compiler may raise on a processor that nobody tried
        log.warning("Packed layers cannot be used here, answers are slower: %s", error)
        return None


_PACKED: WeakKeyDictionary[nn.Module, Weights] = WeakKeyDictionary()
"""Module tree of a backbone → its packed weights: several models of one process share them."""


def _weights_of(backbone: Backbone, settings: Settings) -> Weights | None:
    found = _PACKED.get(backbone.model)
    if found is None:
        config = backbone.model.config
        if backbone.folder is None:
            found = pack(_of_tree(backbone.model), config) if backbone.precision == "float32" else None
        else:
            file = settings.cache_dir / "packed" / f"{backbone.fingerprint[:32]}-{FORMAT}.safetensors"
            found = kept_or_packed(file, _of_folder(backbone.folder), config)
        if found is not None:
            _PACKED[backbone.model] = found
    return found


def _checked(
    backbone: Backbone, editor: nn.Module, adapter: Adapter | None, weights: Weights, settings: Settings
) -> PackedParts | None:
    keep_compiled(settings.cache_dir)
    from app.model.packed.passage import Tree
    from app.model.packed.runner import PackedDecoder, PackedEncoder

    frequencies = rotary_frequencies(backbone.model.config)
    tree = Tree(weights, no_updates(weights), frequencies)
    edited = tree if adapter is None else Tree(weights, updates_of(adapter, weights), frequencies)
    decoders = PackedDecoder(backbone.model, tree), PackedDecoder(editor, edited)
    for decoder in decoders:
        difference = _difference(decoder)
        if not difference <= ALLOWED[backbone.precision]:
            log.warning("Packed layers differ from transformers by %.2g, answers are slower.", difference)
            return None
    return PackedParts(*decoders, None if adapter is None else PackedEncoder(edited, adapter))


@torch.inference_mode()
def _difference(decoder: PackedDecoder) -> float:
    """Of the logits behind some tokens: the last one's read alone, behind the others."""
    module: Any = decoder.module
    spread = max(1, module.config.vocab_size // (CHECKED_TOKENS + 1))
    ids = [spread * (i + 1) % module.config.vocab_size for i in range(CHECKED_TOKENS)]
    wanted = module(input_ids=torch.tensor([ids]), use_cache=False, logits_to_keep=1).logits[0, -1].float()
    passes = decoder.begin([ids[:-1]], 1)
    passes.first()
    (found,) = passes.following(torch.tensor(ids[-1:]), [0])
    return float((found - wanted).abs().max() / wanted.abs().max())


def _of_tree(model: nn.Module) -> DenseWeights:
    tensors = model.state_dict()
    return lambda name: tensors[name].float().numpy()


def _of_folder(folder: Path) -> DenseWeights:
    from safetensors import safe_open

    places: dict[str, Path] = {}
    for file in sorted(folder.glob("*.safetensors")):
        with safe_open(file, framework="pt") as opened:
            places |= dict.fromkeys(opened.keys(), file)

    def read(name: str) -> Any:
        with safe_open(places[name], framework="pt") as opened:
            return opened.get_tensor(name).float().numpy()

    return read
