"""Bench `users`: visitors who ask at the same time, each with edits and a policy of their own, through the service.

In every round so many visitors as one of `clients` ask one question after the other, and then as many as the next; what
each number of visitors gets is compared with a single one in the same round. `soak` lets visitors come and go for a
while and looks at the memory of the process.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, cast

import numpy as np

from app.errors import EvaluationError
from app.evaluation.benches.memory import resident
from app.evaluation.benches.rows import BenchSettings, Row, compared
from app.service.heaps import few_heaps, give_back
from app.service.workbench import Workbench

if TYPE_CHECKING:
    from app.model import EditableModel
    from app.service.answering import Asking

CITIES = ("Lyon", "Oslo", "Kyoto", "Lima", "Quito", "Accra", "Turin", "Perth")
COUNTRIES = ("France", "Japan", "Peru", "Ghana")
POLICIES = ("default", "top-2", "generous")
FEWEST_QUESTIONS, FEWEST_EACH = 12, 3
"""Of all visitors of a measurement together, and of each: with one alone, all would come and go at once."""
ONE = "one visitor, one question after the other"
COMPRESS_SECONDS = 600.0
SOAK_VISITORS, SOAK_QUESTIONS, SOAK_PAUSE = 6, 8, 1.0
"""Visitors at once; each asks so many questions, with so many seconds between them, and goes; another one comes."""
SETTLED = 0.25
"""Part of a soak after which memory is looked at: before it, caches fill."""
LOOK_SECONDS = 5.0
MEGABYTE = 2**20


@dataclass(frozen=True)
class Timed:
    """One question."""

    first: float
    """Seconds until its answer began to grow."""
    whole: float
    """Seconds until it was answered, with the backbone's own answer beside it."""
    tokens: int
    """Of the answer."""


def users(model: EditableModel, settings: BenchSettings) -> list[Row]:
    """Answers and tokens a second, and waiting times, for each number of visitors; with `minutes`, memory instead."""
    writer = model.writing_on()  # every answer has as many tokens
    most = SOAK_VISITORS if settings.minutes else max(1, *settings.clients)
    limits = {"max_new_tokens": settings.tokens, "max_sessions": 2 * most, "max_waiting": 2 * most}
    writer = replace(writer, settings=model.settings.model_copy(update=limits))
    workbench = Workbench(writer.settings, load=lambda _settings, _progress: writer)
    if settings.minutes:
        few_heaps()  # as the page does
        gc.freeze()
        try:
            return [soak(workbench, settings.minutes, settings.seed)]
        finally:
            gc.unfreeze()
    tokens = [visitor(workbench, number) for number in range(most)]
    measured: dict[int, list[tuple[float, list[Timed]]]] = {many: [] for many in (1, *settings.clients)}
    together(workbench, tokens[:2])  # sets up kernels and threads
    for _ in range(settings.rounds):
        for many, found in measured.items():
            found.append(together(workbench, tokens[:many]))
    return [row for many in measured if many > 1 for row in _rows(many, measured[many], measured[1], settings.seed)]


def visitor(workbench: Workbench, number: int) -> str:
    """Token of a new session with two edits of its own, compressed."""
    token = workbench.open(None).token
    places = [(COUNTRIES[(number + i) % len(COUNTRIES)], CITIES[(number + i) % len(CITIES)]) for i in (0, 1)]
    lines = "\n".join(f"The capital of {country} is {city}." for country, city in places)
    workbench.edits.propose(token, workbench.edits.read_lines(lines))
    workbench.edits.accept(token)
    workbench.jobs.wait(token, workbench.edits.compress(token), COMPRESS_SECONDS)
    return token


