"""A comparison as data: what several methods reached on one suite, over sizes of pool."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import EvaluationError
from app.evaluation.measured import Measured
from app.evaluation.methods import METHODS
from app.evaluation.result_lines import command_of, is_sample, reports_in, title_of

MUST_AGREE = (
    "suite",
    "metrics",
    "data_sha256",
    "backbone_fingerprint",
    "precision",
)
"""Versions of a result; those that differ in one of them are not comparable."""
OF_THE_ADAPTER = ("adapter", "adapter_weights_sha256")
"""Versions that have to agree among results of methods that read by the adapter."""
USUAL_POLICY = "default"


@dataclass(frozen=True)
class Entry:
    """One method at one size of pool."""

    method: str
    policy: str
    """Name of the policy, where it is not the usual one; else “”."""
    pool: int
    """Edits in force together."""
    records: int
    questions: int
    metrics: Mapping[str, Measured]
    """Shares from 0 to 1, selection among them; a metric that was not measured is missing."""
    costs: Mapping[str, float]
    """As `Costs.as_dict` names them, in seconds and bytes; what is not known is missing."""

    @property
    def label(self) -> str:
        """Names the line of a plot."""
        return f"{self.method} ({self.policy})" if self.policy else self.method


@dataclass(frozen=True)
class Comparison:
    """All entries of one suite, in the order of the results."""

    suite: str
    entries: tuple[Entry, ...]
    sample: bool
    """The data are the few records that ship with the program."""
    seed: int
    max_new_tokens: int
    citation: str
    versions: Mapping[str, Any]
    commits: tuple[str, ...]
    """Of the program, one for each that the results were made with."""
    commands: tuple[str, ...]
    """Command lines that make the results again."""

    @property
    def title(self) -> str:
        """The suite's title for people."""
        return title_of(self.suite)

    @property
    def labels(self) -> tuple[str, ...]:
        """Methods, in order."""
        return tuple(dict.fromkeys(entry.label for entry in self.entries))

    @property
    def pools(self) -> tuple[int, ...]:
        return tuple(sorted({entry.pool for entry in self.entries}))

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that an entry has, in order."""
        return tuple(dict.fromkeys(name for entry in self.entries for name in entry.metrics))

    @property
    def costs(self) -> tuple[str, ...]:
        """Every cost that an entry has, in order."""
        return tuple(dict.fromkeys(name for entry in self.entries for name in entry.costs))

    def of(self, label: str) -> tuple[Entry, ...]:
        """One method's entries, from the smallest pool to the largest."""
        return tuple(sorted((one for one in self.entries if one.label == label), key=lambda one: one.pool))

    def rows(self) -> list[dict[str, Any]]:
        """The table: one flat row an entry, a share with the ends of its interval."""
        return [
            {"suite": self.suite, "method": one.label, "pool": one.pool, "records": one.records}
            | {
                f"{name}{end}": value
                for name, found in one.metrics.items()
                for end, value in (("", found.value), ("_low", found.low), ("_high", found.high), ("_n", found.n))
            }
            | dict(one.costs)
            for one in self.entries
        ]


def read_results(files: Sequence[Path]) -> list[dict[str, Any]]:
    """Reports that `evaluate --json` printed, from files with one result a line.

    Raises:
        EvaluationError: a file that cannot be read, or a line that is no result.
    """
    return [report for file in files for _, report in reports_in(file)]


def comparisons_of(results: Iterable[Mapping[str, Any]]) -> tuple[Comparison, ...]:
    """One comparison a suite; a later result of the same method and pool takes the place of an earlier one.

    Raises:
        EvaluationError: results of one suite that were made with different versions, or of another shape.
    """
    by_suite: dict[str, list[Mapping[str, Any]]] = {}
    for result in results:
        by_suite.setdefault(str(result["suite"]), []).append(result)
    try:
        return tuple(_comparison(suite, parts) for suite, parts in by_suite.items())
    except (KeyError, TypeError, ValueError) as error:
        raise EvaluationError(
            f"A result has another shape ({error!r}).",
            "A result is a line that `python -m app evaluate … --json` printed.",
            "Make it again with this version of the program.",
        ) from error


def _comparison(suite: str, parts: Sequence[Mapping[str, Any]]) -> Comparison:
    first, reading = parts[0], [part for part in parts if _reads_adapter(part)]
    for part in parts[1:]:
        _check_alike(suite, first, part, MUST_AGREE)
    for part in reading[1:]:
        _check_alike(suite, reading[0], part, OF_THE_ADAPTER)
    entries = {(one.label, one.pool): one for part in parts for one in map(_entry, part["results"]) if one.metrics}
    versions = (reading or parts)[0]["versions"]
    return Comparison(
        suite=suite,
        entries=tuple(entries.values()),
        sample=is_sample(versions.get("data_sha256") or {}),
        seed=first["seed"],
        max_new_tokens=first["max_new_tokens"],
        citation=first.get("citation", ""),
        versions=versions,
        commits=tuple(dict.fromkeys(str(part["versions"].get("commit")) for part in parts)),
        commands=tuple(dict.fromkeys(command_of(part, part["results"]) for part in parts)),
    )


def _reads_adapter(part: Mapping[str, Any]) -> bool:
    """A method that this version does not know may do so."""
    kinds = [METHODS.get(row["method"]) for row in part["results"]]
    return any(kind is None or kind.reads_adapter for kind in kinds)


def _check_alike(suite: str, first: Mapping[str, Any], other: Mapping[str, Any], names: Sequence[str]) -> None:
    differing = [name for name in names if first["versions"].get(name) != other["versions"].get(name)]
    differing += [name for name in ("seed", "max_new_tokens") if first[name] != other[name]]
    if differing:
        raise EvaluationError(
            f"Results of {suite} were made differently: {', '.join(differing)}.",
            "A comparison holds results of one configuration.",
            "Leave some of them out, or run them again.",
        )


def _entry(row: Mapping[str, Any]) -> Entry:
    policy = (row.get("policy") or {}).get("name", "")
    measures = {**row["metrics"], **row.get("selection", {})}
    return Entry(
        method=row["method"],
        policy="" if policy == USUAL_POLICY else policy,
        pool=int(row["pool"]),
        records=int(row["records"]),
        questions=int(row["questions"]),
        metrics={name: Measured(**found) for name, found in measures.items()},
        costs={name: float(value) for name, value in row.get("costs", {}).items() if value is not None},
    )
