"""All edits in the prompt: what people do first, until the backbone's context is full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from app.data import Edit
from app.evaluation.methods.method import Group, Method, Reply
from app.evaluation.pool_cache import PoolCache
from app.evaluation.prompting import Prompting
from app.model import EditableModel, Policy, Score, prompt_of
from app.model.prefix import Prefix


class PromptAll(Method):
    """Puts the pool's edits before each question, one a line, as many as the context has room for.

    They stand in the order of their ids, which has nothing to do with what is asked: a pool begins with the edits under
    test, and those that do not fit would else be none of them. The edits left out are counted in `figures`; questions
    about them are asked like the others.
    """

    name = "prompt"
    title = "all edits in the prompt, read once"
    group: ClassVar[Group] = "prompt"
    reuses_prefix: ClassVar[bool] = True
    """Whether the edits are read once for all questions, or anew for each."""

    def __init__(
        self, model: EditableModel, policy: Policy, max_new_tokens: int, cache: PoolCache | None = None
    ) -> None:
        super().__init__(model, policy, max_new_tokens, cache)
        self._edits = self._fitting = 0
        self._token_ids: list[int] = []
        self._prefix: Prefix | None = None

    @property
    def prompting(self) -> Prompting:
        return Prompting(self.model)

    def prepare(self, edits: Sequence[Edit]) -> None:
        self.forget()
        self._edits, self._token_ids = len(edits), self.prompting.leading
        for edit in sorted(edits, key=lambda edit: edit.id):
            line = self.prompting.inner_tokens(f"{edit.text}\n")
            if len(self._token_ids) + len(line) > self.prompting.room(self.max_new_tokens):
                break
            self._token_ids = self._token_ids + line
            self._fitting += 1
        if self.reuses_prefix and self._token_ids:
            self._prefix = self.prompting.prefix(self._token_ids)

    def forget(self) -> None:
        self._edits, self._fitting, self._token_ids, self._prefix = 0, 0, [], None

    def length(self, question: str, right_edit: str) -> int:
        return len(self.prompting.inner_tokens(prompt_of(question)))

    def answer(self, questions: Sequence[str], right_edits: Sequence[str] = ()) -> list[Reply]:
        prompts = self._prompts(questions)
        return [Reply(text) for text in self.prompting.answers(prompts, self.max_new_tokens, self._prefix)]

    def target_scores(
        self, questions: Sequence[str], targets: Sequence[str], right_edits: Sequence[str] = ()
    ) -> list[Score] | None:
        return self.prompting.scores(self._prompts(questions), targets, self._prefix)

    def _prompts(self, questions: Sequence[str]) -> list[list[int]]:
        """Token ids; without the edits where they are read already."""
        own = [self.prompting.inner_tokens(prompt_of(question)) for question in questions]
        return own if self._prefix is not None else [self._token_ids + ids for ids in own]

    def figures(self) -> dict[str, float]:
        return {
            "edits_in_prompt": self._fitting,
            "edits_left_out": self._edits - self._fitting,
            "prompt_tokens": len(self._token_ids),
        }

    def held_bytes(self) -> int:
        """Keys and values of the edits where they are kept, their token ids (8 bytes each) where they are not."""
        return self._prefix.bytes if self._prefix is not None else 8 * len(self._token_ids)

    def settings(self) -> dict[str, Any]:
        return super().settings() | {
            "prefix_cache": self.reuses_prefix,
            "room_for_edits": self.prompting.room(self.max_new_tokens),
        }


class PromptAllUncached(PromptAll):
    """The same, reading all edits anew for every question: what a service without a prefix cache does."""

    name = "prompt-uncached"
    title = "all edits in the prompt, read anew for each question"
    reuses_prefix = False
