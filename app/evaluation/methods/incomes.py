"""Ours: edits compressed (or kept verbatim), selected by question, read by attention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from app.config import Memory
from app.data import Edit
from app.errors import AdapterMissingError
from app.evaluation.methods.method import Group, Method, Reply
from app.evaluation.pool_cache import PoolCache
from app.model import Answer, EditableModel, Policy, Score


class Incomes(Method):
    """Reads the gist slots of the selected edits: the method's own memory."""

    name = "incomes"
    title = "InComeS, compressed"
    group: ClassVar[Group] = "ours"
    memory: ClassVar[Memory] = "compressed"

    def __init__(
        self, model: EditableModel, policy: Policy, max_new_tokens: int, cache: PoolCache | None = None
    ) -> None:
        super().__init__(_with_memory(model, self.name, self.memory), policy, max_new_tokens, cache)
        self.pool = self.model.empty_pool()
        self._made_anew = True

    def prepare(self, edits: Sequence[Edit]) -> None:
        texts = [edit.text for edit in edits]
        self._made_anew = self.cache is None or not self.cache.holds_any(self.model, texts)
        self.pool = self.model.compress(texts) if self.cache is None else self.cache.pool(self.model, texts)

    def lacking(self, edits: Sequence[Edit]) -> list[Edit]:
        if self.cache is None:
            return []
        lacking = set(self.cache.lacking(self.model, [edit.text for edit in edits]))
        return [edit for edit in edits if edit.text in lacking]

    def keep(self, edits: Sequence[Edit]) -> None:
        if self.cache is not None:
            self.cache.pool(self.model, [edit.text for edit in edits])

    def made_anew(self) -> bool:
        return self._made_anew

    def forget(self) -> None:
        self.pool = self.model.empty_pool()

    def answer(self, questions: Sequence[str], right_edits: Sequence[str] = ()) -> list[Reply]:
        answers = self.model.answer_many(questions, self.pool, policy=self.policy, max_new_tokens=self.max_new_tokens)
        return [_reply(answer) for answer in answers]

    def target_scores(
        self, questions: Sequence[str], targets: Sequence[str], right_edits: Sequence[str] = ()
    ) -> list[Score] | None:
        return [
            self.model.score(question, target, self.pool, policy=self.policy)
            for question, target in zip(questions, targets, strict=True)
        ]

    def held_bytes(self) -> int:
        return self.pool.bytes

    def settings(self) -> dict[str, Any]:
        return {"memory": self.memory, "policy": self.policy.describe()}


class IncomesVerbatim(Incomes):
    """Reads all tokens of the selected edits: more memory, the upper reference for compression."""

    name = "incomes-verbatim"
    title = "InComeS, verbatim"
    memory: ClassVar[Memory] = "verbatim"


def _with_memory(model: EditableModel, method: str, memory: Memory) -> EditableModel:
    """The model with this kind of memory.

    Raises:
        AdapterMissingError: compressed memory needs an adapter, and the model has none.
    """
    switched = model if model.memory == memory else model.with_memory(memory)
    if switched.memory != memory:
        raise AdapterMissingError(
            given=f"The method “{method}” reads {memory} memory, and {model.backbone.name} has no adapter.",
            allowed="Without an adapter, edits are read verbatim.",
            remedy="Give an adapter, or choose the method “incomes-verbatim”.",
        )
    return switched


def _reply(answer: Answer) -> Reply:
    selection = answer.evidence.selection
    first = selection.edit_ids[int(np.argmax(selection.logits))] if selection.edit_ids else None
    return Reply(answer.text, ranked_first=first, read=selection.chosen)
