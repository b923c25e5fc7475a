"""`tune`: try settings on validation questions, see what each brings and costs, and keep the chosen one by a name."""

from __future__ import annotations

import math
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.table import Table

from app.commands.options import (
    AsJson,
    DataFolder,
    Language,
    PoolSize,
    ReadingOptions,
    Seed,
    chosen_settings,
    require_writable_place,
    suites_in,
)
from app.commands.output import print_json, progress_bar, results, shown, write_whole
from app.errors import InputError
from app.texts import in_language, speaking

if TYPE_CHECKING:
    from app.evaluation.tuning import Grid, Tuning

Number = TypeVar("Number", int, float)
USUAL_SUITES = "counterfact-val,held-out,held-out-near"


def tune(
    suite: Annotated[str, typer.Argument(metavar="SUITE[,SUITE…]", help="Validation questions.")] = USUAL_SUITES,
    data: DataFolder = Path(),
    records: Annotated[int | None, typer.Option(help="Records drawn from each suite; all if left out.", min=2)] = None,
    pool: PoolSize = 100,
    most_unwanted: Annotated[
        float, typer.Option(help="Most unwanted changes allowed, in percent.", min=0, max=100)
    ] = 5.0,
    save: Annotated[str | None, typer.Option(metavar="NAME", help="Keep the chosen setting as a policy.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Also where a policy of that name is kept.")] = False,
    top_k: Annotated[
        str | None, typer.Option(metavar="K[,K…]", help="Edits read at most.", show_default="1,2,4")
    ] = None,
    thresholds: Annotated[
        str | None,
        typer.Option(metavar="W[,W…]", help="Least weight of an edit read; “” for none.", show_default="0.2,0.05"),
    ] = None,
    temperatures: Annotated[
        str | None, typer.Option(metavar="T[,T…]", help="Divide the logits.", show_default="0.5,1,2")
    ] = None,
    margins: Annotated[
        str | None, typer.Option(metavar="M[,M…]", help="In logits above the zero gist.", show_default="-3 to 4 by 0.5")
    ] = None,
    slots: Annotated[
        str | None,
        typer.Option(metavar="N[,N…]", help="Gist slots kept of an edit.", show_default="all trained numbers"),
    ] = None,
    seed: Seed = 0,
    cases: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep every answer there (JSON lines); a run goes on where it ends."),
    ] = None,
    pool_cache: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Keep compressed edits there, for other runs.")
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page with plots and tables.")] = None,
    language: Language = "en",
    *,
    model: ReadingOptions,
    as_json: AsJson = False,
) -> None:
    """Find out how readily edits should be used: efficacy against unwanted change, and a setting to keep.

    Of the settings that change at most so much of what must stay as it is, the one that answers most questions right
    is chosen. Kept with --save NAME it is a policy like the others: --policy NAME, and a choice on the tab Ask.
    """
    require_writable_place(cases)
    require_writable_place(html)
    say = in_language(language)
    settings = chosen_settings(**vars(model))
    from app.evaluation.tuning import Sweep
    from app.evaluation.tuning import tune as run
    from app.model.saved_policies import check_name, save_policy
    from app.service import Workbench

    names = suites_in(suite)
    if save is not None:
        check_name(settings.policies, save, replace=replace)
    tried = None if slots is None else tuple(_numbers(slots, "slots", int))
    grid = _grid(top_k, thresholds, temperatures, margins)
    sweep = Sweep(grid, tried, records, pool, seed, most_unwanted / 100)
    with progress_bar() as report:
        loaded = Workbench(settings).model(report)
        found = run(loaded, names, data, sweep, cases=cases, pool_cache=pool_cache, progress=report)
    given = {
        "records": records, "pool": pool, "most-unwanted": f"{most_unwanted:g}", "top-k": top_k, "margins": margins,
        "thresholds": thresholds, "temperatures": temperatures, "slots": slots, "seed": seed, "save": save,
        "backbone": model.backbone, "adapter": model.adapter, "memory": model.memory,
    }  # fmt: skip
    command = _command(names, found, given)
    if html is not None:
        from app.evaluation.tuning.page import page_of

        write_whole(html, page_of(found, command, say).encode())
    file = None if save is None else save_policy(settings.policies, found.saved_as(save), replace=replace)
    if as_json:
        print_json({**found.as_dict(), "command": command, "saved": None if file is None else str(file)})
    else:
        with speaking(say):
            _show(found, save, file)


def _grid(top_k: str | None, thresholds: str | None, temperatures: str | None, margins: str | None) -> Grid:
    from app.evaluation.tuning import Grid

    given: dict[str, tuple[Any, ...] | None] = {
        "top_k": None if top_k is None else _numbers(top_k, "top-k", int),
        "thresholds": None if thresholds is None else _numbers(thresholds, "thresholds", float),
        "temperatures": None if temperatures is None else _numbers(temperatures, "temperatures", float),
        "margins": None if margins is None else _numbers(margins, "margins", float),
    }
    return Grid(**{name: values for name, values in given.items() if values is not None})


def _numbers(text: str, option: str, kind: Callable[[str], Number]) -> tuple[Number, ...]:
    """Numbers from a list with commas.

    Raises:
        InputError: something else.
    """
    try:
        numbers = tuple(kind(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise InputError(f"--{option} cannot be {text!r}.", "Numbers with commas between them.", "") from None
    if not all(math.isfinite(number) for number in numbers):
        raise InputError(f"--{option} cannot be {text!r}.", "Finite numbers.", "")
    return numbers


def _command(names: list[str], found: Tuning, given: dict[str, Any]) -> str:
    """The command line that makes the result again; FOLDER stands for where the public files are."""
    parts = ["python", "-m", "app", "tune", ",".join(names), "--data", "sample" if found.sample else "FOLDER"]
    for name, value in given.items():
        parts += [] if value is None else [f"--{name}={value}"]
    return shlex.join(parts)


def _show(found: Tuning, name: str | None, file: Path | None) -> None:
    from app.evaluation.tuning.page import front_table
    from app.evaluation.tuning.sentence import sentence

    console, front = results(), front_table(found)
    table = Table(*front.headings)
    for row in front.rows:
        table.add_row(*(shown(cell) for cell in row))
    console.print(table)
    console.print(shown(sentence(found)))
    if file is not None:
        console.print(shown(f"Kept as the policy “{name}” in {file}: ask, explain and evaluate take --policy {name}."))
