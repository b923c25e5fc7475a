"""Cross-entropy over a large vocabulary, without ever holding the logits of all positions.

With 262,144 words the logits of 400 answer tokens take 420 MB in float32, their softmax and its gradient as much
again each. The gradient of a position is `upstream · (softmax − one hot) @ head`: all but `upstream` is known in the
forward pass, so it is computed there, piece by piece, and only `[positions, width]` of it is kept.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

PIECE = 64
"""Positions at once: 64 MB of float32 logits with 262,144 words."""


def word_losses(hidden: Tensor, head: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Cross-entropy of every position, in nats, and whether the target is the likeliest word.

    Args:
        hidden: `[positions, width]`; the gradient flows there only.
        head: `[vocabulary, width]`, frozen, in the precision of the products.
        targets: `[positions]`.

    Returns:
        `[positions]` float32, and `[positions]` bool.
    """
    losses, likeliest = _WordLosses.apply(hidden, head, targets)  # type: ignore[no-untyped-call]  # torch leaves it so
    return losses, likeliest


class _WordLosses(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, hidden: Tensor, head: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        losses = torch.empty(len(hidden), device=hidden.device)
        likeliest = torch.empty(len(hidden), dtype=torch.bool, device=hidden.device)
        gradient = torch.empty_like(hidden) if ctx.needs_input_grad[0] else None
        for start in range(0, len(hidden), PIECE):
            piece = slice(start, start + PIECE)
            wanted = targets[piece, None]
            logits = functional.linear(hidden[piece].to(head.dtype), head).float()  # [piece, vocabulary]
            likeliest[piece] = logits.argmax(1) == wanted[:, 0]
            # torch's logsumexp takes six times as long on a processor
            log_shares = logits.log_softmax(1)
            losses[piece] = -log_shares.gather(1, wanted)[:, 0]
            if gradient is not None:
                shares = log_shares.exp_()
                shares[torch.arange(len(wanted), device=shares.device), wanted[:, 0]] -= 1
                gradient[piece] = (shares.to(head.dtype) @ head).to(gradient.dtype)
        ctx.save_for_backward(gradient)
        ctx.mark_non_differentiable(likeliest)
        return losses, likeliest

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor) -> tuple[Tensor, None, None]:
        (gradient,) = ctx.saved_tensors
        return upstream[0][:, None].to(gradient.dtype) * gradient, None, None
