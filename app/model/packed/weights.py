"""A backbone's weights in groups, made once from its dense ones and kept as a file; an adapter's updates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import save_file
from safetensors.torch import load_file

from app.model.adapter import LowRank
from app.model.families import ATTENTION_PROJECTIONS, MLP_PROJECTIONS
from app.model.packed.groups import GROUP, Bytes, Floats, pack_eight_bit, pack_four_bit, unpack_eight_bit

FORMAT = 1
"""Of the file; another number is another file."""
LANES = 16
"""Ranks are filled up with zeros to a multiple of this."""

DenseWeights = Callable[[str], Floats]
"""A tensor by its dotted name below the causal language model, in float32."""


class Weights(NamedTuple):
    """A backbone's layers, stacked."""

    qkv: Bytes
    """`[layers, (heads + 2 · kv_heads) · head_dim, bytes]`."""
    out: Bytes
    """`[layers, width, bytes]`."""
    gate_up: Bytes
    """`[layers, 2 · inner, bytes]`."""
    down: Bytes
    """`[layers, width, bytes]`."""
    norms: Floats
    """`[layers, 2, width]`: before attention, before the products behind it."""
    last_norm: Floats
    """`[width]`."""
    head: Bytes
    """`[vocabulary, bytes]`, 8-bit; the token embeddings too."""
    epsilon: float
    heads: int
    kv_heads: int
    head_dim: int

    @property
    def layers(self) -> int:
        return len(self.norms)

    @property
    def width(self) -> int:
        return len(self.last_norm)

    @property
    def bytes(self) -> int:
        """Memory of all weights."""
        return sum(part.nbytes for part in self if isinstance(part, np.ndarray))

    def outputs(self, stack: str) -> tuple[int, ...]:
        """Of each linear in a stack."""
        query, other = self.heads * self.head_dim, self.kv_heads * self.head_dim
        inner = self.gate_up.shape[1] // 2
        return {"qkv": (query, other, other), "gate_up": (inner, inner)}.get(stack, (self.width,))

    def embedded(self, token_ids: Sequence[int]) -> Floats:
        """`[tokens, width]`."""
        return unpack_eight_bit(self.head[np.asarray(token_ids, dtype=np.int64)])


class Updates(NamedTuple):
    """An adapter's low-rank updates of the layers from `first` on, stacked: `down` `[parts · rank, in]` and `up`
    `[out, rank]`, of which each part of the outputs (query, key, value; gate, up) has a `down` of its own."""

    first: int
    qkv_down: Floats
    qkv_up: Floats
    out_down: Floats
    out_up: Floats
    gate_up_down: Floats
    gate_up_up: Floats
    down_down: Floats
    down_up: Floats


@dataclass(frozen=True, eq=False)
class PackedTree:
    """A backbone, or an editor: the backbone's weights with an adapter's updates beside them."""

    weights: Weights
    updates: Updates
    frequencies: Floats
    """`[head_dim / 2]`: inverse frequencies of the rotary embedding."""

    @property
    def arrays(self) -> list[np.ndarray]:
        """All that takes memory."""
        parts = (*self.weights, *self.updates, self.frequencies)
        return [part for part in parts if isinstance(part, np.ndarray) and part.size]


def fits(config: Any) -> bool:
    """Whether `layers.py` computes what transformers does for a model of this configuration."""
    heads = config.num_attention_heads
    return (
        config.model_type == "llama"
        and config.hidden_act == "silu"
        and config.tie_word_embeddings
        and not config.attention_bias
        and not config.mlp_bias
        and (config.rope_parameters or {}).get("rope_type") == "default"
        and all(size % GROUP == 0 for size in (config.hidden_size, config.intermediate_size, heads * config.head_dim))
        and config.head_dim % 2 == 0
    )


def rotary_frequencies(config: Any) -> Floats:
    """Inverse frequencies of the rotary embedding, `[head_dim / 2]`; a tree in bfloat16 may hold them rounded."""
    exponents = np.arange(0, config.head_dim, 2, dtype=np.float32) / np.float32(config.head_dim)
    base = np.float32(config.rope_parameters["rope_theta"])
    return (np.float32(1) / base**exponents).astype(np.float32)


