"""`export`: everything in the shared store as one file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.commands.options import AsJson, StoreUrl, chosen_settings, require_writable_place
from app.commands.output import print_json, remarks, results, shown


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Is written as a whole or not at all.")],
    gists: Annotated[bool, typer.Option("--gists", help="With the compressed edits, some 100 kB each.")] = False,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Write all edits and answers of the shared store to one file, from which `import` makes them again.

    Releases are not in it, nor conflicts, rules, accounts and audit records: `db backup` copies the whole store.
    """
    from app.service import Workbench

    require_writable_place(file)
    stored = Workbench(chosen_settings(store=store)).stored
    exported = stored.export(file, with_gists=gists)
    if as_json:
        print_json(asdict(exported) | {"file": str(file), "store": stored.name})
    else:
        counts = f"{exported.edits:,} edits, {exported.answers:,} answers, {exported.gists:,} gists"
        results().print(shown(f"{counts}: {file} ({exported.bytes / 1e6:,.2f} MB)"))
        remarks().print("Not in it: releases and aliases, conflicts, rules, accounts, audit. db backup copies all.")
