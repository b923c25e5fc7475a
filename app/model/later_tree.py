"""A module tree that is made when it is first needed: where packed layers do all the work, that is never."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from torch import nn


class LaterTree:
    """Makes a tree at the first call of `get`, once, whichever thread comes first, and keeps it."""

    def __init__(self, make: Callable[[], nn.Module]) -> None:
        self.make = make
        """A new tree at every call."""
        self._made: nn.Module | None = None
        self._lock = threading.Lock()

    @property
    def made(self) -> bool:
        """Whether it takes memory by now."""
        return self._made is not None

    def get(self) -> nn.Module:
        with self._lock:
            if self._made is None:
                self._made = self.make()
            return self._made

    def is_tree(self, tree: Tree) -> bool:
        """Whether that is this one."""
        return tree is self or (self._made is not None and tree is self._made)


Tree = nn.Module | LaterTree


def made(tree: Tree) -> nn.Module:
    """The tree itself, made now if it must be."""
    return tree.get() if isinstance(tree, LaterTree) else tree


def same(one: Tree, other: Tree) -> bool:
    """Whether both are one tree, made or not."""
    if isinstance(one, LaterTree):
        return one.is_tree(other)
    return other.is_tree(one) if isinstance(other, LaterTree) else one is other


def bytes_of_trees(trees: Iterable[Tree]) -> int:
    """Memory that the weights of those trees take that were made; what they share counts once."""
    there = [made(tree) for tree in trees if not isinstance(tree, LaterTree) or tree.made]
    stored = [tensor.untyped_storage() for tree in there for tensor in (*tree.parameters(), *tree.buffers())]
    return sum({storage.data_ptr(): storage.nbytes() for storage in stored}.values())
