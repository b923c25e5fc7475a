"""The shared store with a tiny real model: gists made once, found again bit for bit, answers kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.data import Edit
from app.errors import Cancelled, InputError, ProposalError, StoreError, StoreVersionError
from app.service import JobView, Workbench
from app.service.compressing import CompressShared
from app.service.listing import Query
from app.service.queue import never
from app.service.shared_store import SharedStore, maker_of
from tests.tiny_models import tiny_model

LYON, REFUND = "The capital of France is Lyon.", "Refunds are paid within 45 days."
QUESTION = "What is the capital of France?"


class CountingModel:
    """A tiny model that notes what it compresses."""

    def __init__(self, settings: Settings) -> None:
        self._model = tiny_model(settings=settings)
        self.compressed: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def compress(self, texts: Any, **options: Any) -> Any:
        texts = list(texts)
        self.compressed += texts
        return self._model.compress(texts, **options)


class Bench(Workbench):
    """A workbench whose model is a tiny one, on a store of its own."""

    def __init__(self, url: str, **settings: Any) -> None:
        chosen = Settings(store=url, max_new_tokens=5, **settings)
        self.counting = CountingModel(chosen)
        counting: Any = self.counting
        super().__init__(chosen, load=lambda _settings, _progress: counting)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/store.sqlite"


@pytest.fixture
def bench(url: str) -> Iterator[Bench]:
    opened = Bench(url)
    yield opened
    opened.shared().close()


def compress(bench: Workbench) -> JobView:
    """Compresses what waits in the shared store, as a session that uses it does."""
    token = bench.open(None).token
    bench.use_shared(token)
    return list(bench.jobs.follow(token, bench.edits.compress(token)))[-1]


def add(shared: SharedStore, *texts: str) -> None:
    shared.store.edits.add([Edit.of(text) for text in texts])


def test_what_lacks_gists_is_compressed_once_and_found_by_the_next_program(bench: Bench, url: str) -> None:
    shared = bench.shared()
    add(shared, LYON, REFUND)
    assert compress(bench).done == 2
    assert compress(bench).total == 0
    add(shared, "A third edit.")
    compress(bench)
    assert bench.counting.compressed == [LYON, REFUND, "A third edit."]
    pool = shared.snapshot().pool
    assert pool.texts == (LYON, REFUND, "A third edit.")

    second = Bench(url)
    found = second.shared().snapshot().pool
    assert compress(second).total == 0
    assert second.counting.compressed == []
    assert found.ids == pool.ids
    assert all(bool((found[one].keys == pool[one].keys).all()) for one in pool.ids)
    second.shared().close()


def test_another_maker_makes_gists_of_its_own(bench: Bench, url: str) -> None:
    add(bench.shared(), LYON)
    compress(bench)
    verbatim = Bench(url)
    verbatim.counting._model = verbatim.counting._model.with_memory("verbatim")
    assert verbatim.shared().snapshot().pool.ids == ()
    compress(verbatim)
    assert verbatim.counting.compressed == [LYON]
    makers = bench.shared().store.gists.makers()
    assert {(maker.memory, maker.slots is None) for maker in makers} == {("compressed", False), ("verbatim", True)}
    verbatim.shared().close()


def test_the_snapshot_follows_every_change_and_is_read_only_then(bench: Bench) -> None:
    shared = bench.shared()
    add(shared, LYON, REFUND)
    compress(bench)
    first = shared.snapshot()
    assert shared.snapshot() is first
    edit = shared.store.edits.find().edits[1]
    later = shared.store.edits.change(edit.seen, note="a note changes no gist")
    assert shared.snapshot().pool is first.pool
    shared.store.edits.retire([later.seen])
    assert shared.snapshot().pool.texts == (REFUND,)
    shared.store.edits.restore([shared.store.edits.get(edit.id).seen])
    assert shared.snapshot().pool.texts == (LYON, REFUND)
    shared.store.edits.change(shared.store.edits.get(edit.id).seen, text="The capital of France is Nice.")
    assert [one.text for one in shared.snapshot().waiting] == ["The capital of France is Nice."]


def test_an_edit_that_the_model_cannot_take_stands_in_nobodys_way(url: str) -> None:
    bench = Bench(url, max_edit_tokens=40)
    shared = bench.shared()
    add(shared, "long " * 60, LYON)
    view = compress(bench)
    assert (view.state, view.done, view.total) == ("done", 1, 1)
    assert shared.snapshot().pool.texts == (LYON,)
    ((edit, reason),) = shared.unusable()
    assert edit.text.startswith("long") and "At most 40 tokens" in reason
    shared.close()


def test_stopping_keeps_what_is_done(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.service.compressing.EDITS_AT_ONCE", 1)
    shared = bench.shared()
    add(shared, LYON, REFUND, "A third edit.")
    task = CompressShared(bench, shared)
    task.prepare()
    task.step(never)
    with pytest.raises(Cancelled):
        task.step(lambda: True)
    assert (task.done, task.left) == (1, 2)
    assert shared.snapshot().pool.texts == (LYON,)
    assert compress(bench).done == 2
    assert bench.counting.compressed == [LYON, REFUND, REFUND, "A third edit."]


def test_a_session_asks_with_the_shared_edits_and_its_answers_are_kept(bench: Bench) -> None:
    add(bench.shared(), LYON, REFUND)
    bench.shared().store.rules.set("answers", "full")
    compress(bench)
    token = bench.open(None).token
    bench.use_shared(token, "Ann")
    key = list(bench.questions.ask(token, QUESTION, "ungated"))[-1].key
    assert key is not None
    asked = bench.questions.answered(token, key)
    assert asked is not None and asked.pool is not None and asked.pool.texts == (LYON, REFUND)
    (logged,) = bench.shared().store.answers.newest()
    answer = asked.answer
    assert (logged.question, logged.answer, logged.original) == (QUESTION, answer.text, answer.original)
    assert (logged.asked_by, logged.policy) == ("Ann", answer.policy.describe())
    (used,) = logged.used
    edit = bench.shared().store.edits.get(used.edit)
    assert (used.text, used.version, used.weight) == (edit.text, edit.version, 1.0)
    assert used.mass is not None and 0 < used.mass < 1
    model: Any = bench.counting
    assert bench.shared().store.gists.makers() == (maker_of(model),)
    assert logged.made_by == maker_of(model).made_by


def test_other_sessions_keep_their_own_edits_and_are_not_logged(bench: Bench) -> None:
    add(bench.shared(), LYON)
    compress(bench)
    private = bench.open(None).token
    key = list(bench.questions.ask(private, QUESTION))[-1].key
    assert key is not None
    asked = bench.questions.answered(private, key)
    assert asked is not None and asked.pool is None
    assert bench.shared().store.answers.count() == 0


def test_a_visitor_changes_between_own_and_shared_edits_and_loses_neither(bench: Bench) -> None:
    add(bench.shared(), REFUND)
    token = bench.open(None).token
    bench.edits.propose(token, bench.edits.read_lines(LYON))
    bench.edits.accept(token)
    bench.open_shared(token, "Ann")
    bench.edits.propose(token, bench.edits.read_lines("The desk opens at 7 am."))
    bench.edits.accept(token)
    assert [edit.text for edit in bench.edits.list(token).edits] == [REFUND, "The desk opens at 7 am."]
    job = bench.edits.compress(token)
    assert bench.jobs.wait(token, job, 30).done == 2
    assert bench.questions.examples(token).edits == 2
    bench.leave_shared(token)
    assert bench.questions.examples(token).edits == 1
    assert [edit.text for edit in bench.edits.list(token).edits] == [LYON]
    assert bench.jobs.of(token) == ()
    bench.open_shared(token)
    assert [view.id for view in bench.jobs.of(token)] == [job]


@pytest.mark.parametrize("from_shared", [False, True])
def test_what_was_proposed_for_other_edits_is_not_added_to_these(bench: Bench, from_shared: bool) -> None:
    shared = bench.shared()
    token = bench.open(None).token
    go, back = lambda: bench.open_shared(token), lambda: bench.leave_shared(token)
    if from_shared:
        go()
        go, back = back, go
    bench.edits.propose(token, bench.edits.read_lines(LYON))
    bench.edits.require_fitting(token)  # as it is before the change, nothing happens to it
    go()
    with pytest.raises(ProposalError) as told:
        bench.edits.accept(token)
    assert ("the shared edits" if from_shared else "your own edits") in told.value.given
    assert bench.edits.accept(token) == ()  # it is gone
    back()
    assert bench.edits.accept(token) == ()
    assert not bench.session(token).work.edits and not shared.store.edits.active()

    bench.edits.propose(token, bench.edits.read_lines(LYON))
    go()
    with pytest.raises(ProposalError):
        bench.edits.require_fitting(token)
    bench.edits.propose(token, bench.edits.read_lines(LYON))
    assert len(bench.edits.accept(token)) == 1


def test_a_visitor_is_known_by_the_name_that_was_given_last(bench: Bench) -> None:
    edits = bench.shared().store.edits
    token = bench.open(None).token
    bench.rename(token, "Ann")  # of no effect before the shared edits are opened
    assert bench.session(token).shares_as is None
    bench.open_shared(token, "  ")
    bench.edits.propose(token, bench.edits.read_lines(LYON))
    bench.edits.accept(token)
    assert edits.find().edits[0].author == "visitor"
    bench.rename(token, " Ann  Lee\x00")
    bench.edits.propose(token, bench.edits.read_lines(REFUND))
    bench.edits.accept(token)
    assert edits.find().edits[0].author == "Ann Lee\ufffd"
    list(bench.questions.ask(token, QUESTION))
    assert bench.shared().store.answers.newest()[0].asked_by == "Ann Lee\ufffd"
    with pytest.raises(InputError, match="name"):
        bench.rename(token, "x" * 201)
    assert bench.session(token).shares_as == "Ann Lee\ufffd"
    assert bench.edits.undo(token) and bench.edits.undo(token)  # what was done under the other name too
    assert bench.edits.list(token).all == 0


def test_visitors_cannot_open_a_store_that_nobody_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INCOMES_STORE", raising=False)
    closed = Workbench(Settings(), load=lambda _settings, _progress: pytest.fail("no model is needed"))
    token = closed.open(None).token
    with pytest.raises(StoreError, match="--store"):
        closed.open_shared(token)
    assert closed.session(token).shares_as is None


def test_no_store_is_made_by_using_one(url: str) -> None:
    bench = Bench(url)
    token = bench.open(None).token
    with pytest.raises(StoreVersionError, match="no store"):
        bench.use_shared(token)
    assert bench.session(token).shares_as is None
    assert not Path(url.removeprefix("sqlite:///")).exists()


def test_ten_thousand_shared_edits_are_listed_and_searched(bench: Bench) -> None:
    numbers = range(10_000)
    bench.shared().store.edits.add(
        [Edit.of(f"Article {number} of shop {number % 97} costs 3 yen.") for number in numbers]
    )
    token = bench.open(None).token
    bench.open_shared(token)
    for query in (Query(), Query("article 9917"), Query("shop 96"), Query(first=9_990), Query(state="waiting")):
        listing = bench.edits.list(token, query)
        assert 0 < len(listing.edits) <= 25 and listing.all == 10_000
    assert bench.edits.list(token, Query("article 9917")).edits[0].text.startswith("Article 9917")
    assert bench.edits.list(token, Query(first=9_990)).edits[-1].text.startswith("Article 9999")
