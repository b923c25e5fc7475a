"""What the method needs to know of a transformers model, for the families it supports.

All five share one body layout: `model.layers[i].self_attn.{q,k,v,o}_proj` and `mlp.{gate,up,down}_proj`, rotary
embeddings that turn halves, and an attention function looked up by name. That is all the method relies on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from app.errors import UnsupportedFamilyError

FAMILIES: dict[str, str] = {
    "llama": "Llama",
    "qwen2": "Qwen2",
    "qwen3": "Qwen3",
    "mistral": "Mistral",
    "gemma3_text": "Gemma 3",
}
"""`config.model_type` → the name people know."""

ATTENTION_PROJECTIONS = ("q_proj", "k_proj", "v_proj", "o_proj")
MLP_PROJECTIONS = ("gate_proj", "up_proj", "down_proj")


@dataclass(frozen=True)
class Dimensions:
    """Sizes of a backbone."""

    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    width: int
    context: int


def require_supported(config: Any) -> str:
    """The family's name.

    Raises:
        UnsupportedFamilyError: for any other architecture.
    """
    family = FAMILIES.get(config.model_type)
    if family is None:
        raise UnsupportedFamilyError(
            given=f"This model is of the kind “{config.model_type}”.",
            allowed=f"Supported families: {', '.join(FAMILIES.values())}.",
            remedy="Choose a causal language model of one of these families.",
        )
    return family


def dimensions_of(config: Any) -> Dimensions:
    heads = config.num_attention_heads
    return Dimensions(
        layers=config.num_hidden_layers,
        heads=heads,
        kv_heads=getattr(config, "num_key_value_heads", None) or heads,
        head_dim=getattr(config, "head_dim", None) or config.hidden_size // heads,
        width=config.hidden_size,
        context=config.max_position_embeddings,
    )


def window_of(config: Any) -> int | None:
    """How many tokens the layers with the shortest sight look back; None: all."""
    kinds = getattr(config, "layer_types", None)
    slides = kinds is None or "sliding_attention" in kinds
    return getattr(config, "sliding_window", None) if slides else None


def decoder_layers(model: nn.Module) -> nn.ModuleList:
    """The decoder layers of a causal language model, lowest first."""
    layers = model.get_submodule("model.layers")
    if not isinstance(layers, nn.ModuleList):
        raise TypeError(f"model.layers is a {type(layers).__name__}, not a ModuleList")
    return layers


def projection_names(layer: int) -> list[str]:
    """Dotted names, below the causal language model, of the linears of one layer."""
    attention = [f"model.layers.{layer}.self_attn.{name}" for name in ATTENTION_PROJECTIONS]
    return attention + [f"model.layers.{layer}.mlp.{name}" for name in MLP_PROJECTIONS]


def rotary_frequencies(model: nn.Module, layer: int) -> tuple[Tensor, float]:
    """Inverse frequencies `[head_dim / 2]` and the scale of cos and sin at one layer.

    Gemma 3 has two bases, one for sliding and one for full attention; the others have one.
    """
    rotary: Any = model.get_submodule("model.rotary_emb")
    kind = ""
    layer_types = getattr(model.config, "layer_types", None)
    if layer_types is not None and hasattr(rotary, f"{layer_types[layer]}_inv_freq"):
        kind = f"{layer_types[layer]}_"
    frequencies: Tensor = getattr(rotary, f"{kind}inv_freq")
    return frequencies, float(getattr(rotary, f"{kind}attention_scaling"))


def embed(model: nn.Module, token_ids: Tensor) -> Tensor:
    """Token embeddings as the first layer receives them (Gemma's scale included), `[batch, length, width]`."""
    embedding = model.get_submodule("model.embed_tokens")
    embedded: Tensor = embedding(token_ids.clamp(min=0))
    return embedded


def end_of_text_ids(configured: Any, tokenizer: Any) -> frozenset[int]:
    """Every token that ends a text: those that a model's settings of generation name, one or several, and the
    tokenizer's."""
    ids = configured if isinstance(configured, list) else [configured]
    return frozenset(i for i in [*ids, tokenizer.eos_token_id] if i is not None)


def dtype_of(model: nn.Module) -> torch.dtype:
    """Of the activations: the first dense tensor's, which is that of the embeddings."""
    return next(parameter.dtype for parameter in model.parameters() if parameter.is_floating_point())


def device_of(model: nn.Module) -> torch.device:
    return next(model.parameters()).device
