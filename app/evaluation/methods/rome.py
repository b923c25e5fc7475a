"""ROME: a rank-one update of one MLP down projection (Meng et al. 2022, arXiv 2202.05262)."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor, nn

from app.evaluation.methods.covariance_editor import CovarianceEditor
from app.evaluation.weight_editing.covariance import down_projection, lower_part
from app.evaluation.weight_editing.requests import Request
from app.evaluation.weight_editing.updates import append_low_rank, rank_one
from app.evaluation.weight_editing.values import keys_of, output_at, value_of


class Rome(CovarianceEditor):
    """Made for one edit; several are written one after the other, each into what those before have left."""

    name = "rome"
    title = "ROME, rank-one edits of one layer"

    @property
    def layers(self) -> list[int]:
        """At the depth that its authors' successors use for Llama 2: layer 5 of 32."""
        return [5 * self.model.backbone.dimensions.layers // 32]

    def write(self, tree: nn.Module, requests: Sequence[Request], covariances: Sequence[Tensor]) -> None:
        (layer,), (covariance,) = self.layers, covariances
        module, tokenizer = down_projection(layer), self.model.backbone.tokenizer
        for request in requests:
            value = value_of(tree, tokenizer, request, module, self.search)
            lower = lower_part(tree, self.layers[0] + 1)
            keys = keys_of(lower, tokenizer, request, module)
            residual = value - output_at(lower, tokenizer, request, module)
            append_low_rank(tree, module, rank_one(covariance, keys.mean(0), keys[0], residual))
