"""`release gate`, `move`, `rollback` and `history`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.commands.options import AsJson, ReadingOptions, StoreUrl, chosen_settings
from app.commands.output import print_json, progress_bar, results, shown
from app.commands.releases.opened import Alias, Reason, Reference, open_store_of, plain, with_model

if TYPE_CHECKING:
    from app.service.releases import GateReport
    from app.store import AliasMove, GateResult

OneAlias = Annotated[str | None, typer.Argument(metavar="[ALIAS]", help="Of this alias only.")]


def gate(release: Reference, *, model: ReadingOptions, store: StoreUrl = None, as_json: AsJson = False) -> None:
    """Ask the test questions of a release; ends with 1 where it may not come to production."""
    opened = with_model(chosen_settings(store=store, **vars(model)), release)
    workbench, token = opened.workbench, opened.token
    with progress_bar() as report:
        job = workbench.releases.begin_gate(token, release)
        for step in workbench.jobs.follow(token, job):
            report("Asking the test questions", step.done / max(step.total, 1))
    found = workbench.releases.gate_of_job(token, job)
    if found is None:
        raise typer.Exit(1)
    if as_json:
        measured = found.run.figures.must_stay > 0
        print_json(plain(found) | {"passed": not found.crossed, "unwanted_measured": measured})
    else:
        show_gate(found)
    if found.crossed:
        raise typer.Exit(1)


def move(
    alias: Alias,
    release: Reference,
    reason: Reason = "",
    override: Annotated[
        bool, typer.Option("--override", help="To production although the gate refuses; needs --reason.")
    ] = False,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Move an alias to a release."""
    opened = open_store_of(chosen_settings(store=store))
    moved = opened.workbench.releases.move(opened.token, alias, release, reason=reason, override=override)
    _tell(moved, as_json)


def rollback(
    alias: Alias,
    release: Annotated[
        str | None, typer.Argument(metavar="[RELEASE]", help="Where it stood.", show_default="the last one before")
    ] = None,
    reason: Reason = "",
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Move an alias back to a release where it stood before; the gate is not asked. Needs --reason."""
    opened = open_store_of(chosen_settings(store=store))
    _tell(opened.workbench.releases.rollback(opened.token, alias, release, reason=reason), as_json)


def history(alias: OneAlias = None, store: StoreUrl = None, as_json: AsJson = False) -> None:
    """List every move of an alias, or of all, the newest first."""
    opened = open_store_of(chosen_settings(store=store))
    moves = opened.workbench.releases.history(opened.token, alias)
    if as_json:
        print_json({"moves": [plain(one) for one in moves]})
        return
    table = Table("Moved", "Alias", "To", "By", "Reason", "Gate")
    for one in moves:
        when = f"{one.moved.astimezone():%Y-%m-%d %H:%M}"
        gate = "overridden" if one.overridden else ""
        table.add_row(when, one.alias, shown(one.release_name), shown(one.moved_by), shown(one.reason), gate)
    results().print(table)


def show_gate(report: GateReport) -> None:
    """What a test found, for people."""
    figures, console = report.run.figures, results()
    console.print(f"Changed as wanted: {figures.changed} of {figures.must_change}")
    if figures.must_stay:
        console.print(f"Changed unwanted: {figures.unwanted} of {figures.must_stay}")
    else:
        console.print(shown("Changed unwanted: not measured, no test question is about something else", "yellow"))
    console.print(f"Edits without a test question: {figures.untested}")
    for result in report.run.results:
        if not result.passed:
            console.print(shown(f"Failed: {_said(result)}", "yellow"))
    if report.compared_with is not None:
        console.print(shown(f"Since “{report.compared_with.name}”, which is in production:"))
        for word, changed in (("broken", report.changes.broken), ("mended", report.changes.mended)):
            console.print(f"  Newly {word}: {len(changed)}")
            for result in changed:
                console.print(shown(f"    {_said(result)}"))
    verdict = "; ".join(report.crossed)
    passed = (
        shown("Passed.", "green") if figures.must_stay else shown("Passed; unwanted change was not measured.", "yellow")
    )
    console.print(shown(f"Refused: {verdict}", "red") if verdict else passed)


def _said(result: GateResult) -> str:
    wanted = f", wanted “{result.target}”" if result.target else f", it was “{result.original}”"
    return f"“{result.question}” is answered “{result.answer}”{wanted}"


def _tell(moved: AliasMove, as_json: bool) -> None:
    if as_json:
        print_json(plain(moved))
    else:
        over = " The gate had refused it." if moved.overridden else ""
        results().print(shown(f"{moved.alias} stands at {moved.release_name}.{over}"))
