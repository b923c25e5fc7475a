"""What a run can be trained for, by how its adapter reads: how steps are built and what they minimise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

from app.model.adapter import Adapter
from app.model.adapter_card import ReaderKind
from app.model.backbone import Backbone
from app.model.decoding import Decoder
from app.training.config import ObjectiveConfig
from app.training.examples import Batch
from app.training.in_prompt import InPromptBuilder, OwnAnswers, in_prompt_loss
from app.training.objective import Bank, Outcome, step_loss
from app.training.pool_reading import PoolBuilder, pool_loss
from app.training.steps import StepBuilder
from app.training.student import Student

OWN_ANSWER_TOKENS = 12
"""Longest answer of the backbone that a reader is trained to keep."""

StepLoss = Callable[[Student, Any, ObjectiveConfig, Bank | None], Outcome]


class Builder(Protocol):
    """Makes steps of batches; the loss beside it knows their kind."""

    def build(self, batch: Batch, random: Random) -> Any: ...


@dataclass(frozen=True)
class Objective:
    """Steps and their loss."""

    builder: Builder
    loss: StepLoss


def _joint(backbone: Backbone, objective: ObjectiveConfig, start: Adapter) -> Objective:
    builder = StepBuilder(
        backbone.tokenizer,
        objective,
        start.card.slots,
        start.selection_slots,
        start.card.select_from,
        span_means=start.card.span_means,
    )
    return Objective(builder, step_loss)


def _in_prompt(backbone: Backbone, objective: ObjectiveConfig, start: Adapter) -> Objective:
    own = _own_answers(backbone)
    return Objective(InPromptBuilder(backbone.tokenizer, objective, own, start.card.select_from), in_prompt_loss)


def _separate(backbone: Backbone, objective: ObjectiveConfig, start: Adapter) -> Objective:
    own = _own_answers(backbone)
    return Objective(
        PoolBuilder(backbone.tokenizer, objective, own, start.card.slots, start.card.select_from), pool_loss
    )


def _own_answers(backbone: Backbone) -> OwnAnswers:
    decoder = Decoder(backbone.model, backbone.tokenizer, backbone.ends)

    def answers(prompts: Sequence[list[int]]) -> list[list[int]]:
        rows = decoder.run(prompts, OWN_ANSWER_TOKENS)
        return [list(row.token_ids) for row in rows[: len(prompts)]]

    return answers


OBJECTIVES: dict[ReaderKind, Callable[[Backbone, ObjectiveConfig, Adapter], Objective]] = {
    "joint": _joint,
    "separate": _separate,
    "in-prompt": _in_prompt,
}