def pack(tensor: DenseWeights, config: Any) -> Weights | None:
    """All of a backbone's weights; None where some are not in groups."""
    stacks: dict[str, list[Bytes]] = {name: [] for name in _PARTS}
    norms = []
    for layer in range(config.num_hidden_layers):
        place = f"model.layers.{layer}"
        for stack, names in _PARTS.items():
            packed = pack_four_bit(np.concatenate([tensor(f"{place}.{name}.weight") for name in names]))
            if packed is None:
                return None
            stacks[stack].append(packed)
        norms.append([tensor(f"{place}.{name}.weight") for name in ("input_layernorm", "post_attention_layernorm")])
    head = pack_eight_bit(tensor("model.embed_tokens.weight"))
    if head is None:
        return None
    last = np.ascontiguousarray(tensor("model.norm.weight"))
    arrays = {name: np.stack(stack) for name, stack in stacks.items()}
    return _weights({**arrays, "norms": np.asarray(norms, dtype=np.float32), "last_norm": last, "head": head}, config)


def kept_or_packed(file: Path, tensor: DenseWeights, config: Any) -> Weights | None:
    """What the file holds, memory-mapped; else packed now, and kept there where that can be written."""
    with suppress(OSError, SafetensorError, KeyError):
        return _weights({name: tensor.numpy() for name, tensor in load_file(file).items()}, config)
    weights = pack(tensor, config)
    if weights is not None:
        with suppress(OSError, SafetensorError):
            file.parent.mkdir(parents=True, exist_ok=True)
            partial = file.with_name(f".{file.name}-{uuid4().hex}")
            save_file({name: getattr(weights, name) for name in _ARRAYS}, partial)
            partial.replace(file)
    return weights


def no_updates(weights: Weights) -> Updates:
    """Of a backbone alone."""
    nothing = np.zeros((0, 0, 0), dtype=np.float32)
    return Updates(weights.layers, *([nothing] * 8))


def updates_of(low_rank: Mapping[str, LowRank], first: int, scale: float, weights: Weights) -> Updates:
    """Low-rank updates by a linear's dotted name, in float32; a linear without one gets zeros.

    Args:
        first: the first layer that has any.
    """
    most = max((len(update.down) for update in low_rank.values()), default=1)
    rank = -(-most // LANES) * LANES
    stacks = []
    for stack, names in _PARTS.items():
        outputs = weights.outputs(stack)
        inputs = {"out": weights.heads * weights.head_dim, "down": weights.gate_up.shape[1] // 2}.get(stack)
        found = [
            [_padded(low_rank.get(f"model.layers.{i}.{name}"), n, inputs or weights.width, rank, scale)
             for name, n in zip(names, outputs, strict=True)]
            for i in range(first, weights.layers)
        ]  # fmt: skip
        stacks += [np.stack([np.concatenate([part[side] for part in row]) for row in found]) for side in (0, 1)]
    return Updates(first, *stacks)


_PARTS: Mapping[str, tuple[str, ...]] = {
    "qkv": tuple(f"self_attn.{name}" for name in ATTENTION_PROJECTIONS[:3]),
    "out": (f"self_attn.{ATTENTION_PROJECTIONS[3]}",),
    "gate_up": tuple(f"mlp.{name}" for name in MLP_PROJECTIONS[:2]),
    "down": (f"mlp.{MLP_PROJECTIONS[2]}",),
}
"""Stack → the linears whose outputs stand one behind the other in it."""
_ARRAYS = (*_PARTS, "norms", "last_norm", "head")


def _weights(arrays: Mapping[str, Any], config: Any) -> Weights:
    return Weights(
        **{name: arrays[name] for name in _ARRAYS},
        epsilon=float(config.rms_norm_eps),
        heads=config.num_attention_heads,
        kv_heads=config.num_key_value_heads,
        head_dim=config.head_dim,
    )


def _padded(update: LowRank | None, outputs: int, inputs: int, rank: int, scale: float) -> tuple[Floats, Floats]:
    """`down` `[rank, in]` and scaled `up` `[out, rank]`, filled up with zeros."""
    down, up = np.zeros((rank, inputs), dtype=np.float32), np.zeros((outputs, rank), dtype=np.float32)
    if update is not None:
        down[: len(update.down)] = update.down.float().numpy()
        up[:, : len(update.down)] = (update.up * scale).float().numpy()
    return down, up
