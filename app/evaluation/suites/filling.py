"""Edits that only fill pools up: public ones first, then ones that the training generator makes. Made when wanted."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from pathlib import Path

from app.data import Probe, Record
from app.data.benchmarks import read_counterfact
from app.data.benchmarks.reading import Benchmark, lookup
from app.evaluation.suites.made import edit_of
from app.evaluation.suites.suite import Filler
from app.training.mixture import Mixture, MixtureConfig

PUBLIC = "counterfact-train.json"
MADE = 10_000
"""Made edits at most, no subject twice."""
SEED = 20_261


@dataclass(frozen=True)
class Filling:
    """Fillers for a suite: those of `counterfact-train.json` where the folder has it, then made ones.

    May be gone through several times; what nobody asks for is neither read nor made.
    """

    folder: Path

    def __iter__(self) -> Iterator[Filler]:
        if self._public is not None:
            yield from (Filler(record.edit, record.subject) for record in self._public.records)
        yield from made_fillers()

    @property
    def sha256(self) -> dict[str, str]:
        """Checksum of the public file, if it is there."""
        return {self._public.file: self._public.sha256} if self._public is not None else {}

    @cached_property
    def _public(self) -> Benchmark | None:
        path = lookup(self.folder, PUBLIC)
        return None if path is None else read_counterfact(path)


@dataclass(frozen=True)
class NotAbout:
    """Fillers without those about some subjects. May be gone through several times."""

    fillers: Iterable[Filler]
    subjects: frozenset[str]
    """Without upper case."""

    def __iter__(self) -> Iterator[Filler]:
        return (filler for filler in self.fillers if filler.subject.casefold() not in self.subjects)


def beside(probes: Sequence[Probe], fillers: Iterable[Filler]) -> tuple[Record, ...]:
    """Questions about none of the edits, each at one of those that fill the pools, numbered from 1."""
    edits = {filler.subject.casefold(): filler for filler in islice(fillers, 2 * len(probes))}
    return tuple(
        Record(filler.edit, filler.subject, (probe,), name=str(number))
        for number, (filler, probe) in enumerate(zip(edits.values(), probes, strict=False), start=1)
    )


@cache
def made_fillers() -> Made:
    """The same made edits for every suite."""
    return Made()


class Made:
    """English edits of the training generator's relations, one a subject, made as they are asked for."""

    def __init__(self) -> None:
        self._kept: list[Filler] = []
        self._more = self._make()
        self._making = threading.Lock()

    def __iter__(self) -> Iterator[Filler]:
        place = 0
        while place < MADE:
            with self._making:  # evaluations in several threads go through the same edits
                if place == len(self._kept):
                    self._kept.append(next(self._more))
            yield self._kept[place]
            place += 1

    def _make(self) -> Iterator[Filler]:
        mixture = Mixture(MixtureConfig(family_share=0.0), SEED)
        subjects: set[str] = set()
        step = 0
        while True:
            for example in mixture.batch(step).examples:
                subject = (example.subject or example.edit).casefold()
                if subject not in subjects and example.language == "en":
                    subjects.add(subject)
                    yield Filler(edit_of(example), subject)
            step += 1
