"""The edits of a large pool that may concern a question, found by small copies of their selection vectors.

    vector of an edit  ≈  mean + small · directions          small: `SIZE` numbers, in 8-bit groups
    logit of an edit   ≈  question · mean  +  (question · directionsᵀ) · small

The directions are the principal ones of a sample of the pool. Every edit's logit is estimated so; the best are computed
from their whole vectors, as many as have nearly all of the weight (softmax) by estimates: few where one edit is far
ahead, many where none is. An estimate of another edit is never above one that was computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from app.config import settings
from app.model.packed.compiling import eight_bit_products
from app.model.packed.groups import EIGHT_BIT_BYTES, GROUP, Bytes, round_to_eight_bit

FROM = 2000
"""Edits of the smallest pool that is searched so; in smaller ones every logit is computed."""
SIZE, SAMPLE = 256, 1024
LEAST, MOST = 64, 4096
"""Logits computed, at least and at most."""
HELD = 0.999
"""Share of the weight of all edits, by estimates, that the computed ones have, unless that takes more than `MOST`."""
BLOCK = 1024
"""Vectors made small at once."""


@dataclass(frozen=True, eq=False)
class Directions:
    """What small copies of vectors are made with."""

    mean: Tensor
    """`[features]`."""
    directions: Tensor
    """`[SIZE, features]`, orthonormal; zeros where the sample has fewer."""

    @classmethod
    def of(cls, sample: Tensor) -> Directions:
        """The principal directions of a sample, `[edits, features]`."""
        mean = sample.mean(0)
        centred = sample - mean
        spread, turned = torch.linalg.eigh(centred @ centred.T)  # ascending
        kept = min(SIZE, int((spread > spread[-1] * 1e-6).sum()))
        directions = torch.zeros(SIZE, sample.shape[1])
        if kept:
            found = turned[:, -kept:].T @ centred
            directions[:kept] = torch.nn.functional.normalize(found, dim=1)
        return cls(mean, directions)

    def small(self, vectors: Tensor) -> Bytes:
        """`[edits, features]` → `[edits, bytes]`."""
        return round_to_eight_bit(((vectors - self.mean) @ self.directions.T).numpy())


@dataclass(frozen=True, eq=False)
class Shortlist:
    """Small copies of all of a pool's vectors."""

    directions: Directions
    small: Bytes = field(repr=False)
    """`[edits, bytes]`."""
    ids: Sequence[str] = field(repr=False)
    """Of the edits."""

    def estimates(self, question_vectors: Tensor) -> np.ndarray:
        """Estimated logits, `[questions, edits]`."""
        known = question_vectors @ self.directions.mean
        turned = (question_vectors @ self.directions.directions.T).numpy()
        found = eight_bit_products(self.small, turned, settings().cache_dir)
        found += known.numpy()[:, None]
        return found


def shortlist_of(vectors: Sequence[Tensor], ids: Sequence[str], earlier: Shortlist | None = None) -> Shortlist:
    """A shortlist for a pool; made anew, it is the same whatever the order of the edits.

    Args:
        vectors: `[features]` of each edit.
        ids: of each edit; every so many-th, sorted, is taken into the sample.
        earlier: of a pool with mostly the same edits: its directions and small copies are taken over.
    """
    if earlier is None:
        order = sorted(range(len(ids)), key=ids.__getitem__)
        sampled = order[:: max(1, len(order) // SAMPLE)][:SAMPLE]
        directions, known = Directions.of(torch.stack([vectors[i] for i in sampled])), {}
    else:
        directions, known = earlier.directions, {one: row for row, one in enumerate(earlier.ids)}
    small = np.empty((len(ids), SIZE // GROUP * EIGHT_BIT_BYTES), dtype=np.uint8)
    new = [i for i, one in enumerate(ids) if one not in known]
    for start in range(0, len(new), BLOCK):
        rows = new[start : start + BLOCK]
        small[rows] = directions.small(torch.stack([vectors[i] for i in rows]))
    if earlier is not None:
        old = [i for i, one in enumerate(ids) if one in known]
        small[old] = earlier.small[[known[ids[i]] for i in old]]
    return Shortlist(directions, small, ids)


def best_of(estimates: np.ndarray) -> np.ndarray:
    """Indices of the largest estimates, as many as are computed, ascending."""
    edits = len(estimates)
    best = np.argpartition(estimates, edits - MOST)[-MOST:] if edits > MOST else np.arange(edits)
    falling = best[np.argsort(-estimates[best], kind="stable")]
    weights = np.exp(estimates - estimates[falling[0]])
    needed = int(np.searchsorted(np.cumsum(weights[falling], dtype=np.float64), HELD * weights.sum())) + 1
    return np.sort(falling[: max(LEAST, needed)])


def corrected(estimates: np.ndarray, best: np.ndarray, exact: np.ndarray) -> np.ndarray:
    """`[edits]`: the exact logits of the best, and the estimates of the others, none above those."""
    found: np.ndarray = np.minimum(estimates, exact.min())
    found[best] = exact
    return found
