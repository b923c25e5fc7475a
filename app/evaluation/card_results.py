"""What `evaluate --json` printed, as entries of an adapter's card."""

from __future__ import annotations

import json
import shlex
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from app.errors import EvaluationError
from app.evaluation.cases import NO_TARGET
from app.evaluation.methods.incomes import Incomes
from app.evaluation.suites import SUITES
from app.evaluation.suites.business import BusinessTable
from app.evaluation.suites.held_out import HeldOut
from app.model.adapter_card import AdapterCard
from app.model.card_entries import MOST_EXAMPLES, Failure, FailureKind, Measurement, Share


@dataclass(frozen=True)
class Results:
    """All that the files hold of one adapter."""

    measurements: tuple[Measurement, ...] = ()
    failures: tuple[FailureKind, ...] = ()
    listed: frozenset[str] = frozenset()
    """Suites whose failures were listed, be there any or not."""


class _Row(BaseModel):
    method: str
    pool: int
    memory: str | None = None
    policy: dict[str, Any] | None = None
    records: int
    metrics: dict[str, Share]
    selection: dict[str, Share] = {}
    by_edit_kind: dict[str, Share] = {}
    by_answer_kind: dict[str, Share] = {}
    by_required_part: dict[str, Share] = {}


class _Failure(BaseModel):
    method: str
    pool: int
    kind: str
    question: str
    edit: str = ""
    wanted: str = ""
    answer: str


class _Versions(BaseModel):
    adapter: str | None
    backbone: str
    backbone_fingerprint: str
    precision: str
    commit: str | None = None
    data_sha256: dict[str, str] = {}


class _Report(BaseModel):
    """One suite's report; what a card does not need is not read."""

    suite: str
    results: list[_Row]
    failures: list[_Failure] | None = None
    records_asked_for: int | None = None
    seed: int
    versions: _Versions


def read_results(files: Sequence[Path], card: AdapterCard) -> Results:
    """Everything measured of the adapter; of figures that were measured several times the last ones.

    Raises:
        EvaluationError: a file that cannot be read, is no result of `evaluate --json`, or is of another adapter.
    """
    found = Results()
    for file in files:
        for report in _reports(file):
            _require_same_adapter(report, card, file)
            found = joined(found, _entries(report))
    return found


def joined(before: Results, new: Results) -> Results:
    """Both together; what is measured anew takes the place of what was there."""
    kept = [one for one in before.measurements if not any(map(one.measures_the_same, new.measurements))]
    failures = [kind for kind in before.failures if kind.suite not in new.listed]
    return Results((*kept, *new.measurements), (*failures, *new.failures), before.listed | new.listed)


def _reports(file: Path) -> Iterator[_Report]:
    try:
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{file} cannot be read ({error}).", "", "Check the path.") from error
    if not lines:
        raise _foreign(file, 1)
    for number, line in enumerate(lines, start=1):
        try:
            value = json.loads(line)
            tables = value.get("tables", [value])
            yield from [_Report.model_validate(table) for table in tables]
        except (ValueError, AttributeError, TypeError, ValidationError) as error:
            raise _foreign(file, number) from error


def _foreign(file: Path, line: int) -> EvaluationError:
    return EvaluationError(
        f"Line {line} of {file} is no result of an evaluation.",
        "Every line is what `python -m app evaluate … --json` prints.",
        "Give another file. Nothing was changed.",
    )


def _require_same_adapter(report: _Report, card: AdapterCard, file: Path) -> None:
    versions = report.versions
    if (versions.adapter, versions.backbone_fingerprint) != (card.name, card.backbone_fingerprint):
        raise EvaluationError(
            f"{file} was measured with the adapter {versions.adapter} on {versions.backbone} "
            f"({versions.backbone_fingerprint[:12]}…).",
            f"The card is of {card.name} on {card.backbone_name} ({card.backbone_fingerprint[:12]}…).",
            "Give the results of this adapter. Nothing was changed.",
        )


def _entries(report: _Report) -> Results:
    rows = tuple(_measurement(report, row) for row in report.results)
    listed = frozenset() if report.failures is None else frozenset({report.suite})
    return Results(rows, tuple(_failure_kinds(report)), listed)


def _measurement(report: _Report, row: _Row) -> Measurement:
    return Measurement(
        suite=report.suite,
        title=_title(report.suite),
        method=row.method,
        memory=row.memory,
        policy=_policy(row),
        pool=row.pool,
        records=row.records,
        precision=report.versions.precision,
        commit=report.versions.commit,
        command=_command(report, row),
        figures=row.metrics | row.selection,
        by_edit_kind=row.by_edit_kind,
        by_answer_kind=row.by_answer_kind,
        by_required_part=row.by_required_part,
    )


def _command(report: _Report, row: _Row) -> str:
    """The command line that measures a row again; FOLDER stands for where the public files are."""
    suite, records_file = SUITES.get(report.suite), None
    if isinstance(suite, HeldOut) and "made" not in report.versions.data_sha256:
        records_file = next(iter(report.versions.data_sha256), None)
    options: dict[str, object | None] = {
        "--data": None if isinstance(suite, (BusinessTable, HeldOut)) else "FOLDER",
        "--records-file": records_file,
        "--records": report.records_asked_for,
        "--pool": row.pool,
        "--methods": row.method,
        "--policy": _policy(row),
        "--seed": report.seed,
        "--backbone": report.versions.backbone,
        "--adapter": report.versions.adapter,
        "--precision": report.versions.precision,
    }
    parts = ["python", "-m", "app", "evaluate", *([] if records_file else [report.suite])]
    for name, value in options.items():
        parts += [] if value is None else [name, str(value)]
    return shlex.join(parts)


def _failure_kinds(report: _Report) -> Iterator[FailureKind]:
    """By kind of edit, most wrong first: of the default memory, at the largest pool."""
    rows = [row for row in report.results if row.method == Incomes.name]
    if not rows:
        return
    row = max(rows, key=lambda one: one.pool)
    wrong: dict[str, list[_Failure]] = defaultdict(list)
    for failure in report.failures or ():
        if (failure.method, failure.pool) == (row.method, row.pool):
            wrong[failure.kind if failure.edit else ""].append(failure)
    for kind, failures in sorted(wrong.items(), key=lambda item: -len(item[1])):
        yield FailureKind(
            suite=report.suite,
            title=_title(report.suite),
            kind=kind,
            memory=row.memory or "",
            pool=row.pool,
            wrong=len(failures),
            asked=_asked(row, kind),
            examples=[
                Failure(edit=one.edit, question=one.question, expected=one.wanted, answer=one.answer)
                for one in failures[:MOST_EXAMPLES]
            ],
        )


def _asked(row: _Row, kind: str) -> int | None:
    """Questions about a kind of edit, or those that no edit covers."""
    if kind:
        return row.by_edit_kind[kind].n if kind in row.by_edit_kind else None
    return sum(row.metrics[name].n for name in NO_TARGET if name in row.metrics) or None


def _policy(row: _Row) -> str | None:
    return None if row.policy is None else str(row.policy["name"])


def _title(suite: str) -> str:
    return SUITES[suite].title if suite in SUITES else suite
