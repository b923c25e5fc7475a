"""Adapters: what is trained so that a backbone can compress, select and read edits.

A folder holds four files or five, none of which can carry code:

    adapter_model.safetensors, adapter_config.json    the low-rank updates, in PEFT's layout (PEFT can read them)
    gists.safetensors                                 gist embeddings, selection weights, zero gist
    means.safetensors                                 optional: the mean of the selection keys in other precisions
    card.json                                         what it is, what it was made for, what it can and cannot do
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from app.errors import AdapterFormatError, AdapterMismatchError, AdapterMissingError
from app.model.adapter_card import AdapterCard
from app.model.adapter_checks import SizeOf, fault_in, misfit, peft_config_fault
from app.model.families import Dimensions

LOW_RANK_FILE, LOW_RANK_CONFIG = "adapter_model.safetensors", "adapter_config.json"
GIST_FILE, MEANS_FILE, CARD_FILE = "gists.safetensors", "means.safetensors", "card.json"
PEFT_PREFIX = "base_model.model."
FORMAT = 1


@dataclass(frozen=True)
class LowRank:
    """The update of one linear layer: `down` A `[rank, in]`, `up` B `[out, rank]`."""

    down: Tensor
    up: Tensor


@dataclass(frozen=True)
class SelectionWeights:
    """How gist keys become a logit per edit (design: reader `joint`)."""

    layer_logits: Tensor
    """`[selecting layers]`, before softmax."""
    log_scale: Tensor
    """Scalar: log of the factor before the cosines."""
    zero_logit: Tensor
    """Scalar: the zero gist's logit for a question that is nothing like its key."""
    mean: Tensor
    """`[selecting layers, kv_heads, selection slots, head_dim]`: running mean of the gist keys, as captured."""
    zero_key: Tensor
    """Of the mean's shape: the zero gist's key. Its logit grows with a question's likeness to it."""
    sentence_scale: Tensor = field(default_factory=lambda: torch.tensor(0.0))
    """Scalar: factor of sentence embeddings (`sentences.py`); 0: they take no part."""
    sentence_cosine: Tensor = field(default_factory=lambda: torch.tensor(0.0))