def together(workbench: Workbench, tokens: Sequence[str]) -> tuple[float, list[Timed]]:
    """All ask at once, each one question after the other: seconds until all are answered, and every question's."""
    each = max(FEWEST_EACH, -(-FEWEST_QUESTIONS // len(tokens)))

    def ask_all(number: int) -> list[Timed]:
        return [ask(workbench, tokens[number], number + i) for i in range(each)]

    begin = time.perf_counter()
    with ThreadPoolExecutor(len(tokens)) as threads:
        found = [timed for own in threads.map(ask_all, range(len(tokens))) for timed in own]
    return time.perf_counter() - begin, found


def ask(workbench: Workbench, token: str, number: int) -> Timed:
    """One question of a visitor, about one of the edits, or about something else."""
    begin = time.perf_counter()
    first = 0.0
    tokens = 0
    for step in workbench.questions.ask(token, question_of(number), POLICIES[number % len(POLICIES)]):
        if step.partial is not None:
            first = first or time.perf_counter() - begin
            tokens = 0 if step.partial.done is None else len(step.partial.done.token_ids)
    return Timed(first, time.perf_counter() - begin, tokens)


def question_of(number: int) -> str:
    country = COUNTRIES[number % len(COUNTRIES)]
    asked = (f"What is the capital of {country}?", f"Which city is the seat of the government of {country} now?")
    return (*asked, "Who wrote Hamlet?")[number % 3]


def _rows(
    many: int, found: Sequence[tuple[float, list[Timed]]], alone: Sequence[tuple[float, list[Timed]]], seed: int
) -> Iterator[Row]:
    measures: tuple[tuple[str, str, Callable[[float, list[Timed]], float]], ...] = (
        ("answers", "answers/s", lambda seconds, asked: len(asked) / seconds),
        ("tokens of answers", "tokens/s", lambda seconds, asked: sum(one.tokens for one in asked) / seconds),
        ("median until the answer begins", "s", lambda _, asked: median(one.first for one in asked)),
        ("95th percentile until the answer begins", "s", lambda _, asked: _late([one.first for one in asked])),
        ("median until all is answered", "s", lambda _, asked: median(one.whole for one in asked)),
        ("95th percentile until all is answered", "s", lambda _, asked: _late([one.whole for one in asked])),
    )
    for name, unit, measure in measures:
        values, references = ([measure(*one) for one in side] for side in (found, alone))
        yield compared(f"{name}, {many} visitors", values, unit, references, ONE, seed)


def _late(seconds: Sequence[float]) -> float:
    return float(np.quantile(seconds, 0.95))


def soak(workbench: Workbench, minutes: float, seed: int) -> Row:
    """Visitors come, ask, stop some answers, have one explained and go: memory at the end beside memory once settled.

    Every look at the memory, once free memory was given back, is a value; what they are compared with is the median of
    the looks in the second quarter.
    """
    begin = time.perf_counter()
    end, settled = begin + 60 * minutes, begin + 60 * minutes * SETTLED
    held: list[float] = []
    reference: list[float] = []
    with ThreadPoolExecutor(SOAK_VISITORS) as threads:
        coming = [threads.submit(come_and_go, workbench, number, end) for number in range(SOAK_VISITORS)]
        while (now := time.perf_counter()) < end:
            give_back()  # as the page does, less often
            if now >= settled:
                (reference if now < begin + 60 * minutes * 2 * SETTLED else held).append(memory_of_process())
            time.sleep(min(LOOK_SECONDS, 60 * minutes * SETTLED / 4))
        asked = sum(one.result() for one in coming)
    name = f"memory after {minutes:g} minutes and {asked:,} questions"
    quarter = held[-max(1, len(held) // 2) :]
    return compared(name, quarter, "MB", [median(reference)] * len(quarter), "in the second quarter of that time", seed)


def come_and_go(workbench: Workbench, number: int, end: float) -> int:
    """One visitor after the other until that moment; how many questions they asked."""
    asked = 0
    while time.perf_counter() < end:
        token, number = visitor(workbench, number), number + SOAK_VISITORS
        for turn in range(SOAK_QUESTIONS):
            if time.perf_counter() >= end:
                break
            steps = workbench.questions.ask(token, question_of(number + turn), explain=turn == 1)
            with closing(cast("Generator[Asking]", steps)) as taken:
                for step in taken:
                    if turn % 4 == 3 and step.partial is not None:
                        break
            asked += 1
            time.sleep(SOAK_PAUSE)
    return asked


def memory_of_process() -> float:
    """Resident memory in MB.

    Raises:
        EvaluationError: the system does not tell.
    """
    found = resident("VmRSS")
    if found is None:
        raise EvaluationError(
            "This system does not tell how much memory the program takes.",
            "Linux does.",
            "Measure speed: leave --minutes out.",
        )
    return found / MEGABYTE
