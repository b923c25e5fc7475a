"""Cross-entropy in pieces is cross-entropy."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from app.training.vocabulary import PIECE, word_losses


@pytest.mark.parametrize("positions", [1, PIECE, 2 * PIECE + 3])
def test_losses_and_gradients_are_those_of_all_logits_at_once(positions: int) -> None:
    torch.manual_seed(positions)
    hidden, head = torch.randn(positions, 8, requires_grad=True), torch.randn(50, 8)
    targets, weights = torch.randint(50, (positions,)), torch.rand(positions)
    logits = functional.linear(hidden, head)
    wanted = functional.cross_entropy(logits, targets, reduction="none")
    (wanted_gradient,) = torch.autograd.grad(wanted @ weights, hidden)
    losses, likeliest = word_losses(hidden, head, targets)
    (gradient,) = torch.autograd.grad(losses @ weights, hidden)
    torch.testing.assert_close(losses, wanted)
    torch.testing.assert_close(gradient, wanted_gradient)
    assert torch.equal(likeliest, logits.argmax(1) == targets)


def test_the_products_run_in_the_precision_of_the_head() -> None:
    hidden, head = torch.randn(5, 8, requires_grad=True), torch.randn(50, 8, dtype=torch.bfloat16)
    losses, _ = word_losses(hidden, head, torch.arange(5))
    torch.autograd.backward(losses.sum())
    rounded = functional.linear(hidden.detach().bfloat16(), head).float()
    torch.testing.assert_close(losses.detach(), functional.cross_entropy(rounded, torch.arange(5), reduction="none"))
    assert hidden.grad is not None and hidden.grad.dtype == torch.float32
