"""What `evaluate --json` printed, as entries of an adapter's card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from app.errors import EvaluationError
from app.evaluation.cases import NO_TARGET
from app.evaluation.methods.incomes import Incomes
from app.evaluation.result_lines import command_of, not_a_result, reports_in, title_of
from app.model.adapter_card import AdapterCard
from app.model.card_entries import MOST_EXAMPLES, Failure, FailureKind, Measurement, Share


@dataclass(frozen=True)
class Results:
    """All that the files hold of one adapter."""

    measurements: tuple[Measurement, ...] = ()
    failures: tuple[FailureKind, ...] = ()
    listed: frozenset[str] = frozenset()
    """Suites whose failures were listed, be there any or not."""


class _Reader(BaseModel):
    name: str


class _Row(BaseModel):
    method: str
    adapter: _Reader | None = None
    """That a method has of its own, whatever adapter is open."""
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


class _Report(BaseModel):
    """One suite's report; what a card does not need is not read."""

    suite: str
    results: list[_Row]
    failures: list[_Failure] | None = None
    versions: _Versions


def read_results(files: Sequence[Path], card: AdapterCard) -> Results:
    """Everything measured of the adapter; of figures that were measured several times the last ones.

    Raises:
        EvaluationError: a file that cannot be read, is no result of `evaluate --json`, or is of another adapter.
    """
    found = Results()
    for file in files:
        for line, printed in reports_in(file):
            try:
                report = _Report.model_validate(printed)
            except ValidationError as error:
                raise not_a_result(file, line) from error
            found = joined(found, _entries(report, _measured(report, card, file), printed))
    return found


def joined(before: Results, new: Results) -> Results:
    """Both together; what is measured anew takes the place of what was there."""
    kept = [one for one in before.measurements if not any(map(one.measures_the_same, new.measurements))]
    failures = [kind for kind in before.failures if kind.suite not in new.listed]
    return Results((*kept, *new.measurements), (*failures, *new.failures), before.listed | new.listed)


def _measured(report: _Report, card: AdapterCard, file: Path) -> list[bool]:
    """Which rows of a report belong in the card: all where the adapter was open, those of methods that read by it where
    another was.

    Raises:
        EvaluationError: none does.
    """
    versions = report.versions
    if versions.backbone_fingerprint == card.backbone_fingerprint:
        whole = versions.adapter == card.name
        own = [whole or (row.adapter is not None and row.adapter.name == card.name) for row in report.results]
        if whole or any(own):
            return own
    raise EvaluationError(
        f"{file} was measured with the adapter {versions.adapter} on {versions.backbone} "
        f"({versions.backbone_fingerprint[:12]}…).",
        f"The card is of {card.name} on {card.backbone_name} ({card.backbone_fingerprint[:12]}…).",
        "Give the results of this adapter. Nothing was changed.",
    )


def _entries(report: _Report, measured: Sequence[bool], printed: Mapping[str, Any]) -> Results:
    rows = tuple(
        _measurement(report, row, command_of(printed, [as_printed]))
        for row, as_printed, wanted in zip(report.results, printed["results"], measured, strict=True)
        if wanted
    )
    if not all(measured):  # failures are listed of ours alone, by the adapter that was open
        return Results(rows)
    asked = report.failures is not None and any(row.method == Incomes.name for row in report.results)
    listed = frozenset({report.suite}) if asked else frozenset[str]()
    return Results(rows, tuple(_failure_kinds(report)), listed)


def _measurement(report: _Report, row: _Row, command: str) -> Measurement:
    return Measurement(
        suite=report.suite,
        title=title_of(report.suite),
        method=row.method,
        memory=row.memory,
        policy=_policy(row),
        pool=row.pool,
        records=row.records,
        precision=report.versions.precision,
        commit=report.versions.commit,
        command=command,
        figures=row.metrics | row.selection,
        by_edit_kind=row.by_edit_kind,
        by_answer_kind=row.by_answer_kind,
        by_required_part=row.by_required_part,
    )


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
            title=title_of(report.suite),
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
