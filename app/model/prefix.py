"""The beginning of many prompts, read once: keys and values that every continuation goes on from."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transformers import DynamicCache


@dataclass(frozen=True, eq=False)
class Prefix:
    """What the backbone keeps of a beginning; never changed by what continues it."""

    token_ids: tuple[int, ...]
    cache: DynamicCache
    """Keys and values of one row."""

    @property
    def bytes(self) -> int:
        """Memory that the keys and values take, in bytes."""
        return sum(part.nbytes for layer in self.cache.layers for part in (layer.keys, layer.values))

    def for_rows(self, rows: int) -> DynamicCache:
        """A cache of its own for so many prompts; what they add to it stays there."""
        own = copy(self.cache)
        own.layers = [copy(layer) for layer in self.cache.layers]
        for layer in own.layers:
            layer.batch_repeat_interleave(rows)
        return own