@dataclass(frozen=True)
class Adapter:
    """Trained tensors and their card."""

    card: AdapterCard
    low_rank: dict[str, LowRank]
    """Dotted module name below the causal language model → update."""
    gist_embeddings: Tensor
    """`[m, width]`, the gist tokens at the model's input."""
    gist_shift: Tensor
    """`[m, width]`, added to the gist positions at the input of the first low-rank layer."""
    selection: SelectionWeights
    zero_keys: Tensor | None = None
    """`[selecting layers, kv_heads, head_dim]`, reader `separate` only."""
    path: Path | None = field(default=None, compare=False)
    means: dict[str, Tensor] = field(default_factory=dict)
    """By precision, the mean of the selection keys where it is another one (`key_means.py`)."""
    mean_precision: str | None = None
    """Of those means the one that the selection has; None: its own."""

    @property
    def scale(self) -> float:
        return self.card.alpha / self.card.rank

    @property
    def selection_slots(self) -> int:
        """Gist tokens that select: those behind a question, and the first ones behind an edit."""
        return self.card.selection_slots or self.card.slots

    @property
    def weights_sha256(self) -> str | None:
        """Of the files that hold its tensors; None for an adapter that lies in no folder."""
        names = (LOW_RANK_FILE, GIST_FILE, *((MEANS_FILE,) if self.mean_precision else ()))
        files = [self.path / name for name in names] if self.path is not None else []
        if not files or not all(file.is_file() for file in files):
            return None
        return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()

    def computed_in(self, precision: str) -> Adapter:
        """The same adapter with the mean that its selection keys have in this precision."""
        if precision not in self.means or self.mean_precision == precision:
            return self
        selection = replace(self.selection, mean=self.means[precision].to(self.selection.mean))
        return replace(self, selection=selection, mean_precision=precision)

    def to(self, device: torch.device, dtype: torch.dtype) -> Adapter:
        """A copy whose low-rank updates and gists are in the backbone's precision; selection stays float32."""
        return replace(
            self,
            low_rank={
                name: LowRank(update.down.to(device, dtype), update.up.to(device, dtype))
                for name, update in self.low_rank.items()
            },
            gist_embeddings=self.gist_embeddings.to(device, dtype),
            gist_shift=self.gist_shift.to(device, dtype),
            selection=SelectionWeights(**{k: v.to(device).float() for k, v in vars(self.selection).items()}),
            zero_keys=None if self.zero_keys is None else self.zero_keys.to(device, dtype),
        )

    @cached_property
    def digest(self) -> str:
        """sha256 of all that its gists depend on: what their maker is known by."""
        card, selection = self.card, self.selection
        places = [card.slots, card.select_from, card.low_rank_from, self.scale, list(self.low_rank)]
        if card.span_means:
            places.append("span means")
        digest = hashlib.sha256(json.dumps(places).encode())
        updates = (tensor for update in self.low_rank.values() for tensor in (update.down, update.up))
        gists = (self.gist_embeddings, self.gist_shift, selection.mean, selection.layer_logits, selection.log_scale)
        sentences = (selection.sentence_scale, selection.sentence_cosine) if selection.sentence_scale else ()
        for tensor in (*updates, *gists, *sentences):
            digest.update(tensor.detach().float().cpu().numpy().tobytes())
        return digest.hexdigest()

    def require_sizes(self, dimensions: Dimensions, size_of: SizeOf) -> None:
        """Refuse tensors that are not of the backbone's sizes, whatever the card says.

        Raises:
            AdapterFormatError: naming the first that does not fit.
        """
        if (fault := misfit(self, dimensions, size_of)) is not None:
            raise _not_an_adapter(self.path or Path(self.card.name), fault)

    def require_fits(self, fingerprint: str, backbone_name: str) -> None:
        """Refuse a backbone that the adapter was not trained for, and an adapter that has no gists.

        Raises:
            AdapterMismatchError: naming both, or how the adapter reads.
        """
        if self.card.reader == "in-prompt":
            raise AdapterMismatchError(
                given=f"The adapter “{self.card.name}” reads edits from the prompt; it has no gists.",
                allowed="To compress and select edits, an adapter trained for the reader `joint` or `separate`.",
                remedy="Choose another adapter, or no adapter (verbatim mode).",
            )
        self.require_backbone(fingerprint, backbone_name)

    def require_backbone(self, fingerprint: str, backbone_name: str) -> None:
        """Refuse a backbone that the adapter was not trained for.

        Raises:
            AdapterMismatchError: naming both.
        """
        if self.card.backbone_fingerprint != fingerprint:
            raise AdapterMismatchError(
                given=f"The adapter “{self.card.name}” was trained for {self.card.backbone_name} "
                f"({self.card.backbone_fingerprint[:12]}…); the backbone here is {backbone_name} "
                f"({fingerprint[:12]}…).",
                allowed="An adapter works only on the exact weights it was trained on; their precision may differ.",
                remedy="Choose the adapter's own backbone, another adapter, or no adapter (verbatim mode).",
            )


def load_card(folder: Path) -> AdapterCard:
    """The card alone, without tensors.

    Raises:
        AdapterMissingError: no adapter there.
        AdapterFormatError: a card that is not one.
    """
    file = folder / CARD_FILE
    if not file.is_file():
        raise AdapterMissingError(
            given=f"No adapter at {folder}: {CARD_FILE} is missing.",
            allowed="An adapter is a folder with a card, low-rank updates and gists.",
            remedy="Give the folder that `python -m app train` wrote, or `none` for no adapter.",
        )
    try:
        return AdapterCard.model_validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise _not_an_adapter(file, f"{where}: {first['msg']}") from error


