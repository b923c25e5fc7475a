"""What the untouched backbone says: the reference for what must not change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.evaluation.methods.backbone import BackboneAlone


@dataclass
class Originals:
    """The untouched backbone's answers, each question asked once a run."""

    backbone: BackboneAlone
    known: dict[str, str] = field(default_factory=dict)

    def of(self, questions: Sequence[str]) -> dict[str, str]:
        """Answers by question."""
        new = [question for question in dict.fromkeys(questions) if question not in self.known]
        if new:
            replies = self.backbone.answer(new)
            self.known.update({question: reply.text for question, reply in zip(new, replies, strict=True)})
        return {question: self.known[question] for question in questions}
