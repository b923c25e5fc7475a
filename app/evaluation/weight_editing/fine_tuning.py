"""Fine-tuning on the edits: a low-rank update of every projection (LoRA, Hu et al. 2021, arXiv 2106.09685)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from app.evaluation.weight_editing.requests import TrainingText
from app.model.adapter import LowRank
from app.model.batching import pad
from app.model.editor import add_low_rank
from app.model.families import decoder_layers, device_of, projection_names


@dataclass(frozen=True)
class FineTuning:
    """How the update is trained."""

    rank: int = 8
    learning_rate: float = 5e-4
    """Of Adam; at four times as much, answers of the embedded model repeat the target over and over."""
    batch: int = 16
    """Edits a step."""
    epochs: int = 40
    """At most."""
    enough: float = 0.05
    """Training ends behind an epoch whose mean cost of a target's token, in nats, is below this."""
    seed: int = 0


def fine_tune(tree: nn.Module, texts: Sequence[Sequence[TrainingText]], tuning: FineTuning) -> None:
    """Put low-rank updates beside all projections of the tree, and train them.

    Args:
        texts: of each edit; the last one decides when it is learned.
    """
    names = [name for layer in range(len(decoder_layers(tree))) for name in projection_names(layer)]
    add_low_rank(tree, _beginnings(tree, names, tuning), 1.0)
    weights = [part for name in names for part in tree.get_submodule(name).parameters(recurse=False)]
    for weight in weights:
        weight.requires_grad_(True)
    optimizer = torch.optim.Adam(weights, lr=tuning.learning_rate)
    random, order = Random(tuning.seed), list(range(len(texts)))
    for _ in range(tuning.epochs):
        random.shuffle(order)
        costs = []
        for start in range(0, len(order), tuning.batch):
            step = [texts[place] for place in order[start : start + tuning.batch]]
            with torch.enable_grad():
                found = costs_of(tree, [text for of_edit in step for text in of_edit])
                optimizer.zero_grad()
                torch.autograd.backward(found.mean())
            optimizer.step()
            last = torch.tensor([len(of_edit) for of_edit in step]).cumsum(0) - 1
            costs += found.detach()[last.to(found.device)].tolist()
        if sum(costs) / len(costs) < tuning.enough:
            break
    for weight in weights:
        weight.requires_grad_(False)


def costs_of(tree: nn.Module, texts: Sequence[TrainingText]) -> Tensor:
    """Mean cost of each text's wanted tokens, in nats, `[texts]`."""
    device = device_of(tree)
    batch = pad([text.token_ids for text in texts], "right", device)
    hidden = tree.get_submodule("model")(
        input_ids=batch.token_ids, attention_mask=batch.mask, position_ids=batch.positions, use_cache=False
    ).last_hidden_state  # [texts, length, width]
    starts = torch.tensor([text.start for text in texts], device=device)
    wanted = batch.mask.bool() & (batch.positions >= starts[:, None])  # [texts, length]
    logits = tree.get_submodule("lm_head")(hidden[:, :-1][wanted[:, 1:]]).float()  # [wanted tokens, vocabulary]
    costs = functional.cross_entropy(logits, batch.token_ids[wanted], reduction="none")
    rows = wanted.nonzero()[:, 0]
    return torch.zeros(len(texts), device=device).index_add(0, rows, costs) / wanted.sum(1)


def _beginnings(tree: nn.Module, names: Sequence[str], tuning: FineTuning) -> dict[str, LowRank]:
    """Updates that change nothing yet: a random `down`, an `up` of zeros."""
    numbers, device = torch.Generator().manual_seed(tuning.seed), device_of(tree)
    found = {}
    for name in names:
        linear: Any = tree.get_submodule(name)
        down = torch.randn(tuning.rank, linear.in_features, generator=numbers) / linear.in_features**0.5
        up = torch.zeros(linear.out_features, tuning.rank)
        found[name] = LowRank(down.to(device), up.to(device))
    return found
