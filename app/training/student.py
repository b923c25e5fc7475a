"""What is trained: an editor over a frozen backbone. Masters are float32, products run in the fast precision."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from app.model.adapter import Adapter, LowRank, SelectionWeights
from app.model.adapter_card import AdapterCard
from app.model.backbone import Backbone
from app.model.families import decoder_layers, embed, projection_names, rotary_frequencies
from app.training.packed_attention import PACKED_ATTENTION_NAME
from app.training.packing import Packed, PackedMemory
from app.training.pool_attention import PoolReading
from app.training.vocabulary import word_losses

MEAN_MOMENTUM = 0.5
"""Share of a step's own mean in the running mean of the selection keys.

Most of a key is common to all of them, and moves as weights do: by more than its own length in 440 steps, while the
mean of a step's keys lies within one percent of it. A mean that lags makes all keys alike, and then no zero gist stands
out: with 0.1 single steps lost the whole selection (loss 3.3 in place of 0.3).
"""


class TrainedLinear(nn.Module):
    """A frozen layer in the fast precision, and its low-rank update, kept in float32, beside it."""

    def __init__(self, base: nn.Module, low_rank: LowRank | None, scale: float, dtype: torch.dtype) -> None:
        super().__init__()
        self.base, self.scale, self.compute = base, scale, dtype
        self.down = nn.Parameter(low_rank.down.float().clone()) if low_rank is not None else None
        self.up = nn.Parameter(low_rank.up.float().clone()) if low_rank is not None else None

    def forward(self, inputs: Tensor) -> Tensor:
        """`[..., in_features]` of any precision → `[..., out_features]` in the fast one."""
        cast = inputs.to(self.compute)
        plain: Tensor = self.base(cast)
        if self.down is None or self.up is None:
            return plain
        reduced = functional.linear(cast, self.down.to(self.compute))
        return plain + functional.linear(reduced, (self.up * self.scale).to(self.compute))


class Student(nn.Module):
    """The trainable editor. `adapter()` takes a snapshot that answers questions.

    Args:
        backbone: in float32, or in NF4 on CUDA.
        start: where training starts from.
        dtype: of the products; residual stream, norms and masters are float32.
    """

    mean: Tensor
    head: Tensor
    gist_embeddings: Tensor

    def __init__(self, backbone: Backbone, start: Adapter, dtype: torch.dtype) -> None:
        super().__init__()
        self.card, self.compute = start.card, dtype
        self.first, self.layers = start.card.select_from, backbone.dimensions.layers
        self.tree = _training_tree(backbone.model, start, dtype)
        output: Any = backbone.model.get_submodule("lm_head")
        self.register_buffer("head", output.weight.detach().to(dtype), persistent=False)
        self.register_buffer("gist_embeddings", start.gist_embeddings.float().clone())
        self.gist_shift = nn.Parameter(start.gist_shift.float().clone())
        self.layer_logits = nn.Parameter(start.selection.layer_logits.float().clone())
        self.log_scale = nn.Parameter(start.selection.log_scale.float().clone())
        self.zero_logit = nn.Parameter(start.selection.zero_logit.float().clone())
        self.zero_key = nn.Parameter(start.selection.zero_key.float().clone())
        zero_keys = start.zero_keys  # reader `separate` only: [selecting layers, kv_heads, head_dim]
        self.zero_keys = nn.Parameter(zero_keys.float().clone()) if zero_keys is not None else None
        self.register_buffer("mean", start.selection.mean.float().clone())
        self._shift_hook(start.card.low_rank_from)

    def trained(self) -> dict[str, nn.Parameter]:
        """Name → parameter, in a fixed order."""
        return {name: p for name, p in self.named_parameters() if p.requires_grad}

    def selection_parameters(self) -> set[str]:
        """Names of those that learn at the selection's own rate."""
        return {"layer_logits", "log_scale", "zero_logit", "zero_keys"}

    def forward(self, packed: Packed) -> tuple[Tensor, Tensor]:
        """One pass over a step.

        Returns:
            last hidden states `[tokens, width]`, and the keys of the gists that select `[encoded rows as given,
            selecting layers, kv_heads, selection slots, head_dim]`.
        """
        hidden = self._hidden(packed, packed.memory)
        found = packed.memory.selection_keys
        keys = torch.stack([found[layer] for layer in range(self.first, self.layers)], dim=1)
        keys = keys.view(len(packed.encoded_order), self.mean.shape[2], *keys.shape[1:]).permute(0, 2, 3, 1, 4)
        return hidden, keys[packed.encoded_order]

    def read_pool(self, packed: Packed) -> tuple[Tensor, Tensor]:
        """One pass over a step whose reading rows read all gists of its encoded rows, as the paper has it.

        Returns:
            last hidden states `[tokens, width]`, and the attention on the pool, mean over selecting layers and heads,
            `[reading tokens, 1 + gists as packed]`, the zero gist first.
        """
        if self.zero_keys is None:
            raise ValueError("reading a pool needs an adapter of the reader `separate`")
        layers = range(self.first, self.layers)
        pool = PoolReading(
            first=min(packed.reading_starts),
            gist_tokens=packed.memory.gist_tokens,
            positions=packed.positions,
            zero_keys=dict(zip(layers, self.zero_keys, strict=True)),
            temperature=self.card.temperature,
            rotary={layer: rotary_frequencies(self.tree, layer) for layer in layers},
        )
        hidden = self._hidden(packed, replace(packed.memory, pool=pool))
        return hidden, torch.stack([pool.masses[layer] for layer in layers]).mean(0)

    def _hidden(self, packed: Packed, memory: PackedMemory) -> Tensor:
        """Last hidden states `[tokens, width]`."""
        hidden = embed(self.tree, packed.token_ids[None]).float()
        gists = self.gist_embeddings.index_select(0, memory.gist_numbers)
        hidden = hidden.index_copy(1, memory.gist_tokens, gists[None])
        output = self.tree.get_submodule("model")(
            inputs_embeds=hidden, position_ids=packed.positions[None], use_cache=False, memory=memory
        )
        return output.last_hidden_state[0]  # type: ignore[no-any-return]  # transformers: Any

    def vectors(self, keys: Tensor) -> Tensor:
        """Centred, normalised selection keys `[rows, selecting layers, features]`; in training the mean follows."""
        keys = keys.float()
        if self.training:
            with torch.no_grad():
                momentum = MEAN_MOMENTUM if bool(self.mean.any()) else 1.0
                self.mean.lerp_(keys.mean(0), momentum)
        return functional.normalize((keys - self.mean).flatten(2), dim=-1)

    def selection_logits(self, questions: Tensor, edits: Tensor) -> Tensor:
        """`[questions, 1 + edits]`, the zero gist first."""
        weights = self.layer_logits.softmax(0) * self.log_scale.exp()
        similar = torch.einsum("qlf,nlf,l->qn", questions, edits, weights)
        zero = self.zero_logit + torch.einsum("qlf,lf,l->q", questions, self.zero_key.flatten(1), weights)
        return torch.cat([zero[:, None], similar], dim=1)

    def word_losses(self, hidden: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        """See `vocabulary.word_losses`."""
        return word_losses(hidden, self.head, targets)

    def adapter(self, card: AdapterCard | None = None) -> Adapter:
        """A snapshot, in float32."""
        low_rank = {
            name: LowRank(module.down.detach().clone(), module.up.detach().clone())
            for name, module in self.tree.named_modules()
            if isinstance(module, TrainedLinear) and module.down is not None and module.up is not None
        }
        selection = SelectionWeights(
            layer_logits=self.layer_logits.detach().clone(),
            log_scale=self.log_scale.detach().clone(),
            zero_logit=self.zero_logit.detach().clone(),
            mean=self.mean.clone(),
            zero_key=self.zero_key.detach().clone(),
        )
        return Adapter(
            card=card or self.card,
            low_rank=low_rank,
            gist_embeddings=self.gist_embeddings.clone(),
            gist_shift=self.gist_shift.detach().clone(),
            selection=selection,
            zero_keys=None if self.zero_keys is None else self.zero_keys.detach().clone(),
        )

    def _shift_hook(self, layer: int) -> None:
        def add_shift(_layer: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            memory: PackedMemory = kwargs["memory"]
            hidden = args[0]
            if memory.spans is not None:
                hidden = hidden.index_copy(1, memory.spans.gists, memory.spans.of(hidden[0])[None])
            shift = self.gist_shift.index_select(0, memory.gist_numbers)
            return (hidden.index_add(1, memory.gist_tokens, shift[None]), *args[1:]), kwargs

        decoder_layers(self.tree)[layer].register_forward_pre_hook(add_shift, with_kwargs=True)


def _training_tree(model: nn.Module, start: Adapter, dtype: torch.dtype) -> nn.Module:
    """A second module tree over the backbone's tensors, its linears wrapped, everything of the backbone frozen."""
    shared = {id(tensor): tensor for tensor in [*model.parameters(), *model.buffers()]}
    tree: Any = copy.deepcopy(model, shared)
    tree.set_attn_implementation(PACKED_ATTENTION_NAME)
    tree.requires_grad_(False)
    for layer in range(len(decoder_layers(tree))):
        for name in projection_names(layer):
            base = tree.get_submodule(name)
            if type(base) is nn.Linear and base.weight.dtype != dtype:
                base = _cast(base, dtype)
            tree.set_submodule(name, TrainedLinear(base, start.low_rank.get(name), start.scale, dtype))
    return tree  # type: ignore[no-any-return]  # deepcopy gives Any


def _cast(linear: nn.Linear, dtype: torch.dtype) -> nn.Linear:
    with torch.device("meta"):
        other = nn.Linear(linear.in_features, linear.out_features, bias=linear.bias is not None, dtype=dtype)
    other.weight = nn.Parameter(linear.weight.detach().to(dtype), requires_grad=False)
    if linear.bias is not None:
        other.bias = nn.Parameter(linear.bias.detach().to(dtype), requires_grad=False)
    return other
