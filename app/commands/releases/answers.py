"""`release replay` and `release mark`: answers that were given, asked again and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import AsJson, ReadingOptions, StoreUrl, chosen_settings
from app.commands.output import print_json, results, shown
from app.commands.releases.opened import open_store_of, plain, with_model

if TYPE_CHECKING:
    from app.service.releases import Replay

Answer = Annotated[str, typer.Argument(metavar="ANSWER", help="Id of an answer, as `ask --json` tells it.")]


def replay(
    answer: Answer,
    *,
    question: Annotated[str, typer.Option(help="As it was asked, where only checksums are kept.")] = "",
    model: ReadingOptions,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Ask a logged answer again; says “identical”, or “differs” and where. Ends with 1 where it differs."""
    settings = chosen_settings(store=store, **vars(model))
    logged = open_store_of(settings).workbench.stored.answer(answer)
    opened = with_model(settings, logged.release)
    found = opened.workbench.releases.replay(opened.token, answer, question)
    if as_json:
        said = ("identical", "same_edits", "selection_checked")
        print_json(plain(found) | {name: getattr(found, name) for name in said})
    else:
        _show(found)
    if not found.identical:
        raise typer.Exit(1)


def mark(
    answer: Answer,
    verdict: Annotated[str, typer.Argument(help="right, wrong, or unwanted: a change that no edit asks for.")],
    note: Annotated[str, typer.Option(help="Why.")] = "",
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Say of an answer that it is right, wrong, or an unwanted change."""
    opened = open_store_of(chosen_settings(store=store))
    given = opened.workbench.releases.mark(opened.token, answer, verdict, note=note)
    if as_json:
        print_json(plain(given))
    else:
        results().print(shown(f"Marked as {given.verdict}."))


def _show(found: Replay) -> None:
    console = results()
    console.print(shown("identical", "green") if found.identical else shown("differs", "red"))
    if not found.selection_checked:
        unchecked = "The choice of edits was not checked: without a release only those that it read are asked again."
        console.print(shown(unchecked, "yellow"))
    for name, same, where in (
        ("The answer", found.same_answer, found.where),
        ("The model's own answer", found.same_original, found.where_original),
    ):
        if where is not None:
            console.print(shown(f"{name}, word {where.word}: “{where.first}” → “{where.second}”"))
        elif not same:
            console.print(shown(f"{name} is another one than the checksum is of."))
    if not found.same_edits:
        console.print(shown(f"Edits read then: {_listed([used.text for used in found.logged.used])}"))
        console.print(shown(f"Edits read now: {_listed(found.read)}"))
    for pin in found.pins:
        console.print(shown(f"{pin.what.replace('_', ' ')}: {pin.first} → {pin.second}"))


def _listed(texts: list[str] | tuple[str, ...]) -> str:
    return "; ".join(f"“{text}”" for text in texts) or "none"
