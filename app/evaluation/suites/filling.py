"""Edits that only fill pools up: public ones first, then made ones."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from pathlib import Path

from app.config import ASSETS
from app.data import Edit, Fact, Probe, Record
from app.data.benchmarks import read_counterfact
from app.data.benchmarks.reading import Benchmark, lookup
from app.evaluation.suites.suite import Filler

PUBLIC = "counterfact-train.json"
MADE = ASSETS / "suites" / "made-edits.jsonl.gz"
SEED = 20_261
"""Of what the suites make themselves."""


@dataclass(frozen=True)
class Filling:
    """Fillers for a suite: those of `counterfact-train.json` where the folder has it, then made ones.

    May be gone through several times; what nobody asks for is not read.
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
class ThenMade:
    """Fillers of the data, then made ones. May be gone through several times."""

    fillers: tuple[Filler, ...]

    def __iter__(self) -> Iterator[Filler]:
        yield from self.fillers
        yield from made_fillers()


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
def made_fillers() -> tuple[Filler, ...]:
    """10,000 English edits, no subject twice: the training generator made them, once, so that pools stay what they are
    while it grows."""
    with gzip.open(MADE, "rt", encoding="utf-8") as lines:
        return tuple(_filler(json.loads(line)) for line in lines)


def _filler(row: Mapping[str, str]) -> Filler:
    subject = row.get("subject")
    fact = Fact(row["question"], row["answer"], subject)
    return Filler(Edit.of(row["edit"], "en", fact=fact), (subject or row["edit"]).casefold())
