"""Looking at, and adding to, what passes a module; each for as long as a `with` lasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch import Tensor, nn


@contextmanager
def inputs_of(tree: nn.Module, names: Sequence[str]) -> Iterator[list[Tensor]]:
    """What entered the modules named, in their order in the tree's pass: one pass, one list."""
    seen: list[Tensor] = []

    def look(_module: nn.Module, args: tuple[Any, ...]) -> None:
        seen.append(args[0])

    with ExitStack() as stack:
        for name in names:
            stack.callback(tree.get_submodule(name).register_forward_pre_hook(look).remove)
        yield seen


@contextmanager
def output_of(tree: nn.Module, name: str) -> Iterator[list[Tensor]]:
    """What left the module named, pass by pass."""
    seen: list[Tensor] = []
    handle = tree.get_submodule(name).register_forward_hook(lambda _module, _args, output: seen.append(output))
    try:
        yield seen
    finally:
        handle.remove()


@contextmanager
def added_first(tree: nn.Module, name: str, change: Tensor) -> Iterator[None]:
    """`change` `[width]` is added to what leaves the module named, at the first place of every row."""

    def add(_module: nn.Module, _args: tuple[Any, ...], output: Tensor) -> Tensor:
        return torch.cat([output[:, :1] + change.to(output.dtype), output[:, 1:]], dim=1)

    handle = tree.get_submodule(name).register_forward_hook(add)
    try:
        yield
    finally:
        handle.remove()
