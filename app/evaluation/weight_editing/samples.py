"""Text that the backbone itself writes: what stands for its training data, which nobody has beside it.

As in data-free quantisation (Liu et al. 2023, arXiv 2305.17888) a text begins with a token drawn from the whole
vocabulary and goes on by sampling at temperature 1. Made once for a backbone, in whichever precision it is open then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from transformers import DynamicCache

from app.evaluation.weight_editing.files import write_tensors
from app.model.backbone import Backbone
from app.model.prompts import leading_tokens


@dataclass(frozen=True)
class Samples:
    """How much text is sampled. A part is kept on disk as soon as it is written: a killed run loses no more."""

    tokens: int = 100_000
    """In all, rounded up to whole parts."""
    texts: int = 50
    """Of a part, written side by side."""
    length: int = 100
    """Of a text, in tokens."""
    seed: int = 0

    @property
    def name(self) -> str:
        return f"{self.texts}x{self.length}-seed-{self.seed}"

    @property
    def parts(self) -> int:
        return -(-self.tokens // (self.texts * self.length))

    def of(self, backbone: Backbone, folder: Path) -> Iterator[Tensor]:
        """The parts in order, each `[texts, length]` token ids; those that are not in the folder are written."""
        for part in range(self.parts):
            path = folder / f"texts-{self.name}-part-{part}.safetensors"
            if not path.exists():
                write_tensors(path, {"token_ids": self._written(backbone, part)})
            yield load_file(path)["token_ids"]

    @torch.inference_mode()
    def _written(self, backbone: Backbone, part: int) -> Tensor:
        numbers = torch.Generator().manual_seed(1_000 * self.seed + part)
        first = torch.randint(len(backbone.tokenizer), (self.texts, 1), generator=numbers)
        leading = torch.tensor(leading_tokens(backbone.tokenizer), dtype=torch.long).expand(self.texts, -1)
        ids = torch.cat([leading, first], dim=1)  # [texts, so far]
        cache, new = DynamicCache(config=backbone.model.config), ids
        while ids.shape[1] < self.length:
            output = backbone.model(input_ids=new.to(backbone.device), past_key_values=cache, logits_to_keep=1)
            shares = output.logits[:, -1].float().softmax(-1).cpu()
            new = torch.multinomial(shares, 1, generator=numbers)
            ids = torch.cat([ids, new], dim=1)
        return ids
