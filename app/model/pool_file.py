"""Pools in a folder, memory-mapped: open at once however many edits they hold; a question reads what it needs.

`pool_writing.py` writes them.

    pool.json                   maker, number of edits, sizes
    ids, sorted, order          16 bytes an edit; the same sorted, and where each stands
    texts, ends                 the texts in UTF-8, one behind the other; where each ends
    gists                       an edit's keys, values and selection vector in 8-bit groups
    small, directions.safetensors   the shortlist's
    added                       what tells, before the pool is whole, which edits are there

Keys, values and selection vectors are rounded: within 1/254 of the largest number of their group of 32.
"""

from __future__ import annotations

import math
import mmap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor

from app.config import settings
from app.model.packed.compiling import eight_bit_products
from app.model.packed.groups import EIGHT_BIT_BYTES, GROUP, Bytes, unpack_eight_bit
from app.model.pool import Gist, GistPool, KeptGists
from app.model.pool_header import cannot_be_opened, read_header
from app.model.shortlist import SIZE, Directions, Shortlist


@dataclass(frozen=True)
class Sizes:
    """Of every gist in a folder."""

    shape: tuple[int, int, int, int]
    """Of keys and of values: `[selecting layers, kv_heads, slots, head_dim]`."""
    features: int
    """Of a selection vector."""

    @property
    def numbers(self) -> tuple[int, int]:
        """Keys' (or values') numbers, and all numbers of a gist, filled up to whole groups."""
        keys = _whole(math.prod(self.shape))
        return keys, 2 * keys + _whole(self.features)

    @property
    def selection_bytes(self) -> int:
        """Where the selection vector begins in a gist."""
        return 2 * self.numbers[0] // GROUP * EIGHT_BIT_BYTES

    @property
    def bytes(self) -> int:
        """Of a gist."""
        return self.numbers[1] // GROUP * EIGHT_BIT_BYTES


def open_pool(folder: Path) -> GistPool:
    """The pool in a folder, as it is used from memory; adding to it or removing from it reads all of it.

    Raises:
        PoolError: no pool there, one of another format, or one that is not whole.
    """
    header = read_header(folder)
    try:
        return GistPool(_FolderGists(folder, header), header["made_by"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise cannot_be_opened(folder, error) from error


class _FolderGists(KeptGists):
    """Gists that are read when they are asked for."""

    def __init__(self, folder: Path, header: Mapping[str, Any]) -> None:
        count, shape = int(header["edits"]), tuple(int(size) for size in header["shape"])
        self.sizes = Sizes((shape[0], shape[1], shape[2], shape[3]), int(header["features"]))
        self.made_by, self.labels, self._count = str(header["made_by"]), tuple(header["labels"]), count
        self._gists = _here_and_there(folder / "gists", (count, self.sizes.bytes))
        names, ordered = (np.memmap(folder / name, "S16", "r", shape=(count,)) for name in ("ids", "sorted"))
        self._places = self.ids = _Ids(names, ordered, np.memmap(folder / "order", np.uint32, "r", shape=(count,)))
        ends = np.memmap(folder / "ends", np.uint64, "r", shape=(count,))
        self.texts = _Texts(np.memmap(folder / "texts", np.uint8, "r", shape=(int(ends[-1]),)), ends)
        small = np.memmap(folder / "small", np.uint8, "r", shape=(count, SIZE // GROUP * EIGHT_BIT_BYTES))
        directions = Directions(**load_file(folder / "directions.safetensors"))
        self.shortlist = Shortlist(directions, small, self.ids)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Gist: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Gist, ...]: ...
    def __getitem__(self, index: int | slice) -> Gist | tuple[Gist, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(self._count)))
        if not 0 <= index < self._count:
            raise IndexError(index)
        keys, shape = self.sizes.numbers[0], self.sizes.shape
        numbers = torch.from_numpy(unpack_eight_bit(np.asarray(self._gists[index : index + 1]))[0])
        read = math.prod(shape)
        return Gist(
            id=self.ids[index],
            text=self.texts[index],
            keys=numbers[:read].reshape(shape),
            values=numbers[keys : keys + read].reshape(shape),
            selection=numbers[2 * keys : 2 * keys + self.sizes.features],
            labels=self.labels,
            made_by=self.made_by,
        )

    def selections(self, indices: Sequence[int]) -> Tensor:
        return torch.from_numpy(unpack_eight_bit(self._written(indices)))[:, : self.sizes.features]

    def products(self, indices: Sequence[int], vector: Tensor) -> Tensor:
        written = self._written(indices)
        inputs = np.zeros((1, written.shape[1] // EIGHT_BIT_BYTES * GROUP), dtype=np.float32)
        inputs[0, : self.sizes.features] = vector.numpy()
        return torch.from_numpy(eight_bit_products(written, inputs, settings().cache_dir)[0])

    def _written(self, indices: Sequence[int]) -> Bytes:
        """Selection vectors of some gists as they lie there, `[indices, bytes]`."""
        return np.ascontiguousarray(self._gists[np.asarray(indices, dtype=np.int64), self.sizes.selection_bytes :])

    def place_of(self, gist_id: str) -> int | None:
        return self._places.place_of(gist_id)

    @property
    def bytes(self) -> int:
        return int(self._gists.nbytes) + int(self.shortlist.small.nbytes)


class _Ids(Sequence[str]):
    """Ids, found without looking at each."""

    def __init__(self, names: np.ndarray, ordered: np.ndarray, order: np.ndarray) -> None:
        self._names, self._sorted, self._order = names, ordered, order

    def place_of(self, gist_id: str) -> int | None:
        wanted = gist_id.encode()
        place = int(np.searchsorted(self._sorted, wanted))
        found = place < len(self._sorted) and self._sorted[place] == wanted
        return int(self._order[place]) if found else None

    def __contains__(self, gist_id: object) -> bool:
        return isinstance(gist_id, str) and self.place_of(gist_id) is not None

    def index(self, gist_id: str, *_bounds: int) -> int:
        place = self.place_of(gist_id)
        if place is None:
            raise ValueError(f"{gist_id} is not among the ids")
        return place

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        return self._names[index].decode()

    def __iter__(self) -> Iterator[str]:
        return (name.decode() for name in self._names)


class _Texts(Sequence[str]):
    def __init__(self, written: Bytes, ends: np.ndarray) -> None:
        self._written, self._ends = written, ends

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        end = int(self._ends[index])
        start = int(self._ends[index - 1]) if index % len(self) else 0
        return bytes(self._written[start:end]).decode()


def _here_and_there(file: Path, shape: tuple[int, int]) -> Bytes:
    """A file whose rows are read far from each other: the system is told to read nothing ahead, which may be 8 MB."""
    if not hasattr(mmap, "MADV_RANDOM"):
        return np.memmap(file, np.uint8, "r", shape=shape)
    with file.open("rb") as opened:
        mapped = mmap.mmap(opened.fileno(), math.prod(shape), access=mmap.ACCESS_READ)
    mapped.madvise(mmap.MADV_RANDOM)
    return np.frombuffer(mapped, np.uint8).reshape(shape)


def _whole(numbers: int) -> int:
    return -(-numbers // GROUP) * GROUP
