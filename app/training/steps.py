"""From a batch of text to what one training step computes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import torch
from torch import Tensor

from app.model.prompts import RECONSTRUCTION_PROMPT, answer_tokens_of, prompt_of, tokens_of
from app.training.config import ObjectiveConfig
from app.training.examples import Batch, Example
from app.training.packing import EncodedRow, Packed, ReadingRow, moved, pack

OWN_LOG_WEIGHT = 0.0
DISTRACTOR_LOG_WEIGHTS = (-6.0, -1.0)
"""Range of the log weights that distractors get before normalisation: the right edit is always the heaviest."""


@dataclass(frozen=True)
class Step:
    """Tensors of one step."""

    packed: Packed
    edits: int
    """The first so many encoded rows are edits; the rest are questions, then questions that no edit covers."""
    right: Tensor
    """`[questions, 1 + edits]` bool: the zero gist, or the edits that a question needs (two in two-hop questions)."""
    keys: tuple[str, ...]
    """Subject and relation of every edit, to tell apart what the bank holds of the same."""
    question_keys: tuple[tuple[str, ...], ...]
    """The keys of every question's edits; none where no edit covers it."""
    answer_positions: Tensor
    """`[answer tokens]`: token before each answer token."""
    answer_tokens: Tensor
    answer_rows: Tensor
    """`[answer tokens]`: reading row of each."""
    verbatim: Tensor
    """`[reading rows]` bool."""
    fewer: Tensor
    """`[reading rows]` bool: reads fewer than all gist slots."""
    reconstructing: Tensor
    """`[reading rows]` bool: the answer is the edit, word for word."""
    pairs: int
    """Questions with their edit in this step."""

    def to(self, device: torch.device) -> Step:
        """The same step on a device."""
        return replace(moved(self, device), packed=self.packed.to(device))


@dataclass(frozen=True)
class _Asked:
    """A question that edits of the step answer."""

    edits: tuple[int, ...]
    prompt: list[int]
    answer: list[int]


@dataclass(frozen=True)
class StepBuilder:
    """Tokenises and lays out batches."""

    tokenizer: Any
    objective: ObjectiveConfig
    slots: int
    """Gist tokens of an edit."""
    selection_slots: int
    """Gist tokens of a question, and those of an edit that select."""
    select_from: int
    span_means: bool = False
    """The gist tokens of an edit that do not select begin as means of spans of it."""

    def build(self, batch: Batch, random: Random) -> Step | None:
        """The step of a batch; None where every edit is longer than allowed."""

        edits = [(example, tokens_of(self.tokenizer, example.edit)) for example in batch.examples]
        edits = [(example, ids) for example, ids in edits if len(ids) <= self.objective.max_tokens]
        if not edits:
            return None
        asked = self._asked(batch, [example for example, _ in edits])
        uncovered = [self._prompt(text) for text in (*batch.unrelated, *batch.near_misses)]
        encoded = [EncodedRow(ids, self.slots) for _, ids in edits]
        places = random.sample(range(len(asked)), min(self.objective.matched, len(asked)))
        matched = [asked[i] for i in sorted(places)]
        encoded += [EncodedRow(ids, self.selection_slots) for ids in (*(q.prompt for q in matched), *uncovered)]
        read = random.sample(asked, min(self.objective.reading_rows, len(asked)))
        repeated = self._repeated([example.edit for example, _ in edits], random)
        rows = [self._row(question, len(edits), random) for question in read]
        rows += [self._repeating_row(question, random) for question in repeated]
        packed = pack(encoded, rows, self.slots, self.selection_slots, self.select_from, span_means=self.span_means)
        keys = tuple(f"{example.subject or example.edit}|{example.relation}" for example, _ in edits)
        return Step(
            packed=packed,
            edits=len(edits),
            right=_right([q.edits for q in matched] + [()] * len(uncovered), len(edits)),
            keys=keys,
            question_keys=tuple(tuple(keys[i] for i in q.edits) for q in matched) + ((),) * len(uncovered),
            verbatim=torch.tensor([row.verbatim for row in rows]),
            fewer=torch.tensor([row.slots is not None for row in rows]),
            reconstructing=torch.arange(len(rows)) >= len(read),
            pairs=len({id(question) for question in (*matched, *read)}),
            **answer_places(rows, [question.answer for question in (*read, *repeated)], packed.reading_starts),
        )

    def _asked(self, batch: Batch, examples: list[Example]) -> list[_Asked]:
        """Every question of the examples that are kept, and the two-hop questions whose edits all are."""
        place = {id(example): i for i, example in enumerate(examples)}
        single = [((i,), q.text, q.answer) for i, example in enumerate(examples) for q in example.questions]
        hops = [(tuple(place.get(id(batch.examples[i]), -1) for i in h.edits), h.text, h.answer) for h in batch.two_hop]
        return [
            _Asked(edits, self._prompt(text), self._answer(answer))
            for edits, text, answer in (*single, *hops)
            if -1 not in edits
        ]

    def _repeated(self, edits: list[str], random: Random) -> list[_Asked]:
        """Some of the edits, to be reconstructed."""
        prompt = tokens_of(self.tokenizer, RECONSTRUCTION_PROMPT)
        chosen = random.sample(range(len(edits)), min(self.objective.reconstructions, len(edits)))
        return [_Asked((i,), prompt, self._answer(edits[i])) for i in chosen]

    def _prompt(self, question: str) -> list[int]:
        return tokens_of(self.tokenizer, prompt_of(question))

    def _answer(self, answer: str) -> list[int]:
        """The answer's tokens and the line break that ends it."""
        return answer_tokens_of(self.tokenizer, answer) + answer_tokens_of(self.tokenizer, "\n")

    def _row(self, question: _Asked, edits: int, random: Random) -> ReadingRow:
        """The question with its answer, reading its edits at equal weight and, at times, lighter others."""
        own = question.edits
        others = [i for i in range(edits) if i not in own]
        count = 0
        if others and random.random() < self.objective.distractor_share:
            count = random.randint(1, min(self.objective.distractors, len(others)))
        read = [*own, *random.sample(others, count)]
        weights = [OWN_LOG_WEIGHT] * len(own) + [random.uniform(*DISTRACTOR_LOG_WEIGHTS) for _ in range(count)]
        order = random.sample(range(len(read)), len(read))
        normal = torch.tensor(weights).log_softmax(0).tolist()
        verbatim = random.random() >= self.objective.compressed_share
        return ReadingRow(
            token_ids=question.prompt + question.answer,
            edits=tuple(read[i] for i in order),
            log_weights=tuple(normal[i] for i in order),
            verbatim=verbatim,
            slots=None if verbatim else self._slots(random),
        )

    def _repeating_row(self, question: _Asked, random: Random) -> ReadingRow:
        return ReadingRow(question.prompt + question.answer, question.edits, (0.0,), False, self._slots(random))

    def _slots(self, random: Random) -> int | None:
        """Gist slots that a row reads of every edit; None: all."""
        fewer = self.objective.fewer_slots
        return random.choice(fewer) if fewer and random.random() < self.objective.fewer_slots_share else None


def _right(edits: Sequence[tuple[int, ...]], count: int) -> Tensor:
    """`[questions, 1 + edits]` bool."""
    right = torch.zeros(len(edits), 1 + count, dtype=torch.bool)
    for i, own in enumerate(edits):
        right[i, [1 + j for j in own] or [0]] = True
    return right


def answer_places(rows: Sequence[ReadingRow], answers: Sequence[list[int]], starts: Sequence[int]) -> dict[str, Tensor]:
    """Where the tokens of every answer, the last of its row, are foretold."""
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
