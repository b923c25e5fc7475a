"""Many visitors ask a model that computes: each answer is as it is alone, and nobody holds up anybody."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import takewhile

import numpy as np
import pytest

from app.config import Settings
from app.errors import BusyError
from app.model import EditableModel
from app.service import Asking, Workbench
from tests.service.test_queue import PATIENCE, eventually
from tests.tiny_models import tiny_model

CITIES = ("Lyon", "Oslo", "Kyoto", "Lima", "Quito", "Accra")
QUESTION = "What is the capital of France?"
POLICIES = ("default", "top-2", "all")


@pytest.fixture(scope="module")
def model() -> EditableModel:
    pytest.importorskip("numba", reason="answers are written together through packed layers")
    return tiny_model(grouped=True, zero_logit=-100.0).writing_on()


def workbench_on(model: EditableModel, **settings: int) -> Workbench:
    return Workbench(Settings(**settings), load=lambda _settings, _progress: model)  # type: ignore[arg-type]


def longest(model: EditableModel, tokens: int) -> EditableModel:
    """The same model with another longest answer: none of its answers ends before."""
    return replace(model, settings=model.settings.model_copy(update={"max_new_tokens": tokens}))


def visitor(bench: Workbench, *texts: str) -> str:
    """Token of a session with these edits, ready."""
    token = bench.open(None).token
    bench.edits.propose(token, bench.edits.read_lines("\n".join(texts)))
    bench.edits.accept(token)
    assert bench.jobs.wait(token, bench.edits.compress(token), PATIENCE).state == "done"
    return token


def last_of(steps: Iterator[Asking]) -> Asking:
    *_, last = steps
    return last


def test_each_visitor_is_answered_from_own_edits_as_alone(model: EditableModel) -> None:
    bench = workbench_on(model)
    texts = [tuple(f"The capital of France is {city}." for city in CITIES[i : i + 3]) for i in range(len(CITIES))]
    tokens = [visitor(bench, *own) for own in texts]
    begin = threading.Barrier(len(tokens))

    def ask(i: int) -> str:
        begin.wait(PATIENCE)
        return str(last_of(bench.questions.ask(tokens[i], QUESTION, POLICIES[i % 3])).key)

    with ThreadPoolExecutor(len(tokens)) as pool:
        keys = list(pool.map(ask, range(len(tokens))))
    for i, (token, key) in enumerate(zip(tokens, keys, strict=True)):
        asked = bench.questions.answered(token, key)
        assert asked is not None
        alone = model.answer(QUESTION, model.compress(texts[i]), policy=POLICIES[i % 3])
        assert asked.answer.token_ids == alone.token_ids
        assert asked.answer.log_probabilities == alone.log_probabilities
        assert asked.answer.original == alone.original
        assert asked.answer.evidence.selection.chosen == alone.evidence.selection.chosen
        ours, wanted = asked.answer.evidence.reading, alone.evidence.reading
        assert ours is not None and wanted is not None
        assert np.array_equal(ours.mass, wanted.mass)
    assert len(bench.queue) == 0


def test_two_answers_grow_at_the_same_time_and_one_that_is_stopped_leaves_the_other(model: EditableModel) -> None:
    bench = workbench_on(longest(model, 200))
    first, second = (visitor(bench, f"The capital of France is {city}.") for city in CITIES[:2])
    steps = bench.questions.ask(first, QUESTION)
    assert next(step for step in steps if step.partial).key is None
    other = bench.questions.ask(second, QUESTION)
    assert next(step for step in other if step.partial).key is None  # while the first one is being written
    bench.stop(first)
    assert all(step.key is None for step in steps)
    key = last_of(other).key
    asked = bench.questions.answered(second, str(key))
    assert asked is not None
    alone = model.answer(QUESTION, model.compress([f"The capital of France is {CITIES[1]}."]), max_new_tokens=200)
    assert asked.answer.log_probabilities == alone.log_probabilities
    eventually(lambda: len(bench.queue) == 0)


def test_who_goes_away_in_the_middle_gives_the_place_back(model: EditableModel) -> None:
    bench = workbench_on(longest(model, 200), answer_batch=1)
    token = visitor(bench, "The capital of France is Lyon.")
    steps = bench.questions.ask(token, QUESTION)
    next(step for step in steps if step.partial)
    steps.close()  # type: ignore[attr-defined]  # a generator
    assert last_of(bench.questions.ask(token, "Tea")).key is not None


def test_an_answer_is_explained_while_others_are_written(model: EditableModel) -> None:
    bench = workbench_on(longest(model, 300))
    first, second = (visitor(bench, f"The capital of France is {city}.") for city in CITIES[:2])
    key = str(last_of(bench.questions.ask(first, "Tea")).key)
    steps = bench.questions.ask(second, QUESTION)
    next(step for step in steps if step.partial)
    account = bench.questions.account(first, key)
    assert account is not None
    unfinished = list(takewhile(lambda step: step.key is None, steps))
    assert unfinished


def test_a_question_that_comes_when_too_many_wait_is_refused_and_the_others_are_answered(model: EditableModel) -> None:
    bench = workbench_on(model, max_waiting=2, answer_batch=1)
    tokens = [visitor(bench, f"The capital of France is {city}.") for city in CITIES[:4]]
    with bench.queue.turn("somebody"):
        pool = ThreadPoolExecutor(2)
        waiting = [
            pool.submit(lambda token=token: last_of(bench.questions.ask(token, QUESTION))) for token in tokens[:2]
        ]  # type: ignore[misc]
        eventually(lambda: len(bench.queue) == 3)
        with pytest.raises(BusyError) as raised:
            last_of(bench.questions.ask(tokens[3], QUESTION))
        assert raised.value.seconds >= 1
    assert all(one.result(PATIENCE).key is not None for one in waiting)
    pool.shutdown()
    assert last_of(bench.questions.ask(tokens[3], QUESTION)).key is not None


def test_one_question_does_not_wait_for_fifty_of_another_visitor(model: EditableModel) -> None:
    bench = workbench_on(model, max_waiting=200, answer_batch=2)
    many, one = (visitor(bench, f"The capital of France is {city}.") for city in CITIES[:2])
    done: list[str] = []

    def ask(token: str) -> None:
        last_of(bench.questions.ask(token, QUESTION))
        done.append(token)

    with ThreadPoolExecutor(51) as pool, bench.queue.turn("somebody"):
        for _ in range(50):
            pool.submit(ask, many)
        eventually(lambda: len(bench.queue) == 51)
        pool.submit(ask, one)
        eventually(lambda: len(bench.queue) == 52)
    assert len(done) == 51
    assert done.index(one) < 6
