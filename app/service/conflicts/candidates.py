"""Which edits are worth comparing: those that are near each other in spelling, in meaning, or to the model's selection.

Comparing every edit with every other one grows with the square of their number, so each edit is compared with the few
that are nearest to it, in each sense of near.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from app.model import EditableModel
    from app.service.conflicts.remembered import Vectors

Floats = NDArray[np.float32]

MOST = 8
"""Candidates of each edit, in each sense of near."""
ROWS = 256
"""Edits whose nearness to all others is held in memory at once."""


class Nearness(Protocol):
    """One sense in which two edits may be near."""

    least: float
    """Below this they are not."""

    def of(self, new: Sequence[str], there: Sequence[str]) -> Floats:
        """`[new, there]`, from 0 to 1."""


class Spelling:
    """Words (in Japanese: characters) in common, whatever their order."""

    least = 0.6

    def of(self, new: Sequence[str], there: Sequence[str]) -> Floats:
        from rapidfuzz import fuzz, process, utils

        from app.explain.conflicts import statement_of

        found: Floats = process.cdist(
            new, there, scorer=fuzz.token_set_ratio, processor=utils.default_process, dtype=np.float32
        )
        japanese = [place for place, text in enumerate(new) if statement_of(text).japanese]
        if japanese:
            found[japanese] = process.cdist([new[i] for i in japanese], there, scorer=fuzz.ratio, dtype=np.float32)
        return found / np.float32(100)


class Meaning:
    """Cosine of MiniLM's sentence vectors, which know English."""

    least = 0.5

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def of(self, new: Sequence[str], there: Sequence[str]) -> Floats:
        return _cosines(np.asarray(self._vectors.of(new)), np.asarray(self._vectors.of(there)))


class Selection:
    """Cosine of the keys that the model selects by: what one question would find together."""

    least = 0.6

    def __init__(self, model: EditableModel) -> None:
        self._model = model

    def of(self, new: Sequence[str], there: Sequence[str]) -> Floats:
        pool = self._model.compress([*new, *there])
        place = {gist.text: number for number, gist in enumerate(pool)}
        keys = pool.selection_matrix.numpy()
        rows = [place[text] for text in new], [place[text] for text in there]
        return _cosines(keys[rows[0]], keys[rows[1]])


@dataclass(frozen=True)
class Candidate:
    """Two edits to be compared, by their places."""

    new: int
    there: int
    similarity: float
    """Of their meaning where MiniLM knows the language, otherwise of their spelling."""


def candidates(new: Sequence[str], there: Sequence[str], senses: Iterable[Nearness]) -> Iterator[Candidate]:
    """Pairs of a new edit and one that is there. A text is not compared with itself."""
    kinds = list(senses)
    for start in range(0, len(new), ROWS):
        part = new[start : start + ROWS]
        near = [kind.of(part, there) for kind in kinds]
        for row, text in enumerate(part):
            chosen: set[int] = set()
            for kind, matrix in zip(kinds, near, strict=True):
                nearest = np.argsort(-matrix[row], kind="stable")[: MOST + 1]
                chosen.update(int(place) for place in nearest if matrix[row, place] >= kind.least)
            for place in sorted(chosen):
                if there[place] != text:
                    yield Candidate(start + row, place, _similarity(text, kinds, near, row, place))


def _similarity(text: str, kinds: Sequence[Nearness], near: Sequence[Floats], row: int, place: int) -> float:
    from app.explain.conflicts import statement_of

    wanted = Spelling if statement_of(text).japanese else Meaning
    for kind, matrix in zip(kinds, near, strict=True):
        if isinstance(kind, wanted):
            return float(matrix[row, place])
    return float(max(matrix[row, place] for matrix in near))


def _cosines(first: Floats, second: Floats) -> Floats:
    units = [one / np.maximum(np.linalg.norm(one, axis=1, keepdims=True), 1e-9) for one in (first, second)]
    found: Floats = np.clip(units[0] @ units[1].T, 0, 1)
    return found
