"""What is erased from the store, by whatever process, is gone from the memory of a running workbench."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.errors import QuestionError
from app.store import open_store
from tests.service.test_shared_store import LYON, QUESTION, REFUND, Bench, add, bench, compress, url

__all__ = ["bench", "url"]


def test_a_running_workbench_forgets_what_another_process_erased(bench: Bench) -> None:
    add(bench.shared(), LYON, REFUND)
    compress(bench)
    token = bench.open(None).token
    bench.use_shared(token, "Ann")
    key = list(bench.questions.ask(token, QUESTION, "ungated"))[-1].key
    assert key is not None and bench.questions.answered(token, key) is not None
    bench.fidelities._known["made", "gist"] = None  # type: ignore[assignment] - stands for any
    before = bench.shared().snapshot()
    edit = next(edit for edit in before.edits.values() if edit.text == LYON)
    with open_store(bench.settings.store) as elsewhere:
        elsewhere.erasure.edits([edit.id], reason="Request 17.")
    assert bench.questions.answered(token, key) is None
    assert bench.fidelities.known("made", "gist") is None and not bench.fidelities._known
    assert bench.shared().snapshot().pool.texts == (REFUND,)


def test_what_was_being_computed_while_it_was_erased_is_not_kept(bench: Bench) -> None:
    shared = bench.shared()
    add(shared, LYON, REFUND)
    waiting = shared.snapshot().waiting
    shared.store.rules.set("answers", "full")
    compress(bench)
    snapshot = shared.snapshot()
    answer = list(bench.model().stream(QUESTION, snapshot.pool, policy="ungated"))[-1].done
    assert answer is not None and len(answer.evidence.selection.chosen) == 1
    ids = [edit.id for edit in waiting]
    shared.store.erasure.edits(ids, reason="Request 17.")
    shared.compress(waiting, lambda: False)
    assert shared.store.gists.counts() == {}
    logged = shared.log(answer, snapshot)
    assert (logged.question, logged.answer, logged.original) == ("", "", "")
    assert [used.text for used in logged.used] == [f"[erased {logged.used[0].edit}]"]


def test_what_was_retired_while_a_question_waited_is_not_read(bench: Bench) -> None:
    add(bench.shared(), LYON, REFUND)
    compress(bench)
    token = bench.open(None).token
    bench.use_shared(token, "Ann")
    with bench.queue.turn("another"):
        steps = bench.questions.ask(token, QUESTION, "ungated")
        assert next(steps).before == 1
        store = bench.shared().store
        store.edits.retire([edit.seen for edit in store.edits.find().edits if edit.text == LYON])
    key = list(steps)[-1].key
    asked = None if key is None else bench.questions.answered(token, key)
    assert asked is not None and asked.pool is not None and asked.pool.texts == (REFUND,)


def test_an_answer_during_which_something_was_erased_is_not_kept(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    add(bench.shared(), LYON, REFUND)
    compress(bench)
    token = bench.open(None).token
    bench.use_shared(token, "Ann")
    edit = next(edit for edit in bench.shared().store.edits.find().edits if edit.text == LYON)
    stream = bench.model().stream

    def erasing(*given: Any, **named: Any) -> Iterator[Any]:
        with open_store(bench.settings.store) as elsewhere:
            elsewhere.erasure.edits([edit.id], reason="Request 17.")
        yield from stream(*given, **named)

    monkeypatch.setattr(bench.counting, "stream", erasing, raising=False)
    with pytest.raises(QuestionError, match="erased"):
        list(bench.questions.ask(token, QUESTION, "ungated"))
    assert not bench.session(token).asked_lately()
    monkeypatch.undo()
    assert list(bench.questions.ask(token, QUESTION, "ungated"))[-1].key is not None
