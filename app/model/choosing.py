"""Choose: which edits a question reads, from its selection over a pool and a policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from torch import Tensor

from app.model.evidence import Selection
from app.model.gist_selector import GistSelector
from app.model.policies import Choice, Policy, choose
from app.model.pool import GistPool
from app.model.selection import Selector, logits, logits_by_part

if TYPE_CHECKING:
    from app.model.packed.passage import Begun


@dataclass(frozen=True, eq=False)
class Question:
    """A question ready for the model."""

    text: str
    prompt: str
    token_ids: list[int]


@dataclass(frozen=True, eq=False)
class BegunQuestion:
    """A question that was encoded to be matched, and what of that serves to answer it."""

    vectors: Tensor
    """`[1, sum of sizes]`, see `selection.Selector`."""
    plain: Begun
    """For the backbone: up to the first layer with updates."""
    edited: Begun
    """For the editor: up to the first layer that reads slots."""


def begun(selector: Selector, question: Question, pool: GistPool) -> BegunQuestion | None:
    """The question encoded to be matched, where its reading goes on from there; None where it begins anew."""
    if not len(pool) or not isinstance(selector, GistSelector) or selector.packed is None:
        return None
    (start,) = selector.packed.encode([question.token_ids])
    return BegunQuestion(selector.vectors_of([start], [question.prompt]), start.plain, start.edited)


def selected(
    selector: Selector,
    questions: Sequence[Question],
    pool: GistPool,
    policy: Policy,
    *,
    layers: bool = False,
    vectors: Tensor | None = None,
) -> list[tuple[Selection, Choice]]:
    """Selection and choice per question; see `Answerer.select`."""
    parts = selector.parts
    if not len(pool) or not questions:
        return [_selection(parts, pool, np.zeros(0, np.float32), 0.0, policy, None) for _ in questions]
    if vectors is None:
        vectors = selector.question_vectors([question.prompt for question in questions])
    found = logits(vectors, pool, selector)
    nearest = found.nearest or [None] * len(questions)
    return [
        _selection(
            parts, pool, row, zero, policy, logits_by_part(vector, pool, selector.sizes, own) if layers else None
        )
        for row, zero, vector, own in zip(found.edits.numpy(), found.zero.tolist(), vectors, nearest, strict=True)
    ]


def _selection(
    parts: tuple[int, ...], pool: GistPool, found: np.ndarray, zero: float, policy: Policy, by_layer: np.ndarray | None
) -> tuple[Selection, Choice]:
    choice = choose(found, zero, policy, pool.ids)
    selection = Selection(
        edit_ids=pool.ids,
        texts=pool.texts,
        logits=found,
        zero_logit=zero,
        by_layer=by_layer if by_layer is not None else np.zeros((len(parts), 0), np.float32),
        layers=parts,
        weights=choice.weights,
        chosen=tuple(pool.ids[i] for i in choice.indices),
        chosen_weights=tuple(float(np.exp(w)) for w in choice.log_weights),
    )
    return selection, choice
