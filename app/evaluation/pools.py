"""Which records are asked, and which edits stand beside each of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from app.data import Edit, Record
from app.errors import SuiteDataError
from app.evaluation.suites import SuiteData


@dataclass(frozen=True)
class EditPool:
    """Edits that are in force together, and the records that are asked against them."""

    edits: tuple[Edit, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Sample:
    """The records asked, no subject twice, and further edits for filling up, in a fixed order."""

    records: tuple[Record, ...]
    spare: tuple[tuple[str, Edit], ...]
    """Subject and edit."""


def draw(data: SuiteData, count: int | None, seed: int) -> Sample:
    """Draw `count` records at random (None, or more than there are: all of them), one a subject."""
    shuffled = random.Random(seed).sample(data.records, len(data.records))
    distinct: dict[str, Record] = {}
    for record in shuffled:
        distinct.setdefault(record.subject.casefold(), record)
    drawn = list(distinct.values())[:count]
    taken = {id(record) for record in drawn}
    spare = [(record.subject, record.edit) for record in shuffled if id(record) not in taken]
    spare += [(filler.subject, filler.edit) for filler in data.fillers]
    return Sample(tuple(drawn), tuple(spare))


def pools_of(sample: Sample, size: int) -> Iterator[EditPool]:
    """Consecutive records in pools of `size` edits, each filled up where records run out.

    No subject and no edit is in a pool twice.

    Raises:
        SuiteDataError: fewer edits than `size` fit together.
    """
    for start in range(0, len(sample.records), size):
        asked = sample.records[start : start + size]
        edits = _together(chain(_edits_of(asked), sample.spare, _edits_of(sample.records)), size)
        if len(edits) < size:
            raise SuiteDataError(
                given=f"A pool of {size:,} edits cannot be filled: the data hold {len(edits):,}.",
                allowed="A pool holds one edit a subject.",
                remedy=f"Ask for pools of at most {len(edits):,}, or give more data.",
            )
        yield EditPool(tuple(edits), asked)


def check_sizes(sample: Sample, sizes: Sequence[int]) -> None:
    """Find out before any work whether all pools can be made.

    Raises:
        SuiteDataError: no records, a size below 1, or one that cannot be filled.
    """
    if not sample.records:
        raise SuiteDataError("The data hold no records to ask.", "", "Check the file.")
    for size in sizes:
        if size < 1:
            raise SuiteDataError(f"A pool of {size} edits is none.", "", "Give sizes from 1 upwards.")
        next(pools_of(sample, size))


def _edits_of(records: Iterable[Record]) -> Iterator[tuple[str, Edit]]:
    return ((record.subject, record.edit) for record in records)


def _together(candidates: Iterable[tuple[str, Edit]], size: int) -> list[Edit]:
    """The first `size` edits that can stand in one pool."""
    subjects: set[str] = set()
    edits: dict[str, Edit] = {}
    for subject, edit in candidates:
        if len(edits) == size:
            break
        if subject.casefold() not in subjects and edit.id not in edits:
            subjects.add(subject.casefold())
            edits[edit.id] = edit
    return list(edits.values())
