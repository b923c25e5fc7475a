"""Methods that settle what a reply rests on before they write it: a prompt, or the edits that are read.

What rests on the same is written once a run (`evaluation/replies.py`): most questions meet the same nearest edit, or
none, in a pool of 10 edits and of 1,000.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from app.evaluation.methods.method import Method, Reply
from app.model.policies import NOTHING, Choice


@dataclass(frozen=True)
class Basis:
    """What a reply rests on."""

    question: str
    key: str
    """All that the text depends on beside the method: equal keys, equal texts, whatever the pool."""
    ranked_first: str | None = None
    """See `Reply`."""
    read: tuple[str, ...] | None = None
    choice: Choice = NOTHING
    """Of the pool's edits, for the methods that read slots."""

    def reply(self, text: str) -> Reply:
        return Reply(text, self.ranked_first, self.read)


class DecidingMethod(Method):
    """A method in two steps."""

    @abstractmethod
    def bases(self, questions: Sequence[str], right_edits: Sequence[str] = ()) -> list[Basis]:
        """What the reply to each question is going to rest on, in order; `right_edits` as for `answer`."""

    @abstractmethod
    def write(self, bases: Sequence[Basis]) -> list[str]:
        """The text of each reply, in order; the edits taken in are still those of the bases."""

    def answer(self, questions: Sequence[str], right_edits: Sequence[str] = ()) -> list[Reply]:
        bases = self.bases(questions, right_edits)
        return [basis.reply(text) for basis, text in zip(bases, self.write(bases), strict=True)]


class PromptingMethod(DecidingMethod):
    """A method whose replies go on from a whole prompt of the untouched backbone: the key of their bases."""

    def write(self, bases: Sequence[Basis]) -> list[str]:
        prompts = [basis.key for basis in bases]
        answers = self.model.answer_many(prompts, None, max_new_tokens=self.max_new_tokens)
        return [answer.text for answer in answers]
