"""C = E[k kᵀ], the second moment of what enters a layer's MLP down projection: what an update should leave alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from app.evaluation.weight_editing.files import write_tensors
from app.evaluation.weight_editing.hooks import inputs_of
from app.evaluation.weight_editing.samples import Samples
from app.model.backbone import Backbone
from app.model.editor import shared_copy
from app.model.families import decoder_layers


@dataclass(frozen=True)
class Covariances:
    """Over text that the backbone wrote itself; made once and kept.

    Args:
        folder: of one backbone; holds the texts and a file a layer.
    """

    samples: Samples
    folder: Path

    def of(self, backbone: Backbone, layers: Sequence[int]) -> list[Tensor]:
        """C of each layer, `[in, in]` float32; made first where it is not there."""
        for _ in self.steps(backbone, layers):
            pass
        return [load_file(self._path(backbone, layer))["covariance"] for layer in layers]

    def steps(self, backbone: Backbone, layers: Sequence[int]) -> Iterator[str]:
        """Makes those of the layers that are not there, and tells after each part of the text how far it is."""
        lacking = [layer for layer in layers if not self._path(backbone, layer).exists()]
        if lacking:
            yield from self._make(backbone, lacking)

    def _make(self, backbone: Backbone, layers: Sequence[int]) -> Iterator[str]:
        tree = lower_part(backbone.model, max(layers) + 1)
        sums: list[Tensor | float] = [0.0 for _ in layers]
        tokens = 0
        for part, texts in enumerate(self.samples.of(backbone, self.folder), start=1):
            with torch.inference_mode(), inputs_of(tree, [down_projection(layer) for layer in layers]) as seen:
                tree.get_submodule("model")(input_ids=texts.to(backbone.device), use_cache=False)
            keys = [one.flatten(0, 1).float() for one in seen]  # [tokens, in]
            sums = [so_far + one.T @ one for so_far, one in zip(sums, keys, strict=True)]
            tokens += len(keys[0])
            yield f"covariance of sampled text, part {part} of {self.samples.parts}"
        for layer, total in zip(layers, sums, strict=True):
            write_tensors(self._path(backbone, layer), {"covariance": (torch.as_tensor(total) / tokens).cpu()})

    def _path(self, backbone: Backbone, layer: int) -> Path:
        made = f"{self.samples.name}-{self.samples.parts}-parts-{backbone.precision}"
        return self.folder / f"covariance-{made}-layer-{layer}.safetensors"


def down_projection(layer: int) -> str:
    """Dotted name of the linear that ROME and MEMIT change."""
    return f"model.layers.{layer}.mlp.down_proj"


def lower_part(backbone: nn.Module, layers: int) -> nn.Module:
    """The lowest layers of a backbone, edited or not, alone, over the same tensors."""
    tree = shared_copy(backbone)
    tree.set_submodule("model.layers", nn.ModuleList(list(decoder_layers(tree))[:layers]))
    return tree
