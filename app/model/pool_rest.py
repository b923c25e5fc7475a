"""Kept gists without some of them, as a view: nothing is read or copied but places.

kept   0 1 2 3 4 5        left out: 1, 4
rest   0   1 2   3
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np
from torch import Tensor

from app.model.pool import Gist, KeptGists
from app.model.shortlist import Shortlist


class RestOfGists(KeptGists):
    """All kept gists but those at some places.

    Args:
        places: that there are; each once.
    """

    def __init__(self, kept: KeptGists, places: Iterable[int]) -> None:
        self._kept, self._out = kept, np.array(sorted(places), dtype=np.int64)
        self.ids: Sequence[str] = _Rest(kept.ids, self)
        self.texts: Sequence[str] = _Rest(kept.texts, self)
        whole = kept.shortlist
        self.shortlist = _RestOfShortlist(whole.directions, whole.small, self.ids, whole=whole, out=self._out)

    def __len__(self) -> int:
        return len(self._kept) - len(self._out)

    @overload
    def __getitem__(self, index: int) -> Gist: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Gist, ...]: ...
    def __getitem__(self, index: int | slice) -> Gist | tuple[Gist, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._kept[self.kept_place(index)]

    def kept_place(self, place: int) -> int:
        """Where among the kept ones stands what is at this place of the rest."""
        return self._kept_places([place])[0]

    def _kept_places(self, places: Sequence[int]) -> list[int]:
        before = np.searchsorted(self._out - np.arange(len(self._out)), places, side="right")
        return (np.asarray(places) + before).tolist()  # type: ignore[no-any-return]  # numpy: Any

    def place_of(self, gist_id: str) -> int | None:
        place = self._kept.place_of(gist_id)
        if place is None or place in self._out:
            return None
        return int(place - np.searchsorted(self._out, place))

    def selections(self, indices: Sequence[int]) -> Tensor:
        return self._kept.selections(self._kept_places(indices))

    def products(self, indices: Sequence[int], vector: Tensor) -> Tensor:
        return self._kept.products(self._kept_places(indices), vector)

    @property
    def bytes(self) -> int:
        return self._kept.bytes * len(self) // len(self._kept)


class _Rest(Sequence[str]):
    """Ids or texts of the rest."""

    def __init__(self, kept: Sequence[str], rest: RestOfGists) -> None:
        self._kept, self._rest = kept, rest

    def __len__(self) -> int:
        return len(self._rest)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        return self._kept[self._rest.kept_place(int(place))]

    def __iter__(self) -> Iterator[str]:
        return (self._kept[self._rest.kept_place(place)] for place in range(len(self)))


@dataclass(frozen=True, eq=False)
class _RestOfShortlist(Shortlist):
    """The whole one's estimates, without those left out."""

    whole: Shortlist = field(kw_only=True, repr=False)
    out: np.ndarray = field(kw_only=True, repr=False)
    """Places left out."""

    def estimates(self, question_vectors: Tensor) -> np.ndarray:
        return np.delete(self.whole.estimates(question_vectors), self.out, axis=1)
