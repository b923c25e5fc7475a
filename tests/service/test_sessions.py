"""Sessions are private, bounded in age, number and memory, and never half changed."""

from __future__ import annotations

import pytest

from app.config import Settings
from app.data import Edit
from app.service import Workbench
from app.service.identity import Identity, acting_as
from app.service.kept_answers import ANSWERS_KEPT, Asked
from app.service.pages import on_page
from app.service.sessions import Sessions
from app.service.work import Work
from tests.explain.answers import answer
from tests.service.fake_model import FakeModel


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def edits(*texts: str) -> tuple[Edit, ...]:
    return tuple(Edit.of(text) for text in texts)


def test_work_keeps_order_and_says_what_waits() -> None:
    one, two = edits("One is one.", "Two is two.")
    work = Work().with_edits((one, two)).with_edits((one,))
    assert work.edits == (one, two)
    work = work.with_gists(FakeModel().compress([two.text]))
    assert work.waiting == (one,)
    assert two.id in work
    assert work.bytes > 0
    assert work.without(frozenset([two.id, "unknown"])).edits == (one,)
    assert work.edits == (one, two)


def test_a_gist_of_an_edit_removed_meanwhile_is_not_kept() -> None:
    one, two = edits("One is one.", "Two is two.")
    gists = FakeModel().compress([one.text, two.text])
    work = Work().with_edits((one, two)).without(frozenset([one.id])).with_gists(gists)
    assert work.pool is not None
    assert work.pool.ids == (two.id,)


def test_tokens_are_long_different_and_never_taken_from_outside() -> None:
    sessions = Sessions(1, 10, 10**9)
    first, second = sessions.new(), sessions.new()
    assert first.token != second.token
    assert len(first.token) >= 43  # 32 random bytes
    assert sessions.get(first.token) is first
    for guess in ("chosen-by-a-visitor", "", None, 7, ["x"]):
        assert sessions.get(guess) is None  # type: ignore[arg-type]  # a hostile browser sends anything
    assert len(sessions) == 2


def test_a_session_lives_from_its_last_use() -> None:
    clock = Clock()
    sessions = Sessions(1, 10, 10**9, clock)
    token = sessions.new().token
    clock.now = 3000
    assert sessions.get(token) is not None
    clock.now = 6000
    assert sessions.get(token) is not None
    clock.now = 9601
    assert sessions.get(token) is None


def test_the_longest_unused_session_goes_when_there_are_too_many() -> None:
    sessions = Sessions(1, 2, 10**9)
    first, second = sessions.new(), sessions.new()
    sessions.get(first.token)
    third = sessions.new()
    assert sessions.get(second.token) is None
    assert sessions.get(first.token) is first
    assert sessions.get(third.token) is third


def test_the_longest_unused_session_goes_when_gists_need_too_much_memory() -> None:
    texts = edits("One is one.")
    gists = FakeModel().compress([texts[0].text])
    sessions = Sessions(1, 10, gists.bytes)
    first, second = sessions.new(), sessions.new()
    for session in (first, second):
        session.change(lambda work: work.with_edits(texts).with_gists(gists))
    sessions.tidy()
    assert sessions.get(first.token) is None
    assert sessions.get(second.token) is second


def test_a_failed_step_changes_nothing() -> None:
    session = Sessions(1, 10, 10**9).new()
    before = session.change(lambda work: work.with_edits(edits("One is one.")))

    def fails(work: Work) -> Work:
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        session.change(fails)
    assert session.work is before


def test_only_the_newest_answers_are_kept() -> None:
    session = Sessions(1, 10, 10**9).new()
    keys = [session.keep(Asked(answer(), None)) for _ in range(ANSWERS_KEPT + 1)]
    assert session.asked(keys[0]) is None
    assert session.asked(keys[-1]) is not None


def test_stop_reaches_what_is_running_and_nothing_that_starts_later() -> None:
    session = Sessions(1, 10, 10**9).new()
    with session.running() as running:
        session.stop()
        assert running.stopped.is_set() and not running.replaced
    with session.running() as running:
        assert not running.stopped.is_set()


def test_a_newer_answer_stops_the_older_one_at_its_place_alone() -> None:
    session = Sessions(1, 10, 10**9).new()
    with (
        session.running("left") as older,
        session.running("right") as elsewhere,
        session.running() as nowhere,
        session.running("left") as newer,
        session.running() as also_nowhere,
    ):
        assert older.stopped.is_set() and older.replaced
        assert not any(one.stopped.is_set() for one in (newer, elsewhere, nowhere, also_nowhere))


def test_a_session_goes_although_nobody_comes() -> None:
    clock = Clock()
    sessions = Sessions(1, 10, 10**9, clock)
    sessions.new()
    clock.now = 3601
    sessions.drop_unused()
    assert len(sessions) == 0


def test_a_page_that_asks_twice_before_it_has_a_token_gets_one_session() -> None:
    bench = Workbench(Settings())
    with on_page("a page"):
        first = bench.open(None)
        assert bench.open(None) is bench.open("a token of an earlier process") is first
        assert bench.open(first.token) is first
    with on_page("another page"):
        other = bench.open(None)
        assert other is not first
        assert bench.open(first.token) is first  # the same browser, which kept its token
    assert bench.open(None) is not bench.open(None)  # programs: each call for itself


def test_a_page_gets_no_session_of_somebody_else() -> None:
    bench = Workbench(Settings())
    with on_page("a page"):
        with acting_as(Identity("ann", "editor")):
            anns = bench.open(None)
        with acting_as(Identity("ben", "editor")):
            assert bench.open(None) is not anns
