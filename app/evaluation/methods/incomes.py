"""Ours: edits compressed (or kept verbatim), selected by question, read by attention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from app.config import Memory
from app.data import Edit
from app.errors import AdapterMissingError
from app.evaluation.methods.deciding import Basis, DecidingMethod
from app.evaluation.methods.method import Group
from app.evaluation.pool_cache import PoolCache
from app.model import EditableModel, GistPool, Policy, Score, Selection
from app.model.policies import Choice

NONE = "none"
"""Label of the choice of no edit."""


class Incomes(DecidingMethod):
    """Reads the gist slots of the selected edits: the method's own memory."""

    name = "incomes"
    title = "InComeS, compressed"
    group: ClassVar[Group] = "ours"
    memory: ClassVar[Memory] = "compressed"
    reads_adapter = True

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

    def bases(self, questions: Sequence[str], right_edits: Sequence[str] = ()) -> list[Basis]:
        answerer = self.model.answerer
        selected = answerer.select([answerer.prepare(question) for question in questions], self.pool, self.policy)
        return [
            Basis(
                question,
                f"{label_of(choice, self.pool)}\n{question}",
                ranked_first=first_of(selection),
                read=selection.chosen,
                choice=choice,
            )
            for question, (selection, choice) in zip(questions, selected, strict=True)
        ]

    def write(self, bases: Sequence[Basis]) -> list[str]:
        answerer = self.model.answerer
        asked, choices = [answerer.prepare(basis.question) for basis in bases], [basis.choice for basis in bases]
        return [answerer.text_of(row.text) for row in answerer.write(asked, self.pool, choices, self.max_new_tokens)]

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


def label_of(choice: Choice, pool: GistPool) -> str:
    """Names a choice: the edits read, each before a colon and the log of its weight, to the last digit."""
    pairs = zip(choice.indices, choice.log_weights, strict=True)
    return "+".join(f"{pool.ids[i]}:{weight!r}" for i, weight in pairs) or NONE


def first_of(selection: Selection) -> str | None:
    """The edit nearest to the question, read or not."""
    return selection.edit_ids[int(np.argmax(selection.logits))] if selection.edit_ids else None


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
