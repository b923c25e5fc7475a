"""`train`: train an adapter from a configuration file; a run that is there goes on."""

from __future__ import annotations

import json
import signal
import time
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import AsJson
from app.commands.output import print_json, progress_bar, remarks, results, shown
from app.config import settings

if TYPE_CHECKING:
    from app.training.trainer import Report

LOG_FILE = "log.jsonl"


def train(
    config: Annotated[Path, typer.Argument(metavar="CONFIG", help="A TOML file; see assets/training/.")],
    folder: Annotated[Path, typer.Option(help="Of the run: its state, its log and its adapter.")] = Path(
        "runs/default"
    ),
    decay: Annotated[
        bool, typer.Option("--decay", help="The last phase: bring the rate down, write `decayed/`; resumable too.")
    ] = False,
    until: Annotated[int | None, typer.Option(help="Stop at this step.", min=1)] = None,
    minutes: Annotated[float | None, typer.Option(help="Stop after so many minutes.", min=0)] = None,
    threads: Annotated[int | None, typer.Option(help="Processor threads.", min=1)] = None,
    as_json: AsJson = False,
) -> None:
    """Train an adapter. Stop it with Ctrl-C, start it again with the same line: it goes on where it was."""
    from app.training.config import load_config
    from app.training.run import prepare, set_threads

    wanted = load_config(config)
    set_threads(threads)
    with progress_bar() as report:
        trainer = prepare(wanted, folder, settings(), report)
    stop = _Stop(minutes)
    progress = trainer.run(
        "decay" if decay else "constant",
        until_step=until,
        stop_asked=stop.asked,
        on_report=lambda found: _log(found, folder, as_json=as_json),
    )
    if as_json:
        print_json({"folder": str(folder), **asdict(progress)})
    else:
        place = folder / ("decayed" if decay else "adapter")
        results().print(shown(f"Step {progress.step:,}, {progress.pairs:,} pairs. The adapter is in {place}."))


class _Stop:
    """Ends a run between two steps: at the time limit, or when the process is asked to end."""

    def __init__(self, minutes: float | None) -> None:
        self._end = time.monotonic() + 60 * minutes if minutes is not None else None
        self._signalled = False
        for kind in (signal.SIGINT, signal.SIGTERM):
            signal.signal(kind, self._signal)

    def _signal(self, _number: int, _frame: FrameType | None) -> None:
        self._signalled = True

    def asked(self) -> bool:
        return self._signalled or (self._end is not None and time.monotonic() >= self._end)


def _log(report: Report, folder: Path, *, as_json: bool) -> None:
    """One line for people, one in the run's log."""
    progress, figures = report.progress, report.figures
    facts = {
        "step": progress.step,
        "pairs": progress.pairs,
        "hours": round(progress.seconds / 3600, 4),
        "learning_rate": report.learning_rate,
        "pairs_per_second": round(report.pairs_per_second, 2),
        **{name: round(value, 4) for name, value in figures.items()},
    }
    with (folder / LOG_FILE).open("a", encoding="utf-8") as log:
        log.write(json.dumps(facts) + "\n")
    if not as_json:
        figure = " ".join(f"{name} {value:.3f}" for name, value in figures.items())
        remarks().print(shown(f"step {progress.step:,} {figure} · {report.pairs_per_second:.1f} pairs/s"))
