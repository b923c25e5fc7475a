"""Sequences that come and go, each with caches and slots of its own, and take their steps together.

A token's numbers are those that it has alone, to the last bit: nothing is padded, every sequence attends to its own
cache and slots, and products do not depend on how many rows are multiplied at once (`dots.py`). So who joins or leaves
changes nothing for the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count, pairwise

import numpy as np
import torch
from torch import Tensor

from app.model.memory import JointSlots, ReadingTrace
from app.model.packed.layers import Rows, logits_of
from app.model.packed.passage import Begun, Passage
from app.model.packed.reading import Read, reads_of, recorded, slots_of
from app.model.packed.weights import PackedTree

ROOM_TOKENS, ROOM_SEQUENCES = 64, 4
"""Caches grow by multiples of these."""
TOO_LARGE = 4
"""Caches so many times larger than needed are made anew."""
ROWS_A_THREAD = 3
"""With fewer, what a thread gains is lost in unpacking the weights once more."""


class SharedPassage(Passage):
    """Used by one thread at a time; holds no caches while nobody is there."""

    def __init__(self, tree: PackedTree, threads: int = 1) -> None:
        """`threads`: most that compute at once."""
        super().__init__(tree, 0, 0)
        self._most_threads = threads
        self._threads: ThreadPoolExecutor | None = None
        self._needed: dict[int, int] = {}
        """Place of a sequence → tokens that it may have in the end."""
        self._reads: dict[int, Read | None] = {}
        self._traces: dict[int, ReadingTrace] = {}

    def __len__(self) -> int:
        """Sequences that are here."""
        return len(self._needed)

    def join(
        self, prompt: Sequence[int], most_new: int, memory: JointSlots | None, begun: Begun | None
    ) -> tuple[int, Tensor]:
        """Reads a prompt.

        Args:
            most_new: tokens that come behind it at most.
            memory: what it reads, of one sequence.
            begun: the prompt, read part of the way.

        Returns:
            Its place, and the logits behind it, `[1, vocabulary]`.
        """
        place = next(i for i in count() if i not in self._needed)
        self._needed[place], (self._reads[place],) = len(prompt) + most_new, reads_of(memory, 1)
        if memory is not None and memory.trace is not None:
            self._traces[place] = memory.trace
        try:
            self._make_room()
            self._lay_out()
            self.lengths[place] = 0
            rows = self.embedded([prompt], [place]) if begun is None else self.resumed([begun], [place])
            self.run(rows, 0 if begun is None else begun.layer)
            return place, self.logits(rows)
        except BaseException:
            self.leave(place)
            raise

    def following(self, tokens: Mapping[int, int]) -> Tensor:
        """Logits behind the newest token of each of these places, `[places, vocabulary]`, in their order."""
        places = list(tokens)
        rows = self.embedded([[tokens[place]] for place in places], places)
        parts = min(self._most_threads, max(1, len(places) // ROWS_A_THREAD))
        if parts == 1:
            self.run(rows)
            return self.logits(rows)
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._most_threads, thread_name_prefix="layers")
        found = list(self._threads.map(self._logits_of_part, _parts(rows, parts)))
        self.record(places)
        return torch.cat(found)

    def leave(self, place: int) -> None:
        """Its caches and slots are given to others."""
        del self._needed[place], self._reads[place]
        self._traces.pop(place, None)
        if not self._needed:
            self.keys, self.values = self.room(0, 0)
            self.lengths = self.lengths[:0]
        self._lay_out()

    def record(self, sequences: Sequence[int]) -> None:
        for place in sequences:
            if place in self._traces:
                recorded(self.slots, [place], self._traces[place])

    def _logits_of_part(self, rows: Rows) -> Tensor:
        self.run(rows)
        return torch.from_numpy(logits_of(self.tree.weights, rows.hidden))

    def _make_room(self) -> None:
        """Caches that hold all sequences to their ends, and are not much larger."""
        places = _up(max(self._needed) + 1, ROOM_SEQUENCES)
        tokens = _up(max(self._needed.values()), ROOM_TOKENS)
        held = len(self.keys), self.keys.shape[3]
        if all(need <= have <= TOO_LARGE * need for need, have in zip((places, tokens), held, strict=True)):
            return
        keys, values = self.room(places, tokens)
        lengths = np.zeros(places, dtype=np.int64)
        for place in self._needed:
            if place < len(self.lengths):
                lengths[place] = length = self.lengths[place]
                keys[place, :, :, :length] = self.keys[place, :, :, :length]
                values[place, :, :, :length] = self.values[place, :, :, :length]
        self.keys, self.values, self.lengths = keys, values, lengths

    def _lay_out(self) -> None:
        reads = [self._reads.get(place) for place in range(max(self._needed, default=-1) + 1)]
        self.slots = slots_of(self.tree.weights, reads, record=bool(self._traces))


def _parts(rows: Rows, parts: int) -> list[Rows]:
    """The same rows in so many parts, whose numbers are changed in place. No sequence has more than one row."""
    ends = np.linspace(0, len(rows.sequence), parts + 1).astype(int).tolist()
    return [_part(rows, slice(*bounds)) for bounds in pairwise(ends)]


def _part(rows: Rows, those: slice) -> Rows:
    own = rows.hidden[those], rows.sequence[those], rows.place[those], rows.cos[those], rows.sin[those]
    return Rows(*own, rows.keys, rows.values)


def _up(number: int, step: int) -> int:
    return -(-number // step) * step
