"""MEMIT: many edits at once, spread over several layers (Meng et al. 2023, arXiv 2210.07229)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from app.data import Edit
from app.evaluation.methods.covariance_editor import CovarianceEditor
from app.evaluation.pool_cache import PoolCache
from app.evaluation.weight_editing.covariance import down_projection, lower_part
from app.evaluation.weight_editing.requests import Request
from app.evaluation.weight_editing.updates import append_low_rank, spread
from app.evaluation.weight_editing.values import keys_of, output_at, value_of
from app.model import EditableModel, Policy
from app.model.families import decoder_layers


class Memit(CovarianceEditor):
    """Finds what must leave the highest of its layers, then has each layer add its share of what is missing."""

    name = "memit"
    title = "MEMIT, edits spread over several layers"
    weight: ClassVar[float] = 0.2
    """λ, for each input of the layer: how much all other keys count against the edits'."""

    def __init__(
        self, model: EditableModel, policy: Policy, max_new_tokens: int, cache: PoolCache | None = None
    ) -> None:
        super().__init__(model, policy, max_new_tokens, cache)
        self._values: dict[Request, Tensor] = {}

    @property
    def layers(self) -> list[int]:
        """At the depths that its authors' successors use for Llama 2: layers 4 to 8 of 32."""
        count = self.model.backbone.dimensions.layers
        return list(range(4 * count // 32, 8 * count // 32 + 1))

    def refusal(self, edits: Sequence[Edit], tested: Iterable[Edit]) -> str:
        if hasattr(decoder_layers(self.model.backbone.model)[0], "post_feedforward_layernorm"):
            return "it needs layers that add the MLP's output as it is, and this backbone's normalise it first"
        return super().refusal(edits, tested)

    def write(self, tree: nn.Module, requests: Sequence[Request], covariances: Sequence[Tensor]) -> None:
        if not requests:
            return
        tokenizer, top = self.model.backbone.tokenizer, f"model.layers.{self.layers[-1]}"
        values = torch.stack([self._value(tree, one, top) for one in requests])
        for place, (layer, covariance) in enumerate(zip(self.layers, covariances, strict=True)):
            module, lower = down_projection(layer), lower_part(tree, self.layers[-1] + 1)
            keys = torch.stack([keys_of(lower, tokenizer, one, module).mean(0) for one in requests])
            reached = torch.stack([output_at(lower, tokenizer, one, top) for one in requests])
            residuals = (values - reached) / (len(covariances) - place)
            update = spread(covariance, keys, residuals, self.weight * len(covariance))
            append_low_rank(tree, module, update)

    def _value(self, tree: nn.Module, request: Request, top: str) -> Tensor:
        """Sought in the untouched backbone, so it is the same in every pool: searched for once."""
        if request not in self._values:
            self._values[request] = value_of(tree, self.model.backbone.tokenizer, request, top, self.search)
        return self._values[request]

    def settings(self) -> dict[str, Any]:
        return super().settings() | {"weight": self.weight}
