"""`doctor`: what is ready, what is not, and what to do about it."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from app.commands.options import AsJson, ModelOptions, StoreUrl, chosen_settings
from app.commands.output import print_json, progress_bar, results, shown
from app.service.doctor import Report, examine

STYLES = {"ready": "green", "note": "yellow", "missing": "bold red"}


def doctor(
    fetch: Annotated[bool, typer.Option("--fetch", help="First fetch the backbone, if it is not there.")] = False,
    store: StoreUrl = None,
    *,
    model: ModelOptions,
    as_json: AsJson = False,
) -> None:
    """Show what is installed, which model answers, on what device; ends with 0 only if all is ready."""
    settings = chosen_settings(store=store, **vars(model))
    if fetch:
        from app.model.sources import resolve

        with progress_bar() as progress:
            resolve(settings.backbone, settings, progress)
    report = examine(settings)
    if as_json:
        print_json(report.as_dict())
    else:
        _show(report)
    if not report.ready:
        raise typer.Exit(1)


def _show(report: Report) -> None:
    table = Table.grid(padding=(0, 2))
    for check in report.checks:
        table.add_row(shown(check.state, STYLES[check.state]), check.name, shown(check.found))
        if check.remedy:
            table.add_row("", "", shown(check.remedy, "italic"))
    console = results()
    console.print(table)
    console.print("Everything is ready." if report.ready else "Not ready: see the lines marked “missing”.")
