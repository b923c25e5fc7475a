"""`db`: the tables of the shared store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.options import AsJson, StoreUrl, chosen_settings, require_writable_place
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


@db.command()
@explained_errors
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Is written as a whole or not at all.")],
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Copy the whole store while others use it (PostgreSQL: with pg_dump), and check the copy."""
    from app.service import Workbench
    from app.store.backup import back_up

    require_writable_place(file)
    with Workbench(chosen_settings(store=store)).stored.whole() as opened:
        done = back_up(opened, file)
    if as_json:
        print_json({"store": opened.name, "file": str(file), "bytes": done.bytes, "records": done.records})
    else:
        results().print(shown(f"{opened.name}: {file} ({done.bytes / 1e6:,.2f} MB). It is as secret as the store."))


@db.command()
@explained_errors
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `db backup` wrote.")],
    store: StoreUrl = None,
    check: Annotated[bool, typer.Option("--check", help="Only look whether the copy is sound (SQLite).")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a store from a copy, where there is none yet; erase anew what was erased since the copy was made."""
    from app.store import backup as copies

    settings = chosen_settings(store=store)
    found = copies.check(file) if check else copies.restore(file, settings.store)
    if as_json:
        print_json({"file": str(file), "records": found.records, "sound": found.sound, "head": found.head.as_dict()})
    else:
        verdict = "sound" if found.sound else f"{found.faults:,} faults in its audit chain"
        results().print(shown(f"{file}: {verdict}, {found.records:,} audit records. Head {found.head}"))
    if not found.sound:
        raise typer.Exit(1)
