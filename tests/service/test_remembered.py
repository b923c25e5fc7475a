"""Vectors of texts: made once each, the last ones kept, none after an erasure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from app.data import Edit
from app.explain.conflicts import statement_of
from app.service.conflicts import finding
from app.service.conflicts.remembered import Floats, RememberedVectors
from tests.service.people import bench_with_store, session_on_shared, somebody


class Counted:
    """Vectors of lengths, and which texts they were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def of(self, texts: Sequence[str]) -> Floats:
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


def test_each_text_is_embedded_once_and_the_last_ones_are_kept() -> None:
    counted = Counted()
    vectors = RememberedVectors(counted, most=2)
    assert vectors.of(["a", "bb", "a"]).tolist() == [[1, 1], [2, 1], [1, 1]]
    assert vectors.of(["bb", "a"]).tolist() == [[2, 1], [1, 1]]
    assert counted.asked == ["a", "bb"]
    assert vectors.of(["ccc", "a"]).tolist() == [[3, 1], [1, 1]]  # "bb" is the one used longest ago
    vectors.of(["bb"])
    assert counted.asked == ["a", "bb", "ccc", "bb"]
    vectors.forget()
    vectors.of(["bb"])
    assert counted.asked[-2:] == ["bb", "bb"]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    found = Counted()
    vectors = RememberedVectors(found)
    monkeypatch.setattr(finding, "_vectors", lambda: vectors)
    yield found


def test_what_is_erased_is_not_kept_for_comparing(tmp_path: Path, counted: Counted) -> None:
    bench = bench_with_store(tmp_path, somebody("administrator", "root", sees_confidential=True))
    token, store = session_on_shared(bench), bench.whole_store().store
    kept, gone = store.edits.add([Edit.of("Tea is hot."), Edit.of("The secret is 42.")], state="in-review").new
    for _ in range(2):
        bench.conflicts.find(token)
    assert sorted(counted.asked) == ["Tea is hot.", "The secret is 42."], "once, however often they are compared"
    statement_of("The secret is 42.")
    store.erasure.edits([gone.id], author="root", reason="Request 18.")
    bench.session(token)  # any use of the workbench notices an erasure
    assert statement_of.cache_info().currsize == 0
    bench.conflicts.find(token)
    assert counted.asked[2:] in ([], [kept.text]), "nothing is compared, or what is left anew"
    store.close()
