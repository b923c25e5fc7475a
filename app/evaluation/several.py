"""Several suites in one run, each by its own report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.cluster import Crew
from app.evaluation.pace import Progress, StopAsked
from app.evaluation.report import Report
from app.evaluation.run import evaluate
from app.evaluation.side_by_side import Station
from app.evaluation.suites import Suite
from app.model import EditableModel, Policy

USUAL_POOLS = (100,)
USUAL_METHODS = ("incomes",)


@dataclass(frozen=True)
class RunSettings:
    """What all suites of a run have in common. None: what each suite wants by itself."""

    records: int | None = None
    pools: Sequence[int] | None = None
    methods: Sequence[str] | None = None
    policy: Policy | str | None = None
    seed: int = 0
    pool_cache: Path | None = None
    timed: int = 0
    teacher_forced: bool = False
    fluency: int = 0
    questions: int | None = None


def evaluate_each(
    model: EditableModel,
    suites: Sequence[Suite],
    data: Path,
    wanted: RunSettings,
    *,
    cases: Path | None = None,
    progress: Progress | None = None,
    stop_asked: StopAsked | None = None,
    crew: Crew[Station] | None = None,
) -> Iterator[Report]:
    """The reports, one after the other, as they are finished.

    Args:
        crew: workers with the same model, that share the questions.
        cases: file of cases for a single suite; with several, each has its own, with the suite's name in its name.

    Raises:
        What `evaluate` raises.
    """
    for number, suite in enumerate(suites):
        yield evaluate(
            model,
            suite,
            data,
            records=wanted.records,
            pools=wanted.pools or ((suite.own_pool,) if suite.own_pool else USUAL_POOLS),
            methods=wanted.methods or (*USUAL_METHODS, *suite.beside),
            policy=wanted.policy,
            seed=wanted.seed,
            cases=case_file_of(cases, suite, alone=len(suites) == 1),
            pool_cache=wanted.pool_cache,
            timed=wanted.timed,
            teacher_forced=wanted.teacher_forced,
            fluency=wanted.fluency,
            questions=wanted.questions,
            progress=_part_of(progress, number, len(suites), suite),
            stop_asked=stop_asked,
            crew=crew,
        )


def case_file_of(path: Path | None, suite: Suite, *, alone: bool) -> Path | None:
    """The file of one suite's cases: a file holds those of one configuration."""
    if path is None or alone:
        return path
    return path.with_name(f"{path.stem}-{suite.name}{path.suffix}")


def together(name: str, reports: Sequence[Report]) -> dict[str, Any]:
    """The reports of a bundle as one value: rows with the name of their table, and each table's own report."""
    rows = [{"table": report.suite.name, **row} for report in reports for row in report.as_dict()["results"]]
    return {"suite": name, "results": rows, "tables": [report.as_dict() for report in reports]}


def _part_of(progress: Progress | None, number: int, suites: int, suite: Suite) -> Progress | None:
    if progress is None or suites == 1:
        return progress
    return lambda what, share: progress(f"{suite.name}, {what}", (number + share) / suites)
