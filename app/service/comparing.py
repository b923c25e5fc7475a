"""Comparisons of methods: what can be compared here, measured as a job, and results that were measured before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app.config import ASSETS
from app.errors import EvaluationError, InputError, UnknownNameError, WorkbenchError
from app.service.core import Core
from app.service.evaluating import EVALUATE, EvaluationRequest, Evaluations
from app.service.job import JobView
from app.service.jobs import Jobs
from app.service.permissions import permitted

if TYPE_CHECKING:
    from app.evaluation import Suite
    from app.evaluation.comparison import Comparison
    from app.evaluation.methods import Group

RESULTS = ASSETS / "results"
"""What was measured and ships with the program."""
SIZES = (1, 10, 100, 1_000)
"""Edits in force that are offered, as far as a suite has so many records."""
MOST_EDITS, MOST_RECORDS, MOST_SIZES = 1_000, 500, 6
"""Of one run on the page: taking edits in holds the model, and others wait. The command line has no such limits."""
USUAL_RECORDS = 50
FEW = 10
"""Records; of fewer, all of them are offered in one pool too."""
TIMED = 3
"""Questions of each row that are asked alone, for the time to the first token."""

FileKind = Literal["csv", "jsonl", "html"]
"""The table, the results as they can be read again, a page that needs nothing else."""
Source = Literal["sample", "public", "shipped", "own"]


@dataclass(frozen=True)
class SuiteChoice:
    """A suite with its data."""

    key: str
    suite: str
    title: str
    source: Source
    """A few records that ship with the program, the public file, a whole suite that ships, or a person's file."""


@dataclass(frozen=True)
class SuiteSize:
    """What a suite holds, and what is offered to be run."""

    records: int
    """One a subject."""
    usual_records: int
    usual_sizes: tuple[int, ...]


@dataclass(frozen=True)
class MethodChoice:
    name: str
    group: Group
    obstacle: WorkbenchError | None
    """Why it cannot run here; None: it can, or the model is not loaded yet."""


@dataclass(frozen=True)
class ComparisonRequest:
    """What a person chose."""

    choice: str
    """Key of a `SuiteChoice`."""
    methods: Sequence[str]
    sizes: Sequence[int]
    """Edits in force together."""
    records: int
    file: Path | None = None
    """Their own edits, with the choice `own`."""


@dataclass(frozen=True)
class Results:
    """What evaluations found: as lines to keep, and put beside each other by suite."""

    lines: tuple[Mapping[str, Any], ...]
    comparisons: tuple[Comparison, ...]


