"""The model is loaded once, and a failure is told and tried again."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from app.errors import DownloadError, WorkbenchError
from app.service.loading import ModelOnce, Progress


def test_many_threads_get_the_same_model_loaded_once() -> None:
    calls: list[int] = []

    def load(progress: Progress) -> Any:
        calls.append(1)
        progress("reading", 0.5)
        time.sleep(0.05)
        return object()

    once = ModelOnce(load)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(once.get())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1
    assert len({id(model) for model in found}) == 1
    assert once.state.ready


def test_progress_can_be_seen_while_it_loads_in_the_background() -> None:
    go_on = threading.Event()

    def load(progress: Progress) -> Any:
        progress("fetching", 0.25)
        go_on.wait(5)
        return object()

    once = ModelOnce(load)
    once.begin()
    deadline = time.monotonic() + 5
    while once.state.step != "fetching" and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (once.state.fraction, once.state.ready, once.model) == (0.25, False, None)
    once.begin()
    go_on.set()
    assert once.get() is once.model


def test_a_failure_is_told_and_the_next_call_tries_again() -> None:
    answers: list[Exception | None] = [DownloadError("No network.", "", "Try again."), None]

    def load(progress: Progress) -> Any:
        error = answers.pop(0)
        if error is not None:
            raise error
        return "model"

    once = ModelOnce(load)
    with pytest.raises(DownloadError):
        once.get()
    assert isinstance(once.state.error, DownloadError)
    once.begin()
    begun = once.state
    assert begun.error is None  # at once, not only when the new attempt has begun
    found: object = once.get()
    assert found == "model"


def test_an_unforeseen_failure_reaches_the_page_as_well() -> None:
    def load(progress: Progress) -> Any:
        raise OSError("disk on fire")

    once = ModelOnce(load)
    with pytest.raises(WorkbenchError, match="disk on fire"):
        once.get()
    assert isinstance(once.state.error, WorkbenchError)
