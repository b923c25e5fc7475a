"""One suite, from its beginning to its end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict, Unpack

from app.cluster import Crew
from app.evaluation.pace import Pace, Progress, StopAsked
from app.evaluation.report import Report
from app.evaluation.runner import Evaluation
from app.evaluation.side_by_side import Station
from app.evaluation.suites import Suite
from app.model import EditableModel, Policy


class Options(TypedDict, total=False):
    """How a suite is run; each is explained at `Evaluation`, which has the defaults."""

    records: int | None
    pools: Sequence[int]
    methods: Sequence[str]
    policy: Policy | str | None
    seed: int
    max_new_tokens: int | None
    cases: Path | None
    pool_cache: Path | None
    timed: int
    teacher_forced: bool
    fluency: int
    questions: int | None
    crew: Crew[Station] | None


def evaluate(
    model: EditableModel,
    suite: str | Suite,
    data: Path,
    *,
    progress: Progress | None = None,
    stop_asked: StopAsked | None = None,
    **options: Unpack[Options],
) -> Report:
    """Measure methods on a suite, from the beginning to the end.

    Args:
        progress: called with what is being done and the share done.
        stop_asked: asked between parts.
        options: as for `Evaluation`.

    Raises:
        Cancelled: `stop_asked()` said so; what is done is in the file of cases, if there is one.
        Besides, what `Evaluation` raises.
    """
    run = Evaluation(model, suite, data, **options)
    pace = Pace(run.total, progress, stop_asked, run.done)
    steps = run.steps()
    while run.left:
        pace.check()
        done = run.done
        pace.advance(next(steps), run.done - done)
    return run.report()
