"""Several at once on one store: nobody's change is lost, nobody sees half of another's, waiting ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import Any

import pytest

from app.errors import EditChangedError, StoreBusyError
from app.store import Search, Seen, Store, StoredEdit, export_archive, open_store
from tests.store.archives import members_of
from tests.store.samples import LYON, MAKER, edits, fake_gist

WRITERS = 4


@pytest.fixture
def stores(store_url: str) -> Iterator[list[Store]]:
    """The same store, opened by several, as by several programs."""
    opened = [open_store(store_url) for _ in range(WRITERS)]
    yield opened
    for one in opened:
        one.close()


def at_once(stores: list[Store], work: Callable[[int, Store], Any]) -> list[Any]:
    """What the work gives, or raises, for each of the stores."""

    def caught(number: int) -> Any:
        try:
            return work(number, stores[number])
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(stores)) as threads:
        return list(threads.map(caught, range(len(stores))))


def test_a_text_that_all_add_at_once_is_there_once(stores: list[Store]) -> None:
    texts = [f"Edit {number}." for number in range(30)]
    found = at_once(stores, lambda number, store: [store.edits.add(edits(*texts[number:])) for _ in range(3)])
    new = [edit.text for added in found for one in added for edit in one.new]
    assert sorted(new) == sorted(texts)
    assert stores[0].edits.find().total == 30


def test_of_those_who_change_the_same_version_one_succeeds(stores: list[Store]) -> None:
    seen = stores[0].edits.add(edits(LYON)).new[0].seen

    def change(seen: Seen, round_: int, number: int, store: Store) -> StoredEdit:
        return store.edits.change(seen, note=f"{round_} by {number}")

    for round_ in range(5):
        found = at_once(stores, partial(change, seen, round_))
        refused = [one for one in found if isinstance(one, EditChangedError)]
        changed = [one for one in found if not isinstance(one, Exception)]
        assert (len(refused), len(changed)) == (WRITERS - 1, 1), found
        assert stores[0].edits.get(seen.id) == changed[0]
        seen = changed[0].seen


def test_counting_up_together_loses_nothing(stores: list[Store]) -> None:
    edit = stores[0].edits.add(edits(LYON), note="0").new[0]

    def count_up(_number: int, store: Store) -> int:
        done = 0
        while done < 5:
            now = store.edits.get(edit.id)
            try:
                store.edits.change(now.seen, note=str(int(now.note) + 1))
                done += 1
            except EditChangedError:
                continue
        return done

    assert at_once(stores, count_up) == [5] * WRITERS
    assert stores[0].edits.get(edit.id).note == str(5 * WRITERS)


def test_the_same_gists_put_at_once_are_there_once(stores: list[Store]) -> None:
    gists = [fake_gist(f"Edit {number}.") for number in range(20)]
    found = at_once(stores, lambda _number, store: store.gists.put(MAKER, gists))
    assert sorted(found) == [0] * (WRITERS - 1) + [20]


def test_a_reader_sees_whole_changes_only(stores: list[Store], tmp_path: Any) -> None:
    def work(number: int, store: Store) -> Any:
        if number == 0:
            for step in range(8):
                store.edits.add(edits(*(f"Edit {step}-{one}." for one in range(50))), tags=["t"])
            return None
        totals = set()
        for _ in range(8):
            page = store.edits.find(Search(tag="t", limit=None))
            assert page.total == len(page.edits)
            path = tmp_path / f"{number}.zip"
            assert export_archive(store, path).edits == members_of(path)["edits.jsonl"].count(b"\n")
            totals.add(page.total % 50)
        return totals

    assert at_once(stores, work) == [None, {0}, {0}, {0}]


def test_whoever_waits_too_long_is_told(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.database.PATIENCE_SECONDS", 1)
    with closing(open_store(store_url)) as first, closing(open_store(store_url)) as second:
        with first.database.writing(), pytest.raises(StoreBusyError, match="Try again"):
            second.edits.add(edits(LYON))
        assert second.edits.add(edits(LYON)).new


def test_reading_goes_on_while_somebody_writes(stores: list[Store]) -> None:
    stores[0].edits.add(edits(LYON))
    with stores[0].database.writing():
        assert stores[1].edits.find().total == 1
