"""The closed forms of ROME and MEMIT: how a layer has to change so that keys find their values."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from app.model.adapter import LowRank
from app.model.lowrank import LowRankLinear


def rank_one(covariance: Tensor, mean_key: Tensor, key: Tensor, residual: Tensor) -> LowRank:
    """ROME: of all changes ΔW with ΔW · key = residual along C⁻¹ · mean_key, what it does to other keys is least.

    Args:
        covariance: C, `[in, in]`.
        mean_key: over contexts, `[in]`; it gives the direction.
        key: of the plain prompt, `[in]`; where the residual `[out]` is met exactly.
    """
    direction = torch.linalg.solve(covariance.double(), mean_key.double())  # [in]
    down = direction / (direction @ key.double())
    return LowRank(down.to(residual.dtype)[None], residual[:, None])


def spread(covariance: Tensor, keys: Tensor, residuals: Tensor, weight: float) -> LowRank:
    """MEMIT: ΔW = R Kᵀ (λC + K Kᵀ)⁻¹, least squares over the edits' keys and, with weight λ, all others.

    Args:
        covariance: C, `[in, in]`.
        keys: Kᵀ, `[edits, in]`.
        residuals: Rᵀ, `[edits, out]`: what is to be added to the layer's output.
        weight: λ.
    """
    known = keys.double()
    down = torch.linalg.solve(weight * covariance.double() + known.T @ known, known.T).T  # [edits, in]
    return LowRank(down.to(residuals.dtype), residuals.T.contiguous())


def append_low_rank(tree: nn.Module, name: str, update: LowRank) -> None:
    """Add an update to the linear named, which may have one already."""
    linear: Any = tree.get_submodule(name)
    down, up = update.down, update.up
    if isinstance(linear, LowRankLinear):
        down, up = torch.cat([linear.down, down]), torch.cat([linear.scaled_up, up], dim=1)
        linear = linear.base
    appended = LowRankLinear(linear, down, up, 1.0)
    tree.set_submodule(name, appended.requires_grad_(False))
