"""How much of an edit its gists hold: the edit is repeated from them alone, and compared with what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from app.errors import Cancelled, FidelityError
from app.model.batching import alike
from app.model.choosing import Question
from app.model.compressor import Compressor
from app.model.policies import NOTHING
from app.model.pool import Gist, GistPool
from app.model.progress import Progress, StopAsked
from app.model.prompts import RECONSTRUCTION_PROMPT, answer_tokens_of, first_line, tokens_of
from app.model.writing import Writer

Level = Literal["kept", "partly", "lost"]

KEPT_OVERLAP, LOST_OVERLAP = 0.85, 0.4
"""From the first on, with nothing lost that counts, an edit is called kept; below the second it is called lost."""

SPARE_TOKENS = 8
"""How much longer than the edit its reconstruction may grow."""

_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]*[^\W\d_]|[゠-ヿ]{2,}")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|without|except|unless|cannot|neither|nor)\b|n[’']t\b"
    r"|ません|ない|なく|不可|禁止|除く|除き|以外|未満",
    re.IGNORECASE,
)
_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*|[゠-ヿ]+|[぀-ゟ㐀-鿿]|[^\W_]+(?:[’'-][^\W_]+)*")


@dataclass(frozen=True)
class Fidelity:
    """What a gist holds of its edit."""

    text: str
    """The edit as it is repeated from its gist slots alone."""
    overlap: float
    """0 to 1: words in the same order in both, of all words of both (`2 · same / both`)."""
    kept: tuple[str, ...]
    """Numbers, names and negations of the edit that are in the reconstruction."""
    lost: tuple[str, ...]
    """Those that are not."""
    level: Level


@dataclass(frozen=True)
class Reconstructor:
    """Repeats edits from their gists."""

    compressor: Compressor
    writer: Writer

    def fidelities(
        self, gists: Sequence[Gist], *, progress: Progress | None = None, stop_asked: StopAsked | None = None
    ) -> list[Fidelity]:
        """What each gist holds, in the order given. Verbatim memory is the edit itself and loses nothing.

        Raises:
            FidelityError: there is no adapter, or it was not trained to repeat edits.
            Cancelled: `stop_asked()` said so between two batches.
        """
        if self.compressor.memory == "verbatim":
            return [compare(gist.text, gist.text) for gist in gists]
        self._require_trained()
        tokenizer = self.compressor.backbone.tokenizer
        prompt = Question("", RECONSTRUCTION_PROMPT, tokens_of(tokenizer, RECONSTRUCTION_PROMPT))
        lengths = [len(answer_tokens_of(tokenizer, gist.text)) for gist in gists]
        repeated: dict[int, str] = {}
        for indices in alike([(gists[i].slots, length) for i, length in enumerate(lengths)], self.writer.batch):
            if stop_asked is not None and stop_asked():
                raise Cancelled(given=f"Stopped after {len(repeated)} of {len(gists)} edits.", remedy="Start again.")
            pool = GistPool(tuple(gists[i] for i in indices), self.compressor.made_by)
            alone = [replace(NOTHING, indices=(pool.ids.index(gists[i].id),), log_weights=(0.0,)) for i in indices]
            most = lengths[indices[0]] + SPARE_TOKENS
            for rows in self.writer.batches([prompt] * len(indices), pool, alone, most):
                repeated |= {indices[place]: first_line(row.text) for place, row in rows.items()}
            if progress is not None:
                progress(f"{len(repeated)} of {len(gists)} edits repeated", len(repeated) / len(gists))
        return [compare(gist.text, repeated[i]) for i, gist in enumerate(gists)]

    def _require_trained(self) -> None:
        adapter = self.compressor.encoder.adapter
        if adapter is None or not adapter.card.reconstructs:
            name = "There is no adapter" if adapter is None else f"The adapter “{adapter.card.name}”"
            raise FidelityError(
                given=f"{name}: how much a gist holds cannot be told.",
                allowed="Only an adapter trained with objective.reconstructions repeats edits from their gists.",
                remedy="Use one that was, or verbatim memory, which keeps every word.",
            )


def compare(edit: str, reconstruction: str) -> Fidelity:
    """An edit beside its reconstruction."""
    overlap = SequenceMatcher(None, _words(edit), _words(reconstruction), autojunk=False).ratio()
    wanted, found = _parts(edit), {part.casefold() for part in _parts(reconstruction)}
    kept = tuple(part for part in wanted if part.casefold() in found)
    lost = tuple(part for part in wanted if part.casefold() not in found)
    level: Level = "kept" if overlap >= KEPT_OVERLAP and not lost else "lost" if overlap < LOST_OVERLAP else "partly"
    return Fidelity(reconstruction, overlap, kept, lost, level)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _parts(text: str) -> list[str]:
    """Numbers, names and negations, each once, in the order of the text. The first word's capital names nothing."""
    found = [match for pattern in (_NUMBER, _NAME, _NEGATION) for match in pattern.finditer(text)]
    found = [m for m in found if m.re is not _NAME or m.start() > 0 or m.group()[1:] != m.group()[1:].lower()]
    return list(dict.fromkeys(m.group() for m in sorted(found, key=lambda m: m.start())))
