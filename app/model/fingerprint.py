"""Fingerprints of weights: what ties an adapter to the backbone that it was trained for.

A fingerprint is of the *source* weights: neither the precision that they are computed in nor the place where
they lie changes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_COMPUTES = (
    "model_type", "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
    "num_key_value_heads", "head_dim", "hidden_act", "hidden_activation", "rms_norm_eps", "rope_parameters",
    "max_position_embeddings", "sliding_window", "use_sliding_window", "max_window_layers", "layer_types",
    "attention_bias", "mlp_bias", "tie_word_embeddings", "query_pre_attn_scalar", "attn_logit_softcapping",
    "final_logit_softcapping", "use_bidirectional_attention",
)  # fmt: skip
"""Settings of the supported families that change what is computed. A library may add others with every version."""
_OF_A_CALL = ("version", "padding", "truncation")
"""What a tokenizer's description says beside what it does; calls change it."""


def sha256_of_file(path: Path) -> str:
    """sha256 of the bytes of `path`, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint_of_folder(folder: Path, notes: Path, manifest: str) -> str:
    """Fingerprint of the safetensors files in `folder`: sha256 over their sorted names and checksums.

    A copy of a converted model keeps the fingerprint of the weights that it was converted from, as long as
    its files are the ones that its `manifest` lists.

    Args:
        folder: holds at least one safetensors file.
        notes: folder where checksums are remembered by path, size and time of change, so that asking
            twice costs one reading of the files.
        manifest: name of the file that a conversion leaves beside its result.
    """
    checksums = {path.name: _remembered_sha256(path, notes) for path in sorted(folder.glob("*.safetensors"))}
    converted_from = _fingerprint_in_manifest(folder / manifest, checksums)
    if converted_from is not None:
        return converted_from
    lines = "".join(f"{name} {checksum}\n" for name, checksum in checksums.items())
    return hashlib.sha256(lines.encode()).hexdigest()


def sha256_of_config(config: dict[str, Any], ends: Iterable[int]) -> str:
    """sha256 of a backbone's settings, as far as they change what is computed, and of the tokens that end a text."""
    return sha256_of_json({"config": {k: v for k, v in config.items() if k in _COMPUTES}, "ends": sorted(ends)})


def sha256_of_tokenizer(tokenizer: Any) -> str:
    """sha256 of all that decides which tokens a text becomes, and of the template of a conversation."""
    described = json.loads(tokenizer.backend_tokenizer.to_str())
    does = {name: value for name, value in described.items() if name not in _OF_A_CALL}
    return sha256_of_json({"tokenizer": does, "template": tokenizer.chat_template})


def sha256_of_json(value: Any) -> str:
    """sha256 of a value as JSON, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def _fingerprint_in_manifest(manifest: Path, checksums: dict[str, str]) -> str | None:
    """The source fingerprint that `manifest` notes, if its checksums are the ones found."""
    try:
        noted = json.loads(manifest.read_text(encoding="utf-8"))
        return str(noted["fingerprint"]) if noted["weights"] == checksums else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remembered_sha256(path: Path, notes: Path) -> str:
    """sha256 of `path`, from the notes where it was taken before and the file did not change since."""
    stat = path.stat()
    identity = f"{path.resolve()}\n{stat.st_size}\n{stat.st_mtime_ns}"
    note = notes / hashlib.sha256(identity.encode()).hexdigest()
    if note.exists():
        return note.read_text(encoding="ascii")
    checksum = sha256_of_file(path)
    try:
        notes.mkdir(parents=True, exist_ok=True)
        partial = note.with_suffix(".partial")
        partial.write_text(checksum, encoding="ascii")
        partial.replace(note)
    except OSError:
        pass  # an unwritable cache only costs the next reading
    return checksum
