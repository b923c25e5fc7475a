"""Retrieval: the edit that MiniLM's sentence vectors put nearest to the question, put in the backbone's prompt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

import torch
from torch import Tensor

from app.data import Edit, edit_id
from app.evaluation.methods.deciding import Basis, PromptingMethod
from app.evaluation.methods.in_prompt import EditAlone
from app.evaluation.methods.method import Group
from app.evaluation.pool_cache import PoolCache
from app.model import EditableModel, Policy, Score
from app.model.text_vectors import TextVectors


class GatedMiniLm(PromptingMethod):
    """MiniLM knows English only. Below its zero mark no edit is put in the prompt."""

    name = "minilm-gated"
    title = "MiniLM, nearest edit in the prompt, if it is near enough"
    group: ClassVar[Group] = "retrieval"

    def __init__(
        self, model: EditableModel, policy: Policy, max_new_tokens: int, cache: PoolCache | None = None
    ) -> None:
        super().__init__(model, policy, max_new_tokens, cache)
        self.vectors = TextVectors()
        self._edits: tuple[str, ...] = ()
        self._matrix: Tensor = torch.zeros(0, 0)

    def make_ready(self) -> Iterator[str]:
        self.vectors.load()
        return super().make_ready()

    def prepare(self, edits: Sequence[Edit]) -> None:
        self._edits = tuple(edit.text for edit in edits)
        self._matrix = self.vectors.of(self._edits)  # [edits, features]

    def bases(self, questions: Sequence[str], right_edits: Sequence[str] = ()) -> list[Basis]:
        logits, nearest = (self.vectors.question_vectors(questions) @ self._matrix.T).max(dim=1)
        edits, applies = [self._edits[place] for place in nearest.tolist()], (logits > self.vectors.zero_logit).tolist()
        return [
            Basis(
                question,
                EditAlone.prompt(question, edit) if read else question,
                ranked_first=edit_id(edit),
                read=(edit_id(edit),) if read else (),
            )
            for question, edit, read in zip(questions, edits, applies, strict=True)
        ]

    def target_scores(
        self, questions: Sequence[str], targets: Sequence[str], right_edits: Sequence[str] = ()
    ) -> list[Score] | None:
        bases = self.bases(questions)
        return [self.model.score(basis.key, target) for basis, target in zip(bases, targets, strict=True)]
