"""Whether a backbone can be run by packed layers; where it can, they are checked against transformers before use."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import torch
from torch import Tensor, nn

from app.config import Settings
from app.model.adapter import Adapter
from app.model.backbone import Backbone
from app.model.encoder import Encoder
from app.model.later_tree import LaterTree, Tree
from app.model.packed.compiling import can_compile, compiled_by, keep_compiled
from app.model.packed.weights import (
    FORMAT,
    DenseWeights,
    PackedTree,
    Weights,
    fits,
    kept_or_packed,
    no_updates,
    pack,
    rotary_frequencies,
    updates_of,
)

if TYPE_CHECKING:
    from app.model.packed.edits import PackedEdits
    from app.model.packed.runner import PackedDecoder, PackedEncoder

CHECKED_TOKENS = 24
ALLOWED = {"float32": 1e-3, "bfloat16": 0.2}
"""Largest difference of a logit, or of an edit's key, from the module tree's, as a part of the largest one. A tree in
bfloat16 rounds: logits lie 0.03 apart and an edit's keys, read verbatim, 0.11 where the processor has AMX; with the
adapter left out logits lie 0.46 apart."""

log = getLogger(__name__)


@dataclass(frozen=True, eq=False)
class PackedParts:
    """The packed forms of a model's two decoders, of its encoder of questions where it has an adapter, and of that of
    edits where it was wanted."""

    plain: PackedDecoder
    edited: PackedDecoder
    encoder: PackedEncoder | None
    edits: PackedEdits | None


def open_packed(
    backbone: Backbone,
    editor: Tree,
    adapter: Adapter | None,
    settings: Settings,
    *,
    edits: Encoder | None = None,
    verbatim: bool = False,
) -> PackedParts | None:
    """The packed forms of a backbone and its editor; None where transformers has to do.

    Args:
        adapter: the editor's.
        edits: the editor's encoder of edits, where it is wanted in packed form too.
        verbatim: whether that keeps the edits' text, not their gists alone.
    """
    if not settings.packed or backbone.device.type != "cpu" or backbone.precision not in ALLOWED:
        return None
    if not fits(backbone.config) or not can_compile():
        return None
    weights = _weights_of(backbone, settings)
    if weights is None:
        return None
    try:
        keep_compiled(settings.cache_dir)
        parts = _parts(backbone, editor, adapter, weights, None if edits is None else verbatim)
        return parts if _is_right(parts, backbone, adapter, edits, settings.cache_dir) else None
    except Exception as error:  # whatever a compiler may raise on a processor that nobody tried
        log.warning("Packed layers cannot be used here, answers are slower: %s", error)
        return None


_PACKED: WeakKeyDictionary[Tree, Weights] = WeakKeyDictionary()
"""Module tree of a backbone → its packed weights: several models of one process share them."""


def _weights_of(backbone: Backbone, settings: Settings) -> Weights | None:
    found = _PACKED.get(backbone.tree)
    if found is None:
        config = backbone.config
        if backbone.folder is None:
            found = pack(_of_tree(backbone.model), config) if backbone.precision == "float32" else None
        else:
            file = settings.cache_dir / "packed" / f"{backbone.fingerprint[:32]}-{FORMAT}.safetensors"
            found = kept_or_packed(file, _of_folder(backbone.folder), config)
        if found is not None:
            _PACKED[backbone.tree] = found
    return found


def _parts(
    backbone: Backbone, editor: Tree, adapter: Adapter | None, weights: Weights, verbatim: bool | None
) -> PackedParts:
    """`verbatim`: None where edits are not to be encoded."""
    from app.model.packed.edits import PackedEdits
    from app.model.packed.runner import PackedDecoder, PackedEncoder

    frequencies = rotary_frequencies(backbone.config)
    tree = PackedTree(weights, no_updates(weights), frequencies)
    edited = tree
    if adapter is not None:
        updates = updates_of(adapter.low_rank, adapter.card.low_rank_from, adapter.scale, weights)
        edited = PackedTree(weights, updates, frequencies)
    return PackedParts(
        plain=PackedDecoder(backbone.tree, tree, backbone.dtype),
        edited=PackedDecoder(editor, edited, backbone.dtype),
        encoder=None if adapter is None else PackedEncoder(edited, adapter),
        edits=None if verbatim is None else PackedEdits(edited, adapter, verbatim, backbone.dtype),
    )


def _is_right(
    parts: PackedParts, backbone: Backbone, adapter: Adapter | None, edits: Encoder | None, cache_dir: Path
) -> bool:
    """Whether they compute what transformers does. Once found right on this processor, the trees are not loaded again:
    comparing takes several times their memory, and longer than all else at the start."""
    later = backbone.tree if isinstance(backbone.tree, LaterTree) and not backbone.tree.made else None
    note = cache_dir / "packed" / f"{_circumstances(backbone, adapter, parts.edits)}.checked"
    if later is not None and note.is_file():
        return True
    plain = backbone.model if later is None else later.make()  # one that is let go of afterwards
    differences = _differences(parts, plain, adapter, edits)
    if not max(differences) <= ALLOWED[backbone.precision]:
        log.warning("Packed layers differ from transformers by %.2g, answers are slower.", max(differences))
        return False
    if later is not None:
        with suppress(OSError):
            note.write_text(f"{differences}\n", encoding="utf-8")
    return True


def _circumstances(backbone: Backbone, adapter: Adapter | None, edits: PackedEdits | None) -> str:
    """Of everything that a comparison's result depends on, 32 hex digits."""
    of_model = (backbone.fingerprint, backbone.precision, "" if adapter is None else adapter.digest)
    of_edits = None if edits is None else edits.verbatim
    everything = (FORMAT, *of_model, of_edits, *compiled_by(), torch.__version__, version("transformers"))
    return hashlib.sha256("\n".join(map(str, everything)).encode()).hexdigest()[:32]


@torch.inference_mode()
def _differences(parts: PackedParts, plain: nn.Module, adapter: Adapter | None, edits: Encoder | None) -> list[float]:
    """Of the logits of both decoders, and of the keys of an edit; see `ALLOWED`."""
    from app.model.editor import make_editor

    editor = make_editor(plain, adapter)
    found = [_difference(parts.plain, plain), _difference(parts.edited, editor)]
    if parts.edits is None or edits is None:
        return found
    ids = _some_tokens(editor)
    ours, theirs = (one.encode_edits([ids]) for one in (parts.edits, replace(edits, tree=editor)))
    keys = [
        one.keys[0, :, :, (one.text_positions if parts.edits.verbatim else one.gist_positions)[0]]
        for one in (ours, theirs)
    ]
    return [*found, _relative(*keys)]


def _difference(decoder: PackedDecoder, module: Any) -> float:
    """Of the logits behind some tokens: the last one's read alone, behind the others."""
    ids = _some_tokens(module)
    wanted = module(input_ids=torch.tensor([ids]), use_cache=False, logits_to_keep=1).logits[0, -1]
    passes = decoder.begin([ids[:-1]], 1)
    passes.first()
    (found,) = passes.following(torch.tensor(ids[-1:]), [0])
    return _relative(found, wanted)


def _some_tokens(module: Any) -> list[int]:
    size = module.config.vocab_size
    spread = max(1, size // (CHECKED_TOKENS + 1))
    return [spread * (i + 1) % size for i in range(CHECKED_TOKENS)]


def _relative(found: Tensor, wanted: Tensor) -> float:
    return float((found.float() - wanted.float()).abs().max() / wanted.abs().max())


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
