"""Selection by the editor's own gist keys: a question is encoded exactly like an edit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from app.model.backbone import Backbone
from app.model.batching import by_length
from app.model.encoder import Encoder
from app.model.prompts import tokens_of
from app.model.selection import selection_vectors, tenfolds, zero_logits
from app.model.sentences import SentencePart

if TYPE_CHECKING:
    from app.model.packed.runner import EncodedQuestion, PackedEncoder

BATCH = 32
"""Questions encoded at once."""


@dataclass(frozen=True)
class GistSelector:
    """See `selection.Selector`."""

    backbone: Backbone
    encoder: Encoder
    """Of an editor with adapter."""
    packed: PackedEncoder | None = None
    """The same encoder in its packed form, where it has one."""
    sentences: SentencePart | None = None
    """Sentence embeddings, where they take part."""

    @property
    def parts(self) -> tuple[int, ...]:
        return self.encoder.layers if self.sentences is None else (*self.encoder.layers, -1)

    @property
    def sizes(self) -> tuple[int, ...]:
        layers, *features = self.encoder.selection.mean.shape
        keys = (math.prod(features),) * layers
        return keys if self.sentences is None else (*keys, self.sentences.size)

    @torch.inference_mode()
    def question_vectors(self, prompts: Sequence[str]) -> Tensor:
        """`[questions, sum of sizes]` float32 on the CPU."""
        ids = [tokens_of(self.backbone.tokenizer, prompt) for prompt in prompts]
        if self.packed is not None:
            starts = range(0, len(ids), BATCH)
            begun = [one for start in starts for one in self.packed.encode(ids[start : start + BATCH])]
            return self.vectors_of(begun, prompts)
        vectors: dict[int, Tensor] = {}
        for batch in by_length([len(tokens) for tokens in ids], BATCH):
            encoded = self.encoder.encode_questions([ids[i] for i in batch])
            found = selection_vectors(self.encoder.selection, encoded.selection_keys()).cpu()
            vectors |= dict(zip(batch, found, strict=True))
        return self._with_sentences(torch.stack([vectors[i] for i in range(len(prompts))]), prompts)

    def vectors_of(self, begun: Sequence[EncodedQuestion], prompts: Sequence[str]) -> Tensor:
        """`question_vectors` of questions that the packed encoder has begun."""
        keys = torch.stack([question.selection_keys for question in begun])
        return self._with_sentences(selection_vectors(self.encoder.selection, keys), prompts)

    def _with_sentences(self, vectors: Tensor, prompts: Sequence[str]) -> Tensor:
        if self.sentences is None or not len(prompts):
            return vectors
        return torch.cat([vectors, self.sentences.of_questions(prompts)], dim=1)

    def zero_logits(self, question_vectors: Tensor, edits: int) -> Tensor:
        """`[questions]` float32 on the CPU."""
        weights, adapter = self.encoder.selection, self.encoder.adapter
        growth = adapter.card.zero_growth if adapter is not None else 0.0
        return zero_logits(weights, question_vectors.to(weights.mean.device)).cpu() + growth * tenfolds(edits)
