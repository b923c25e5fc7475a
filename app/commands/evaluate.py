"""`evaluate`: a public benchmark, for one or several methods and sizes of pool."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.options import (
    AdapterName,
    AsJson,
    Backbone,
    Device,
    PolicyName,
    PrecisionKind,
    chosen_settings,
    require_writable_place,
)
from app.commands.output import print_json, progress_bar, results, shown
from app.errors import InputError


def evaluate(
    suite: Annotated[str, typer.Argument(help="counterfact, zsre, …")],
    data: Annotated[Path, typer.Option(metavar="FOLDER", help="Holds the suite's public file under its own name.")],
    records: Annotated[int | None, typer.Option(help="Records drawn at random; all if left out.", min=1)] = None,
    pool: Annotated[str, typer.Option(metavar="N[,N…]", help="Edits in force at once.")] = "100",
    methods: Annotated[str, typer.Option(metavar="A[,B…]", help="incomes, incomes-verbatim, …")] = "incomes",
    policy: PolicyName = None,
    seed: Annotated[int, typer.Option(help="Of the draw and the intervals.")] = 0,
    cases: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Add every question, answer and judgement to it (JSON lines); a run goes on where it ends.",
        ),
    ] = None,
    backbone: Backbone = None,
    adapter: AdapterName = None,
    device: Device = None,
    precision: PrecisionKind = None,
    as_json: AsJson = False,
) -> None:
    """Measure how well edits work: metrics on freely generated answers, with confidence intervals.

    With --cases a run that was stopped or killed goes on where it was: repeat the same command. A file of cases that
    were made differently (other versions, data, seed or settings) is refused.
    """
    sizes = sizes_in(pool)
    require_writable_place(cases)
    settings = chosen_settings(backbone=backbone, adapter=adapter, device=device, precision=precision)
    from app.evaluation import evaluate as run
    from app.evaluation import method_named, suite_named
    from app.service import Workbench

    names = [name.strip() for name in methods.split(",") if name.strip()]
    suite_named(suite)  # a misspelt name is told before the model is loaded
    for name in names:
        method_named(name)
    with progress_bar() as report:
        model = Workbench(settings).model(report)
        found = run(
            model,
            suite,
            data,
            records=records,
            pools=sizes,
            methods=names,
            policy=policy,
            seed=seed,
            cases=cases,
            progress=report,
        )
    if as_json:
        print_json(found.as_dict())
    else:
        results().print(shown(found.as_text()))


def sizes_in(text: str) -> list[int]:
    """Sizes of pools from a list with commas.

    Raises:
        InputError: something else than whole numbers from 1 upwards.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise InputError(
            f"{text!r} is no list of pool sizes.", "Wanted: whole numbers from 1, with commas between.", ""
        )
    return [int(part) for part in parts]
