"""`calibrate`: measure how sure the answers of an adapter are, and write it beside the adapter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.commands.options import (
    AsJson,
    DataFolder,
    PolicyName,
    PoolSize,
    ReadingOptions,
    Seed,
    SuiteNames,
    chosen_settings,
    require_writable_place,
    suites_in,
)
from app.commands.output import print_json, progress_bar, results, shown

if TYPE_CHECKING:
    from app.explain.calibration import Calibration


def calibrate(
    suite: SuiteNames,
    data: DataFolder,
    records: Annotated[int | None, typer.Option(help="Records drawn from each suite; all if left out.", min=2)] = None,
    pool: PoolSize = 100,
    policy: PolicyName = None,
    seed: Seed = 0,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it, if not beside the adapter.")
    ] = None,
    *,
    model: ReadingOptions,
    as_json: AsJson = False,
) -> None:
    """Measure how often answers are right, by what their evidence shows, and write calibration.json."""
    require_writable_place(output)
    settings = chosen_settings(**vars(model))
    from app.evaluation.calibrating import calibrate as run
    from app.explain.calibration import CALIBRATION_FILE, save_calibration
    from app.service import Workbench

    names = suites_in(suite)
    with progress_bar() as report:
        loaded = Workbench(settings).model(report)
        found = run(loaded, names, data, records=records, pool=pool, policy=policy, seed=seed, progress=report)
    folder = loaded.adapter.path if loaded.adapter is not None else None
    file = output or (folder or Path()) / CALIBRATION_FILE
    save_calibration(found, file)
    if as_json:
        print_json({**found.model_dump(), "file": str(file)})
    else:
        _show(found, file)


def _show(found: Calibration, file: Path) -> None:
    console = results()
    table = Table("Answers", "Asked", "Right", "Error of the probability", "Called sure", "of these right", "Sure from")
    for name, branch in (("that read an edit", found.read), ("that read none", found.unread)):
        if branch is None:
            table.add_row(name, "too few")
            continue
        measured = branch.measured
        sure = f"{measured.called_sure_right / measured.called_sure:.1%}" if measured.called_sure else "–"
        table.add_row(
            name,
            f"{measured.answers:,}",
            f"{measured.right / measured.answers:.1%}",
            f"{measured.calibration_error:.3f}",
            f"{measured.called_sure:,}",
            sure,
            "–" if branch.sure_from is None else f"{branch.sure_from:.3f}",
        )
    console.print(table)
    console.print(shown(f"Written to {file}"))
