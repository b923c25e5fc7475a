"""The beginning of many prompts, read once: keys and values that every continuation goes on from."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from transformers import DynamicCache

    from app.model.packed.prefix import PackedPrefix


@dataclass(frozen=True, eq=False)
class ModulePrefix:
    """What the backbone's module tree keeps of a beginning; never changed by what continues it."""

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


Prefix: TypeAlias = "ModulePrefix | PackedPrefix"
"""Of whichever form of a decoder made it, and read by that form."""


def of_modules(prefix: Prefix | None) -> ModulePrefix | None:
    """The prefix, for a module tree.

    Raises:
        TypeError: packed layers read it.
    """
    if prefix is not None and not isinstance(prefix, ModulePrefix):
        raise TypeError("a prefix that packed layers read cannot be gone on from by modules")
    return prefix
