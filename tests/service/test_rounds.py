"""Questions that have the model at the same time: who joins, who goes between, and that they disturb nobody."""

from __future__ import annotations

import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, nullcontext

import pytest

from app.service.queue import SHORT_IN_A_ROW, ModelQueue, Ticket
from app.service.rounds import Rounds
from tests.service.test_queue import PATIENCE, eventually


@contextmanager
def placed(queue: ModelQueue, owner: str, *, long: bool = False, together: bool = True) -> Generator[Ticket]:
    with queue.place(owner, long=long, together=together) as ticket:
        yield ticket


def has(queue: ModelQueue, *tickets: Ticket) -> list[bool]:
    """Which of them have the model."""
    return [queue.before(ticket) is None for ticket in tickets]


# The queue.


def test_so_many_questions_have_the_model_at_the_same_time() -> None:
    queue = ModelQueue(most_together=2)
    with placed(queue, "a") as a, placed(queue, "b") as b, placed(queue, "c") as c:
        assert has(queue, a, b, c) == [True, True, False]
        assert queue.before(c) == 1
    assert len(queue) == 0


def test_many_questions_of_one_session_do_not_hold_up_anothers() -> None:
    queue = ModelQueue(most_together=2)
    tickets = [queue.place("many", together=True) for _ in range(50)]
    entered = [ticket.__enter__() for ticket in tickets]
    with placed(queue, "one") as one:
        tickets[0].__exit__(None, None, None)
        tickets[1].__exit__(None, None, None)
        assert has(queue, one, entered[2], entered[3]) == [True, True, False]
    for ticket in tickets[2:]:
        ticket.__exit__(None, None, None)
    assert len(queue) == 0


def test_another_request_goes_between_two_rounds() -> None:
    queue = ModelQueue(most_together=4)
    with placed(queue, "a") as a, ExitStack() as stack:
        with queue.round():
            alone = stack.enter_context(placed(queue, "explains", together=False))
            joins = stack.enter_context(placed(queue, "b"))
            assert has(queue, alone, joins) == [False, False]
        assert has(queue, a, alone, joins) == [True, True, False]  # `a` waits in the middle of its answer
        begun = threading.Event()

        def next_round() -> None:
            with queue.round():
                begun.set()

        rounds = threading.Thread(target=next_round)
        rounds.start()
        assert not begun.wait(0.05)
        stack.close()
        assert begun.wait(PATIENCE)
        rounds.join(PATIENCE)


def test_requests_that_want_it_alone_leave_rounds_between_them() -> None:
    queue = ModelQueue(most_together=4)
    with placed(queue, "a"), ExitStack() as stack:
        with queue.round():
            first = stack.enter_context(placed(queue, "x", together=False))
            waiting = ExitStack()
            second = waiting.enter_context(placed(queue, "y", together=False))
        assert has(queue, first, second) == [True, False]
        stack.close()
        assert has(queue, second) == [False]
        with queue.round():
            assert has(queue, second) == [False]
        assert has(queue, second) == [True]
        waiting.close()


def test_a_long_job_waits_for_questions_but_not_for_ever() -> None:
    queue = ModelQueue(most_together=2)
    with ExitStack() as stack:
        stack.enter_context(placed(queue, "stays"))
        job = stack.enter_context(placed(queue, "job", long=True, together=False))
        for number in range(SHORT_IN_A_ROW):
            with queue.round():
                pass
            assert has(queue, job) == [False]
            with placed(queue, f"asks {number}") as ticket:
                assert has(queue, ticket) == [True]
        assert has(queue, job) == [True]


# The thread that takes the steps.


def counting(name: str, most: int, seen: list[str], closed: list[str]) -> Generator[int, None, None]:
    try:
        for number in range(most):
            seen.append(f"{name}{number}")
            yield number
    finally:
        closed.append(name)


def test_each_gets_its_own_steps_and_one_thread_makes_all() -> None:
    rounds, seen, closed = Rounds(nullcontext), [], []  # type: ignore[var-annotated]
    threads: set[str] = set()

    def steps(name: str) -> Generator[int, None, None]:
        for number in counting(name, 5, seen, closed):
            threads.add(threading.current_thread().name)
            yield number

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda name: list(rounds.taking_part(steps(name))), "abcd"))
    assert found == [list(range(5))] * 4
    assert sorted(closed) == list("abcd")
    assert threads == {"rounds"}
    eventually(lambda: all(thread.name != "rounds" for thread in threading.enumerate()))


def test_who_comes_later_joins_at_the_next_round() -> None:
    begin, seen, closed = threading.Semaphore(0), [], []  # type: ignore[var-annotated]

    @contextmanager
    def one_at_a_time() -> Generator[None, None, None]:
        assert begin.acquire(timeout=PATIENCE)
        yield

    rounds = Rounds(one_at_a_time)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(lambda: list(rounds.taking_part(counting("a", 3, seen, closed))))
        begin.release()
        eventually(lambda: seen == ["a0"])
        second = pool.submit(lambda: list(rounds.taking_part(counting("b", 2, seen, closed))))
        eventually(lambda: len(rounds) == 2)
        for _ in range(5):
            begin.release()
        assert (first.result(PATIENCE), second.result(PATIENCE)) == ([0, 1, 2], [0, 1])
    assert seen.index("b0") < seen.index("a2")


def test_who_leaves_is_closed_and_the_others_go_on() -> None:
    rounds, seen, closed = Rounds(nullcontext), [], []  # type: ignore[var-annotated]
    with closing(rounds.taking_part(counting("long", 1_000_000, seen, closed))) as leaves:
        assert next(leaves) == 0
        assert list(rounds.taking_part(counting("b", 3, seen, closed))) == [0, 1, 2]
    assert closed == ["b", "long"]


def test_an_error_is_raised_where_the_steps_are_taken_and_nowhere_else() -> None:
    rounds, seen, closed = Rounds(nullcontext), [], []  # type: ignore[var-annotated]

    def fails() -> Generator[int, None, None]:
        yield 1
        raise KeyError("mine")

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(lambda: list(rounds.taking_part(counting("b", 200, seen, closed))))
        taken = []
        with pytest.raises(KeyError, match="mine"):
            taken += rounds.taking_part(fails())
        assert other.result(PATIENCE) == list(range(200))
