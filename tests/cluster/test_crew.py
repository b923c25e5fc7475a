"""Workers that do pieces of work: each is done, whatever happens to them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.cluster import Cluster, Crew
from app.errors import ClusterError, InputError
from tests.cluster.work import Seen, dying, failing, squared, taking_in


@pytest.fixture(scope="module")
def crew(cluster: Cluster) -> Iterator[Crew[Seen]]:
    with closing(Crew(cluster, Seen)) as opened:
        yield opened


def test_every_piece_is_done(crew: Crew[Seen]) -> None:
    pieces = {squared(number): number for number in range(30)}
    found = {pieces[piece]: result for piece, result in crew.each(list(pieces))}
    assert found == {number: number**2 for number in range(30)}


def test_a_killed_worker_loses_nothing(crew: Crew[Seen], tmp_path: Path) -> None:
    pieces = [dying(tmp_path, 2), *map(squared, range(6))]
    results = dict(crew.each(pieces))
    assert results[pieces[0]] == 2
    assert [results[piece] for piece in pieces[1:]] == [number**2 for number in range(6)]


def test_a_piece_that_workers_die_of_is_told_and_the_crew_goes_on(crew: Crew[Seen], tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="3 workers died over the same piece"):
        list(crew.each([dying(tmp_path, 99)]))
    assert [result for _, result in crew.each([squared(3)])] == [9]


def test_an_error_is_told_as_it_was_raised(crew: Crew[Seen]) -> None:
    with pytest.raises(InputError) as raised:
        list(crew.each([failing("So not.")]))
    assert raised.value.as_dict() == InputError("So not.", "Nothing is allowed.", "Stop.").as_dict()


def test_work_that_was_left_disturbs_nothing_later(crew: Crew[Seen]) -> None:
    assert next(crew.each([squared(number) for number in range(10)]))[1] in {number**2 for number in range(10)}
    assert sorted(result for _, result in crew.each([squared(2), squared(5)])) == [4, 25]


def test_a_worker_stays_with_what_it_has(crew: Crew[Seen]) -> None:
    commons = [["one"], ["other"]]
    pieces = [taking_in(common) for common in commons for _ in range(6)]
    taken_in = sum(new for _, new in crew.each(pieces))
    assert taken_in <= len(commons) + crew.workers - 1
