"""`import`: an exported file into the shared store."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.options import AsJson, StoreUrl, chosen_settings, user_name
from app.commands.output import print_json, progress_bar, results, shown

if TYPE_CHECKING:
    from app.store import Imported, StoredEdit

SHOWN = 20
"""Edits listed for people; `--json` has all."""


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Written by `export`.")],
    gists: Annotated[
        bool,
        typer.Option("--gists", help="Take its compressed edits too: only from people you trust, see the README."),
    ] = False,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Add what an exported file holds and the store lacks: all of it, or nothing. What the store holds stays."""
    from app.service import Workbench

    stored = Workbench(chosen_settings(store=store)).stored
    with progress_bar() as report:
        report("Importing", 0.0)
        imported = stored.import_(file, with_gists=gists, author=user_name())
    if as_json:
        lists = {name: _brief(getattr(imported, name)) for name in ("different", "repeated", "held", "contradicting")}
        print_json(asdict(imported) | lists | {"store": stored.name})
    else:
        _show(imported)


def _brief(edits: list[StoredEdit]) -> list[dict[str, Any]]:
    return [{"id": edit.id, "text": edit.text} for edit in edits]


def _show(imported: Imported) -> None:
    console = results()
    console.print(
        f"Added: {imported.edits:,} edits, {imported.answers:,} answers, {imported.gists:,} gists. "
        f"There already: {imported.same:,} edits."
    )
    _show_edits("The store's own version stays", imported.different)
    _show_edits("In use already under another id", imported.repeated)
    _show_edits("Not in force, for nobody but who wrote or imports them has approved them (four-eyes)", imported.held)
    _show_edits("Not in force, for they contradict what acts (python -m app conflicts list)", imported.contradicting)
    if imported.gists_left:
        console.print(f"Not taken: {imported.gists_left:,} gists (--gists takes them).")


def _show_edits(what: str, edits: list[StoredEdit]) -> None:
    if edits:
        results().print(f"{what}: {len(edits):,}")
    for edit in edits[:SHOWN]:
        results().print(shown(f"  {edit.text}"))
