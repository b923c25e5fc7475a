"""The backbone alone: what it says without any edit."""

from __future__ import annotations

from collections.abc import Sequence

from app.data import Edit
from app.evaluation.methods.deciding import Basis, PromptingMethod
from app.model import Score


class BackboneAlone(PromptingMethod):
    """Takes no edits in; the floor of every comparison, and the reference for what must not change."""

    name = "backbone"
    title = "backbone alone"

    def prepare(self, edits: Sequence[Edit]) -> None:
        """Nothing to do."""

    def bases(self, questions: Sequence[str], right_edits: Sequence[str] = ()) -> list[Basis]:
        return [Basis(question, question) for question in questions]

    def target_scores(
        self, questions: Sequence[str], targets: Sequence[str], right_edits: Sequence[str] = ()
    ) -> list[Score] | None:
        return [self.model.score(question, target) for question, target in zip(questions, targets, strict=True)]
