"""The objective of the paper's reader: answer from the pool of the step's edits, or leave the answer as it was.

    covered      [zero gist | all edits' gists] + question → its edit's answer
    uncovered    the same pool                  + question → what the backbone answers to the question alone

Nothing tells a row which edit is its own, neither in what it reads nor in the loss: selection is learnt by reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import torch
from torch import Tensor

from app.model.prompts import answer_tokens_of, prompt_of, tokens_of
from app.training.config import ObjectiveConfig
from app.training.examples import Batch
from app.training.in_prompt import OwnAnswers
from app.training.objective import Bank, Outcome, mean
from app.training.packing import EncodedRow, Packed, ReadingRow, moved, pack
from app.training.steps import answer_places
from app.training.student import Student


@dataclass(frozen=True)
class PoolStep:
    """Tensors of one step."""

    packed: Packed
    answer_positions: Tensor
    """`[answer tokens]`: token before each answer token."""
    answer_tokens: Tensor
    answer_rows: Tensor
    """`[answer tokens]`: row of each."""
    own: Tensor
    """`[rows, edits]` bool: the edits that answer a row's question; none where it is uncovered."""
    pairs: int

    def to(self, device: torch.device) -> PoolStep:
        """The same step on a device."""
        return replace(moved(self, device), packed=self.packed.to(device))


@dataclass(frozen=True)
class PoolBuilder:
    """Tokenises and lays out batches."""

    tokenizer: Any
    objective: ObjectiveConfig
    own_answers: OwnAnswers
    slots: int
    """Gist tokens of an edit."""
    select_from: int

    def build(self, batch: Batch, random: Random) -> PoolStep | None:
        """The step of a batch; None where every edit is longer than allowed."""
        tokens = {i: tokens_of(self.tokenizer, example.edit) for i, example in enumerate(batch.examples)}
        kept = [i for i, ids in tokens.items() if len(ids) <= self.objective.max_tokens]
        if not kept:
            return None
        asked = self._asked(batch, kept)
        covered = random.sample(asked, min(self.objective.reading_rows, len(asked)))
        rows = [row for row in (*covered, *self._uncovered(batch)) if row[2]]
        reading = [ReadingRow(prompt + answer, (), (), verbatim=False) for _, prompt, answer in rows]
        encoded = [EncodedRow(tokens[i], self.slots) for i in kept]
        packed = pack(encoded, reading, self.slots, self.slots, self.select_from)
        return PoolStep(
            packed=packed,
            own=torch.tensor([[i in edits for i in kept] for edits, _, _ in rows]),
            pairs=len(covered),
            **answer_places(reading, [answer for _, _, answer in rows], packed.reading_starts),
        )

    def _asked(self, batch: Batch, kept: Sequence[int]) -> list[tuple[tuple[int, ...], list[int], list[int]]]:
        """Edits, prompt and answer of every question whose edits are kept, those that need two among them."""
        single = [((i,), question.text, question.answer) for i in kept for question in batch.examples[i].questions]
        several = [(hop.edits, hop.text, hop.answer) for hop in batch.two_hop if set(hop.edits) <= set(kept)]
        line_end = answer_tokens_of(self.tokenizer, "\n")
        return [
            (edits, self._prompt(text), answer_tokens_of(self.tokenizer, answer) + line_end)
            for edits, text, answer in (*single, *several)
        ]

    def _uncovered(self, batch: Batch) -> list[tuple[tuple[int, ...], list[int], list[int]]]:
        prompts = [self._prompt(text) for text in (*batch.unrelated, *batch.near_misses)]
        answers = self.own_answers(prompts) if prompts else []
        return [((), prompt, answer) for prompt, answer in zip(prompts, answers, strict=True)]

    def _prompt(self, question: str) -> list[int]:
        return tokens_of(self.tokenizer, prompt_of(question))


def pool_loss(student: Student, step: PoolStep, objective: ObjectiveConfig, _bank: Bank | None) -> Outcome:
    """Cross-entropy of the answers: of covered questions, and, weighed, of those that must keep the backbone's own."""
    hidden, masses = student.read_pool(step.packed)
    losses, likeliest = student.word_losses(hidden[step.answer_positions], step.answer_tokens)
    covered_rows = step.own.any(1)
    covered = covered_rows[step.answer_rows]
    loss = losses[covered].mean()
    if not bool(covered.all()):
        loss = loss + objective.unchanged_weight * losses[~covered].mean()
    wrong = torch.zeros(len(step.own), device=losses.device)
    wrong.index_add_(0, step.answer_rows, (~likeliest).float())
    right = (wrong == 0).float()
    mass = _first_token_mass(step, masses)
    figures = {
        "efficacy": mean(right[covered_rows]),
        "unchanged": mean(right[~covered_rows]),
        "from_pool": mean(losses[covered].detach()),
        "uncovered": mean(losses[~covered].detach()),
        "own_mass": mean((mass[:, 1:] * step.own).sum(1)[covered_rows]),
        "zero_mass_covered": mean(mass[covered_rows, 0]),
        "zero_mass_uncovered": mean(mass[~covered_rows, 0]),
    }
    return Outcome(loss, figures)


@torch.no_grad()
def _first_token_mass(step: PoolStep, masses: Tensor) -> Tensor:
    """Where each row looks as its first answer token is chosen: `[rows, 1 + edits]`, the zero gist first.

    Args:
        masses: `[reading tokens, 1 + slots]`, slots as they are packed.
    """
    rows = torch.arange(len(step.own), device=masses.device)
    firsts = torch.searchsorted(step.answer_rows, rows)  # the rows' answers follow one another
    at = step.answer_positions[firsts] - min(step.packed.reading_starts)
    by_place = masses[at, 1:].view(len(rows), step.own.shape[1], -1).sum(-1)  # [rows, edits as packed]
    return torch.cat([masses[at, :1], by_place[:, step.packed.encoded_order]], dim=1)
