"""The backbone alone: what it says without any edit."""

from __future__ import annotations

from collections.abc import Sequence

from app.data import Edit
from app.evaluation.methods.method import Method, Reply
from app.model import Score


class BackboneAlone(Method):
    """Takes no edits in; the floor of every comparison, and the reference for what must not change."""

    name = "backbone"
    title = "backbone alone"

    def prepare(self, edits: Sequence[Edit]) -> None:
        """Nothing to do."""

    def answer(self, questions: Sequence[str], right_edits: Sequence[str] = ()) -> list[Reply]:
        answers = self.model.answer_many(questions, None, max_new_tokens=self.max_new_tokens)
        return [Reply(answer.text) for answer in answers]

    def whole_prompts(self, questions: Sequence[str], right_edits: Sequence[str]) -> list[str]:
        return list(questions)

    def target_scores(
        self, questions: Sequence[str], targets: Sequence[str], right_edits: Sequence[str] = ()
    ) -> list[Score] | None:
        return [self.model.score(question, target) for question, target in zip(questions, targets, strict=True)]
