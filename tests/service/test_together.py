"""Four sessions ask and compress at once: each keeps its own edits, and the model is used by one at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from app.config import Settings
from app.model import GistPool, PartialAnswer, Policy
from app.service import Workbench
from tests.service.fake_model import FakeModel

SESSIONS, ROUNDS, EDITS_A_ROUND = 4, 6, 40


class ExclusiveModel(FakeModel):
    """Notes where two use it at once."""

    def __init__(self) -> None:
        super().__init__()
        self.uses = 0
        self.clashes = 0
        self._in_use = threading.Lock()

    def _use(self) -> None:
        if not self._in_use.acquire(blocking=False):
            self.clashes += 1
            return
        self.uses += 1
        time.sleep(0.0005)
        self._in_use.release()

    def compress(self, texts: Iterable[str], *, stop_asked: Callable[[], bool] | None = None) -> GistPool:
        self._use()
        return super().compress(texts, stop_asked=stop_asked)

    def stream(
        self,
        question: str,
        pool: GistPool | None = None,
        *,
        policy: Policy | str | None = None,
        max_new_tokens: int | None = None,
        record: bool = True,
        stop_asked: Callable[[], bool] | None = None,
    ) -> Iterator[PartialAnswer]:
        for partial in super().stream(question, pool, policy=policy, stop_asked=stop_asked):
            self._use()
            yield partial

    def leave_one_out(self, answer: Any, pool: GistPool) -> Any:
        self._use()
        return super().leave_one_out(answer, pool)


def fact(session: int, number: int) -> str:
    return f"Machine {number} of hall {session} runs."


def use(bench: Workbench, session: int, begin: threading.Barrier) -> list[str]:
    """Adds, compresses and asks in turn; returns what was wrong."""
    token = bench.open(None).token
    begin.wait()
    wrong: list[str] = []
    for round_number in range(ROUNDS):
        first = round_number * EDITS_A_ROUND
        lines = "\n".join(fact(session, number) for number in range(first, first + EDITS_A_ROUND))
        bench.edits.propose(token, bench.edits.read_lines(lines))
        bench.edits.accept(token)
        job = bench.edits.compress(token)
        keys = [step.key for step in bench.questions.ask(token, f"Machine {first} of hall {session}?") if step.key]
        asked = bench.questions.answered(token, keys[0])
        assert asked is not None
        bench.questions.account(token, keys[0])
        wrong += [text for text in asked.answer.evidence.selection.texts if f"hall {session} " not in text]
        wrong += [] if bench.jobs.wait(token, job, 30).state == "done" else [f"round {round_number} was not compressed"]
    pool = bench.session(token).work.pool
    wanted = tuple(fact(session, number) for number in range(ROUNDS * EDITS_A_ROUND))
    return wrong if pool is not None and pool.texts == wanted else [*wrong, f"session {session} holds other edits"]


def test_four_sessions_at_once_keep_their_own_edits() -> None:
    model = ExclusiveModel()
    fake: Any = model
    bench = Workbench(Settings(), load=lambda settings, progress: fake)
    begin = threading.Barrier(SESSIONS)
    with ThreadPoolExecutor(SESSIONS) as pool:
        wrong = list(pool.map(lambda session: use(bench, session, begin), range(SESSIONS)))
    assert wrong == [[]] * SESSIONS
    assert model.clashes == 0
    assert model.uses >= SESSIONS * ROUNDS * 3
    assert len(bench.queue) == 0
