"""A backbone: the base model, its tokenizer, and what identifies it. Its weights are never changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from torch import nn

from app.config import Precision, Settings
from app.errors import BackboneError
from app.model.families import Dimensions, dimensions_of, end_of_text_ids, require_supported
from app.model.fingerprint import sha256_of_config, sha256_of_tokenizer
from app.model.precision import ChosenPrecision, resolve_precision
from app.model.progress import Progress
from app.model.sources import Source, resolve

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
    model: nn.Module
    """A transformers causal language model, in evaluation mode."""
    tokenizer: Any
    dimensions: Dimensions
    ends: frozenset[int]
    """Tokens that end a text."""
    folder: Path | None = None
    """Where its weights lie; None for a model made in memory."""

    @property
    def parameters(self) -> int:
        """Weights in all; those that 4-bit storage packs two in a byte are counted one by one."""
        stored = ((one, getattr(one, "quant_state", None)) for one in self.model.parameters())
        return sum(one.numel() if state is None else state.shape.numel() for one, state in stored)

    @cached_property
    def tokenizer_sha256(self) -> str:
        """Of what the tokenizer does."""
        return sha256_of_tokenizer(self.tokenizer)

    @cached_property
    def config_sha256(self) -> str:
        """Of what the model's settings say about computing."""
        config: Any = self.model.config
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
    chosen = resolve_precision(precision, place.type)
    if progress is not None:
        progress(f"Loading {source.name} in {chosen}", 0.5)
    return open_backbone(source, place, chosen)


def open_backbone(source: Source, device: torch.device, precision: ChosenPrecision) -> Backbone:
    """Load weights that are on this disk.

    Raises:
        UnsupportedFamilyError: another architecture.
    """
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

    config = AutoConfig.from_pretrained(source.folder, local_files_only=True)
    family = require_supported(config)
    options: dict[str, Any] = {"dtype": DTYPES[precision], "attn_implementation": "sdpa"}
    if precision == "nf4":
        options |= {"quantization_config": _four_bit(), "device_map": {"": device}}
    model = AutoModelForCausalLM.from_pretrained(source.folder, local_files_only=True, **options)
    if precision != "nf4":
        model = model.to(device)
    model.requires_grad_(False).eval()
    tokenizer = AutoTokenizer.from_pretrained(source.folder, local_files_only=True)
    return Backbone(
        name=source.name,
        family=family,
        fingerprint=source.fingerprint,
        precision=precision,
        device=device,
        model=model,
        tokenizer=tokenizer,
        dimensions=dimensions_of(model.config),
        ends=end_of_text_ids(model, tokenizer),
        folder=source.folder,
    )


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
