"""`db`: the tables of the shared store."""

from __future__ import annotations

import typer

from app.commands.options import AsJson, StoreUrl, chosen_settings
from app.commands.output import explained_errors, print_json, results, shown

db = typer.Typer(name="db", help="The tables of the shared store.", no_args_is_help=True)


@db.callback()
def tables() -> None:
    """The tables of the shared store."""


@db.command()
@explained_errors
def upgrade(store: StoreUrl = None, as_json: AsJson = False) -> None:
    """Make the tables, or bring them up to date after the workbench was updated; does no harm where they are."""
    from app.store.database import Database
    from app.store.schema import revision_of
    from app.store.schema import upgrade as bring_up_to_date

    database = Database(chosen_settings(store=store).store)
    before = revision_of(database)
    bring_up_to_date(database)
    after = revision_of(database)
    database.close()
    if as_json:
        print_json({"store": database.name, "before": before, "revision": after})
    else:
        what = "made" if before is None else "already up to date" if before == after else f"upgraded from {before}"
        results().print(shown(f"{database.name}: {what}, revision {after}."))
