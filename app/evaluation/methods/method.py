"""What a method is: it is given edits once, then questions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from app.config import Memory
from app.data import Edit
from app.evaluation.pool_cache import PoolCache
from app.model import EditableModel, Policy, Score
from app.model.prompts import prompt_of, tokens_of

Group = Literal["reference", "ours", "prompt", "retrieval", "weights"]
"""What a method does with edits, for people who choose among methods; `reference`: nothing."""


@dataclass(frozen=True)
class Reply:
    """One answer, and what the method can tell about the edit behind it."""

    text: str
    ranked_first: str | None = None
    """Id of the edit that the method thinks nearest to the question, read or not; None: it does not rank."""
    read: tuple[str, ...] | None = None
    """Ids of the edits that the answer rests on, none where no edit applied; None: it cannot tell."""


class Method(ABC):
    """A way to make a model answer by edits.

    Args:
        model: the backbone with its adapter; never changed.
        policy: how methods that select choose edits.
        max_new_tokens: longest answer in tokens.
        cache: where compressed edits are kept between runs, for the methods that compress; None: nowhere.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    group: ClassVar[Group] = "reference"
    memory: ClassVar[Memory | None] = None
    """What is kept of an edit, for the methods of this project."""
    reads_adapter: ClassVar[bool] = False
    """Whether answers depend on the adapter that the model was opened with."""

    def __init__(
        self, model: EditableModel, policy: Policy, max_new_tokens: int, cache: PoolCache | None = None
    ) -> None:
        self.model, self.policy, self.max_new_tokens, self.cache = model, policy, max_new_tokens, cache

    def most_records(self, pool: int) -> int | None:
        """How many records are enough at pools of so many edits, for methods that are slow; None: all."""
        return None

    def refusal(self, edits: Sequence[Edit], tested: Iterable[Edit]) -> str:
        """Why the method does not take on such pools; empty: it does.

        Args:
            edits: of one pool, those that fill it up among them.
            tested: the edits of all pools that questions are asked about.
        """
        return ""

    def make_ready(self) -> Iterator[str]:
        """Make what is needed once for a backbone, before any edits; tells, step by step, how far it is."""
        return iter(())

    def lacking(self, edits: Sequence[Edit]) -> list[Edit]:
        """Those that `keep` would compress."""
        return []

    def keep(self, edits: Sequence[Edit]) -> None:  # noqa: B027 - most methods compress nothing
        """Compress edits into the cache, for whoever takes them in later."""

    @abstractmethod
    def prepare(self, edits: Sequence[Edit]) -> None:
        """Take these edits in, and forget those before."""

    def made_anew(self) -> bool:
        """Whether all edits were taken in by work; where some were read from the cache, the time tells nothing."""
        return True

    def forget(self) -> None:  # noqa: B027 - most methods hold nothing worth letting go
        """Let the edits go, with their memory: no question follows before others are taken in."""

    def length(self, question: str, right_edit: str) -> int:
        """Tokens that the model is given for a question, as far as that is known before it is asked."""
        return self.tokens_in(prompt_of(question))

    def tokens_in(self, prompt: str) -> int:
        return len(tokens_of(self.model.backbone.tokenizer, prompt))

    @abstractmethod
    def answer(self, questions: Sequence[str], right_edits: Sequence[str] = ()) -> list[Reply]:
        """Answer every question, in order.

        Args:
            right_edits: the edit that each question tests, for the method that is told; the others do not look.
        """

    def target_scores(
        self, questions: Sequence[str], targets: Sequence[str], right_edits: Sequence[str] = ()
    ) -> list[Score] | None:
        """How likely each target is as the answer, teacher-forced, behind all that the method answers by.

        None: the method cannot tell.
        """
        return None

    def generations(self, questions: Sequence[str], right_edits: Sequence[str], tokens: int) -> list[str]:
        """Greedy texts of at most so many tokens, past their first lines."""
        longer = copy(self)
        longer.model, longer.max_new_tokens = self.model.writing_on(), tokens
        return [reply.text for reply in longer.answer(questions, right_edits)]

    def figures(self) -> dict[str, float]:
        """What became of the edits taken in, for the methods that may not have room for all."""
        return {}

    def held_bytes(self) -> int | None:
        """Memory that the edits taken in take, in bytes; None: the method does not hold them itself."""
        return None

    def settings(self) -> dict[str, Any]:
        """What a reader of the results must know beside the name."""
        return {"memory": self.memory, "policy": None}
