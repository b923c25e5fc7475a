"""The model in the page's process: it checks, chooses and explains here, and borrows the GPU for the rest."""

from __future__ import annotations

import operator
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from app.model.answering import Answerer
from app.model.choosing import BegunQuestion, Question
from app.model.compressor import Compressor
from app.model.decoding import Continuation
from app.model.evidence import Score
from app.model.gist_selector import GistSelector
from app.model.lending.parcels import Gists, Trace
from app.model.lending.pieces import Answering, Compressing, Encoding, Piece, Scoring, Writing
from app.model.memory import ReadingTrace
from app.model.policies import NOTHING, Choice
from app.model.pool import Gist, GistPool
from app.model.selection import Selector

if TYPE_CHECKING:
    from app.model.editable import EditableModel

Lend = Callable[[Piece], Generator[Any, None, None]]
"""Does a piece of work where the GPU is; its steps come as they are made. Closing them stops it.

Raises LendingError where the GPU is not to be had, and whatever WorkbenchError the work itself meets."""


def borrowing(model: EditableModel, lend: Lend) -> EditableModel:
    """The same model, which computes in another process; the one given stays as it is."""
    answerer, selector = model.answerer, model.answerer.selector
    if isinstance(selector, GistSelector) and selector.packed is None:
        selector = BorrowingSelector(selector, lend)
    return replace(
        model,
        compressor=BorrowingCompressor(**_fields_of(model.compressor) | {"packed": None}, lend=lend),
        answerer=BorrowingAnswerer(**_fields_of(answerer) | {"selector": selector}, lend=lend, home=answerer),
    )


@dataclass(frozen=True)
class BorrowingSelector:
    """See `selection.Selector`."""

    within: Selector
    lend: Lend

    @property
    def parts(self) -> tuple[int, ...]:
        return self.within.parts

    @property
    def sizes(self) -> tuple[int, ...]:
        return self.within.sizes

    def question_vectors(self, prompts: Sequence[str]) -> Tensor:
        """`[questions, sum of sizes]` float32."""
        return torch.from_numpy(_only(self.lend(Encoding(tuple(prompts)))))

    def zero_logits(self, question_vectors: Tensor, edits: int) -> Tensor:
        """`[questions]` float32: one product a question, computed here."""
        return self.within.zero_logits(question_vectors, edits)


@dataclass(frozen=True, kw_only=True)
class BorrowingCompressor(Compressor):
    """A compressor whose batches are computed elsewhere."""

    lend: Lend

    def compress_batch(self, batch: Sequence[tuple[str, list[int]]]) -> list[Gist]:
        return list(_only(self.lend(Compressing(tuple(batch)))).unpacked())


@dataclass(frozen=True, eq=False, kw_only=True)
class BorrowingAnswerer(Answerer):
    """An answerer that computes elsewhere, as long as it has the parts that are known there.

    Methods of a comparison exchange parts, changed weights for instance: with those it computes here.
    """

    lend: Lend
    home: Answerer
    """With the parts that the other process knows."""

    def side_by_side(
        self,
        question: Question,
        pool: GistPool,
        choice: Choice,
        most: int,
        trace: ReadingTrace | None,
        start: BegunQuestion | None = None,
    ) -> Iterator[tuple[Continuation, Continuation | None]]:
        if not self._known_there:
            yield from super().side_by_side(question, pool, choice, most, trace, start)
            return
        gists, (own,) = _read([(pool, choice)])
        piece = Answering(question, gists, own, most, trace is not None, self.one_line)
        with closing(self.lend(piece)) as steps:
            for step in steps:
                if not isinstance(step, Trace):
                    yield step
                elif trace is not None:
                    step.into(trace)

    def batches(
        self, questions: Sequence[Question], pool: GistPool, choices: Sequence[Choice], most: int
    ) -> Iterator[dict[int, Continuation]]:
        if not self._known_there:
            yield from super().batches(questions, pool, choices, most)
            return
        gists, own = _read([(pool, choice) for choice in choices])
        with closing(self.lend(Writing(tuple(questions), gists, own, most, self.one_line))) as steps:
            yield from steps

    def scores(
        self, question: Question, target: Sequence[int], readings: Sequence[tuple[GistPool, Choice]]
    ) -> list[Score]:
        if not self._known_there:
            return super().scores(question, target, readings)
        gists, choices = _read(readings)
        found: list[Score] = _only(self.lend(Scoring(question, tuple(target), gists, choices)))
        return found

    @property
    def shares_passes(self) -> bool:
        """No: one question at a time is lent the GPU."""
        return False

    @property
    def _known_there(self) -> bool:
        own, home = (self.plain.tree, self.edited.tree, self.reader), self.home
        return all(map(operator.is_, own, (home.plain.tree, home.edited.tree, home.reader)))


def _read(readings: Sequence[tuple[GistPool, Choice]]) -> tuple[Gists, tuple[Choice, ...]]:
    """The gists that are read, each once, and the choices as places among them."""
    chosen = {pool.ids[i]: pool.gists[i] for pool, choice in readings for i in choice.indices}
    places = {gist_id: place for place, gist_id in enumerate(chosen)}
    choices = (
        replace(NOTHING, indices=tuple(places[pool.ids[i]] for i in choice.indices), log_weights=choice.log_weights)
        for pool, choice in readings
    )
    return Gists.of(tuple(chosen.values())), tuple(choices)


def _only(steps: Iterator[Any]) -> Any:
    """What the one step of a piece holds."""
    (step,) = steps
    return step


def _fields_of(part: Compressor | Answerer) -> dict[str, Any]:
    return {field.name: getattr(part, field.name) for field in fields(part)}
