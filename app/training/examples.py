"""What training is made of: edits with questions, and batches of them. Text only; tokens come later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "ja"]

AnswerKind = Literal[
    "name", "place", "amount", "number", "quantity", "date", "time", "duration", "code", "contact",
    "word", "phrase", "sentence", "yes_no",
]  # fmt: skip

SENTENCE_ENDS = ("?", ".", "!", "…", "。", "？", "！")
"""A text that ends so is asked as a question; any other is continued as it stands (a cloze)."""


def is_cloze(text: str) -> bool:
    """Whether a text is continued as it stands, by the rule of the prompt format."""
    return not text.rstrip().endswith(SENTENCE_ENDS)


@dataclass(frozen=True)
class Question:
    """A bare question or cloze, before the prompt format, with the answer that the edit gives."""

    text: str
    answer: str

    @property
    def cloze(self) -> bool:
        return is_cloze(self.text)


@dataclass(frozen=True)
class Example:
    """One edit with the questions it answers.

    `subject` is what the edit is about (None where nothing can be named), `relation` the id of its relation
    or record type; two examples of one batch never share both.
    `near` are questions beside it that it does not answer: another attribute, or another subject.
    """

    edit: str
    subject: str | None
    relation: str
    questions: tuple[Question, ...]
    language: Language
    answer_kind: AnswerKind
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class TwoHop:
    """A question that needs all the edits at these positions of its batch (one: and common knowledge)."""

    text: str
    answer: str
    edits: tuple[int, ...]

    @property
    def cloze(self) -> bool:
        return is_cloze(self.text)


@dataclass(frozen=True)
class Batch:
    """Edits of one training step, and questions whose right selection is the zero gist.

    `unrelated`: questions that no edit of the batch covers. `near_misses`: questions near an edit (an absent
    product, an absent attribute), not answered by any.
    """

    examples: tuple[Example, ...]
    unrelated: tuple[str, ...]
    near_misses: tuple[str, ...]
    two_hop: tuple[TwoHop, ...]
