"""Which edits stand in a pool, and who is asked against it."""

from __future__ import annotations

import pytest

from app.data import Edit, Record
from app.errors import SuiteDataError
from app.evaluation.pools import check_sizes, draw, pools_of
from app.evaluation.suites import Filler, SuiteData


def record(number: int, subject: str | None = None) -> Record:
    return Record(Edit.of(f"Statement number {number}.", "en"), subject or f"S{number}", (), str(number))


RECORDS = tuple(record(number) for number in range(10))


def test_every_record_is_asked_once_and_its_edit_is_in_the_pool() -> None:
    sample = draw(SuiteData(RECORDS), None, seed=0)
    pools = list(pools_of(sample, 4))
    assert [len(pool.edits) for pool in pools] == [4, 4, 4]
    assert [len(pool.records) for pool in pools] == [4, 4, 2]
    assert {one.name for pool in pools for one in pool.records} == {one.name for one in RECORDS}
    for pool in pools:
        assert {one.edit for one in pool.records} <= set(pool.edits)
        assert len({edit.id for edit in pool.edits}) == 4


def test_large_pools_are_filled_from_records_that_are_not_asked_then_from_fillers() -> None:
    fillers = (Filler(Edit.of("A filler.", "en"), "F"), Filler(Edit.of("Another.", "en"), "S0"))
    sample = draw(SuiteData(RECORDS, fillers), 3, seed=0)
    (pool,) = pools_of(sample, 11)
    assert len(sample.records) == 3
    assert {one.edit for one in RECORDS} < set(pool.edits)
    assert pool.edits[-1].text == "A filler."
    with pytest.raises(SuiteDataError, match="the data hold 11"):
        check_sizes(sample, [12])


def test_no_subject_twice() -> None:
    sample = draw(SuiteData((*RECORDS, record(20, "s3"), record(21, "S3"))), None, seed=1)
    assert len(sample.records) == 10
    (pool,) = pools_of(sample, 10)
    assert len(pool.edits) == 10


def test_the_seed_decides_the_draw() -> None:
    data = SuiteData(RECORDS)
    assert draw(data, 5, seed=0) == draw(data, 5, seed=0)
    assert draw(data, 5, seed=0) != draw(data, 5, seed=1)


@pytest.mark.parametrize("size", [0, -1])
def test_a_size_below_one_is_refused(size: int) -> None:
    with pytest.raises(SuiteDataError, match="from 1 upwards"):
        check_sizes(draw(SuiteData(RECORDS), None, seed=0), [size])


def test_no_records_are_refused() -> None:
    with pytest.raises(SuiteDataError, match="no records"):
        check_sizes(draw(SuiteData(()), None, seed=0), [1])
