"""Which edits concern a question: one logit per edit, one for the zero gist.

    keys(edit), keys(question) = the first gist keys of either, centred, normalised, per selecting layer
    logit(edit) = scale · Σ_layer weight_layer · cos(keys(question), keys(edit));   logit(zero gist) = learned

Scale and weights are folded into the vectors (their square root on either side), so that a pool is searched by one
inner product an edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from app.model.adapter import SelectionWeights
from app.model.pool import GistPool


@dataclass(frozen=True)
class Logits:
    """Selection of a batch of questions over one pool."""

    edits: Tensor
    """`[questions, edits]` float32."""
    zero: float
    """The zero gist's logit."""


class Selector(Protocol):
    """Turns edits and questions into vectors whose inner product is the logit."""

    @property
    def zero_logit(self) -> float: ...

    @property
    def parts(self) -> tuple[int, ...]:
        """The selecting layers, one part of the vector each; `(-1,)` for a selector outside the backbone."""
        ...

    def question_vectors(self, prompts: Sequence[str]) -> Tensor:
        """`[questions, parts · features]` float32."""
        ...


def selection_vectors(weights: SelectionWeights, keys: Tensor) -> Tensor:
    """Vectors of edits or questions.

    Args:
        keys: `[batch, selecting layers, kv_heads, selection slots, head_dim]`, as captured.

    Returns:
        `[batch, selecting layers · features]` float32 with features = kv_heads · selection slots · head_dim.
    """
    centred = (keys.float() - weights.mean).flatten(2)
    share = (weights.layer_logits.softmax(0) * weights.log_scale.exp()).sqrt()
    return (functional.normalize(centred, dim=-1) * share[:, None]).flatten(1)


def logits(question_vectors: Tensor, pool: GistPool, zero_logit: float) -> Logits:
    """Logits of every edit of a pool for every question."""
    if not len(pool):
        return Logits(question_vectors.new_zeros(len(question_vectors), 0), zero_logit)
    return Logits(question_vectors @ pool.selection_matrix.T, zero_logit)


def logits_by_part(question_vector: Tensor, pool: GistPool, parts: int) -> np.ndarray:
    """Contribution of every part (selecting layer) to every edit's logit, `[parts, edits]`; the sum is the logit."""
    if not len(pool):
        return np.zeros((parts, 0), dtype=np.float32)
    question = question_vector.reshape(parts, -1)
    edits = pool.selection_matrix.reshape(len(pool), parts, -1)
    return torch.einsum("pf,npf->pn", question, edits).cpu().numpy()
