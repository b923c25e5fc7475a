"""`compare`: results of evaluations beside each other, as a sentence, a table, pictures and a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import AsJson, Language, require_writable_place
from app.commands.output import results, shown, write_whole
from app.texts import in_language, speaking

if TYPE_CHECKING:
    from app.evaluation.comparison import Comparison


def compare(
    found: Annotated[list[Path], typer.Argument(metavar="RESULTS…", help="Files of what `evaluate --json` printed.")],
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page that needs nothing else.")] = None,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write growth curves: NAME-SUITE-METRIC.svg for NAME.svg; also .html, .png."),
    ] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Write every figure as a table.")] = None,
    language: Language = "en",
    *,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print tables for a README.")] = False,
    as_json: AsJson = False,
) -> None:
    """Compare methods from results that were measured before: who is ahead, by how much, at what cost.

    Results of one suite are put together; those that were made with different versions, data or seeds are refused.
    """
    from app.evaluation.comparison import comparisons_of, read_results
    from app.evaluation.comparison.page import page_of
    from app.evaluation.comparison.table import csv_of, json_of

    for place in (html, plot, csv):
        require_writable_place(place)
    say = in_language(language)
    comparisons = comparisons_of(read_results(found))
    if csv is not None:
        write_whole(csv, csv_of(comparisons).encode())
    with speaking(say):
        if html is not None:
            write_whole(html, page_of(comparisons).encode())
        if plot is not None:
            _draw(comparisons, plot)
        if not as_json:
            _show(comparisons, markdown=markdown)
    if as_json:
        typer.echo(json_of(comparisons))


def _draw(comparisons: Sequence[Comparison], place: Path) -> None:
    from app.evaluation.comparison.figures import curve_picture
    from app.evaluation.comparison.lines import curves_of
    from app.explain.picture_file import save_picture

    for comparison in comparisons:
        for curve in curves_of(comparison):
            name = f"{place.stem}-{comparison.suite}-{curve.name.replace('_', '-')}{place.suffix}"
            save_picture(curve_picture(curve), place.with_name(name))


def _show(comparisons: Sequence[Comparison], *, markdown: bool) -> None:
    from app.evaluation.comparison.sentence import sentence
    from app.evaluation.comparison.table import markdown_of, table_of

    for comparison in comparisons:
        table = table_of(comparison)
        if markdown:
            typer.echo(f"{sentence(comparison)}\n\n{markdown_of(table)}\n")
            continue
        results().print(shown(f"{comparison.title}\n{sentence(comparison)}"))
        for row in table.rows:
            figures = zip(table.headings[1:], row[1:], strict=True)
            results().print(shown(f"  {row[0]}: " + "; ".join(f"{name} {value}" for name, value in figures)))
