"""Every suite reads the sample that comes with the program, and runs on it."""

from __future__ import annotations

from collections import Counter

import pytest

from app.commands.options import data_folder
from app.config import ROOT
from app.evaluation import SUITES, evaluate
from app.evaluation.suites import SAMPLES, suites_named
from tests.evaluation.fake_model import FakeModel, as_model

READING = [name for name in SUITES if not name.startswith(("business", "held-out"))]
"""Suites that read a file."""
RECORDS = {
    "counterfact": 6,
    "counterfact-val": 3,
    "zsre": 4,
    "mquake": 2,
    "mquake-3-hops": 2,
    "mquake-4-hops": 2,
    "nq-open": 6,
    "known-1000": 6,
    "dune-arithmetic": 2,
    "dune-new-information": 2,
    "dune-scientific": 2,
    "own": 3,
}


@pytest.mark.parametrize("name", READING)
def test_every_suite_reads_its_sample(name: str) -> None:
    data, suite = SUITES[name].load(SAMPLES), SUITES[name]
    assert len(data.records) == RECORDS[name]
    asked = Counter(probe.kind for record in data.records for probe in record.probes)
    assert set(asked) == set(suite.kinds)
    assert all(probe.target for record in data.records for probe in record.probes if probe.kind != "neighbourhood")
    files = {path.name for path in SAMPLES.rglob("*")}
    assert data.sha256
    assert set(data.sha256) <= files


@pytest.mark.parametrize("name", ["dune-arithmetic", "dune-scientific", "mquake-3-hops", "mquake-4-hops", "own"])
def test_a_suite_runs_on_its_sample(name: str) -> None:
    size = 4 if name.startswith("mquake") else 2
    report = evaluate(as_model(FakeModel()), name, SAMPLES, records=2, pools=[size], methods=["backbone"])
    (row,) = report.rows
    assert row.records == 2
    assert set(SUITES[name].kinds) <= set(row.metrics)


def test_sample_is_the_folder_that_comes_with_the_program() -> None:
    assert data_folder("sample") == SAMPLES
    assert SAMPLES.is_relative_to(ROOT)
    assert data_folder("./sample") != SAMPLES


def test_dune_stands_for_its_domains_in_english() -> None:
    names = ["dune-arithmetic", "dune-new-information", "dune-scientific"]
    assert [suite.name for suite in suites_named(["dune"], "en")] == names
    assert suites_named(["dune"], "ja") == []
