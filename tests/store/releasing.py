"""Small releases to test with, and what the audit chain knows of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app.store import Figures, GateResult, Pins, Release, Store
from app.store.audit.sealing import unseal
from app.store.tables import AuditKeyRow, AuditRow
from tests.store.samples import LYON, edits

PINS = Pins(
    backbone="tiny",
    backbone_fingerprint="5" * 64,
    adapter="tiny-adapter",
    adapter_weights="a" * 64,
    precision="float32",
    memory="compressed",
    slots=4,
    policy={"name": "default", "margin": 0.1, "top_k": 1, "threshold": None},
    longest_answer=64,
    program="0.1.0",
    libraries={"torch": "2.13.0"},
)
GOOD = Figures(must_change=10, changed=9, must_stay=20, unwanted=1, untested=0)
BAD = replace(GOOD, changed=7, unwanted=2)


def told(store: Store) -> list[tuple[str, str, dict[str, Any]]]:
    """Every action that the chain knows, with who did it and what was said."""
    with store.database.reading() as session:
        rows = session.execute(
            select(AuditRow.action, AuditRow.sealed, AuditKeyRow.key, AuditRow.number)
            .join(AuditKeyRow, AuditKeyRow.number == AuditRow.number)
            .order_by(AuditRow.number)
        ).all()
    read = ((action, unseal(key, sealed or b"", number)) for action, sealed, key, number in rows)
    return [(action, said["actor"], said["detail"]) for action, said in read]


def result(release: Release, *, passed: bool = True, question: str = "What is the capital of France?") -> GateResult:
    return GateResult(release.id, 1, LYON, "efficacy", question, "Lyon", "Lyon", "Paris", ("e",), passed)


def release(store: Store, name: str, *texts: str) -> Release:
    store.edits.add(edits(*texts or (f"An edit of {name}.",)))
    return store.releases.make(name, PINS, author="Ann")
