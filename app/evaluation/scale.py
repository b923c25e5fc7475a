"""What a very large pool takes: room, time to compress it, time to search it, by constants that are measured.

Measured is the time that the processor spends, not the clock on the wall: other programs on the machine then count for
little. Everything is one core's time; what several cores share, each does a part of.

    compressing N edits      N · compress          in hours of one core
    a question               answer + N · search   in seconds of one core; reading an edit takes the same at any N
    room in a folder         N · folder            keys, values and selection vector in 8 bits, search keys and text
    room in memory           N · key               what every question goes through; the folder is mapped, not read
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import torch

from app.evaluation.benches.asking import ask
from app.evaluation.benches.compressing import TEMPLATES
from app.model import EditableModel
from app.model.packed.groups import EIGHT_BIT_BYTES, GROUP, round_to_eight_bit
from app.model.pool_writing import save_pool
from app.model.shortlist import SIZE, Directions, Shortlist, best_of

SEARCHED = 200_000
"""Made edits that the search is timed on: their keys, 54 MB, fit in no processor's cache."""
TOKENS = 12
"""Of an answer."""
HOUR, GIGABYTE = 3_600, 1e9


@dataclass(frozen=True)
class Constants:
    """Of one model on one core of one kind of processor."""

    compress_seconds: float
    """An edit."""
    search_seconds: float
    """A question, for each edit in the pool."""
    answer_seconds: float
    """A question of a pool of one edit, answered with `TOKENS` tokens."""
    bfloat16_bytes: int
    """An edit's keys and values in 16 bits and its selection vector in 32: as in memory and in the shared store."""
    folder_bytes: float
    """An edit in a folder, everything in 8 bits, with its text."""
    key_bytes: int
    """Of which a question goes through so many of every edit."""


@dataclass(frozen=True)
class Size:
    """A pool of so many edits."""

    edits: int
    folder_gigabytes: float
    bfloat16_gigabytes: float
    memory_gigabytes: float
    """Of search keys."""
    compress_core_hours: float
    question_core_seconds: float
    price: float | None
    """Of compressing once; None: no price of an hour is given."""
    month: float | None
    """Of keeping the folder; None: no price is given."""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def sizes_of(
    given: Constants, sizes: Sequence[int], *, core_hour: float | None = None, gigabyte_month: float | None = None
) -> list[Size]:
    """The pools of these sizes.

    Args:
        core_hour: price of an hour of one core.
        gigabyte_month: price of a gigabyte of disk.
    """
    return [_size(given, edits, core_hour, gigabyte_month) for edits in sizes]


def _size(given: Constants, edits: int, core_hour: float | None, gigabyte_month: float | None) -> Size:
    hours, folder = edits * given.compress_seconds / HOUR, edits * given.folder_bytes / GIGABYTE
    return Size(
        edits=edits,
        folder_gigabytes=folder,
        bfloat16_gigabytes=edits * given.bfloat16_bytes / GIGABYTE,
        memory_gigabytes=edits * given.key_bytes / GIGABYTE,
        compress_core_hours=hours,
        question_core_seconds=given.answer_seconds + edits * given.search_seconds,
        price=None if core_hour is None else hours * core_hour,
        month=None if gigabyte_month is None else folder * gigabyte_month,
    )


def measured(model: EditableModel, *, edits: int, rounds: int, seed: int, searched: int = SEARCHED) -> Constants:
    """Measures the constants of a model, on one thread.

    Args:
        edits: compressed a round.
        rounds: of which the median is taken, after one that does not count.
        searched: edits that are searched.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        texts = [TEMPLATES[i % len(TEMPLATES)].format(100 + i, 10 + i % 80) for i in range(edits)]
        pool = model.compress(texts)
        writer, one = model.writing_on(), pool.only([pool.ids[0]])
        vectors = torch.stack([gist.selection for gist in pool])
        gist = pool.gists[0]
        with tempfile.TemporaryDirectory() as folder:
            save_pool(pool, Path(folder))
            stored = sum(file.stat().st_size for file in Path(folder).iterdir() if file.suffix != ".safetensors")
        return Constants(
            compress_seconds=_seconds(lambda: model.compress(texts), rounds) / edits,
            search_seconds=_seconds(_search(vectors, searched, seed), rounds) / searched,
            answer_seconds=_seconds(lambda: ask(writer, one, TOKENS), rounds),
            bfloat16_bytes=2 * (gist.keys.numel() + gist.values.numel()) + 4 * gist.selection.numel(),
            folder_bytes=stored / edits,
            key_bytes=SIZE // GROUP * EIGHT_BIT_BYTES,
        )
    finally:
        torch.set_num_threads(threads)


def _search(vectors: torch.Tensor, searched: int, seed: int) -> Callable[[], object]:
    numbers = np.random.default_rng(seed).standard_normal((searched, SIZE), dtype=np.float32)
    shortlist = Shortlist(Directions.of(vectors), round_to_eight_bit(numbers), ())
    return lambda: best_of(shortlist.estimates(vectors[:1])[0])


def _seconds(work: Callable[[], object], rounds: int) -> float:
    """Median of what one core spends."""
    spent = []
    for _ in range(rounds + 1):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return median(spent[1:])
