"""The objective `in-prompt`: read an edit from the prompt, or leave the answer where the edit does not cover it.

What retrieval with a tuned reader is compared by: same mixture, same low-rank layers, no gists and no selection.

    covered      edit ⏎ [other edits ⏎ …] question → the edit's answer
    uncovered    another edit ⏎ question           → what the backbone answers to the question alone
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import torch
from torch import Tensor

from app.model.prompts import answer_tokens_of, prompt_with, tokens_of
from app.training.config import ObjectiveConfig
from app.training.examples import Batch, Example
from app.training.objective import Bank, Outcome, mean
from app.training.packing import Packed, ReadingRow, moved, pack
from app.training.steps import answer_places
from app.training.student import Student

OwnAnswers = Callable[[Sequence[list[int]]], list[list[int]]]
"""Prompts → the untouched backbone's greedy answers, both as token ids."""


@dataclass(frozen=True)
class InPromptStep:
    """Tensors of one step."""

    packed: Packed
    answer_positions: Tensor
    """`[answer tokens]`: token before each answer token."""
    answer_tokens: Tensor
    answer_rows: Tensor
    """`[answer tokens]`: row of each."""
    covered: Tensor
    """`[rows]` bool: an edit in the prompt answers the question."""
    pairs: int

    def to(self, device: torch.device) -> InPromptStep:
        """The same step on a device."""
        return replace(moved(self, device), packed=self.packed.to(device))


@dataclass(frozen=True)
class InPromptBuilder:
    """Tokenises and lays out batches."""

    tokenizer: Any
    objective: ObjectiveConfig
    own_answers: OwnAnswers
    select_from: int

    def build(self, batch: Batch, random: Random) -> InPromptStep | None:
        """The step of a batch; None where every edit is longer than allowed."""
        most = self.objective.max_tokens
        examples = [e for e in batch.examples if len(tokens_of(self.tokenizer, e.edit)) <= most]
        if not examples:
            return None
        covered = self._covered(examples, random)
        uncovered = self._uncovered(batch, examples, random)
        rows = [(prompt, answer) for prompt, answer in (*covered, *uncovered) if answer]
        reading = [ReadingRow(prompt + answer, (), (), verbatim=False) for prompt, answer in rows]
        packed = pack([], reading, slots=1, selection_slots=1, select_from=self.select_from)
        return InPromptStep(
            packed=packed,
            covered=torch.arange(len(rows)) < len(covered),
            pairs=len(covered),
            **answer_places(reading, [answer for _, answer in rows], packed.reading_starts),
        )

    def _covered(self, examples: list[Example], random: Random) -> list[tuple[list[int], list[int]]]:
        asked = [(example, question) for example in examples for question in example.questions]
        chosen = random.sample(asked, min(self.objective.reading_rows, len(asked)))
        rows = []
        for example, question in chosen:
            others = [other.edit for other in examples if other is not example]
            count = 0
            if others and self.objective.distractors and random.random() < self.objective.distractor_share:
                count = random.randint(1, min(self.objective.distractors, len(others)))
            edits = [example.edit, *random.sample(others, count)]
            random.shuffle(edits)
            answer = answer_tokens_of(self.tokenizer, question.answer) + answer_tokens_of(self.tokenizer, "\n")
            rows.append((self._prompt(question.text, edits), answer))
        return rows

    def _uncovered(self, batch: Batch, examples: list[Example], random: Random) -> list[tuple[list[int], list[int]]]:
        """Each with the edit that shares most words with it, as a retriever would bring it."""
        asked = [(text, examples) for text in (*batch.unrelated, *batch.near_misses)]
        for example in random.sample(examples, min(self.objective.wrong_edits, len(examples) - 1)):
            others = [other for other in examples if other is not example]
            asked.append((random.choice(example.questions).text, others))
        prompts = [self._prompt(text, [nearest(text, [e.edit for e in among])]) for text, among in asked]
        answers = self.own_answers([self._prompt(text, []) for text, _ in asked]) if asked else []
        return list(zip(prompts, answers, strict=True))

    def _prompt(self, question: str, edits: Sequence[str]) -> list[int]:
        return tokens_of(self.tokenizer, prompt_with(question, edits))


def nearest(question: str, edits: Sequence[str]) -> str:
    """The edit that shares most words with the question, the first of equals."""
    words = set(re.findall(r"\w+", question.casefold()))
    return max(edits, key=lambda edit: len(words & set(re.findall(r"\w+", edit.casefold()))))


def in_prompt_loss(student: Student, step: InPromptStep, objective: ObjectiveConfig, _bank: Bank | None) -> Outcome:
    """Cross-entropy of the answers: of covered questions, and, weighed, of those that must keep the backbone's own."""
    hidden, _ = student(step.packed)
    losses, likeliest = student.word_losses(hidden[step.answer_positions], step.answer_tokens)
    covered = step.covered[step.answer_rows]
    loss = losses[covered].mean()
    if not bool(covered.all()):
        loss = loss + objective.unchanged_weight * losses[~covered].mean()
    wrong = torch.zeros(len(step.covered), device=losses.device)
    wrong.index_add_(0, step.answer_rows, (~likeliest).float())
    right = (wrong == 0).float()
    figures = {
        "efficacy": mean(right[step.covered]),
        "unchanged": mean(right[~step.covered]),
        "in_prompt": mean(losses[covered].detach()),
        "uncovered": mean(losses[~covered].detach()),
    }
    return Outcome(loss, figures)
