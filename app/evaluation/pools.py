"""Which records are asked, and which edits stand beside each of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from app.data import Edit, Record
from app.errors import InputError, SuiteDataError
from app.evaluation.suites import Filler, SuiteData


@dataclass(frozen=True)
class EditPool:
    """Edits that are in force together, and the records that are asked against them."""

    edits: tuple[Edit, ...]
    records: tuple[Record, ...]

    @property
    def tested(self) -> tuple[Edit, ...]:
        """The edits that the records' questions need; the others fill the pool up."""
        return tuple(edit for _, edit in _edits_of(self.records))


@dataclass(frozen=True)
class Sample:
    """The records asked, no subject twice, and further edits for filling up, in a fixed order."""

    records: tuple[Record, ...]
    spare: tuple[tuple[str, Edit], ...]
    """Subject and edit: those of records that are not asked."""
    fillers: Iterable[Filler] = ()
    """Gone through only as far as pools need them."""


def draw(data: SuiteData, count: int | None, seed: int, questions: int | None = None) -> Sample:
    """Draw `count` records at random (None, or more than there are: all of them), one a subject.

    A record of several edits is another one if one of its subjects is.

    Args:
        questions: draw only as many records as have at most so many questions, but at least one.
    """
    shuffled = random.Random(seed).sample(data.records, len(data.records))
    distinct: dict[tuple[str, ...], Record] = {}
    for record in shuffled:
        distinct.setdefault(tuple(subject.casefold() for subject, _ in _edits_of([record])), record)
    drawn = list(distinct.values())[:count]
    if questions is not None:
        asked = accumulate(len(record.probes) for record in drawn)
        drawn = drawn[: max(1, sum(so_far <= questions for so_far in asked))]
    taken = {id(record) for record in drawn}
    spare = _edits_of(record for record in shuffled if id(record) not in taken)
    return Sample(tuple(drawn), tuple(spare), data.fillers)


def pools_of(sample: Sample, size: int) -> Iterator[EditPool]:
    """Records in their order, in pools of `size` edits, each filled up where records run out.

    No subject and no edit is in a pool twice; a record whose edits contradict those of a pool waits for the next.

    Raises:
        SuiteDataError: fewer edits than `size` fit together, or a record needs more.
    """
    left = list(sample.records)
    while left:
        asked, left = _fitting(left, size)
        if not asked:
            raise SuiteDataError(
                given=f"A pool of {size:,} edits cannot hold the edits that one question needs.",
                allowed="",
                remedy="Ask for larger pools.",
            )
        fillers = ((filler.subject, filler.edit) for filler in sample.fillers)
        edits = _together(chain(_edits_of(asked), sample.spare, fillers, _edits_of(sample.records)), size)
        if len(edits) < size:
            raise SuiteDataError(
                given=f"A pool of {size:,} edits cannot be filled: the data hold {len(edits):,}.",
                allowed="A pool holds one edit a subject.",
                remedy=f"Ask for pools of at most {len(edits):,}, or give more data.",
            )
        yield EditPool(tuple(edits), tuple(asked))


def sizes_in(text: str) -> list[int]:
    """Sizes of pools from a list with commas.

    Raises:
        InputError: something else than whole numbers from 1 upwards.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise InputError(f"{text!r} is no list of pool sizes.", "Sizes: whole numbers from 1, with commas between.", "")
    return [int(part) for part in parts]


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
    """Subject and edit, for every edit that the records' questions need."""
    return (pair for record in records for pair in ((record.subject, record.edit), *record.more))


def _fitting(records: Sequence[Record], size: int) -> tuple[list[Record], list[Record]]:
    """The records, in their order, whose edits can stand in one pool of that size, and the others."""
    edits: dict[str, str] = {}
    fitting: list[Record] = []
    waiting: list[Record] = []
    for place, record in enumerate(records):
        if len(edits) == size:
            return fitting, [*waiting, *records[place:]]
        both = edits | {subject.casefold(): edit.id for subject, edit in _edits_of([record])}
        if len(both) <= size and all(both[subject] == edit for subject, edit in edits.items()):
            edits = both
            fitting.append(record)
        else:
            waiting.append(record)
    return fitting, waiting


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