def load_adapter(folder: Path) -> Adapter:
    """Read an adapter from its folder, in float32.

    Raises:
        AdapterMissingError: no adapter there.
        AdapterFormatError: files damaged, incomplete, or at odds with each other.
    """
    card = load_card(folder)
    low_rank_tensors, gists = _read_tensors(folder / LOW_RANK_FILE), _read_tensors(folder / GIST_FILE)
    try:
        gists.setdefault("selection.zero_key", torch.zeros_like(gists["selection.mean"]))  # adapters from before it
        gists = dict.fromkeys(("selection.sentence_scale", "selection.sentence_cosine"), torch.tensor(0.0)) | gists
        names = SelectionWeights.__dataclass_fields__
        selection = SelectionWeights(**{name: gists[f"selection.{name}"] for name in names})
        adapter = Adapter(
            card=card,
            low_rank=_from_peft(low_rank_tensors),
            gist_embeddings=gists["gist_embeddings"],
            gist_shift=gists["gist_shift"],
            selection=selection,
            zero_keys=gists.get("zero_keys"),
            path=folder,
            means=_read_tensors(folder / MEANS_FILE) if (folder / MEANS_FILE).is_file() else {},
        )
    except KeyError as error:
        raise _not_an_adapter(folder, f"tensor {error} is missing") from error
    if (fault := fault_in(adapter)) is not None:
        raise _not_an_adapter(folder, fault)
    if (fault := peft_config_fault(folder / LOW_RANK_CONFIG, card)) is not None:
        raise _not_an_adapter(folder / LOW_RANK_CONFIG, fault)
    return adapter


def save_adapter(adapter: Adapter, folder: Path, *, dtype: torch.dtype = torch.bfloat16) -> None:
    """Write an adapter; low-rank updates in `dtype`, everything small in float32."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(_to_peft(adapter.low_rank, dtype), folder / LOW_RANK_FILE, metadata={"format": "pt"})
    gists = {"gist_embeddings": adapter.gist_embeddings, "gist_shift": adapter.gist_shift}
    gists |= {f"selection.{name}": tensor for name, tensor in vars(adapter.selection).items()}
    if adapter.zero_keys is not None:
        gists["zero_keys"] = adapter.zero_keys
    packed = {name: tensor.detach().float().cpu().contiguous() for name, tensor in gists.items()}
    save_file(packed, folder / GIST_FILE)
    (folder / LOW_RANK_CONFIG).write_text(json.dumps(_peft_config(adapter), indent=2) + "\n")
    (folder / CARD_FILE).write_text(adapter.card.model_dump_json(indent=2) + "\n", encoding="utf-8")


def _read_tensors(file: Path) -> dict[str, Tensor]:
    try:
        return {name: tensor.float() for name, tensor in load_file(file).items()}
    except (OSError, SafetensorError) as error:
        raise _not_an_adapter(file, str(error)) from error


def _not_an_adapter(place: Path, reason: str) -> AdapterFormatError:
    return AdapterFormatError(
        given=f"{place} is not a usable adapter: {reason}.",
        allowed=f"Format {FORMAT}: {CARD_FILE}, {LOW_RANK_FILE}, {LOW_RANK_CONFIG} and {GIST_FILE}.",
        remedy="Copy the whole folder again, or train it anew.",
    )


def _to_peft(low_rank: dict[str, LowRank], dtype: torch.dtype) -> dict[str, Tensor]:
    tensors: dict[str, Tensor] = {}
    for name, update in low_rank.items():
        tensors[f"{PEFT_PREFIX}{name}.lora_A.weight"] = update.down.detach().to("cpu", dtype).contiguous()
        tensors[f"{PEFT_PREFIX}{name}.lora_B.weight"] = update.up.detach().to("cpu", dtype).contiguous()
    return tensors


def _from_peft(tensors: dict[str, Tensor]) -> dict[str, LowRank]:
    """Updates by module name; a KeyError names the half that is missing."""
    names = _ordered(key.removeprefix(PEFT_PREFIX).rsplit(".lora_", 1)[0] for key in tensors)
    return {
        name: LowRank(
            down=tensors[f"{PEFT_PREFIX}{name}.lora_A.weight"],
            up=tensors[f"{PEFT_PREFIX}{name}.lora_B.weight"],
        )
        for name in names
    }


def _peft_config(adapter: Adapter) -> dict[str, Any]:
    names = [name.split(".") for name in adapter.low_rank]
    return {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": adapter.card.backbone_name,
        "r": adapter.card.rank,
        "lora_alpha": adapter.card.alpha,
        "lora_dropout": 0.0,
        "bias": "none",
        "target_modules": _ordered(parts[-1] for parts in names),
        "layers_to_transform": [int(i) for i in _ordered(parts[2] for parts in names)],
        "layers_pattern": "layers",
        "inference_mode": True,
    }


def _ordered(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
