"""Runs of the gate, and the limits that a release must keep."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.store.audit import Event, append
from app.store.database import Database
from app.store.release_records import Figures, GateResult, GateRun, Limits
from app.store.rules import GATE_LIMITS, GateLimits, rule_in
from app.store.tables import GateRunRow
from app.store.tombstones import erased_among, tombstone
from app.store.values import sound_name


def limits_of(rule: GateLimits) -> Limits:
    """The limits that the rule says."""
    return Limits(**rule)


class GateRuns:
    """The runs of the gate of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def limits(self) -> Limits:
        """The limits as they are now. Raises RuleError where the store holds something else."""
        with self._database.reading() as session:
            return limits_of(rule_in(session, GATE_LIMITS))

    def keep(self, release: str, results: Sequence[GateResult], figures: Figures, *, author: str = "") -> GateRun:
        """Keeps a run with its verdict by the limits as they are now."""
        by, now = sound_name(author), datetime.now(UTC)
        with self._database.writing() as session:
            limits = limits_of(rule_in(session, GATE_LIMITS))
            erased = erased_among(session, (edit for result in results for edit in (result.edit, *result.read)))
            row = {
                "id": uuid4().hex,
                "release": release,
                "ran": now,
                "ran_by": by,
                "limits": asdict(limits),
                "figures": asdict(figures),
                "results": [without_texts(asdict(result) | {"read": list(result.read)}, erased) for result in results],
                "passed": not figures.crossed(limits),
            }
            session.execute(insert(GateRunRow), [row])
            detail = {name: row[name] for name in ("id", "limits", "figures", "passed")}
            append(session, [Event(by, "gate.ran", "release", release, detail)], now)
            kept = newest_run(session, release)
            assert kept is not None
            return kept

    def newest(self, release: str) -> GateRun | None:
        """The last run of a release."""
        with self._database.reading() as session:
            return newest_run(session, release)


def newest_run(session: Session, release: str) -> GateRun | None:
    """As `GateRuns.newest`, within a transaction."""
    of_release = select(GateRunRow).where(GateRunRow.release == release).order_by(GateRunRow.number.desc())
    row = session.scalar(of_release.limit(1))
    return None if row is None else _run_of(row)


def _run_of(row: GateRunRow) -> GateRun:
    return GateRun(
        number=row.number,
        id=row.id,
        release=row.release,
        ran=row.ran,
        ran_by=row.ran_by,
        limits=Limits(**row.limits),
        figures=Figures(**row.figures),
        results=tuple(_result_of(result) for result in row.results),
        passed=row.passed,
    )


def _result_of(kept: dict[str, Any]) -> GateResult:
    return GateResult(**kept | {"read": tuple(kept["read"])})


def without_texts(result: dict[str, Any], erased: Container[str]) -> dict[str, Any]:
    """A kept result without what it says of edits that were erased."""
    edit = str(result["edit"])
    if edit not in erased and not any(read in erased for read in result["read"]):
        return result
    gone = dict.fromkeys(("question", "target", "answer", "original"), "")
    return result | gone | ({"text": tombstone(edit)} if edit in erased else {})
