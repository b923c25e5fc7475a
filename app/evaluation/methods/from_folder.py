"""Ours, as pools of a million edits are read: gists rounded to 8 bits in a folder, memory-mapped."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from weakref import finalize

from app.data import Edit
from app.evaluation.methods.incomes import Incomes
from app.evaluation.pool_cache import PoolCache
from app.model import EditableModel, Policy
from app.model.pool_file import open_pool
from app.model.pool_writing import save_pool


class IncomesInFolder(Incomes):
    """What 8 bits cost: the same gists as `incomes`, written to the disk and read from there (`pool_file.py`)."""

    name = "incomes-8-bit"
    title = "InComeS, gists in 8 bits"

    def __init__(
        self, model: EditableModel, policy: Policy, max_new_tokens: int, cache: PoolCache | None = None
    ) -> None:
        super().__init__(model, policy, max_new_tokens, cache)
        self._folder: Path | None = None
        self._let_go: Callable[[], Any] = finalize(self, lambda: None)

    def prepare(self, edits: Sequence[Edit]) -> None:
        super().prepare(edits)
        self._let_go()
        self._folder = Path(tempfile.mkdtemp(prefix="incomes-pool-"))
        self._let_go = finalize(self, _removed, self._folder)
        save_pool(self.pool, self._folder)
        self.pool = open_pool(self._folder)

    def forget(self) -> None:
        super().forget()
        self._let_go()
        self._folder = None

    def held_bytes(self) -> int:
        """Of all files of the folder, those that search it included."""
        return 0 if self._folder is None else sum(file.stat().st_size for file in self._folder.iterdir())


def _removed(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
