"""Retrieval: the edits nearest to the question, by BM25 or by MiniLM's vectors, put in the backbone's prompt."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import bm25s
import numpy as np

from app.data import Edit, edit_id
from app.evaluation.methods.deciding import Basis, DecidingMethod
from app.evaluation.methods.method import Group
from app.evaluation.pool_cache import PoolCache
from app.evaluation.prompting import Prompting
from app.model import EditableModel, Policy, Score
from app.model.prompts import prompt_with
from app.model.text_vectors import TextVectors

# A word, or a run of letters of a script that puts no spaces between words (Japanese, Chinese, Korean, Thai).
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TERMS = re.compile(rf"[{_UNSPACED}]+|[^\W{_UNSPACED}]+")


class Retrieval(DecidingMethod):
    """Puts the `top` nearest edits before the question, the nearest last, beside it.

    Edits of equal score stand in the order of their ids, which has nothing to do with what is asked.
    """

    group: ClassVar[Group] = "retrieval"
    top: ClassVar[int]
    """Edits retrieved for a question."""

    def __init__(
        self, model: EditableModel, policy: Policy, max_new_tokens: int, cache: PoolCache | None = None
    ) -> None:
        super().__init__(model, policy, max_new_tokens, cache)
        self._edits: tuple[str, ...] = ()

    @property
    def prompting(self) -> Prompting:
        return Prompting(self.model)

    def prepare(self, edits: Sequence[Edit]) -> None:
        self._edits = tuple(sorted({edit.text for edit in edits}, key=edit_id))
        self.index(self._edits)

    @abstractmethod
    def index(self, edits: Sequence[str]) -> None:
        """Make these edits searchable, in place of those before."""

    @abstractmethod
    def scores(self, questions: Sequence[str]) -> np.ndarray:
        """How near each edit is to each question, `[questions, edits]`; minus infinity: not at all."""

    def retrieved(self, questions: Sequence[str]) -> list[list[str]]:
        """The edits for each question, the nearest first."""
        found = []
        for row in self.scores(questions):
            order = np.argsort(-row, kind="stable")[: self.top]
            found.append([self._edits[place] for place in order if np.isfinite(row[place])])
        return found

    @staticmethod
    def prompt(question: str, edits: Sequence[str]) -> str:
        """The whole prompt; `edits` are the nearest first."""
        return prompt_with(question, edits[::-1])

    def bases(self, questions: Sequence[str], right_edits: Sequence[str] = ()) -> list[Basis]:
        """The keys are whole prompts."""
        return [
            Basis(
                question,
                self.prompt(question, edits),
                ranked_first=edit_id(edits[0]) if edits else None,
                read=tuple(map(edit_id, edits)),
            )
            for question, edits in zip(questions, self.retrieved(questions), strict=True)
        ]

    def write(self, bases: Sequence[Basis]) -> list[str]:
        return self.prompting.answers(self._prompts(bases), self.max_new_tokens)

    def target_scores(
        self, questions: Sequence[str], targets: Sequence[str], right_edits: Sequence[str] = ()
    ) -> list[Score] | None:
        return self.prompting.scores(self._prompts(self.bases(questions)), targets)

    def _prompts(self, bases: Sequence[Basis]) -> list[list[int]]:
        return [self.prompting.tokens(basis.key) for basis in bases]

    def held_bytes(self) -> int:
        """The edits' texts and what they are found by."""
        return sum(len(edit.encode("utf-8")) for edit in self._edits) + self.index_bytes()

    @abstractmethod
    def index_bytes(self) -> int:
        """Memory of what the edits are found by."""

    def settings(self) -> dict[str, Any]:
        return super().settings() | {"top": self.top}


class Bm25(Retrieval):
    """BM25 as Lucene has it (k1 1.5, b 0.75). An edit that shares no term with the question is not retrieved."""

    name = "bm25"
    title = "BM25, nearest edit in the prompt"
    top = 1

    def index(self, edits: Sequence[str]) -> None:
        self._bm25 = bm25s.BM25()
        self._bm25.index([terms_of(edit) for edit in edits], show_progress=False)

    def scores(self, questions: Sequence[str]) -> np.ndarray:
        rows = [self._scores(terms_of(question)) for question in questions]
        return np.stack(rows)

    def _scores(self, terms: list[str]) -> np.ndarray:
        known = self._bm25.get_tokens_ids(terms)
        if not known:
            return np.full(len(self._edits), -np.inf)
        found = self._bm25.get_scores_from_ids(known)
        return np.where(found > 0, found, -np.inf)

    def index_bytes(self) -> int:
        return sum(part.nbytes for part in self._bm25.scores.values() if isinstance(part, np.ndarray))


class Bm25Top4(Bm25):
    name = "bm25-4"
    title = "BM25, four nearest edits in the prompt"
    top = 4


class NearestByMiniLm(Retrieval):
    """MiniLM knows English only. Unlike the method `minilm-gated` it always retrieves: no distance is too far."""

    name = "minilm"
    title = "MiniLM, nearest edit in the prompt, whatever its distance"
    top = 1

    def __init__(
        self, model: EditableModel, policy: Policy, max_new_tokens: int, cache: PoolCache | None = None
    ) -> None:
        super().__init__(model, policy, max_new_tokens, cache)
        self._vectors = TextVectors()

    def make_ready(self) -> Iterator[str]:
        self._vectors.load()
        return super().make_ready()

    def index(self, edits: Sequence[str]) -> None:
        self._matrix = self._vectors.of(edits)  # [edits, features]

    def scores(self, questions: Sequence[str]) -> np.ndarray:
        found: np.ndarray = (self._vectors.question_vectors(questions) @ self._matrix.T).numpy()
        return found

    def index_bytes(self) -> int:
        return self._matrix.nbytes


class FourNearestByMiniLm(NearestByMiniLm):
    name = "minilm-4"
    title = "MiniLM, four nearest edits in the prompt, whatever their distance"
    top = 4


def terms_of(text: str) -> list[str]:
    """Words without case; of a script without spaces, pairs of neighbouring letters."""
    terms: list[str] = []
    for run in _TERMS.findall(text.casefold()):
        paired = re.match(f"[{_UNSPACED}]", run) is not None and len(run) > 1
        terms += [run[i : i + 2] for i in range(len(run) - 1)] if paired else [run]
    return terms
