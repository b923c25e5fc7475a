"""Sentence vectors that are computed once for each text, until something is erased."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]

MOST_REMEMBERED = 50_000
"""Texts; of 384 numbers each they take 77 MB."""


class Vectors(Protocol):
    """What makes vectors of texts."""

    def of(self, texts: Sequence[str]) -> ArrayLike:
        """`[texts, size]` float32."""


class RememberedVectors:
    """The vectors of texts by the sha256 of each, those used last. Several threads may ask at once.

    Args:
        vectors: makes those that are not there.
        most: texts that are remembered.
    """

    def __init__(self, vectors: Vectors, most: int = MOST_REMEMBERED) -> None:
        self._vectors, self._most = vectors, most
        self._known: OrderedDict[bytes, Floats] = OrderedDict()
        self._lock = Lock()

    def of(self, texts: Sequence[str]) -> Floats:
        """`[texts, size]` float32."""
        keys = [sha256(text.encode()).digest() for text in texts]
        with self._lock:
            found = {key: self._known[key] for key in keys if key in self._known}
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if new:
            made = np.asarray(self._vectors.of(list(new.values())), dtype=np.float32)
            found |= zip(new, made, strict=True)
        self._remember({key: found[key] for key in keys})
        return np.stack([found[key] for key in keys])

    def forget(self) -> None:
        """Nothing that was made of a text stays."""
        with self._lock:
            self._known.clear()

    def _remember(self, vectors: dict[bytes, Floats]) -> None:
        with self._lock:
            for key, vector in vectors.items():
                self._known[key] = vector
                self._known.move_to_end(key)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
