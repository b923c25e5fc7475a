"""`card`: an adapter's card from measurements, for programs (card.json) and for people (README.md)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import AsJson
from app.commands.output import print_json, results, shown, write_whole

if TYPE_CHECKING:
    from app.evaluation.card_update import Training
    from app.model.card_entries import DataSource

PAGE_FILE = "README.md"


def card(
    adapter: Annotated[Path, typer.Argument(metavar="ADAPTER_FOLDER", help="Holds card.json.")],
    measured: Annotated[
        list[Path] | None,
        typer.Option("--results", metavar="FILE", help="What `evaluate … --json` printed; may be repeated."),
    ] = None,
    logs: Annotated[
        list[Path] | None,
        typer.Option("--log", metavar="FILE", help="log.jsonl of every run behind the adapter, in order."),
    ] = None,
    configs: Annotated[
        list[Path] | None,
        typer.Option("--config", metavar="FILE", help="Configuration of a run: the sources of its data; repeatable."),
    ] = None,
    licence: Annotated[str | None, typer.Option(metavar="TEXT", help="Of the adapter.")] = None,
    limits: Annotated[
        list[str] | None,
        typer.Option("--limit", metavar="TEXT", help="What it cannot do, besides what is listed; may be repeated."),
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Drop all findings in the card first: they are of earlier weights.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write an adapter's card from measurements. What stands in it and was not measured anew stays; nothing is guessed.

    A result of another adapter or backbone is refused. README.md beside the card says the same for people.
    """
    from app.evaluation.card_page import page_of
    from app.evaluation.card_results import read_results
    from app.evaluation.card_update import News, updated
    from app.model.adapter import CARD_FILE, load_card

    before = load_card(adapter)
    news = News(
        results=read_results(measured or [], before),
        training=_training(logs or []),
        sources=_sources(configs or []),
        licence=licence,
        limits=tuple(limits or ()),
    )
    after = updated(before, news, anew=anew)
    page = page_of(after)
    write_whole(adapter / CARD_FILE, (after.model_dump_json(indent=2) + "\n").encode())
    write_whole(adapter / PAGE_FILE, page.encode())
    figures = sum(len(one.figures) for one in news.results.measurements)
    if as_json:
        written = {"card": str(adapter / CARD_FILE), "page": str(adapter / PAGE_FILE)}
        print_json({**written, "figures": figures, "failure_kinds": len(after.failures), "limits": len(after.limits)})
    else:
        results().print(shown(f"{adapter / CARD_FILE} and {PAGE_FILE}: {figures:,} figures measured anew."))


def _training(logs: Sequence[Path]) -> Training | None:
    if not logs:
        return None
    from app.evaluation.card_update import Training
    from app.training.curve import read_logs

    log = read_logs(logs)
    return Training(hours=round(float(log["hours"].iloc[-1]), 2), pairs=int(log["pairs"].iloc[-1]))


def _sources(configs: Sequence[Path]) -> tuple[DataSource, ...]:
    if not configs:
        return ()
    from app.training.config import load_config
    from app.training.ingredients import ingredients

    return ingredients([load_config(file) for file in configs])
