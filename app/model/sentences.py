"""Sentence embeddings as one more part of selection: what an edit and a question say, read by a model trained for that.

    logit(edit) += scale · (cos(embedding(question), embedding(edit)) − cosine)

Gist keys of a small backbone mistake sister items for each other, sentence embeddings alone do so more; their sum less
than either. `python -m app sentences` measures scale and cosine on validation, and keeps them with the adapter.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from app.model.adapter import GIST_FILE, SelectionWeights
from app.model.prompts import asked_in
from app.model.text_vectors import EMBEDDING, SCALE, TextVectors


@dataclass(frozen=True)
class SentencePart:
    """The last part of the vectors of edits and questions; the inner product of two is what is added to the logit."""

    vectors: TextVectors
    scale: float
    cosine: float
    """Of an edit that is neither nearer nor farther for it."""

    size = EMBEDDING + 1

    @classmethod
    def of(cls, weights: SelectionWeights) -> SentencePart | None:
        """That of an adapter; None where sentence embeddings take no part."""
        scale, cosine = weights.sentence_scale.item(), weights.sentence_cosine.item()
        return cls(TextVectors(), scale, cosine) if scale else None

    def of_edits(self, texts: Sequence[str]) -> Tensor:
        """`[edits, size]` float32."""
        return self._with(self.vectors.of(texts), -self.cosine)

    def of_questions(self, prompts: Sequence[str]) -> Tensor:
        """`[questions, size]` float32; each embedded alone, so that none depends on what is asked beside it."""
        return self._with(torch.cat([self.vectors.of([asked_in(prompt)]) for prompt in prompts]), 1.0)

    def _with(self, embeddings: Tensor, last: float) -> Tensor:
        scaled = embeddings * math.sqrt(self.scale / SCALE)
        return torch.cat([scaled, torch.full((len(scaled), 1), last * math.sqrt(self.scale))], dim=1)


def save_sentences(folder: Path, scale: float, cosine: float) -> Path:
    """Keep scale and cosine with an adapter in its folder; the file."""
    file = folder / GIST_FILE
    chosen = {"sentence_scale": torch.tensor(scale), "sentence_cosine": torch.tensor(cosine)}
    save_file(load_file(file) | {f"selection.{name}": tensor for name, tensor in chosen.items()}, file)
    return file
