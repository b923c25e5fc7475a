"""What answers leave behind is bounded, and goes with the session at once: not when somebody looks for garbage."""

from __future__ import annotations

import gc
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any, cast
from weakref import ref

import numpy as np
import pytest

from app.config import Settings
from app.data import Edit
from app.data.questions import ListedQuestion
from app.model import Answer, Gist, GistPool, Reading
from app.service import Workbench
from app.service.job import Job
from app.service.kept_answers import ANSWERS_KEPT, Asked, KeptAnswers
from app.service.sessions import Session, Sessions
from tests.explain.answers import answer, selection
from tests.service.fake_model import FakeModel
from tests.tiny_models import tiny_model

EDITS = "The capital of France is Lyon.\nThe capital of Peru is Lima."


@pytest.fixture(scope="module")
def bench() -> Workbench:
    """A real model, and room for two sessions."""
    model = tiny_model("llama")
    limits = model.settings.model_copy(update={"max_new_tokens": 4, "max_sessions": 2})
    return Workbench(limits, load=lambda _settings, _progress: replace(model, settings=limits))


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Nothing is collected that refers to itself."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def visit(bench: Workbench, questions: int) -> str:
    """A session that compressed, asked, stopped an answer, had one explained, and asked a list of questions."""
    token = bench.open(None).token
    bench.edits.propose(token, bench.edits.read_lines(EDITS))
    bench.edits.accept(token)
    bench.jobs.wait(token, bench.edits.compress(token), 30)
    for number in range(questions):
        steps = bench.questions.ask(token, f"What is the capital of country {number}?", "all", explain=number == 1)
        with closing(cast("Any", steps)) as taken:
            for step in taken:
                if number % 4 == 3 and step.partial is not None:
                    break
    listed = [ListedQuestion("What is the capital of Peru?", "Lima")]
    bench.jobs.wait(token, bench.tests.start(token, listed), 30)
    return token


def kept() -> Counter[str]:
    """Objects that there are, of the kinds that hold gists and evidence, once nobody works any more."""
    for thread in threading.enumerate():
        if thread.name in ("jobs", "steps", "rounds"):
            thread.join(30)
    wanted = (Session, Asked, Answer, Reading, Gist, GistPool, Job)
    found = Counter(type(one) for one in gc.get_objects())
    return Counter({kind.__name__: found[kind] for kind in wanted})


def test_a_session_that_is_dropped_is_gone_at_once_with_all_that_it_held(bench: Workbench, no_collector: None) -> None:
    session = bench.session(visit(bench, 5))
    held: list[ref[Any]] = [ref(session), ref(session.work.pool)]
    held += [ref(asked.answer) for _, asked in session.asked_lately()]
    assert len(held) > 5
    del session
    for _ in range(bench.settings.max_sessions):
        bench.open(None)
    assert [one() for one in held] == [None] * len(held)


def test_however_many_come_and_ask_no_more_is_kept_than_of_those_who_are_there(
    bench: Workbench, no_collector: None
) -> None:
    for _ in range(2):
        visit(bench, 3)
    before = kept()
    for _ in range(6):
        visit(bench, 3)
    assert before["Session"] == 2
    assert kept() == before


def test_however_much_one_session_asks_its_newest_answers_alone_are_kept(bench: Workbench, no_collector: None) -> None:
    token = visit(bench, 0)
    before = kept()
    for number in range(ANSWERS_KEPT + 10):
        list(bench.questions.ask(token, f"What is the capital of country {number}?", "all"))
    assert kept()["Answer"] - before["Answer"] == ANSWERS_KEPT


def asked_of(megabytes: int, pool: Any = None, **more: Any) -> Asked:
    """An answer whose evidence takes so much."""
    large = replace(selection(), by_layer=np.zeros((megabytes, 2**18), np.float32))
    return Asked(answer(large), pool, **more)


def test_the_oldest_answers_go_where_their_evidence_needs_too_much_memory() -> None:
    kept = KeptAnswers(most_bytes=5 * 2**20)
    for key in "abc":
        kept.keep(key, asked_of(2))
    assert [key for key, _ in kept.newest_first()] == ["c", "b"]
    assert 4 * 2**20 <= kept.bytes < 5 * 2**20
    kept.keep("d", asked_of(9))
    assert [key for key, _ in kept.newest_first()] == ["d"]


def test_sessions_are_weighed_with_their_answers_and_the_gists_that_only_those_hold() -> None:
    sessions = Sessions(1, 10, 3 * 2**20)
    first, second = sessions.new(), sessions.new()
    gists = FakeModel().compress(["One is one."])
    first.keep(asked_of(2, gists))
    evidence = asked_of(2).answer.evidence.bytes
    assert first.bytes == evidence + gists.bytes
    first.change(lambda work: work.with_edits((Edit.of("One is one."),)).with_gists(gists))
    assert first.bytes == evidence + gists.bytes  # the same gists, once
    second.keep(asked_of(2, gists, shared=True))
    assert second.bytes == evidence  # gists of the shared store are held once for all
    sessions.tidy()
    assert sessions.get(first.token) is None
    assert sessions.get(second.token) is second


def test_what_a_pool_made_to_be_searched_counts_too() -> None:
    model = tiny_model("llama")
    pool = model.compress(EDITS.splitlines())
    assert pool.search_bytes == 0
    model.answer("What is the capital of France?", pool)
    assert pool.search_bytes == sum(gist.selection.numel() * 4 for gist in pool) > 0


def test_a_question_makes_room(bench: Workbench) -> None:
    fake: Any = FakeModel()
    small = Workbench(Settings(max_gist_mb=1), load=lambda _settings, _progress: fake)
    old, new = small.open(None), small.open(None)
    old.keep(asked_of(2))
    list(small.questions.ask(new.token, "What is the capital of France?"))
    assert small.known(old.token) is None and small.known(new.token) is new
