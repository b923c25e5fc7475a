"""Gists on disk, one file an edit, so that several suites and runs share a large pool that took minutes to compress."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from safetensors import SafetensorError

from app.model import EditableModel, Gist, GistPool, normalise_edit
from app.store.packing import packed, unpacked
from app.store.records import StoredGist
from app.store.values import content_id

# Edits compressed between two writes: a run that is killed loses no more than these.
PART = 256


@dataclass(frozen=True)
class PoolCache:
    """A folder of gists by maker and text: another adapter, precision, memory or number of slots has others."""

    folder: Path

    def holds_any(self, model: EditableModel, edits: Iterable[str]) -> bool:
        """Whether a pool of these edits is, at least in part, read instead of compressed."""
        return any(self._path(model.compressor.made_by, content_id(text)).exists() for text in edits)

    def lacking(self, model: EditableModel, edits: Iterable[str]) -> list[str]:
        """Those that nothing is kept of, each once."""
        texts = {content_id(text): text for text in edits}
        maker = model.compressor.made_by
        return [text for content, text in texts.items() if not self._path(maker, content).exists()]

    def pool(self, model: EditableModel, edits: Iterable[str]) -> GistPool:
        """The pool of these edits; those that are not in the folder are compressed and kept there.

        Raises:
            EmptyEditError, EditTooLongError: as `EditableModel.compress`.
        """
        maker = model.compressor.made_by
        texts = {content_id(text): normalise_edit(text) for text in edits}
        held = {content: gist for content, text in texts.items() if (gist := self._read(maker, content, text))}
        lacking = [text for content, text in texts.items() if content not in held]
        for start in range(0, len(lacking), PART):
            held |= self._made(model, lacking[start : start + PART])
        return GistPool(tuple(held[content] for content in texts), maker)

    def _made(self, model: EditableModel, texts: Sequence[str]) -> dict[str, Gist]:
        gists = {content_id(gist.text): gist for gist in model.compress(texts)}
        for content, gist in gists.items():
            path = self._path(gist.made_by, content)
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f"{path.name}.{os.getpid()}")
            unfinished.write_bytes(packed(gist).data)
            unfinished.replace(path)
        return gists

    def _read(self, maker: str, content: str, text: str) -> Gist | None:
        """None: it is not there, or cannot be read and has to be made again."""
        try:
            data = self._path(maker, content).read_bytes()
            return unpacked(StoredGist(content, maker, data, "", datetime.now(UTC)), text)
        except (OSError, SafetensorError, ValueError, KeyError):
            return None

    def _path(self, maker: str, content: str) -> Path:
        return self.folder / maker / content[:2] / f"{content}.safetensors"
