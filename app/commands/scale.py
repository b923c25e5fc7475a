"""`scale`: what a pool of millions of edits takes, from constants measured here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.commands.options import AsJson, ModelOptions, Seed, chosen_settings
from app.commands.output import print_json, progress_bar, results

if TYPE_CHECKING:
    from app.evaluation.scale import Constants, Size


def scale(
    edits: Annotated[str, typer.Option(metavar="N[,N…]", help="Edits in the pool.")] = "1000000,10000000,100000000",
    core_hour: Annotated[float | None, typer.Option(help="Price of an hour of one core.", min=0)] = None,
    gigabyte_month: Annotated[float | None, typer.Option(help="Price of a gigabyte of disk a month.", min=0)] = None,
    rounds: Annotated[int, typer.Option(help="Of which the median is taken.", min=1)] = 5,
    compressed: Annotated[int, typer.Option(help="Edits compressed a round, to measure it.", min=2)] = 64,
    seed: Seed = 0,
    *,
    model: ModelOptions,
    as_json: AsJson = False,
) -> None:
    """Measure what an edit takes to compress, to keep and to search, and reckon it for very large pools."""
    settings = chosen_settings(**vars(model))
    from app.evaluation.pools import sizes_in
    from app.evaluation.provenance import provenance
    from app.evaluation.scale import measured, sizes_of
    from app.service import Workbench

    wanted = sizes_in(edits)
    with progress_bar() as report:
        loaded = Workbench(settings).model(report)
    constants = measured(loaded, edits=compressed, rounds=rounds, seed=seed)
    found, made_by = sizes_of(constants, wanted, core_hour=core_hour, gigabyte_month=gigabyte_month), provenance(loaded)
    if as_json:
        print_json({"constants": asdict(constants), "sizes": [s.as_dict() for s in found], "provenance": made_by})
    else:
        results().print(_table(found, str(made_by["machine"]["processor"])))
        results().print(_told(constants))


def _table(sizes: Sequence[Size], processor: str) -> Table:
    prices = [name for name in ("price", "month") if getattr(sizes[0], name) is not None]
    table = Table("Edits", "Folder", "As in the store", "In memory", "Compressing", "A question", title=processor)
    for name in prices:
        table.add_column({"price": "Compressing, price", "month": "Disk a month, price"}[name])
    for size in sizes:
        table.add_row(
            f"{size.edits:,}",
            f"{size.folder_gigabytes:,.1f} GB",
            f"{size.bfloat16_gigabytes:,.1f} GB",
            f"{size.memory_gigabytes:,.2f} GB",
            f"{size.compress_core_hours:,.1f} core-hours",
            f"{size.question_core_seconds:,.2f} core-seconds",
            *(f"{getattr(size, name):,.2f}" for name in prices),
        )
    return table


def _told(given: Constants) -> str:
    return (
        f"An edit: {given.compress_seconds * 1e3:.1f} ms of one core to compress, {given.folder_bytes:,.0f} bytes in a "
        f"folder, {given.bfloat16_bytes:,} in the store (bfloat16), {given.key_bytes} to search, "
        f"{given.search_seconds * 1e9:.0f} ns a question. A question without search: {given.answer_seconds:.2f} s."
    )
