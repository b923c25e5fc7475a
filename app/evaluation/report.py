"""What an evaluation found: for machines, for people, and case by case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.evaluation.breakdown import BREAKDOWNS, behind, failures
from app.evaluation.cases import Case
from app.evaluation.measured import CONFIDENCE, Measured
from app.evaluation.methods.backbone import BackboneAlone
from app.evaluation.metrics import METRICS_VERSION
from app.evaluation.plan import LeftOut
from app.evaluation.suites import Suite
from app.evaluation.teacher_forced import MARK


@dataclass(frozen=True)
class Row:
    """One method at one size of pool."""

    method: str
    pool: int
    """Edits in force together."""
    records: int
    pools: int
    """Pools that the records were spread over."""
    questions: int
    settings: Mapping[str, Any]
    """The method's own: memory, policy, …"""
    metrics: Mapping[str, Measured]
    selection: Mapping[str, Measured]
    seconds: Mapping[str, float]
    """`prepare` (taking the edits in), `answer`; without what an earlier run did of the same file of cases."""
    costs: Mapping[str, float] = field(default_factory=dict)
    """See `Costs.as_dict`; of this run alone too."""
    fluency: Mapping[str, Measured] = field(default_factory=dict)
    """No share: n-gram entropy in bits."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "pool": self.pool,
            **self.settings,
            "records": self.records,
            "pools": self.pools,
            "questions": self.questions,
            "metrics": _plain(self.metrics),
            "selection": _plain(self.selection),
            "fluency": _plain(self.fluency),
            "seconds": {name: round(value, 3) for name, value in self.seconds.items()},
            "costs": {name: _rounded(value) for name, value in self.costs.items()},
        }


@dataclass(frozen=True)
class Report:
    """All rows of one run, with what is needed to make them again."""

    suite: Suite
    sha256: Mapping[str, str]
    """Checksums of the data files."""
    left_out: Mapping[str, int]
    """Records of the file that were not used, by reason."""
    records_asked_for: int | None
    seed: int
    max_new_tokens: int
    provenance: Mapping[str, Any]
    options: Mapping[str, Any]
    """Of the command line, as far as they were given: questions, timed, teacher-forced, fluency."""
    rows: tuple[Row, ...]
    cases: tuple[Case, ...]
    methods_left_out: tuple[LeftOut, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For machines. With a single row its metrics stand at the top too."""
        top = {"metrics": _plain(self.rows[0].metrics)} if len(self.rows) == 1 else {}
        return {
            "suite": self.suite.name,
            **top,
            "results": [
                row.as_dict() | {name: _plain(found) for name, found in self._taken_apart(row).items()}
                for row in self.rows
            ],
            **({"behind": [one.as_dict() for one in found]} if (found := behind(self.cases, self.seed)) else {}),
            **({"failures": failures(self.cases)} if self.suite.lists_failures else {}),
            "records_asked_for": self.records_asked_for,
            "seed": self.seed,
            "max_new_tokens": self.max_new_tokens,
            "options": dict(self.options),
            "versions": {
                "suite": self.suite.version,
                "metrics": METRICS_VERSION,
                "data_sha256": dict(self.sha256),
                **self.provenance,
            },
            "left_out": dict(self.left_out),
            "methods_left_out": [one.as_dict() for one in self.methods_left_out],
            "citation": self.suite.citation,
        }

    def table(self) -> str:
        """One line a method and size of pool: what is right, in percent, for a quick look."""
        names = list(dict.fromkeys(name for row in self.rows for name in _headline(row)))
        lines = [["method", "pool", *names]]
        for row in self.rows:
            found = _headline(row)
            shares = [f"{100 * found[name].value:.1f}" if name in found else "–" for name in names]
            lines.append([row.method, f"{row.pool:,}", *shares])
        widths = [max(len(line[place]) for line in lines) for place in range(len(names) + 2)]
        padded = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
        return "\n".join([self.suite.title, *(line.rstrip() for line in padded)])

    def _taken_apart(self, row: Row) -> dict[str, dict[str, Measured]]:
        """Figures by kind, where there are several kinds."""
        cases = [case for case in self.cases if (case.method, case.pool) == (row.method, row.pool)]
        parts = {name: of(cases, self.seed) for name, of in BREAKDOWNS.items()}
        return {name: found for name, found in parts.items() if len(found) > 1}

    def as_text(self) -> str:
        """For people: a table in percent with confidence intervals, and where it comes from."""
        names = list(dict.fromkeys(name for row in self.rows for name in (*row.metrics, *row.selection)))
        lines = []
        for row in self.rows:
            lines.append(
                f"{row.method}, pool of {row.pool:,} edits, {row.records:,} records, {row.questions:,} questions"
            )
            found = {**row.metrics, **row.selection}
            lines += [f"  {name:<32} {_percent(found[name])}" for name in names if name in found]
            for title, parts in self._taken_apart(row).items():
                lines.append(f"  {title.replace('_', ' ')}")
                lines += [f"    {kind:<30} {_percent(part)}" for kind, part in parts.items()]
            lines += [f"  {name:<32} {m.value:.2f}  ({m.low:.2f} to {m.high:.2f})" for name, m in row.fluency.items()]
            lines.append(f"  {'seconds':<32} " + _seconds(row.seconds))
            lines += [f"  {name:<32} {_rounded(value):,}" for name, value in row.costs.items()]
        for one in behind(self.cases, self.seed):
            points = f"{one.points.value:.1f} points ({one.points.low:.1f} to {one.points.high:.1f})"
            lines.append(f"{one.method} behind {one.reference}, pool of {one.pool:,}, {one.kind}: {points}")
        return "\n".join([f"{self.suite.title} (version {self.suite.version})", *lines, *self._footnotes()])

    def _footnotes(self) -> list[str]:
        notes = [f"Percent with {CONFIDENCE:.0%} bootstrap intervals; seed {self.seed}."]
        asked = self.records_asked_for
        held = max((row.records for row in self.rows), default=0)
        if asked is not None and held < asked:
            notes.append(f"{asked:,} records were asked for; the data hold {held:,}.")
        notes += [f"{row.method}, pool of {row.pool:,}: {note}." for row in self.rows if (note := _fewer(row, held))]
        notes += [f"{one.method}, pool of {one.pool:,}: left out, {one.reason}." for one in self.methods_left_out]
        notes += [f"{count:,} records left out: {reason}." for reason, count in self.left_out.items()]
        notes += [note for row in self.rows if (note := _rounding_note(row))]
        notes += [note for row in self.rows if (note := _room_note(row))]
        return [*notes, f"Data: {self.suite.citation}."]


