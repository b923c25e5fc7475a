"""Compress: every edit, alone, into the key/value cache of its gist tokens (paper, section 3)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from app.config import Memory
from app.errors import Cancelled, EditTooLongError, EmptyEditError
from app.model.backbone import Backbone
from app.model.batching import by_length, side_by_side
from app.model.encoder import Encoded, Encoder
from app.model.pool import Gist, GistPool, edit_id, normalise_edit
from app.model.progress import Progress, StopAsked
from app.model.prompts import answer_tokens_of, anything_to_see, tokens_of
from app.model.selection import selection_vectors
from app.model.sentences import SentencePart
from app.model.text_vectors import TextVectors

if TYPE_CHECKING:
    from app.model.packed.edits import PackedEdits

Elsewhere = Callable[[Sequence[Sequence[str]]], Iterator[tuple[int, Sequence[Gist]]]]
"""Compresses batches of texts, and gives each one's number with its gists as they are made, in any order."""


@dataclass(frozen=True)
class Compressor:
    """Makes gists. The result does not depend on the batch an edit is compressed in."""

    backbone: Backbone
    encoder: Encoder
    memory: Memory
    text_vectors: TextVectors | None
    """Selection vectors where there is no adapter."""
    sentences: SentencePart | None
    """What is put behind selection vectors from gist keys, where it is."""
    max_tokens: int
    batch: int
    slots: int
    """Gist slots kept of every edit, m: the first ones of those that the adapter makes."""
    packed: PackedEdits | None = None
    """The encoder in its packed form, where it has one."""
    elsewhere: Elsewhere | None = None
    """Where batches are compressed in place of this process, by the same model; None: here."""

    @cached_property
    def made_by(self) -> str:
        """Fingerprint of everything that a gist depends on besides its text."""
        parts = (
            self.backbone.fingerprint,
            self.backbone.precision,
            self.memory,
            str(self.slots),
            "no adapter" if self.encoder.adapter is None else self.encoder.adapter.digest,
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def check(self, text: str, row: int | None = None) -> list[int]:
        """Token ids of one edit.

        Raises:
            EmptyEditError: no text, or none that can be seen.
            EditTooLongError: more tokens than allowed.
        """
        place = f"Edit {row}" if row is not None else "The edit"
        normal = normalise_edit(text)
        ids = tokens_of(self.backbone.tokenizer, normal) if anything_to_see(normal) else []
        if not ids:
            raise EmptyEditError(
                given=f"{place} is empty.",
                allowed="An edit is a sentence that states what is true from now on.",
                remedy="Type the statement, or leave the line out.",
            )
        if len(ids) > self.max_tokens:
            raise EditTooLongError(
                given=f"{place} has {len(ids)} tokens (“{normal[:60]}…”).",
                allowed=f"At most {self.max_tokens} tokens, about {self.max_tokens * 3 // 4} English words.",
                remedy="Split it into several edits, one statement each.",
            )
        return ids

    def compress(
        self, texts: Iterable[str], *, progress: Progress | None = None, stop_asked: StopAsked | None = None
    ) -> GistPool:
        """A pool of all texts; texts that are the same after normalisation give one gist.

        Every text is checked before the first is compressed, so that a fault in the last costs nothing.

        Raises:
            EmptyEditError, EditTooLongError: naming the row, counted from 1.
            Cancelled: `stop_asked()` said so between two batches.
        """
        checked = {edit_id(t): (normalise_edit(t), self.check(t, row)) for row, t in enumerate(texts, start=1)}
        ids, wanted = list(checked), list(checked.values())
        gists: dict[str, Gist] = {}
        batched = by_length if self.packed is None else side_by_side
        batches = list(batched([len(tokens) + self.encoder.slots for _, tokens in wanted], self.batch))
        made = self._made([[wanted[i] for i in indices] for indices in batches])
        while len(gists) < len(wanted):
            if stop_asked is not None and stop_asked():
                raise Cancelled(
                    given=f"Compressing was stopped after {len(gists)} of {len(wanted)} edits.",
                    remedy="Nothing was added; start again when you like.",
                )
            number, batch = next(made)
            gists |= {ids[index]: gist for index, gist in zip(batches[number], batch, strict=True)}
            if progress is not None:
                progress(f"{len(gists)} of {len(wanted)} edits compressed", len(gists) / len(wanted))
        return GistPool(tuple(gists[i] for i in ids), self.made_by)

    def _made(self, batches: Sequence[Sequence[tuple[str, list[int]]]]) -> Iterator[tuple[int, Sequence[Gist]]]:
        if self.elsewhere is not None:
            return self.elsewhere([[text for text, _ in batch] for batch in batches])
        return ((number, self.compress_batch(batch)) for number, batch in enumerate(batches))

    def compress_batch(self, batch: Sequence[tuple[str, list[int]]]) -> list[Gist]:
        """Gists of edits that are checked: each one's normalised text and its token ids."""
        encoded = (self.packed or self.encoder).encode_edits([tokens + self._separator for _, tokens in batch])
        vectors = self._selection([text for text, _ in batch], encoded)
        read = self._read(encoded)
        return [
            Gist(
                id=edit_id(text),
                text=text,
                keys=encoded.keys[i, :, :, read[i]].cpu().clone(),
                values=encoded.values[i, :, :, read[i]].cpu().clone(),
                selection=vectors[i].clone(),
                labels=self._labels(tokens + self._separator),
                made_by=self.made_by,
            )
            for i, (text, tokens) in enumerate(batch)
        ]

    def _read(self, encoded: Encoded) -> list[slice]:
        """Per edit, where what is read of it stands."""
        if self.memory == "verbatim":
            return list(encoded.text_positions)
        return [slice(gists.start, gists.start + self.slots) for gists in encoded.gist_positions]

    @cached_property
    def _separator(self) -> list[int]:
        """What stands between an edit and the question: nothing an adapter was trained with; else a line break.

        A plain backbone reads "… is Lyon.Q: What …" as one run-on line and answers with noise.
        """
        trained = self.encoder.adapter is not None
        return [] if trained else answer_tokens_of(self.backbone.tokenizer, "\n")

    def _selection(self, texts: Sequence[str], encoded: Encoded) -> Tensor:
        if self.text_vectors is not None:
            return self.text_vectors.of(texts)
        vectors = selection_vectors(self.encoder.selection, encoded.selection_keys()).cpu()
        return vectors if self.sentences is None else torch.cat([vectors, self.sentences.of_edits(texts)], dim=1)

    def _labels(self, tokens: Sequence[int]) -> tuple[str, ...]:
        if self.memory == "compressed":
            return tuple(f"gist {i}" for i in range(1, self.slots + 1))
        return tuple(self.backbone.tokenizer.decode([token]) for token in tokens)
