"""Tune: sweep settings on validation questions, weigh efficacy against unwanted change, choose by a stated rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import EvaluationError
from app.evaluation.cases import Case
from app.evaluation.pace import Pace, Progress, StopAsked
from app.evaluation.pool_cache import PoolCache
from app.evaluation.provenance import provenance
from app.evaluation.several import case_file_of
from app.evaluation.suites import Suite, suite_named
from app.evaluation.tuning.asking import Answered, SuiteAsked, Wanted
from app.evaluation.tuning.grid import Grid
from app.evaluation.tuning.reliability import use_of
from app.evaluation.tuning.result import SuiteAsk, Tuning
from app.evaluation.tuning.tradeoff import Setting, checked_of, chosen_of, front_of, outcomes_of, points_of
from app.model import POLICIES, EditableModel

SUITES = ("counterfact-val", "held-out", "held-out-near")
"""Nothing is reported on the first; the others are made of relations that no adapter was trained on."""


@dataclass(frozen=True)
class Sweep:
    """What is tried, and on what."""

    grid: Grid = field(default_factory=Grid)
    slots: tuple[int, ...] | None = None
    """Numbers of gist slots; None: all that the adapter was trained for."""
    records: int | None = None
    """Drawn from each suite; None: all."""
    pool: int = 100
    """Edits in force at once."""
    seed: int = 0
    most_unwanted: float = 0.05
    """Share of unwanted changes that the person allows."""


def tune(
    model: EditableModel,
    suites: Sequence[str],
    data: Path,
    sweep: Sweep,
    *,
    cases: Path | None = None,
    pool_cache: Path | None = None,
    progress: Progress | None = None,
    stop_asked: StopAsked | None = None,
) -> Tuning:
    """Measure every setting on the suites and choose one.

    Args:
        cases: file that every answer is added to as it is judged; with several suites or numbers of slots each has its
            own, with their names in its name. A run that was stopped goes on from it, also with other settings.
        pool_cache: folder in which compressed edits are kept for other runs.

    Raises:
        UnknownNameError, SuiteDataError: as in `evaluate`.
        SlotsError: a number of slots that the adapter was not trained for.
        EvaluationError: nothing to try, an impossible share, suites without one of the two kinds of questions, or a
            file of cases that were made differently.
        Cancelled: `stop_asked()` said so; what is done is in the file of cases, if there is one.
    """
    if not 0 <= sweep.most_unwanted <= 1:
        raise EvaluationError("The most unwanted changes allowed are no share.", "From 0 to 100 %.", "Correct it.")
    chosen = [suite_named(name) for name in dict.fromkeys(suites)]
    cache = PoolCache(pool_cache) if pool_cache is not None else None
    wanted = Wanted(sweep.grid.policies(), sweep.records, sweep.pool, sweep.seed, cache)
    slots = tuple(dict.fromkeys(sweep.slots or slots_of(model)))
    runs: dict[int, list[SuiteAsked]] = {}
    for number in slots:
        keeping = model if number == model.compressor.slots else model.with_slots(number)
        files = [_case_file(cases, suite, number, alone=len(chosen) == 1, slots=len(slots)) for suite in chosen]
        runs[number] = [
            SuiteAsked(keeping, suite, data, wanted, file) for suite, file in zip(chosen, files, strict=True)
        ]
    pace = Pace(sum(run.questions for of in runs.values() for run in of), progress, stop_asked)
    for number, of in runs.items():
        for run in of:
            pace.check()
            for done in run.steps():
                pace.advance(f"{run.suite.name}, {number} slots" if len(slots) > 1 else run.suite.name, done)
                pace.check()
    return _tuning(model, sweep, runs)


def slots_of(model: EditableModel) -> tuple[int, ...]:
    """Numbers of gist slots that can be tried: those that the adapter was trained for.

    Only its own where edits are kept verbatim, or where the settings ask for a number.
    """
    own = model.compressor.slots
    if model.adapter is None or model.memory == "verbatim" or model.settings.slots is not None:
        return (own,)
    return tuple(sorted({*model.adapter.card.slots_trained, own}))


def _tuning(model: EditableModel, sweep: Sweep, runs: dict[int, list[SuiteAsked]]) -> Tuning:
    """Figures of what was answered."""
    settings = [Setting(policy, slots) for slots in runs for policy in sweep.grid.policies()]
    cases = {setting: _cases(runs[setting.slots], setting) for setting in settings}
    first = next(iter(runs.values()))
    outcomes = outcomes_of(settings, [[case for _, case in cases[setting]] for setting in settings],
                           [_record(suite, case) for suite, case in cases[settings[0]]])  # fmt: skip
    points = points_of(outcomes, sweep.seed)
    chosen = chosen_of(points, sweep.most_unwanted)
    told = chosen.setting if chosen is not None else Setting(POLICIES["default"], settings[-1].slots)
    answered: list[Answered] = [one for run in runs[told.slots] for one in run.answered]
    return Tuning(
        model=model,
        suites=tuple(SuiteAsk(run.suite, run.data.sha256, run.records, run.questions) for run in first),
        pool=sweep.pool,
        seed=sweep.seed,
        most_unwanted=sweep.most_unwanted,
        slots=tuple(runs),
        points=points,
        front=front_of(points),
        chosen=chosen,
        checked=checked_of(outcomes, sweep.most_unwanted, sweep.seed),
        use=use_of(answered, told.policy, sweep.seed),
        use_of=told.policy,
        cases={setting: tuple(case for _, case in of) for setting, of in cases.items()},
        answers=sum(run.written for of in runs.values() for run in of),
        provenance=provenance(model),
    )


def _cases(runs: Sequence[SuiteAsked], setting: Setting) -> list[tuple[str, Case]]:
    return [(run.suite.name, one.cases[setting.policy]) for run in runs for one in run.answered]


def _record(suite: str, case: Case) -> str:
    return f"{suite}\n{case.pool_number}\n{case.record}\n{case.edit}"


def _case_file(path: Path | None, suite: Suite, number: int, *, alone: bool, slots: int) -> Path | None:
    """The file of one suite with one number of slots: a file holds the cases of one configuration."""
    if path is None or slots == 1:
        return case_file_of(path, suite, alone=alone)
    return case_file_of(path.with_name(f"{path.stem}-{number}-slots{path.suffix}"), suite, alone=alone)
