"""What has to leave a module at the subject's last token, so that the target follows: found by gradient descent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from app.evaluation.weight_editing.hooks import added_first, inputs_of, output_of
from app.evaluation.weight_editing.prompts import Passes, cut, in_contexts, target_tokens
from app.evaluation.weight_editing.requests import Request


@dataclass(frozen=True)
class ValueSearch:
    """Settings as ROME's authors name them; lengths are in units of the module's own output, so that they carry over
    from one backbone to another."""

    steps: int = 25
    learning_rate: float = 0.3
    """Of Adam."""
    enough: float = 0.05
    """The search ends below this mean cost of a target's token, in nats."""
    drift_weight: float = 0.0625
    """Of the KL divergence of what follows “SUBJECT is a”."""
    decay: float = 0.05
    """Weight of the change's squared length."""
    longest: float = 4.0
    """Longest change."""


def value_of(tree: nn.Module, tokenizer: Any, request: Request, module: str, search: ValueSearch) -> Tensor:
    """The output of the module named, `[width]`, at the subject's last token of the plain prompt.

    The same change is added behind every context, and the last prompt, “SUBJECT is a”, must go on as before.
    """
    wanted = target_tokens(tokenizer, request)
    prompts = in_contexts(tokenizer, request)
    drift = cut(tokenizer, request.subject, " is a")
    told = [replace(one, tail=(*one.tail, *wanted[:-1])) for one in prompts]
    passes = Passes(tree, [*told, drift])
    head: Any = tree.get_submodule("lm_head")
    rows = torch.arange(len(told))[:, None]
    places = torch.tensor([len(one.tail) - 1 for one in prompts])[:, None] + torch.arange(len(wanted))
    with torch.no_grad(), output_of(tree, module) as seen:
        as_before = head(passes.run()[-1, len(drift.tail) - 1]).float().log_softmax(-1)
    start = seen[0][0, 0].float()
    length = start.norm()
    change = torch.zeros_like(start, requires_grad=True)  # in units of the output's root mean square
    unit = length / len(start) ** 0.5
    optimizer = torch.optim.Adam([change], lr=search.learning_rate)
    targets = torch.tensor(wanted, device=start.device).repeat(len(told))
    for _ in range(search.steps):
        with torch.enable_grad(), added_first(tree, module, unit * change):
            hidden = passes.run()
            logits = head(hidden[rows, places]).float().flatten(0, 1)  # [prompts · target tokens, vocabulary]
            cost = functional.cross_entropy(logits, targets)
            now = head(hidden[-1, len(drift.tail) - 1]).float().log_softmax(-1)
            drifted = functional.kl_div(now, as_before, log_target=True, reduction="sum")
            loss = cost + search.drift_weight * drifted + search.decay * change.square().mean()
        if cost.item() < search.enough:
            break
        (change.grad,) = torch.autograd.grad(loss, [change])
        optimizer.step()
        with torch.no_grad():
            change *= min(1.0, search.longest / max(change.square().mean().sqrt().item(), 1e-9))
    value: Tensor = (start + unit * change).detach()
    return value


@torch.no_grad()
def keys_of(tree: nn.Module, tokenizer: Any, request: Request, module: str) -> Tensor:
    """What enters the module named at the subject's last token, behind each context, `[contexts, in]`."""
    with inputs_of(tree, [module]) as seen:
        passes = Passes(tree, in_contexts(tokenizer, request))
        seen.clear()  # of reading the heads
        passes.run()
    return seen[0][:, 0].float()


@torch.no_grad()
def output_at(tree: nn.Module, tokenizer: Any, request: Request, module: str) -> Tensor:
    """What leaves the module named at the subject's last token of the plain prompt, `[out]`."""
    passes = Passes(tree, in_contexts(tokenizer, request))
    with output_of(tree, module) as seen:
        passes.run()
    return seen[0][0, 0].float()
