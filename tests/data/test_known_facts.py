"""known_1000 on hand-worked records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.data.benchmarks.known_facts import read_known_facts
from app.errors import SuiteDataError

FACT = {"subject": "Mount Foam", "prompt": "Mount Foam is located in ", "attribute": "Peru", "prediction": " Peru, in"}


def test_the_beginning_is_asked_and_the_continuation_is_the_target(tmp_path: Path) -> None:
    path = tmp_path / "known_1000.json"
    path.write_text(json.dumps([FACT]), encoding="utf-8")
    ((subject, probe),) = read_known_facts(path)
    assert (subject, probe.kind, probe.question, probe.target) == (
        "Mount Foam",
        "neighbourhood",
        "Mount Foam is located in",
        "Peru",
    )


def test_a_fault_names_the_record_and_the_field(tmp_path: Path) -> None:
    path = tmp_path / "known_1000.json"
    path.write_text(json.dumps([FACT, {**FACT, "attribute": " "}]), encoding="utf-8")
    with pytest.raises(SuiteDataError, match="record 2, field 'attribute': must hold text"):
        read_known_facts(path)
