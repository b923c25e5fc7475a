"""What a method costs at one size of pool: seconds, memory, and room in the prompt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import fmean, median
from time import perf_counter
from typing import Literal

import torch

from app.evaluation.methods import Method

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")

Activity = Literal["prepare", "answer"]


@dataclass(frozen=True)
class Timing:
    """One question asked alone, as a person asks it."""

    first_token: float
    """Seconds until the first token is there: choosing edits and reading the prompt among them."""
    total: float
    """Seconds until the answer's first line is there."""
    tokens: int
    """Of the answer's first line."""


@dataclass
class Costs:
    """Collects what one row of a report costs, pool by pool."""

    seconds: dict[str, float] = field(default_factory=lambda: {"prepare": 0.0, "answer": 0.0})
    timings: list[Timing] = field(default_factory=list)
    _edits: int = 0
    _all_anew: bool = True
    _peak: int = 0
    _bytes: list[float] = field(default_factory=list)
    _figures: dict[str, list[float]] = field(default_factory=partial(defaultdict, list))

    @contextmanager
    def during(self, activity: Activity) -> Iterator[None]:
        """Takes the time, and notes the memory."""
        _forget_peak()
        begin = perf_counter()
        yield
        self.seconds[activity] += perf_counter() - begin
        self._peak = max(self._peak, peak_memory() or 0)

    def took_in(self, method: Method, edits: int) -> None:
        """Notes what became of the edits of one pool."""
        self._edits += edits
        self._all_anew &= method.made_anew()
        held = method.held_bytes()
        if held is not None:
            self._bytes.append(held / edits)
        for name, value in method.figures().items():
            self._figures[name].append(value)

    def add(self, other: Costs) -> None:
        """Takes over what another part of the same row costs."""
        for activity, seconds in other.seconds.items():
            self.seconds[activity] += seconds
        self.timings += other.timings
        self._edits += other._edits
        self._all_anew &= other._all_anew
        self._peak = max(self._peak, other._peak)
        self._bytes += other._bytes
        for name, values in other._figures.items():
            self._figures[name] += values

    def as_dict(self) -> Mapping[str, float]:
        """Figures by name; those that are not known are missing.

        prepare_seconds_an_edit  taking an edit in: compressing it, indexing it, or reading it in the prompt;
                                 missing where any edit came from the cache
        bytes_an_edit            that the method holds of an edit between questions, mean over pools
        peak_memory_bytes        of the whole process with the model; on a graphics card, of what is allocated there
        first_token_seconds      median over questions asked alone
        tokens_a_second          tokens of those questions' answers by all the time they took
        Besides, the method's own, as means over pools.
        """
        found: dict[str, float] = {name: fmean(values) for name, values in self._figures.items()}
        if self._edits and self._all_anew:
            found["prepare_seconds_an_edit"] = self.seconds["prepare"] / self._edits
        if self._bytes:
            found["bytes_an_edit"] = fmean(self._bytes)
        if self._peak:
            found["peak_memory_bytes"] = self._peak
        if self.timings:
            found["first_token_seconds"] = median(timing.first_token for timing in self.timings)
            found["tokens_a_second"] = sum(t.tokens for t in self.timings) / sum(t.total for t in self.timings)
        return found


def timed(method: Method, question: str, right_edit: str) -> Timing:
    """Asks one question alone: first for one token, then for the whole answer."""
    short = copy(method)
    short.max_new_tokens = 1
    begin = perf_counter()
    short.answer([question], [right_edit])
    first = perf_counter()
    (reply,) = method.answer([question], [right_edit])
    total = perf_counter() - first
    return Timing(first - begin, total, method.tokens_in(reply.text))


def peak_memory() -> int | None:
    """Most bytes held since `_forget_peak`; None where the machine does not tell."""
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated()
    try:
        lines = _STATUS.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)


def _forget_peak() -> None:
    """Where the process may not forget it, the peak is that since its start."""
    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()
        return
    try:
        _RESET.write_text("5", encoding="utf-8")
    except OSError:
        return
