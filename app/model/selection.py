"""Which edits concern a question: one logit per edit, one for the zero gist.

    keys(edit), keys(question) = the first gist keys of either, centred, normalised, per selecting layer
    logit(edit)      = scale · Σ_layer weight_layer · cos(keys(question), keys(edit))
                       + what sentence embeddings add, where an adapter has them take part (`sentences.py`)
    logit(zero gist) = learned number + scale · Σ_layer weight_layer · keys(question) · learned key
                       + growth · log10(edits / 100), in pools beyond 100

Scale and weights are folded into the vectors (their square root on either side), so that a pool is searched by one
inner product an edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log10
from typing import Protocol

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from app.model.adapter import SelectionWeights
from app.model.pool import GistPool
from app.model.shortlist import LEAST, best_of, corrected

CALIBRATED_EDITS = 100
"""The size of pool that the zero gist's place is chosen with."""


@dataclass(frozen=True)
class Logits:
    """Selection of a batch of questions over one pool."""

    edits: Tensor
    """`[questions, edits]` float32."""
    zero: Tensor
    """`[questions]` float32: the zero gist's."""
    nearest: tuple[np.ndarray, ...] | None = None
    """Per question, the edits nearest to it in a large pool, where those far behind have estimates; None: a small
    pool."""


class Selector(Protocol):
    """Turns edits and questions into vectors whose inner product is the logit."""

    @property
    def parts(self) -> tuple[int, ...]:
        """The selecting layers, one part of the vector each; behind them, or alone, −1 for sentence embeddings."""
        ...

    @property
    def sizes(self) -> tuple[int, ...]:
        """Numbers of each part of a vector."""
        ...

    def question_vectors(self, prompts: Sequence[str]) -> Tensor:
        """`[questions, sum of sizes]` float32."""
        ...

    def zero_logits(self, question_vectors: Tensor, edits: int) -> Tensor:
        """The zero gist's logit for each question among so many edits, `[questions]` float32."""
        ...


def selection_vectors(weights: SelectionWeights, keys: Tensor) -> Tensor:
    """Vectors of edits or questions.

    Args:
        keys: `[batch, selecting layers, kv_heads, selection slots, head_dim]`, as captured.

    Returns:
        `[batch, selecting layers · features]` float32 with features = kv_heads · selection slots · head_dim.
    """
    centred = (keys.float() - weights.mean).flatten(2)
    return (functional.normalize(centred, dim=-1) * _root_share(weights)[:, None]).flatten(1)


def zero_logits(weights: SelectionWeights, question_vectors: Tensor) -> Tensor:
    """The zero gist's logit for each of the questions' vectors, `[questions]`: of the keys in them alone."""
    key = (weights.zero_key.flatten(1) * _root_share(weights)[:, None]).flatten().to(question_vectors.device)
    return weights.zero_logit + question_vectors[:, : len(key)] @ key


def tenfolds(edits: int) -> float:
    """How many times ten a pool is larger than those that the zero gist was trained and calibrated with; at least 0.

    The nearest of many edits that are not about a question is nearer than the nearest of a few: the largest of n draws
    grows about with log n. A zero gist that stays where it is loses ever more unrelated questions to large pools.
    """
    return max(0.0, log10(max(1, edits) / CALIBRATED_EDITS))


def _root_share(weights: SelectionWeights) -> Tensor:
    """`[selecting layers]`: square root of scale times layer weight."""
    return (weights.layer_logits.softmax(0) * weights.log_scale.exp()).sqrt()


def logits(question_vectors: Tensor, pool: GistPool, selector: Selector) -> Logits:
    """Logits of every edit of a pool, and of the zero gist, for every question."""
    zero = selector.zero_logits(question_vectors, len(pool))
    if not len(pool):
        return Logits(question_vectors.new_zeros(len(question_vectors), 0), zero)
    if not pool.is_large:
        return Logits(question_vectors @ pool.selection_matrix.T, zero)
    found, nearest = [], []
    for vector, estimates in zip(question_vectors, pool.shortlist.estimates(question_vectors), strict=True):
        best = best_of(estimates)
        exact = pool.logits_of(best.tolist(), vector).numpy()
        found.append(torch.from_numpy(corrected(estimates, best, exact)))
        nearest.append(np.sort(best[np.argsort(-exact, kind="stable")[:LEAST]]))
    return Logits(torch.stack(found), zero, tuple(nearest))


def logits_by_part(
    question_vector: Tensor, pool: GistPool, sizes: Sequence[int], nearest: np.ndarray | None = None
) -> np.ndarray:
    """Contribution of every part (selecting layer) to every edit's logit, `[parts, edits]`; the sum is the logit.

    Args:
        sizes: numbers of each part.
        nearest: the edits of which it is computed; of the others it is not known (NaN). None: all.
    """
    if not len(pool):
        return np.zeros((len(sizes), 0), dtype=np.float32)
    if nearest is None:
        return _products_by_part(question_vector, pool.selection_matrix, sizes).cpu().numpy()
    found = np.full((len(sizes), len(pool)), np.nan, dtype=np.float32)
    rows = pool.selection_rows(nearest.tolist())
    found[:, nearest] = _products_by_part(question_vector, rows, sizes).numpy()
    return found


def _products_by_part(question_vector: Tensor, edits: Tensor, sizes: Sequence[int]) -> Tensor:
    """`[parts, edits]` of vectors `[edits, sum of sizes]`."""
    parts = [slice(end - size, end) for size, end in zip(sizes, accumulate(sizes), strict=True)]
    return torch.stack([edits[:, part] @ question_vector[part] for part in parts])
