"""`evaluate`: benchmarks, for one or several methods and sizes of pool."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.machine_options import MachineOptions
from app.commands.options import (
    AsJson,
    DataFolder,
    ModelOptions,
    PolicyName,
    Seed,
    chosen_settings,
    names_in,
    require_writable_place,
)
from app.commands.output import print_json, progress_bar, results, shown, write_whole
from app.errors import InputError

if TYPE_CHECKING:
    from app.evaluation import Report, Suite

LANGUAGES = ("en", "ja")


def evaluate(
    suite: Annotated[str, typer.Argument(metavar="SUITE[,SUITE…]", help="counterfact, zsre, business, …")] = "",
    data: DataFolder = Path(),
    records: Annotated[int | None, typer.Option(help="Records drawn at random; all if left out.", min=1)] = None,
    pool: Annotated[
        str | None,
        typer.Option(metavar="N[,N…]", help="Edits in force at once.", show_default="the suite's own, or 100"),
    ] = None,
    methods: Annotated[
        str | None, typer.Option(metavar="A[,B…]", help="incomes, incomes-verbatim, …", show_default="incomes")
    ] = None,
    language: Annotated[str, typer.Option(help="Of `business`: en or ja.")] = "en",
    policy: PolicyName = None,
    seed: Seed = 0,
    cases: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Add every question, answer and judgement to it (JSON lines); a run goes on where it ends.",
        ),
    ] = None,
    pool_cache: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Keep compressed edits there, for other suites and runs.")
    ] = None,
    timed: Annotated[
        int, typer.Option(help="Ask so many questions of each method and pool once more, alone, and time them.", min=0)
    ] = 0,
    teacher_forced: Annotated[
        bool, typer.Option("--teacher-forced", help="Score the wanted answers too: token accuracy, probability.")
    ] = False,
    fluency: Annotated[
        int, typer.Option(help="Answer so many questions of each method and pool by a long text, too.", min=0)
    ] = 0,
    comparison_adapter: Annotated[
        list[Path] | None,
        typer.Option(metavar="FOLDER", help="Of a method that brings its own, such as minilm-tuned; may be repeated."),
    ] = None,
    questions: Annotated[
        int | None, typer.Option(help="Ask at most so many, the same ones at every size of pool.", min=1)
    ] = None,
    records_file: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Take a suite's records from a file of --write-records; may be repeated."),
    ] = None,
    write_to: Annotated[
        Path | None,
        typer.Option("--write-records", metavar="FILE", help="Only write the suite's records to a file."),
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with plots, tables and the way to make them.")
    ] = None,
    *,
    machines: MachineOptions,
    model: ModelOptions,
    as_json: AsJson = False,
) -> None:
    """Measure how well edits work: metrics on freely generated answers, with confidence intervals.

    With --cases a run that was stopped or killed goes on where it was: repeat the same command. A file of cases that
    were made differently (other versions, data, seed or settings) is refused. With several suites --json prints one
    line for each, as soon as it is finished.
    """
    require_writable_place(cases)
    require_writable_place(write_to)
    require_writable_place(html)
    settings = chosen_settings(**vars(model), comparison_adapters=comparison_adapter)
    from app.evaluation import RunSettings, evaluate_each, method_named
    from app.evaluation.pools import sizes_in
    from app.evaluation.side_by_side import Station
    from app.service import Workbench

    sizes = None if pool is None else sizes_in(pool)
    suites = _suites(suite, language, records_file or [])  # a misspelt name is told before the model is loaded
    chosen = None if methods is None else names_in(methods)
    for name in chosen or ():
        method_named(name)
    if write_to is not None:
        _write(suites, data, write_to, as_json=as_json)
        return
    wanted = RunSettings(records, sizes, chosen, policy, seed, pool_cache, timed, teacher_forced, fluency, questions)
    found: list[Report] = []
    with progress_bar() as progress, machines.open() as helping:
        loaded = Workbench(settings).model(progress)
        crew = None if helping is None else helping.crew(loaded, Station)
        for report in evaluate_each(loaded, suites, data, wanted, cases=cases, progress=progress, crew=crew):
            found.append(report)
            if as_json and "," in suite:
                print_json(report.as_dict())
    if html is not None:
        _write_page(found, html)
    if not as_json:
        _show(found)
    elif "," not in suite:
        _print_one(suite, found)


def _suites(names: str, language: str, files: Sequence[Path]) -> list[Suite]:
    """The suites asked for; one whose records are in a file takes them from there, and is asked for by the file.

    Raises:
        InputError: no suite at all, or a language that no set is written in.
        UnknownNameError, SuiteDataError: a suite or file that is none.
    """
    from app.evaluation.records_file import RecordsFile
    from app.evaluation.suites import suites_named

    if language not in LANGUAGES:
        raise InputError(f"There is no set in {language!r}.", f"Languages: {', '.join(LANGUAGES)}.", "")
    read = {suite.name: suite for suite in map(RecordsFile, files)}
    asked = suites_named(names_in(names), language)
    found = [read.get(suite.name, suite) for suite in asked]
    found += [suite for name, suite in read.items() if name not in {one.name for one in asked}]
    if not found:
        raise InputError("No suite was asked for.", "", "Give the name of one, or --records-file.")
    return found


def _write(suites: Sequence[Suite], data: Path, path: Path, *, as_json: bool) -> None:
    """Raises: InputError: several suites; a file holds one."""
    from app.evaluation.records_file import write_records

    if len(suites) != 1:
        raise InputError("A file holds the records of one suite.", "", "Write a file for each.")
    records, fillers = write_records(suites[0], data, path)
    if as_json:
        print_json({"file": str(path), "suite": suites[0].name, "records": records, "fillers": fillers})
    else:
        results().print(shown(f"{records:,} records and {fillers:,} edits that fill pools written to {path}"))


def _write_page(reports: Sequence[Report], place: Path) -> None:
    from app.evaluation.comparison import comparisons_of
    from app.evaluation.comparison.page import page_of

    write_whole(place, page_of(comparisons_of([report.as_dict() for report in reports])).encode())


def _print_one(name: str, reports: Sequence[Report]) -> None:
    """One JSON value: the report, or those of a bundle's tables in one."""
    from app.evaluation import BUNDLES, together

    if name.strip() in BUNDLES:
        print_json(together(name.strip(), reports))
        return
    for report in reports:
        print_json(report.as_dict())


def _show(reports: Sequence[Report]) -> None:
    for report in reports:
        results().print(shown(report.as_text() + "\n"))
    if len(reports) > 1:
        for report in reports:
            results().print(shown(report.table() + "\n"))
