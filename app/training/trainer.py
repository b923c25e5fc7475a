"""The training loop: constant learning rate, resumable at any step, decay as a last phase of its own.

Everything random is drawn from (seed, step), so a run that was killed goes on with the same result as an unbroken one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Protocol

import torch

from app.model.adapter import save_adapter
from app.model.adapter_card import AdapterCard
from app.model.progress import StopAsked
from app.training.config import Phase, TrainingConfig
from app.training.examples import Batch
from app.training.objective import Bank
from app.training.objectives import Builder, StepLoss
from app.training.packing import Packed
from app.training.snapshot import RunningAverage, measure_mean
from app.training.state import Progress, has_state, load_state, save_state
from app.training.student import Student


class BatchSource(Protocol):
    """Where batches come from; the same step always gives the same batch."""

    def batch(self, step: int) -> Batch: ...


@dataclass(frozen=True)
class Report:
    """Averages since the last report."""

    progress: Progress
    figures: dict[str, float]
    pairs_per_second: float
    learning_rate: float


@dataclass
class Trainer:
    """One run in one folder: `state/` to resume from, `adapter/` the latest snapshot, `decayed/` the finished one."""

    student: Student
    builder: Builder
    source: BatchSource
    config: TrainingConfig
    folder: Path
    loss: StepLoss

    def run(
        self,
        phase: Phase,
        *,
        until_step: int | None = None,
        stop_asked: StopAsked | None = None,
        on_report: Callable[[Report], None] | None = None,
    ) -> Progress:
        """Train until the phase ends, `until_step`, or a stop; what was reached is saved in each case."""
        schedule = self.config.schedule
        optimiser, bank = self._optimiser(), Bank(torch.zeros(0))
        average = RunningAverage(self.student, schedule.average)
        progress = self._resume(phase, optimiser, bank, average)
        last = self._last_step(phase, progress, until_step)
        self.student.train()
        watched = _Watch()
        while progress.step < last and not (stop_asked is not None and stop_asked()):
            started = time.perf_counter()
            rate = self._rate(progress)
            figures, pairs = self._step(progress.step, optimiser, bank, rate)
            average.follow(self.student)
            self._advance(progress, pairs, time.perf_counter() - started)
            watched.add(figures, pairs, time.perf_counter() - started)
            if on_report is not None and progress.step % schedule.log_every == 0:
                on_report(watched.report(progress, rate))
            if progress.step % schedule.save_every == 0:
                self._save(phase, optimiser, bank, average, progress)
        self._save(phase, optimiser, bank, average, progress)
        return progress

    def _step(
        self, number: int, optimiser: torch.optim.Optimizer, bank: Bank, rate: float
    ) -> tuple[dict[str, float], int]:
        random = Random(f"{self.config.seed} step {number}")
        step = self.builder.build(self.source.batch(number), random)
        if step is None:
            return {}, 0
        for group in optimiser.param_groups:
            group["lr"] = rate * group["factor"]
        objective = self.config.objective
        uses_bank = objective.bank > 0 and number >= objective.bank_from_step
        device = self.student.mean.device
        outcome = self.loss(self.student, step.to(device), objective, bank if uses_bank else None)
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(outcome.loss)
        torch.nn.utils.clip_grad_norm_(self.student.trained().values(), self.config.schedule.clip)
        optimiser.step()
        return {"loss": float(outcome.loss.detach()), **outcome.figures}, step.pairs

    def _optimiser(self) -> torch.optim.Optimizer:
        schedule, selection = self.config.schedule, self.student.selection_parameters()
        trained = self.student.trained()
        return torch.optim.AdamW(
            [
                {"params": [p for n, p in trained.items() if n not in selection], "factor": 1.0},
                {"params": [p for n, p in trained.items() if n in selection], "factor": schedule.selection_rate},
            ],
            lr=schedule.learning_rate,
            betas=schedule.betas,
            weight_decay=0.0,
            fused=True,
        )

    def _rate(self, progress: Progress) -> float:
        """Learning rate of the next step."""
        schedule = self.config.schedule
        rate = schedule.learning_rate * min(1.0, (progress.since_start + 1) / max(1, schedule.warm_up))
        if progress.decay_step is None:
            return rate
        left = max(0.0, 1 - progress.decay_step / schedule.decay_steps)
        return rate * max(schedule.final_rate, left)

    def _advance(self, progress: Progress, pairs: int, seconds: float) -> None:
        progress.step += 1
        progress.since_start += 1
        progress.pairs += pairs
        progress.seconds += seconds
        if progress.decay_step is not None:
            progress.decay_step += 1

    def _last_step(self, phase: Phase, progress: Progress, until_step: int | None) -> int:
        if phase == "decay":
            return progress.step + self.config.schedule.decay_steps - (progress.decay_step or 0)
        return min(self.config.schedule.steps, until_step or self.config.schedule.steps)

    def _resume(self, phase: Phase, optimiser: torch.optim.Optimizer, bank: Bank, average: RunningAverage) -> Progress:
        """The state of this phase; the decay starts from that of the constant phase, which it leaves as it is."""
        places = [self._state(phase)] if phase == "constant" else [self._state("decay"), self._state("constant")]
        found = next((place for place in places if has_state(place)), None)
        progress = load_state(found, self.student, optimiser, bank, average) if found is not None else Progress()
        if phase == "decay" and progress.decay_step is None:
            progress = replace(progress, decay_step=0)
        return progress

    def _save(
        self, phase: Phase, optimiser: torch.optim.Optimizer, bank: Bank, average: RunningAverage, progress: Progress
    ) -> None:
        save_state(self._state(phase), self.student, optimiser, bank, average, progress)
        with average.in_place(self.student):
            if self.student.card.reader == "joint":
                measure_mean(self.student, self._last_steps(progress.step))
            snapshot = self.student.adapter(self._card(progress))
        save_adapter(snapshot, self.folder / ("adapter" if phase == "constant" else "decayed"))

    def _last_steps(self, step: int) -> Iterator[Packed]:
        """What the last steps consisted of, as they were."""
        for number in range(max(0, step - self.config.schedule.mean_steps), step):
            built = self.builder.build(self.source.batch(number), Random(f"{self.config.seed} step {number}"))
            if built is not None:
                yield built.to(self.student.mean.device).packed

    def _card(self, progress: Progress) -> AdapterCard:
        """The card of what was reached, with the training that went into it before this run."""
        card = self.student.card
        unknown = card.trained_hours is not None and card.trained_pairs is None
        hours = (card.trained_hours or 0.0) + progress.seconds / 3600
        pairs = None if unknown else (card.trained_pairs or 0) + progress.pairs
        return card.model_copy(update={"trained_hours": round(hours, 3), "trained_pairs": pairs})

    def _state(self, phase: Phase) -> Path:
        return self.folder / ("state" if phase == "constant" else "decay-state")


@dataclass
class _Watch:
    """Sums between two reports."""

    sums: dict[str, list[float]]
    pairs: int = 0
    seconds: float = 0.0

    def __init__(self) -> None:
        self.sums = {}

    def add(self, figures: dict[str, float], pairs: int, seconds: float) -> None:
        for name, value in figures.items():
            if value == value:  # a figure without cases is not a number
                self.sums.setdefault(name, []).append(value)
        self.pairs, self.seconds = self.pairs + pairs, self.seconds + seconds

    def report(self, progress: Progress, rate: float) -> Report:
        figures = {name: sum(values) / len(values) for name, values in self.sums.items()}
        report = Report(replace(progress), figures, self.pairs / max(self.seconds, 1e-9), rate)
        self.sums, self.pairs, self.seconds = {}, 0, 0.0
        return report
