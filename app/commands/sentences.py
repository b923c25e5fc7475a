"""`sentences`: how much sentence embeddings count in an adapter's selection, measured and kept with it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.commands.options import (
    AsJson,
    DataFolder,
    ModelOptions,
    PoolSize,
    Seed,
    SuiteNames,
    chosen_settings,
    suites_in,
)
from app.commands.output import print_json, progress_bar, results, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.evaluation.sentence_fitting import SentenceFit


def sentences(
    suite: SuiteNames,
    data: DataFolder,
    records: Annotated[int | None, typer.Option(help="Records drawn from each suite; all if left out.", min=2)] = None,
    pool: PoolSize = 100,
    seed: Seed = 0,
    *,
    model: ModelOptions,
    as_json: AsJson = False,
) -> None:
    """Measure whether sentence embeddings help an adapter to select, and keep the best setting with it."""
    settings = chosen_settings(**vars(model))
    from app.errors import AdapterMissingError
    from app.evaluation.sentence_fitting import fit_sentences
    from app.model.sentences import save_sentences
    from app.service import Workbench

    with progress_bar() as report:
        loaded = Workbench(settings).model(report)
        found = fit_sentences(loaded, suites_in(suite), data, records=records, pool=pool, seed=seed, progress=report)
    folder = loaded.adapter.path if loaded.adapter is not None else None
    if folder is None:
        raise AdapterMissingError(
            "The adapter lies in no folder.", "What is measured is kept there.", "Give --adapter."
        )
    best = max(found, key=lambda fit: fit.mean)
    file = save_sentences(folder, best.scale, best.cosine)
    if as_json:
        fits = [{**asdict(fit), "mean": fit.mean} for fit in found]
        print_json({"file": str(file), "scale": best.scale, "cosine": best.cosine, "fits": fits})
    else:
        _show(found)
        results().print(shown(f"Kept in {file}: scale {best.scale:g}, cosine {best.cosine:g}."))


def _show(found: Sequence[SentenceFit]) -> None:
    table = Table("Scale", "Cosine", "Suite", "Own edit read", "None read where none covers it")
    for fit in found:
        for suite, one in fit.shares.items():
            table.add_row(f"{fit.scale:g}", f"{fit.cosine:g}", suite, f"{one.read:.1%}", f"{one.kept:.1%}")
    results().print(table)
