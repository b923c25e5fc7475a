"""A backbone: the base model, its tokenizer, and what identifies it. Its weights are never changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from math import prod
from pathlib import Path
from typing import Any

import torch
from torch import nn

from app.config import Precision, Settings
from app.errors import BackboneError
from app.model.families import Dimensions, dimensions_of, end_of_text_ids, require_supported
from app.model.fingerprint import sha256_of_config, sha256_of_tokenizer
from app.model.later_tree import LaterTree, Tree, made
from app.model.precision import ChosenPrecision, resolve_precision
from app.model.progress import Progress
from app.model.sources import Source, resolve
from app.model.stored import Shapes, config_in, end_tokens_in, shapes_in, tokenizer_in, whole_config_in

DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "nf4": torch.bfloat16}


@dataclass(frozen=True, eq=False)
class Backbone:
    """A loaded base model."""

    name: str
    family: str
    fingerprint: str
    """Of the source weights: the same in every precision."""
    precision: ChosenPrecision
    device: torch.device
    tree: Tree
    """A transformers causal language model, in evaluation mode, loaded when it is first needed."""
    config: Any
    """Its configuration: transformers', or as much of it as packed layers ask for (`stored.py`)."""
    tokenizer: Any
    dimensions: Dimensions
    ends: frozenset[int]
    """Tokens that end a text."""
    folder: Path | None = None
    """Where its weights lie; None for a model made in memory."""

    @property
    def model(self) -> nn.Module:
        """The tree itself, loaded now if it must be: the packed layers do without."""
        return made(self.tree)

    @property
    def parameters(self) -> int:
        """Weights in all; those that 4-bit storage packs two in a byte are counted one by one."""
        if self._stored is not None:
            tied = {"lm_head.weight"} if self.config.tie_word_embeddings else set()
            return sum(prod(shape) for name, shape in self._stored.items() if name not in tied)
        stored = ((one, getattr(one, "quant_state", None)) for one in self.model.parameters())
        return sum(one.numel() if state is None else state.shape.numel() for one, state in stored)

    def size_of(self, linear: str) -> tuple[int, int] | None:
        """Outputs and inputs of a linear, by its dotted name; None where there is none."""
        if self._stored is not None:
            shape = self._stored.get(f"{linear}.weight", ())
            return (shape[0], shape[1]) if len(shape) == 2 else None
        try:
            found: Any = self.model.get_submodule(linear)
            return int(found.out_features), int(found.in_features)
        except AttributeError:
            return None

    @property
    def _stored(self) -> Shapes | None:
        """What lies in the folder, while nothing else is needed of it; None where the tree is there to be asked."""
        waits = isinstance(self.tree, LaterTree) and not self.tree.made
        return self._shapes if waits and self.folder is not None else None

    @cached_property
    def _shapes(self) -> Shapes:
        return shapes_in(self.folder) if self.folder is not None else {}

    @cached_property
    def tokenizer_sha256(self) -> str:
        """Of what the tokenizer does."""
        return sha256_of_tokenizer(self.tokenizer)

    @cached_property
    def config_sha256(self) -> str:
        """Of what the model's settings say about computing."""
        config = whole_config_in(self.folder) if self.folder is not None else self.config
        return sha256_of_config(config.to_dict(), self.ends)

    @property
    def dtype(self) -> torch.dtype:
        """Of the activations."""
        return DTYPES[self.precision]


def load_backbone(
    backbone: str | Path,
    settings: Settings,
    *,
    device: str = "auto",
    precision: Precision = "auto",
    progress: Progress | None = None,
) -> Backbone:
    """Load a backbone by registered name, folder or Hub id.

    Raises:
        UnsupportedFamilyError: another architecture.
        BackboneMissingError, DownloadError: not to be had.
        BackboneError: a device or precision that this machine does not offer.
    """
    place = choose_device(device)
    source = resolve(backbone, settings, progress)
    report = progress or (lambda _step, _fraction: None)
    if precision == "auto":
        report("Finding out what this machine computes fastest", 0.8)
    chosen = resolve_precision(precision, place.type, named=device == "cpu")
    report(f"Loading {source.name} in {chosen}", 0.9)
    return open_backbone(source, place, chosen)


def open_backbone(source: Source, device: torch.device, precision: ChosenPrecision) -> Backbone:
    """A backbone whose weights are on this disk; they are read when its tree is first needed.

    Raises:
        UnsupportedFamilyError: another architecture.
    """
    config = config_in(source.folder)
    family = require_supported(config)
    tokenizer = tokenizer_in(source.folder)
    return Backbone(
        name=source.name,
        family=family,
        fingerprint=source.fingerprint,
        precision=precision,
        device=device,
        tree=LaterTree(partial(_loaded, source.folder, device, precision)),
        config=config,
        tokenizer=tokenizer,
        dimensions=dimensions_of(config),
        ends=end_of_text_ids(end_tokens_in(source.folder, config), tokenizer),
        folder=source.folder,
    )


def _loaded(folder: Path, device: torch.device, precision: ChosenPrecision) -> nn.Module:
    """A transformers causal language model with the weights of a folder."""
    from transformers import AutoModelForCausalLM

    options: dict[str, Any] = {"dtype": DTYPES[precision], "attn_implementation": "sdpa"}
    if precision == "nf4":
        options |= {"quantization_config": _four_bit(), "device_map": {"": device}}
    model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True, **options)
    if precision != "nf4":
        model = model.to(device)
    found: nn.Module = model.requires_grad_(False).eval()
    return found


def choose_device(requested: str) -> torch.device:
    """`auto` is CUDA where there is one.

    Raises:
        BackboneError: CUDA asked for where there is none.
    """
    available = torch.cuda.is_available()
    if requested == "auto":
        return torch.device("cuda" if available else "cpu")
    if requested.startswith("cuda") and not available:
        raise BackboneError(
            given="CUDA was asked for, but this machine offers no CUDA device to torch.",
            allowed="Devices here: cpu.",
            remedy="Set the device to auto or cpu, or install a CUDA build of torch.",
        )
    return torch.device(requested)


def _four_bit() -> Any:
    """NF4 with double quantisation and bfloat16 compute; bitsandbytes' own defaults are none of these."""
    from transformers import BitsAndBytesConfig

    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16,
    )
