"""`bench`: how fast it is, against something else in the same run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.commands.options import AsJson, ModelOptions, Seed, chosen_settings
from app.commands.output import print_json, progress_bar, remarks, results

if TYPE_CHECKING:
    from app.evaluation.benches import Row


def bench(
    name: Annotated[
        str,
        typer.Argument(
            help="asking, compressing, folder, four-bit, llama-cpp, memory, packed, pool, real-edits, start or users."
        ),
    ],
    rounds: Annotated[int, typer.Option(help="Turns of each thing measured.", min=2)] = 10,
    tokens: Annotated[int, typer.Option(help="Longest answer of `asking`, `pool` and `users`.", min=2)] = 16,
    pool: Annotated[
        str, typer.Option(metavar="N[,N…]", help="Edits in the pool of `asking` (besides none) and `pool`.")
    ] = "100,1000,10000",
    edits: Annotated[
        int, typer.Option(help="Edits a round, of `compressing`; once, `folder`, `pool`, `memory`.", min=1)
    ] = 128,
    clients: Annotated[
        str, typer.Option(metavar="N[,N…]", help="Visitors at the same time, of `users`, beside a single one.")
    ] = "4,16,64",
    minutes: Annotated[
        float, typer.Option(help="Of `users`: let visitors come and go so long, and measure memory, not speed.", min=0)
    ] = 0,
    threads: Annotated[
        int | None, typer.Option(help="Of torch, for all that is measured.", show_default="as torch chooses", min=1)
    ] = None,
    seed: Seed = 0,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="End with 1 where a ratio is beyond its limit (embedded model, processor).")
    ] = False,
    model: ModelOptions,
    as_json: AsJson = False,
) -> None:
    """Measure speed in turns with what it is compared with, and print ratios with their intervals."""
    settings = chosen_settings(**vars(model))
    import torch

    from app.evaluation.benches import BENCHES, BenchSettings
    from app.evaluation.benches.folder import folder
    from app.evaluation.pools import sizes_in
    from app.evaluation.provenance import provenance
    from app.evaluation.registry import named
    from app.service import Workbench
    from app.service.users_bench import users

    known = {**BENCHES, "folder": folder, "users": users}
    chosen = named(known, name, "bench")  # a misspelt name is told before the model is loaded
    wanted = BenchSettings(rounds, tokens, (0, *sizes_in(pool)), edits, seed, tuple(sizes_in(clients)), minutes)
    with progress_bar() as report:
        loaded = Workbench(settings).model(report)
    if threads is not None:
        torch.set_num_threads(threads)
    rows = chosen(loaded, wanted)
    if as_json:
        print_json({"bench": name, "seed": seed, "rows": [r.as_dict() for r in rows], "provenance": provenance(loaded)})
    else:
        results().print(_table(rows, rounds))
    beyond = [row.name for row in rows if not row.as_it_should]
    if check and beyond:
        remarks().print(f"Beyond their limits: {'; '.join(beyond)}.")
        raise typer.Exit(1)


def _table(rows: Sequence[Row], rounds: int) -> Table:
    table = Table("", "Value", "Compared with", "Ratio", "95% interval", title=f"{rounds} rounds")
    for row in rows:
        reference = f"{row.reference:.4g} {row.unit} ({row.reference_name})"
        table.add_row(
            row.name, f"{row.value:.4g} {row.unit}", reference, f"{row.ratio:.3g}", f"{row.low:.3g} to {row.high:.3g}"
        )
    return table
