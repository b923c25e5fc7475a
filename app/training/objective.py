"""What a step minimises: reading the right answer from the edit, and selecting the right edit or none.

Selection has a loss of its own: learnt through the answers alone, selection and reading starve each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.nn import functional

from app.training.config import ObjectiveConfig
from app.training.steps import Step
from app.training.student import Student


@dataclass
class Bank:
    """Selection keys of earlier edits: negatives beyond the batch, as in a large pool."""

    vectors: Tensor
    """`[edits, selecting layers, features]`, oldest first."""
    keys: list[str] = field(default_factory=list)

    def add(self, vectors: Tensor, keys: tuple[str, ...], size: int) -> None:
        joined = torch.cat([self.vectors.to(vectors.dtype), vectors.detach()]) if len(self.keys) else vectors.detach()
        self.vectors = joined[-size:]
        self.keys = [*self.keys, *keys][-size:]


@dataclass(frozen=True)
class Outcome:
    """Loss of a step, and what to watch."""

    loss: Tensor
    figures: dict[str, float]


def step_loss(student: Student, step: Step, objective: ObjectiveConfig, bank: Bank | None) -> Outcome:
    """Forward pass and loss of one step. The bank, where given, grows by the step's edits."""
    hidden, keys = student(step.packed)
    reading, likeliest = student.word_losses(hidden[step.answer_positions], step.answer_tokens)
    vectors = student.vectors(keys)
    edits, questions = vectors[: step.edits], vectors[step.edits :]
    logits = student.selection_logits(questions, edits)
    competing = logits
    if bank is not None:
        if bank.keys:
            competing = torch.cat([logits, _bank_logits(student, questions, step, bank)], dim=1)
        bank.add(edits, step.keys, objective.bank)
    selection = selection_loss(competing, step.right)
    repeated = step.reconstructing[step.answer_rows]
    loss = reading[~repeated].mean() + objective.selection_weight * selection
    if bool(repeated.any()):
        loss = loss + objective.reconstruction_weight * reading[repeated].mean()
    figures = _reading_figures(step, reading, likeliest) | _selection_figures(step, selection, competing)
    return Outcome(loss, figures)


def selection_loss(logits: Tensor, right: Tensor) -> Tensor:
    """Cross-entropy of every right choice against all wrong ones, averaged over a question's right choices.

    Args:
        logits: `[questions, choices]`, the zero gist first, then the step's edits, then those of the bank.
        right: `[questions, 1 + edits]` bool, at least one a question; further choices are wrong.
    """
    wrong = functional.pad(~right, (0, logits.shape[1] - right.shape[1]), value=True)
    against = logits.masked_fill(~wrong, torch.finfo(logits.dtype).min).logsumexp(1, keepdim=True)
    own = logits[:, : right.shape[1]]
    losses = torch.logaddexp(own, against) - own  # −log of the right choice's share against the wrong ones
    by_question = (losses * right).sum(1) / right.sum(1)
    return by_question.mean()


def _bank_logits(student: Student, questions: Tensor, step: Step, bank: Bank) -> Tensor:
    """Logits of the bank's edits; those that state the same thing as a question's own edit do not compete."""
    logits = student.selection_logits(questions, bank.vectors)[:, 1:]
    same = torch.tensor([[key in own for key in bank.keys] for own in step.question_keys])
    return logits.masked_fill(same.to(logits.device), torch.finfo(logits.dtype).min)


@torch.no_grad()
def _reading_figures(step: Step, losses: Tensor, likeliest: Tensor) -> dict[str, float]:
    """Mean losses by what a row reads, and efficacy: the share of rows that read all gist slots whose every answer
    token would be chosen greedily."""
    compressed = ~step.verbatim & ~step.reconstructing
    rows = {
        "compressed": compressed & ~step.fewer,
        "fewer_slots": compressed & step.fewer,
        "verbatim": step.verbatim,
        "reconstruction": step.reconstructing,
    }
    wrong = torch.zeros(len(step.verbatim), device=losses.device)
    wrong.index_add_(0, step.answer_rows, (~likeliest).float())
    figures = {name: mean(losses[chosen[step.answer_rows]]) for name, chosen in rows.items()}
    return {"efficacy": mean((wrong == 0)[rows["compressed"]].float()), **figures}


@torch.no_grad()
def _selection_figures(step: Step, selection: Tensor, logits: Tensor) -> dict[str, float]:
    best = logits.argmax(-1)
    covered = ~step.right[:, 0]
    within = best < step.right.shape[1]
    hit = within & step.right.gather(1, (best * within)[:, None])[:, 0]
    return {
        "selection": float(selection),
        "right_edit": mean(hit[covered].float()),
        "zero_right": mean(hit[~covered].float()),
    }


def mean(values: Tensor) -> float:
    """Not a number where there are none."""
    return float(values.mean()) if len(values) else float("nan")
