"""Rotary position embeddings, applied and undone outside the backbone."""

from __future__ import annotations

import torch
from torch import Tensor


def rotate(states: Tensor, positions: Tensor, inverse_frequencies: Tensor, scaling: float = 1.0) -> Tensor:
    """Turn states to positions.

    Args:
        states: `[..., length, head_dim]`.
        positions: `[..., length]`, broadcast against the states' leading dimensions.
        inverse_frequencies: `[head_dim / 2]`.
        scaling: factor of cos and sin (1 except for some long-context variants).
    """
    angles = positions[..., None].float() * inverse_frequencies.float().to(positions.device)
    angles = torch.cat([angles, angles], dim=-1)
    half = states.shape[-1] // 2
    turned = torch.cat([-states[..., half:], states[..., :half]], dim=-1)
    cos, sin = (angles.cos() * scaling).to(states.dtype), (angles.sin() * scaling).to(states.dtype)
    return states * cos + turned * sin


def unrotate(states: Tensor, positions: Tensor, inverse_frequencies: Tensor, scaling: float = 1.0) -> Tensor:
    """The states before they were turned: the inverse of `rotate` with the same arguments."""
    return rotate(states, -positions, inverse_frequencies, 1.0 / scaling)
