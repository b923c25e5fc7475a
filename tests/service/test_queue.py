"""The queue for the model: one at a time, short ones first, sessions in turn, stopped at once, full at last."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest

from app.errors import BusyError, Cancelled
from app.service.queue import SHORT_IN_A_ROW, ModelQueue

PATIENCE = 10.0


def eventually(true: Callable[[], Any]) -> None:
    """Waits until something is so; fails where it does not come true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.002)


class Line:
    """Requests that join one after the other behind one that has the model, and the order in which they get it."""

    def __init__(self) -> None:
        self.queue = ModelQueue()
        self.served: list[str] = []
        self.busy = self.most_busy = 0
        self._open = threading.Event()
        self._threads: list[threading.Thread] = []
        self.join("first")
        eventually(lambda: self.served)

    def join(self, owner: str, *, long: bool = False) -> None:
        joined = threading.Event()

        def request() -> None:
            with self.queue.place(owner, long=long) as ticket:
                joined.set()
                for _ in ticket.wait():
                    pass
                self.busy += 1
                self.most_busy = max(self.most_busy, self.busy)
                self.served.append(owner)
                self._open.wait(PATIENCE)
                self.busy -= 1

        thread = threading.Thread(target=request)
        thread.start()
        self._threads.append(thread)
        assert joined.wait(PATIENCE)

    def order(self) -> list[str]:
        """Lets all of them go and tells in what order they were served."""
        self._open.set()
        for thread in self._threads:
            thread.join(PATIENCE)
        return self.served[1:]


def test_one_at_a_time_in_the_order_they_came() -> None:
    line = Line()
    for owner in "abc":
        line.join(owner)
    assert line.order() == ["a", "b", "c"]
    assert line.most_busy == 1


def test_short_requests_go_before_long_ones() -> None:
    line = Line()
    line.join("job", long=True)
    line.join("asks")
    assert line.order() == ["asks", "job"]


def test_who_asks_much_does_not_go_before_who_asks_little() -> None:
    line = Line()
    for owner in ["many", "many", "many", "one", "two"]:
        line.join(owner)
    assert line.order() == ["many", "one", "two", "many", "many"]


def test_who_was_served_longest_ago_goes_first() -> None:
    queue = ModelQueue()
    for owner in "ab":
        with queue.turn(owner):
            pass
    with queue.turn("c"), queue.place("b") as b, queue.place("a") as a:
        assert (queue.before(a), queue.before(b)) == (1, 2)


def test_a_long_job_gets_on_where_many_ask() -> None:
    line = Line()
    line.join("job", long=True)
    for number in range(2 * SHORT_IN_A_ROW):
        line.join(f"asks {number}")
    assert line.order().index("job") == SHORT_IN_A_ROW


def test_the_place_in_the_queue_is_told_whenever_it_changes() -> None:
    queue = ModelQueue()
    told: list[int] = []
    begun = threading.Event()

    def wait() -> None:
        with queue.place("last", long=True) as ticket:
            for before in ticket.wait():
                told.append(before)
                begun.set()

    with queue.turn("first"), queue.place("second") as second:
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert begun.wait(PATIENCE)
        assert told == [2]
        assert queue.before(second) == 1
    waiting.join(PATIENCE)
    assert told[-1] < 2 or told == [2]
    assert not waiting.is_alive()


def test_who_is_stopped_while_waiting_leaves_at_once_and_holds_nobody_up() -> None:
    queue = ModelQueue()
    with queue.turn("first"):
        with pytest.raises(Cancelled), queue.turn("second", stop_asked=lambda: True):
            pytest.fail("it never had the model")
        with queue.place("third") as third:
            assert queue.before(third) == 1
    with queue.turn("fourth"):
        pass


def test_an_error_gives_the_model_to_the_next_one() -> None:
    queue = ModelQueue()
    with pytest.raises(RuntimeError), queue.turn("first"):
        raise RuntimeError
    with queue.turn("second"):
        pass


# Beyond what may wait.


def waiting(queue: ModelQueue, stack: ExitStack, *owners: str) -> None:
    for owner in owners:
        stack.enter_context(queue.place(owner))


def test_who_comes_when_it_is_full_is_told_when_to_come_again() -> None:
    now = [0.0]
    queue = ModelQueue(most_waiting=4, clock=lambda: now[0])
    for _ in range(3):
        with queue.turn("earlier"):
            now[0] += 6.0
    with ExitStack() as stack:
        waiting(queue, stack, "has it", "a", "b", "c", "d")
        with pytest.raises(BusyError) as raised, queue.place("e"):
            pytest.fail("it was taken")
        assert str(raised.value) == (
            "[busy] 4 requests are waiting for the model already. At most 4 may wait (INCOMES_MAX_WAITING). "
            "Try again in about 12 s."
        )
        assert raised.value.as_dict()["retry_after"] == "12"
        with queue.place("job", long=True), queue.place("explains its answer", refuse=False):
            assert len(queue) == 7
        assert len(queue) == 5
    with queue.turn("e"):
        pass


def test_one_session_takes_half_of_the_places_at_most() -> None:
    queue = ModelQueue(most_waiting=6)
    with ExitStack() as stack:
        waiting(queue, stack, "has it", "many", "many", "many")
        with pytest.raises(BusyError, match="of this session"), queue.place("many"):
            pytest.fail("it was taken")
        waiting(queue, stack, "one")
        assert len(queue) == 5
