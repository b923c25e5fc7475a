"""Writes pools into folders (`pool_file.py`), part by part: what was added is there when the program begins again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, overload

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor

from app.errors import PoolError
from app.model.packed.groups import Bytes, round_to_eight_bit, unpack_eight_bit
from app.model.pool import Gist, GistPool, edit_id, normalise_edit
from app.model.pool_file import Sizes, open_pool
from app.model.pool_header import FORMAT, HEADER
from app.model.progress import Progress
from app.model.shortlist import Shortlist, shortlist_of

ADDED = "added"
"""A line for each edit whose gist is in the file: what made it and its sizes first, then ids with texts."""
PART = 1024
"""Edits compressed, rounded and written at once."""


def save_pool(pool: GistPool, folder: Path) -> None:
    """Write a pool of compressed edits into an empty or new folder.

    Raises:
        PoolError: no edits, or edits with different numbers of slots (verbatim memory).
    """
    writer = PoolWriter(folder, pool.made_by)
    for start in range(0, len(pool), PART):
        writer.add(pool.gists[start : start + PART])
    writer.finish()


def compress_into(
    folder: Path,
    texts: Iterable[str],
    made_by: str,
    compress: Callable[[list[str]], GistPool],
    progress: Progress | None = None,
) -> GistPool:
    """Compress edits into a folder and open it; memory is needed for a part of them only.

    Edits that the folder has are not compressed again: a run that was killed loses one part at most, and a whole pool
    grows by the edits that it lacks.

    Args:
        made_by: of the model that compresses.

    Raises:
        PoolError: the folder holds gists of another maker, or something else; or no edits.
        EmptyEditError, EditTooLongError: as `Compressor.compress`.
    """
    writer = PoolWriter(folder, made_by)
    lacking = [text for text in dict.fromkeys(map(normalise_edit, texts)) if edit_id(text) not in writer]
    for start in range(0, len(lacking), PART):
        writer.add(tuple(compress(lacking[start : start + PART])))
        if progress is not None:
            done = min(start + PART, len(lacking))
            progress(f"{done:,} of {len(lacking):,} edits compressed", done / len(lacking))
    writer.finish()
    return open_pool(folder)


class PoolWriter:
    """A folder that a pool grows in. It is a pool once it is finished.

    Raises:
        PoolError: it holds gists of another maker, or files of something else.
    """

    def __init__(self, folder: Path, made_by: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._made_by = folder, made_by
        self._sizes: Sizes | None = None
        self._labels: tuple[str, ...] = ()
        self._texts: dict[str, str] = {}
        if (folder / ADDED).exists():
            self._go_on()
        elif any(folder.iterdir()):
            raise PoolError(
                given=f"{folder} holds something else than a pool that can grow.",
                allowed="A new folder, an empty one, or one that a pool was written in.",
                remedy="Choose another folder.",
            )

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, gist_id: object) -> bool:
        return gist_id in self._texts

    def add(self, gists: Sequence[Gist]) -> None:
        """Add gists that are not there yet; when it returns, they are on the disk.

        Raises:
            PoolError: gists of different sizes.
        """
        new = [gist for gist in gists if gist.id not in self._texts]
        if not new:
            return
        if self._sizes is None:
            self._begin(new[0])
        sizes = self._sizes_of(new)
        with (self._folder / "gists").open("ab") as file:
            file.write(_rounded(new, sizes).tobytes())
            file.flush()
            os.fsync(file.fileno())
        self._tell([{"id": gist.id, "text": gist.text} for gist in new])
        self._texts |= {gist.id: gist.text for gist in new}

    def finish(self) -> None:
        """Write what a pool is found and searched by.

        Raises:
            PoolError: no edits.
        """
        if self._sizes is None:
            raise _different(0, 0)
        (self._folder / HEADER).unlink(missing_ok=True)
        ids, vectors = tuple(self._texts), _Vectors(self._folder / "gists", len(self), self._sizes)
        save_index(self._folder, ids, tuple(self._texts.values()), shortlist_of(vectors, ids))
        save_header(self._folder, len(self), self._made_by, self._sizes, self._labels)

    def _begin(self, gist: Gist) -> None:
        shape = gist.keys.shape
        self._sizes = Sizes((shape[0], shape[1], shape[2], shape[3]), gist.selection.numel())
        self._labels = gist.labels
        self._tell([{"made_by": self._made_by, **asdict(self._sizes), "labels": self._labels}])

    def _sizes_of(self, gists: Sequence[Gist]) -> Sizes:
        sizes = {(tuple(gist.keys.shape), gist.selection.numel(), gist.labels) for gist in gists}
        assert self._sizes is not None
        if sizes != {(self._sizes.shape, self._sizes.features, self._labels)}:
            raise _different(len(gists), len(sizes))
        return self._sizes

    def _tell(self, lines: Iterable[dict[str, Any]]) -> None:
        with (self._folder / ADDED).open("ab") as file:
            file.write("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode())
            file.flush()
            os.fsync(file.fileno())

    def _go_on(self) -> None:
        """Take up what is there; what was not written to its end is taken away."""
        written = (self._folder / ADDED).read_bytes()
        whole = written[: written.rfind(b"\n") + 1]
        lines = [json.loads(line) for line in whole.splitlines()]
        if lines:
            first = lines[0]
            if first["made_by"] != self._made_by:
                raise PoolError(
                    given=f"{self._folder} holds gists of another model, adapter, precision or memory setting.",
                    allowed="A pool holds gists of one maker.",
                    remedy="Choose another folder, or the model that the pool was begun with.",
                )
            shape = first["shape"]
            self._sizes = Sizes((shape[0], shape[1], shape[2], shape[3]), first["features"])
            self._labels = tuple(first["labels"])
            self._texts = {line["id"]: line["text"] for line in lines[1:]}
            (self._folder / "gists").touch()
            os.truncate(self._folder / "gists", len(self) * self._sizes.bytes)
        os.truncate(self._folder / ADDED, len(whole))


def save_index(folder: Path, ids: Sequence[str], texts: Sequence[str], shortlist: Shortlist) -> None:
    """Write all but the gists and the header. Who has the pool open keeps what was there before: a file that is mapped
    must not become shorter."""
    names = np.array([one.encode() for one in ids], dtype="S16")
    order = np.argsort(names, kind="stable").astype(np.uint32)
    written = [text.encode() for text in texts]
    ends = np.cumsum([len(text) for text in written], dtype=np.uint64)
    parts = {"ids": names, "sorted": names[order], "order": order, "ends": ends, "small": shortlist.small}
    files = {name: array.tobytes() for name, array in parts.items()} | {"texts": b"".join(written)}
    for name, content in files.items():
        (folder / f"{name}.new").write_bytes(content)
        (folder / f"{name}.new").replace(folder / name)
    save_file({k: v.contiguous() for k, v in vars(shortlist.directions).items()}, folder / "directions.safetensors")


def save_header(folder: Path, edits: int, made_by: str, sizes: Sizes, labels: Sequence[str]) -> None:
    """Written last: a folder without it is no pool."""
    header = {
        "format": FORMAT,
        "edits": edits,
        "made_by": made_by,
        "shape": sizes.shape,
        "features": sizes.features,
        "labels": list(labels),
    }
    (folder / HEADER).write_text(json.dumps(header), encoding="utf-8")


class _Vectors(Sequence[Tensor]):
    """Selection vectors, `[features]` each, read from the file of gists when they are asked for."""

    def __init__(self, file: Path, count: int, sizes: Sizes) -> None:
        self._gists = np.memmap(file, np.uint8, "r", shape=(count, sizes.bytes))
        self._begin, self._features = sizes.selection_bytes, sizes.features

    def __len__(self) -> int:
        return len(self._gists)

    @overload
    def __getitem__(self, index: int) -> Tensor: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Tensor]: ...
    def __getitem__(self, index: int | slice) -> Tensor | Sequence[Tensor]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        written = np.asarray(self._gists[index : index + 1, self._begin :])
        return torch.from_numpy(unpack_eight_bit(written)[0])[: self._features]

    def __iter__(self) -> Iterator[Tensor]:
        return (self[i] for i in range(len(self)))


def _rounded(gists: Sequence[Gist], sizes: Sizes) -> Bytes:
    """`[gists, bytes]`."""
    keys, everything = sizes.numbers
    numbers = np.zeros((len(gists), everything), dtype=np.float32)
    for row, gist in zip(numbers, gists, strict=True):
        for start, part in ((0, gist.keys), (keys, gist.values), (2 * keys, gist.selection)):
            row[start : start + part.numel()] = part.float().flatten().numpy()
    return round_to_eight_bit(numbers)


def _different(edits: int, sizes: int) -> PoolError:
    return PoolError(
        given=f"The pool holds {edits} edits, with {sizes} different sizes.",
        allowed="A folder holds compressed edits, which all have the same number of gist slots.",
        remedy="Compress at least one edit, with the memory “compressed”.",
    )
