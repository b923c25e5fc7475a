"""Reading without selecting first: every question reads the whole pool, and attention alone decides what counts.

As the paper has it; for adapters of the reader `separate`, whose softmax selects, the zero gist among the choices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from app.model.editable import EditableModel

POLICY = "all"
"""Name of the policy that such a model is asked with."""


@dataclass(frozen=True)
class Unselective:
    """See `selection.Selector`: every edit of every question, and the zero gist, at the logit 0."""

    parts: tuple[int, ...]
    sizes: tuple[int, ...]
    """Of the parts of an edit's selection vector."""

    def question_vectors(self, prompts: Sequence[str]) -> Tensor:
        return torch.zeros(len(prompts), sum(self.sizes))

    def zero_logits(self, question_vectors: Tensor, edits: int) -> Tensor:
        return torch.zeros(len(question_vectors))


def reading_all(model: EditableModel) -> EditableModel:
    """The same model, which does not select before it reads. To be asked with the policy `POLICY`.

    Raises:
        ValueError: a model without adapter.
    """
    if model.adapter is None:
        raise ValueError("the whole pool is read by a model with an adapter")
    selector = Unselective(model.answerer.selector.parts, model.answerer.selector.sizes)
    return replace(model, answerer=replace(model.answerer, selector=selector))
