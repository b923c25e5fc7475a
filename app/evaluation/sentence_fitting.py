"""Fits how much sentence embeddings count in an adapter's selection, on questions that one edit or none covers.

Of every scale and cosine the shares are counted of covered questions that read their own edit, and of uncovered ones
that read none. Chosen is what has the largest mean of the two, each suite counting alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from app.errors import AdapterMissingError
from app.evaluation.calibrating import Asked, pools_with_questions
from app.evaluation.pace import Pace, Progress, StopAsked
from app.evaluation.pools import EditPool
from app.evaluation.suites import suite_named
from app.model import EditableModel
from app.model.text_vectors import SCALE, TextVectors

SCALES = (5.0, 10.0, 15.0, 20.0, 25.0, 30.0)
COSINES = tuple(round(0.3 + 0.02 * i, 2) for i in range(30))


@dataclass(frozen=True, eq=False)
class Seen:
    """One question over its pool."""

    logits: np.ndarray
    """`[edits]`, by gist keys alone."""
    zero: float
    cosines: np.ndarray
    """`[edits]`, of sentence embeddings."""
    own: int | None
    """Place of the edit that covers it."""

    def as_it_should(self, scale: float, cosine: float) -> bool:
        """Whether it reads its own edit, or none where none covers it."""
        logits = self.logits + scale * (self.cosines - cosine)
        best = int(logits.argmax())
        return (best if logits[best] > self.zero else None) == self.own


@dataclass(frozen=True)
class Shares:
    """Of one suite's questions."""

    read: float
    """Covered ones that read their own edit."""
    kept: float
    """Uncovered ones that read none."""


@dataclass(frozen=True)
class SentenceFit:
    """The best cosine for a scale; the scale 0 is gist keys alone."""

    scale: float
    cosine: float
    shares: Mapping[str, Shares] = field(hash=False)
    """By suite."""

    @property
    def mean(self) -> float:
        """Of both shares of all suites."""
        return float(np.mean([(one.read + one.kept) / 2 for one in self.shares.values()]))


def fit_sentences(
    model: EditableModel,
    suites: Sequence[str],
    data: Path,
    *,
    records: int | None = None,
    pool: int = 100,
    seed: int = 0,
    progress: Progress | None = None,
    stop_asked: StopAsked | None = None,
) -> list[SentenceFit]:
    """One fit a scale, gist keys alone first; how the adapter uses sentence embeddings so far plays no part.

    Args:
        suites: names of registered suites, best of ones that nothing else is reported on.
        data: folder that holds their public files.
        records: records drawn from each suite; None: all.
        pool: edits in force at once.

    Raises:
        AdapterMissingError: the model has no adapter.
        UnknownNameError, SuiteDataError: as in `evaluate`.
        Cancelled: `stop_asked()` said so.
    """
    if model.adapter is None:
        raise AdapterMissingError("There is no adapter to fit.", "Scale and cosine lie with one.", "Give --adapter.")
    chosen = [suite_named(name) for name in suites]
    pools = [found for suite in chosen for found in pools_with_questions(suite, suite.load(data), records, pool, seed)]
    pace = Pace(sum(len(questions) for _, _, questions in pools), progress, stop_asked)
    seen: dict[str, list[Seen]] = {suite.name: [] for suite in chosen}
    for suite, edits, questions in pools:
        pace.check()
        seen[suite.name] += _seen(model, edits, questions)
        pace.advance(suite.name, len(questions))
    return fits(seen)


def fits(seen: Mapping[str, Sequence[Seen]]) -> list[SentenceFit]:
    """See `fit_sentences`; the questions by suite."""
    alone = _fit(seen, 0.0, 0.0)
    return [alone, *(max((_fit(seen, s, c) for c in COSINES), key=lambda fit: fit.mean) for s in SCALES)]


def _fit(seen: Mapping[str, Sequence[Seen]], scale: float, cosine: float) -> SentenceFit:
    return SentenceFit(scale, cosine, {name: _shares(asked, scale, cosine) for name, asked in seen.items()})


def _shares(asked: Sequence[Seen], scale: float, cosine: float) -> Shares:
    right = [(one.own is None, one.as_it_should(scale, cosine)) for one in asked]
    covered, uncovered = ([well for absent, well in right if absent is wanted] for wanted in (False, True))
    return Shares(_share(covered), _share(uncovered))


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else 0.0


def _seen(model: EditableModel, edits: EditPool, questions: Sequence[Asked]) -> Iterator[Seen]:
    pool, selector, sentences = (
        model.compress([edit.text for edit in edits.edits]),
        model.answerer.selector,
        TextVectors(),
    )
    asked = [model.answerer.prepare(one.probe.question) for one in questions]
    vectors = selector.question_vectors([question.prompt for question in asked])
    keys = sum(size for part, size in zip(selector.parts, selector.sizes, strict=True) if part >= 0)
    logits = (vectors[:, :keys] @ pool.selection_matrix[:, :keys].T).numpy()
    cosines = (
        sentences.of([one.probe.question for one in questions]) @ sentences.of(list(pool.texts)).T
    ).numpy() / SCALE
    places = {text: place for place, text in enumerate(pool.texts)}
    for i, (one, zero) in enumerate(zip(questions, selector.zero_logits(vectors, len(pool)).tolist(), strict=True)):
        yield Seen(logits[i], zero, cosines[i], None if one.stays else places[one.edit.text])