class Comparisons:
    """Everything that the tab *Compare* measures and reads."""

    def __init__(self, core: Core, jobs: Jobs, evaluations: Evaluations) -> None:
        self._core, self._jobs, self._evaluations = core, jobs, evaluations
        self._choices: tuple[SuiteChoice, ...] | None = None
        self._methods: tuple[MethodChoice, ...] | None = None

    @permitted("comparisons.suites")
    def suites(self) -> tuple[SuiteChoice, ...]:
        """Every suite that has its data here: a person's own edits, public files, what ships, samples of the others."""
        if self._choices is None:
            self._choices = tuple(self._find_suites())
        return self._choices

    @permitted("comparisons.size_of")
    def size_of(self, key: str, file: Path | None = None) -> SuiteSize:
        """What a suite holds.

        Args:
            file: with `own`, the edits; without it as many as the template has.

        Raises:
            SuiteDataError: data missing, or of another shape.
            UnknownNameError: no such choice.
        """
        from app.evaluation.pools import draw

        suite, folder = self._data_of(key, file)
        data = suite.load(folder)
        records = len(draw(data, None, 0).records)
        least = max((1 + len(record.more) for record in data.records), default=1)
        usual = {size for size in SIZES if least <= size <= records}
        usual |= {max(least, records)} if records < FEW else set()
        return SuiteSize(
            records, min(records, USUAL_RECORDS), (suite.own_pool,) if suite.own_pool else tuple(sorted(usual))
        )

    @permitted("comparisons.methods")
    def methods(self) -> tuple[MethodChoice, ...]:
        """Every method, with the reason where it cannot run with the model that is open."""
        from app.evaluation.methods import METHODS, obstacle

        if not self._core.loading.ready:
            return tuple(MethodChoice(name, kind.group, None) for name, kind in METHODS.items())
        if self._methods is None:
            model = self._core.model()
            self._methods = tuple(
                MethodChoice(name, kind.group, obstacle(kind, model)) for name, kind in METHODS.items()
            )
        return self._methods

    @permitted("comparisons.start")
    def start(self, token: str | None, wanted: ComparisonRequest) -> str:
        """Begins to measure and returns the job's id.

        Raises:
            InputError: nothing chosen, or more than the page runs at once.
            SuiteDataError: data missing, of another shape, or too few for so many edits.
            UnknownNameError: no such suite or method.
            SessionExpiredError: no such session.
            JobError: too many jobs of the session wait.
        """
        from app.evaluation import method_named
        from app.evaluation.pools import check_sizes, draw

        _require_sensible(wanted)
        for name in wanted.methods:
            method_named(name)
        suite, folder = self._data_of(wanted.choice, wanted.file)
        check_sizes(draw(suite.load(folder), wanted.records, 0), wanted.sizes)  # a fault is told now, not by the job
        request = EvaluationRequest(
            suite.name,
            folder,
            records=wanted.records,
            pools=tuple(dict.fromkeys(wanted.sizes)),
            methods=tuple(dict.fromkeys(wanted.methods)),
            timed=TIMED,
        )
        title = suite.title if wanted.file is None else f"{suite.title} ({wanted.file.name})"
        return self._evaluations.start(token, request, title)

    @permitted("comparisons.newest")
    def newest(self, token: str | None) -> JobView | None:
        """The comparison that the session began last, as it is now."""
        return next((view for view in self._jobs.of(token) if view.kind == EVALUATE), None)

    @permitted("comparisons.results")
    def results(self, token: str | None, job: str) -> Results | None:
        """What a job has found so far; None before its first figures.

        Raises:
            JobMissingError: no such job.
        """
        report = self._evaluations.report(token, job)
        return None if report is None or not report.cases else _results([report.as_dict()])

    @permitted("comparisons.read")
    def read(self, files: Sequence[Path]) -> Results:
        """Results that `evaluate --json` printed, or that were saved from the page.

        Raises:
            EvaluationError: another kind of file, or results that are not comparable.
        """
        from app.evaluation.comparison import read_results

        return _results(read_results(files))

    @permitted("comparisons.file_of")
    def file_of(self, results: Results, kind: FileKind) -> bytes:
        """Results as a file."""
        from app.evaluation.comparison.page import page_of
        from app.evaluation.comparison.table import csv_of

        if kind == "csv":
            return csv_of(results.comparisons).encode()
        if kind == "html":
            return page_of(results.comparisons).encode()
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in results.lines).encode()

    @permitted("comparisons.shipped")
    def shipped(self) -> tuple[str, ...]:
        """Results that ship with the program, by the path behind `RESULTS`."""
        return tuple(str(path.relative_to(RESULTS)) for path in sorted(RESULTS.rglob("*.json*")) if _is_result(path))

    @permitted("comparisons.shipped_results")
    def shipped_results(self, name: str) -> Results:
        """Raises UnknownNameError where none of that name ships."""
        if name not in self.shipped():
            raise UnknownNameError(f"There are no results “{name}”.", f"Known: {', '.join(self.shipped())}.", "")
        return self.read([RESULTS / name])

    def _find_suites(self) -> Iterator[SuiteChoice]:
        from app.evaluation.suites import SAMPLES, SUITES
        from app.evaluation.suites.business import BusinessTable
        from app.evaluation.suites.held_out import HeldOut
        from app.evaluation.suites.own import Own

        for suite in SUITES.values():
            sources: list[Source] = []
            if isinstance(suite, Own):
                sources = ["own"]
            elif isinstance(suite, (BusinessTable, HeldOut)):
                sources = ["shipped"]
            else:
                folder = self._core.settings.data
                sources = ["public"] if folder is not None and _holds(suite, folder) else []
                sources += ["sample"] if _holds(suite, SAMPLES) else []
            for source in sources:
                key = suite.name if source == "own" else f"{source}:{suite.name}"
                yield SuiteChoice(key, suite.name, suite.title, source)

    def _data_of(self, key: str, file: Path | None) -> tuple[Suite, Path]:
        from app.evaluation.suites import SAMPLES, SUITES

        choice = next((one for one in self.suites() if one.key == key), None)
        if choice is None:
            raise UnknownNameError(f"There is no suite “{key}” here.", "", "Choose one of the list.")
        public = self._core.settings.data
        folder = public if choice.source == "public" and public is not None else SAMPLES
        return SUITES[choice.suite], file if file is not None and choice.source == "own" else folder


def _require_sensible(wanted: ComparisonRequest) -> None:
    if not wanted.methods:
        raise InputError("No method is chosen.", "", "Choose at least one.")
    if not 1 <= wanted.records <= MOST_RECORDS:
        raise InputError(f"{wanted.records:,} records cannot be asked here.", f"From 1 to {MOST_RECORDS:,}.", "")
    if not wanted.sizes or len(wanted.sizes) > MOST_SIZES or max(wanted.sizes) > MOST_EDITS:
        raise InputError(
            f"{', '.join(f'{size:,}' for size in wanted.sizes) or 'No number'} of edits cannot be run here.",
            f"At most {MOST_SIZES} numbers, of at most {MOST_EDITS:,} edits: others wait while edits are taken in.",
            "Run `python -m app evaluate SUITE --pool N[,N…] --json` for more, and load its results here.",
        )


def _results(lines: Sequence[Mapping[str, Any]]) -> Results:
    from app.evaluation.comparison import comparisons_of

    return Results(tuple(lines), comparisons_of(lines))


def _holds(suite: Suite, folder: Path) -> bool:
    """Whether the suite's file is in the folder, in its shape."""
    try:
        suite.load(folder)
    except EvaluationError:
        return False
    return True


def _is_result(path: Path) -> bool:
    from app.evaluation.result_lines import reports_in

    try:
        next(reports_in(path))
    except EvaluationError:
        return False
    return True
