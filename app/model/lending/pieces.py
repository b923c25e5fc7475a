"""What is computed where the GPU is. Adding a kind of work is one class with `steps`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from app.model.choosing import Question
from app.model.decoding import Continuation
from app.model.evidence import Score
from app.model.lending.parcels import Gists, Trace
from app.model.memory import ReadingTrace
from app.model.policies import Choice
from app.model.pool import GistPool

if TYPE_CHECKING:
    from app.model.editable import EditableModel
    from app.model.writing import Writer


class Piece(Protocol):
    """A piece of work. It and each of its steps can be pickled, and hold no tensor."""

    def steps(self, model: EditableModel) -> Iterator[Any]:
        """Do it with the model that has the GPU."""
        ...


@dataclass(frozen=True)
class Encoding:
    """Questions turned into the vectors that selection matches: one step."""

    prompts: tuple[str, ...]

    def steps(self, model: EditableModel) -> Iterator[np.ndarray]:
        """`[questions, sum of sizes]` float32."""
        yield model.answerer.selector.question_vectors(self.prompts).numpy()


@dataclass(frozen=True)
class Compressing:
    """Edits that are checked made into gists: one step."""

    edits: tuple[tuple[str, list[int]], ...]
    """Each one's normalised text and its token ids."""

    def steps(self, model: EditableModel) -> Iterator[Gists]:
        yield Gists.of(model.compressor.compress_batch(self.edits))


@dataclass(frozen=True)
class Answering:
    """One question, token by token, the backbone's own answer beside it; what was recorded comes last."""

    question: Question
    gists: Gists
    """Those that are read."""
    choice: Choice
    """Into these gists."""
    most: int
    record: bool
    one_line: bool

    def steps(self, model: EditableModel) -> Iterator[tuple[Continuation, Continuation | None] | Trace]:
        trace = ReadingTrace() if self.record else None
        writer, pool = _writer(model, self.one_line), _pool(self.gists)
        yield from writer.side_by_side(self.question, pool, self.choice, self.most, trace)
        if trace is not None:
            yield Trace.of(trace)


@dataclass(frozen=True)
class Writing:
    """Many questions: a step for each batch."""

    questions: tuple[Question, ...]
    gists: Gists
    choices: tuple[Choice, ...]
    most: int
    one_line: bool

    def steps(self, model: EditableModel) -> Iterator[dict[int, Continuation]]:
        writer = _writer(model, self.one_line)
        yield from writer.batches(self.questions, _pool(self.gists), self.choices, self.most)


@dataclass(frozen=True)
class Scoring:
    """How likely an answer is behind a question, for each choice of edits: one step."""

    question: Question
    target: tuple[int, ...]
    gists: Gists
    choices: tuple[Choice, ...]

    def steps(self, model: EditableModel) -> Iterator[list[Score]]:
        pool = _pool(self.gists)
        yield model.answerer.scores(self.question, self.target, [(pool, choice) for choice in self.choices])


def _writer(model: EditableModel, one_line: bool) -> Writer:
    return model.answerer if one_line else model.answerer.writing_on()


def _pool(gists: Gists) -> GistPool:
    return GistPool(gists.unpacked(), gists.made_by)
