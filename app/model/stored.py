"""What lies in a backbone's folder, read without transformers' model code where that can be: importing it takes long.

A folder that says less than is asked of it, or another tokenizer's class, is read by transformers as ever.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

Shapes = Mapping[str, tuple[int, ...]]
"""Dotted name of a tensor → its shape."""

_SAID = (
    "attention_bias", "eos_token_id", "head_dim", "hidden_act", "hidden_size", "intermediate_size",
    "max_position_embeddings", "mlp_bias", "num_attention_heads", "num_hidden_layers", "num_key_value_heads",
    "rms_norm_eps", "rope_parameters", "tie_word_embeddings", "vocab_size",
)  # fmt: skip
"""What packed layers ask of a configuration of the Llama family; transformers 5 writes all of it."""
_TOKENIZERS = ("TokenizersBackend", "PreTrainedTokenizerFast")
"""Classes that do what `tokenizer.json` says and nothing else."""


def config_in(folder: Path) -> Any:
    """The configuration of the model in a folder, as far as packed layers ask for it; else transformers' own."""
    said = _json_in(folder / "config.json")
    if said.get("model_type") == "llama" and all(name in said for name in _SAID) and "quantization_config" not in said:
        return SimpleNamespace(model_type="llama", **{name: said[name] for name in _SAID})
    return whole_config_in(folder)


def whole_config_in(folder: Path) -> Any:
    """The configuration as transformers reads it."""
    from transformers import AutoConfig

    return AutoConfig.from_pretrained(folder, local_files_only=True)


def tokenizer_in(folder: Path) -> Any:
    """The tokenizer in a folder."""
    named = _json_in(folder / "tokenizer_config.json").get("tokenizer_class")
    if named in _TOKENIZERS and (folder / "tokenizer.json").is_file():
        from transformers import PreTrainedTokenizerFast

        return PreTrainedTokenizerFast.from_pretrained(folder, local_files_only=True)
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(folder, local_files_only=True)


def end_tokens_in(folder: Path, config: Any) -> Any:
    """The tokens that a folder's settings of generation name as the end of a text, as transformers reads them."""
    if not (folder / "generation_config.json").is_file():
        return getattr(config, "eos_token_id", None)
    return _json_in(folder / "generation_config.json").get("eos_token_id")


def shapes_in(folder: Path) -> Shapes:
    """Of all tensors in the safetensors files of a folder, by their headers: no weight is read."""
    from safetensors import safe_open

    found: dict[str, tuple[int, ...]] = {}
    for file in sorted(folder.glob("*.safetensors")):
        with safe_open(file, framework="pt") as opened:
            found |= {name: tuple(opened.get_slice(name).get_shape()) for name in opened.keys()}  # noqa: SIM118
    return found


def _json_in(file: Path) -> dict[str, Any]:
    """What a file says; nothing where it cannot be read, which transformers will tell in its own words."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