def _headline(row: Row) -> dict[str, Measured]:
    """The figures of a row that papers compare: right answers, the right edit first, edits wrongly read."""
    right = {name: found for name, found in row.metrics.items() if not name.endswith("_exact") and MARK not in name}
    endings = ("_right_edit_first", "_all_read", "_edited")
    return right | {name: found for name, found in row.selection.items() if name.endswith(endings)}


def _rounding_note(row: Row) -> str:
    """What to know when even the untouched backbone does not repeat its answers: the floor of `unchanged`."""
    same = row.metrics.get("neighbourhood")
    if row.method != BackboneAlone.name or same is None or same.value == 1.0:
        return ""
    return (
        f"The untouched backbone repeats {same.value:.1%} of its own answers: in this precision, rounding depends "
        "on which questions are answered together. Compare neighbourhood with that, or measure in float32."
    )


def _fewer(row: Row, others: int) -> str:
    """What to know of a method that is too slow to be asked all records."""
    return f"slow, asked {row.records:,} of {others:,} records" if row.records < others else ""


def _room_note(row: Row) -> str:
    """What to know when a prompt has no room for all edits."""
    left_out = row.costs.get("edits_left_out", 0)
    if not left_out:
        return ""
    return (
        f"{row.method}: the backbone's context had room for {row.costs['edits_in_prompt']:,.0f} of {row.pool:,} edits; "
        "questions about the others were asked without them, and count."
    )


def _rounded(value: float) -> float:
    """Whole where it is large, else three digits that tell."""
    return round(value) if abs(value) >= 1_000 else float(f"{value:.3g}")


def _plain(measures: Mapping[str, Measured]) -> dict[str, dict[str, float | int]]:
    return {name: measured.as_dict() for name, measured in measures.items()}


def _percent(measured: Measured) -> str:
    value, low, high = (100 * part for part in (measured.value, measured.low, measured.high))
    return f"{value:5.1f}  ({low:.1f} to {high:.1f}, n = {measured.n:,})"


def _seconds(seconds: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.1f}" for name, value in seconds.items())
