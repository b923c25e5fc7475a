"""The editor: a second module tree over the backbone's own tensors, with the adapter in it alone.

Backbone and editor share every weight but no module, so nothing is switched on or off and no lock is needed: the
untouched backbone answers whatever no edit concerns, bit for bit, while another thread reads a pool.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from torch import Tensor, nn

from app.model.adapter import Adapter, LowRank
from app.model.attention import ATTENTION_NAME
from app.model.families import decoder_layers
from app.model.lowrank import LowRankLinear
from app.model.memory import Capture


def make_editor(backbone: nn.Module, adapter: Adapter | None) -> nn.Module:
    """Build the editor of a backbone.

    Args:
        backbone: a transformers causal language model of a supported family.
        adapter: already on the backbone's device and in its precision; None for reading without training.
    """
    editor: Any = shared_copy(backbone)
    editor.set_attn_implementation(ATTENTION_NAME)
    if adapter is not None:
        add_low_rank(editor, adapter.low_rank, adapter.scale)
        _shift_gists(editor, adapter)
    for parameter in editor.parameters():
        parameter.requires_grad_(False)
    editor.eval()
    return editor  # type: ignore[no-any-return]  # deepcopy gives Any


def shared_copy(backbone: nn.Module) -> nn.Module:
    """A second module tree over the same tensors: what is put in place of a module of one is not seen in the other."""
    shared: dict[int, Any] = {id(tensor): tensor for tensor in [*backbone.parameters(), *backbone.buffers()]}
    four_bit = (getattr(module, "quant_state", None) for module in backbone.modules())  # scales of NF4 weights
    shared |= {id(state): state for state in four_bit if state is not None}
    return copy.deepcopy(backbone, shared)


def add_low_rank(tree: nn.Module, updates: Mapping[str, LowRank], scale: float) -> None:
    """Put a low-rank update beside each of the linears named."""
    for name, update in updates.items():
        base = tree.get_submodule(name)
        tree.set_submodule(name, LowRankLinear(base, update.down, update.up, scale))


def _shift_gists(editor: nn.Module, adapter: Adapter) -> None:
    """Add the learned shift where gists enter the first low-rank layer.

    Below that layer nothing is trained; the shift lets training reach the gists without going through it.
    """

    def add_shift(
        _layer: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
        memory = kwargs.get("memory")
        if not isinstance(memory, Capture) or memory.gist_positions is None:
            return None
        hidden = args[0]
        if memory.span_means is not None:
            hidden = with_span_means(hidden, memory.gist_positions, memory.span_means)
        return (shifted(hidden, memory.gist_positions, adapter.gist_shift), *args[1:]), kwargs

    decoder_layers(editor)[adapter.card.low_rank_from].register_forward_pre_hook(add_shift, with_kwargs=True)


def with_span_means(hidden: Tensor, gist_positions: Tensor, shares: Tensor) -> Tensor:
    """`hidden` `[batch, length, width]` with means of its text at the last gist positions.

    Args:
        gist_positions: `[batch, m]`.
        shares: `[batch, spans, length]`, `spans` at most m.
    """
    means = (shares @ hidden.float()).to(hidden.dtype)
    index = gist_positions[:, -shares.shape[1] :, None].expand(-1, -1, hidden.shape[-1])
    return hidden.scatter(1, index, means)


def shifted(hidden: Tensor, gist_positions: Tensor, shift: Tensor) -> Tensor:
    """`hidden` `[batch, length, width]` with `shift` `[m, width]` added at `gist_positions` `[batch, m]`."""
    index = gist_positions[..., None].expand(-1, -1, hidden.shape[-1])
    return hidden.scatter_add(1, index, shift.to(hidden.dtype).expand(len(hidden), -1, -1))
