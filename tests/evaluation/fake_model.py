"""A model of words instead of weights, with the interface that the methods use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from app.data import edit_id
from app.model import EditableModel, Policy
from app.model.policies import Choice


@dataclass(frozen=True)
class FakeAnswer:
    text: str
    evidence: Any


class WordTokenizer:
    """One token a word."""

    bos_token_id = None

    def __call__(self, text: str, **_: Any) -> dict[str, list[int]]:
        return {"input_ids": list(range(len(text.split())))}


class FakePool(list[str]):
    """Edits as they are; ten bytes each."""

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(map(edit_id, self))

    @property
    def bytes(self) -> int:
        return 10 * len(self)


@dataclass
class FakeModel:
    """Answers with the last word of the edit that shares most words with the question, if it shares three.

    Otherwise, and without a pool, it answers with the first word of the question.
    """

    memory: str = "compressed"
    has_adapter: bool = True
    asked: list[str] = field(default_factory=list)
    compressed: list[list[str]] = field(default_factory=list)
    backbone: Any = field(
        default_factory=lambda: SimpleNamespace(
            name="fake", fingerprint="f", precision="float32", device="cpu", tokenizer=WordTokenizer(), model=None
        )
    )
    adapter: Any = None
    settings: Any = field(default_factory=lambda: SimpleNamespace(comparison_adapters=()))
    compressor: Any = field(default_factory=lambda: SimpleNamespace(made_by="fake"))

    def with_memory(self, memory: str) -> FakeModel:
        kept = memory if self.has_adapter else "verbatim"
        return FakeModel(kept, self.has_adapter, self.asked, self.compressed)

    def empty_pool(self) -> FakePool:
        return FakePool()

    def compress(self, texts: Iterable[str], **_: Any) -> FakePool:
        pool = FakePool(texts)
        self.compressed.append(pool)
        return pool

    def hear(self, questions: Sequence[str]) -> None:
        """Called once for all questions that are answered together."""
        self.asked += questions

    def answer_many(self, questions: Sequence[str], pool: list[str] | None = None, **_: Any) -> list[FakeAnswer]:
        self.hear(questions)
        return [self._answer(question, pool or []) for question in questions]

    @property
    def answerer(self) -> FakeAnswerer:
        return FakeAnswerer(self)

    def _answer(self, question: str, pool: Sequence[str]) -> FakeAnswer:
        selection, choice = _selected(question, FakePool(pool))
        return FakeAnswer(_written(question, pool, choice), SimpleNamespace(selection=selection))


@dataclass(frozen=True)
class FakeAnswerer:
    """The model's two steps apart: the edit is chosen, then the answer is written."""

    model: FakeModel

    def prepare(self, text: str) -> str:
        return text

    def select(self, questions: Sequence[str], pool: FakePool, policy: Policy) -> list[tuple[Any, Choice]]:
        return [_selected(question, pool) for question in questions]

    def write(
        self, questions: Sequence[str], pool: FakePool, choices: Sequence[Choice], most: int
    ) -> list[SimpleNamespace]:
        self.model.hear(questions)
        pairs = zip(questions, choices, strict=True)
        return [SimpleNamespace(text=_written(question, pool, choice)) for question, choice in pairs]

    def text_of(self, text: str) -> str:
        return text


def _selected(question: str, pool: FakePool) -> tuple[Any, Choice]:
    words = set(question.rstrip("?.").split())
    logits = np.array([len(words & set(text.rstrip(".").split())) for text in pool], dtype=np.float32)
    best = int(np.argmax(logits)) if pool else -1
    read = (best,) if pool and logits[best] >= 3 else ()
    chosen = tuple(pool.ids[place] for place in read)
    selection = SimpleNamespace(edit_ids=pool.ids, logits=logits, chosen=chosen)
    return selection, Choice(read, (0.0,) * len(read), np.ones(1))


def _written(question: str, pool: Sequence[str], choice: Choice) -> str:
    return pool[choice.indices[0]].rstrip(".").split()[-1] if choice.indices else question.split()[0]


def as_model(fake: FakeModel) -> EditableModel:
    """The fake under the type that the code expects."""
    return cast(EditableModel, fake)
