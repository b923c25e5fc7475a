"""`check-evidence`: whether the sentence names the edit that an answer depends on, and whether “sure” is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.commands.options import AsJson, DataFolder, PoolSize, ReadingOptions, Seed, chosen_settings, suites_in
from app.commands.output import print_json, progress_bar, results

if TYPE_CHECKING:
    from app.evaluation.evidence import Evidence
    from app.evaluation.measured import Measured


def check_evidence(
    suite: Annotated[str, typer.Argument(metavar="SUITE[,SUITE…]", help="Others than the adapter was calibrated on.")],
    data: DataFolder,
    questions: Annotated[int, typer.Option(help="Asked in all: edited, near miss, answered wrongly.", min=3)] = 300,
    pool: PoolSize = 100,
    seed: Seed = 0,
    *,
    model: ReadingOptions,
    as_json: AsJson = False,
) -> None:
    """Measure the evidence: leave edits out, count how often the sentence was right, and try it with wrong weights."""
    settings = chosen_settings(**vars(model))
    from app.evaluation.evidence import evaluate_evidence
    from app.service import Workbench

    names = suites_in(suite)
    with progress_bar() as report:
        loaded = Workbench(settings).model(report)
        found = evaluate_evidence(loaded, names, data, questions=questions, pool=pool, seed=seed, progress=report)
    if as_json:
        print_json(found.as_dict())
    else:
        _show(found)


def _show(found: Evidence) -> None:
    table = Table("", "Share", "95% interval", "Answers")
    rows = (
        ("The sentence names the edit with the largest drop", found.names_largest),
        ("  where an edit was read", found.names_largest_where_read),
        ("  where two edits were read", found.names_largest_of_two),
        ("  the same with swapped weights (must fail)", found.swapped),
        ("Called sure, and right", found.sure_right),
    )
    for name, measured in rows:
        table.add_row(name, *_cells(measured))
    kinds: dict[str, int] = {}
    for case in found.cases:
        kinds[case.kind] = kinds.get(case.kind, 0) + 1
    console = results()
    console.print(table)
    console.print(f"{len(found.cases):,} questions: " + ", ".join(f"{n:,} {kind}" for kind, n in kinds.items()))


def _cells(measured: Measured | None) -> tuple[str, str, str]:
    if measured is None:
        return "–", "–", "0"
    return f"{measured.value:.1%}", f"{measured.low:.1%} to {measured.high:.1%}", f"{measured.n:,}"
