"""`compress`: edits into gists, counted and, if wanted, saved."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from app.commands.editing import Opened, open_with_edits
from app.commands.machine_options import MachineOptions
from app.commands.options import AsJson, EditOptions, ReadingOptions, chosen_settings, require_writable_place
from app.commands.output import print_json, results, shown
from app.commands.pool_folder import compressed_into
from app.commands.tensors import save_gists
from app.errors import InputError

if TYPE_CHECKING:
    from app.model import GistPool

SHOWN = 20
"""Edits listed for people; `--json` has all."""


def compress(
    *,
    given: EditOptions,
    tensors: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Save each gist's keys, values and selection vector (safetensors)."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Compress into a folder, for `ask --pool`: any number of edits; what it has is not made again.",
        ),
    ] = None,
    machines: MachineOptions,
    model: ReadingOptions,
    as_json: AsJson = False,
) -> None:
    """Compress edits, or the store's; shows slots and bytes of each, and which rows cannot be used."""
    require_writable_place(tensors)
    if tensors is not None and output is not None:
        raise InputError("Raw arrays and a folder were asked for.", "One of them is written.", "Leave one out.")
    settings = chosen_settings(store=given.store, **vars(model))
    from app.store import store_exists

    if not given.edit and not given.edits and given.store is None and not store_exists(settings.store):
        raise InputError("No edits were given.", "", "Give --edit TEXT, --edits FILE or --store URL.")
    with machines.open() as helping:
        load = None if helping is None else helping.load
        if output is None:
            opened = open_with_edits(settings, given, load=load)
            pool, lacked = opened.pool, 0
        else:
            opened, pool, lacked = compressed_into(output, settings, given, load)
    if tensors is not None:
        save_gists(pool, tensors)
    if as_json:
        told = _told(opened, pool, tensors, output)
        print_json(told if output is None else {"folder": str(output), "count": len(pool), "compressed": lacked} | told)
    elif output is None:
        _show(pool, opened.seconds, tensors)
    else:
        made = f"{lacked:,} compressed now, {pool.bytes / 1e6:,.2f} MB"
        results().print(shown(f"Edits: {len(pool):,} in {output}, {made}. Ask with --pool."))
    opened.require_no_faults()
    if opened.not_in_use:
        raise typer.Exit(1)


def _told(opened: Opened, pool: GistPool, tensors: Path | None, output: Path | None) -> dict[str, Any]:
    """Each edit; of a folder, which may hold millions, only how many there are."""
    told: dict[str, Any] = {}
    if output is None:
        edits = [{"id": g.id, "text": g.text, "slots": g.slots, "bytes": g.bytes} for g in pool]
        told = {"edits": edits, "tensors": None if tensors is None else str(tensors)}
    return told | {
        "faults": [asdict(fault) for fault in (*opened.faults, *opened.not_in_use)],
        "bytes": pool.bytes,
        "memory": opened.workbench.model().memory,
        "seconds": opened.seconds,
    }


def _show(pool: GistPool, seconds: float, tensors: Path | None) -> None:
    """The first edits in a table, and the sums below it."""
    table = Table("Edit", "Slots", "kB")
    for gist in list(pool)[:SHOWN]:
        table.add_row(shown(gist.text), str(gist.slots), f"{gist.bytes / 1000:,.1f}")
    console = results()
    console.print(table)
    if len(pool) > SHOWN:
        console.print(f"… and {len(pool) - SHOWN:,} more")
    console.print(f"Edits: {len(pool):,}. Memory: {pool.bytes / 1e6:,.2f} MB. Compressed in {seconds:.2f} s.")
    if tensors is not None:
        console.print(shown(f"Saved in {tensors}"))
