"""From a batch of text to what one training step computes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import torch
from torch import Tensor

from app.model.prompts import answer_tokens_of, prompt_of, tokens_of
from app.training.config import ObjectiveConfig
from app.training.examples import Batch, Question
from app.training.packing import Packed, ReadingRow, pack

OWN_LOG_WEIGHT = 0.0
DISTRACTOR_LOG_WEIGHTS = (-6.0, -1.0)
"""Range of the log weights that distractors get before normalisation: the right edit is always the heaviest."""


@dataclass(frozen=True)
class Step:
    """Tensors of one step."""

    packed: Packed
    edits: int
    """The first so many encoded rows are edits; the rest are questions, then questions that no edit covers."""
    targets: Tensor
    """`[questions]`: 0 for the zero gist, 1 + index of the right edit."""
    keys: tuple[str, ...]
    """Subject and relation of every edit, to tell apart what the bank holds of the same."""
    question_keys: tuple[str, ...]
    """The key of every question's edit; empty where none covers it."""
    answer_positions: Tensor
    """`[answer tokens]`: token before each answer token."""
    answer_tokens: Tensor
    answer_rows: Tensor
    """`[answer tokens]`: reading row of each."""
    verbatim: Tensor
    """`[reading rows]` bool."""
    pairs: int
    """Questions with their edit in this step."""


@dataclass(frozen=True)
class StepBuilder:
    """Tokenises and lays out batches."""

    tokenizer: Any
    objective: ObjectiveConfig
    slots: int
    select_from: int

    def build(self, batch: Batch, random: Random) -> Step | None:
        """The step of a batch; None where every edit is longer than allowed."""

        def encode(text: str) -> list[int]:
            return tokens_of(self.tokenizer, text)

        edits = [(example, encode(example.edit)) for example in batch.examples]
        edits = [(example, ids) for example, ids in edits if len(ids) <= self.objective.max_tokens]
        if not edits:
            return None
        asked = [(i, q) for i, (example, _) in enumerate(edits) for q in example.questions]
        uncovered = [*batch.unrelated, *batch.near_misses]
        prompts = [encode(prompt_of(q.text)) for _, q in asked]
        encoded = [ids for _, ids in edits] + prompts + [encode(prompt_of(text)) for text in uncovered]
        read = sorted(random.sample(range(len(asked)), min(self.objective.reading_rows, len(asked))))
        answers = [self._answer(asked[i][1]) for i in read]
        rows = [
            self._row(prompts[i] + answer, asked[i][0], len(edits), random)
            for i, answer in zip(read, answers, strict=True)
        ]
        packed = pack(encoded, rows, self.slots, self.select_from)
        keys = tuple(f"{example.subject or example.edit}|{example.relation}" for example, _ in edits)
        return Step(
            packed=packed,
            edits=len(edits),
            targets=torch.tensor([1 + i for i, _ in asked] + [0] * len(uncovered)),
            keys=keys,
            question_keys=tuple(keys[i] for i, _ in asked) + ("",) * len(uncovered),
            verbatim=torch.tensor([row.verbatim for row in rows]),
            pairs=len(asked),
            **_answer_places(rows, answers, packed.reading_starts),
        )

    def _answer(self, question: Question) -> list[int]:
        """The answer's tokens and the line break that ends it."""
        return answer_tokens_of(self.tokenizer, question.answer) + answer_tokens_of(self.tokenizer, "\n")

    def _row(self, tokens: list[int], own: int, edits: int, random: Random) -> ReadingRow:
        others = [i for i in range(edits) if i != own]
        count = 0
        if others and random.random() < self.objective.distractor_share:
            count = random.randint(1, min(self.objective.distractors, len(others)))
        read = [own, *random.sample(others, count)]
        weights = [OWN_LOG_WEIGHT] + [random.uniform(*DISTRACTOR_LOG_WEIGHTS) for _ in read[1:]]
        order = random.sample(range(len(read)), len(read))
        normal = torch.tensor(weights).log_softmax(0).tolist()
        return ReadingRow(
            token_ids=tokens,
            edits=tuple(read[i] for i in order),
            log_weights=tuple(normal[i] for i in order),
            verbatim=random.random() >= self.objective.compressed_share,
        )


def _answer_places(
    rows: Sequence[ReadingRow], answers: Sequence[list[int]], starts: Sequence[int]
) -> dict[str, Tensor]:
    positions: list[int] = []
    owners: list[int] = []
    for i, (row, answer, start) in enumerate(zip(rows, answers, starts, strict=True)):
        first = start + len(row.token_ids) - len(answer) - 1
        positions += range(first, first + len(answer))
        owners += [i] * len(answer)
    return {
        "answer_positions": torch.tensor(positions),
        "answer_tokens": torch.tensor([token for answer in answers for token in answer]),
        "answer_rows": torch.tensor(owners),
    }
