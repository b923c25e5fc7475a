"""Bench `real-edits`: the shortlist and gists in a folder, beside every logit computed and gists in memory."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest
import torch

from app.errors import EvaluationError
from app.evaluation.benches.pools import shortlisted
from app.evaluation.benches.rows import BenchSettings
from tests.tiny_models import tiny_model

bench = import_module("app.evaluation.benches.real_edits")  # the package has the bench itself under that name


def test_what_the_shortlist_holds_is_told_by_share_and_weight() -> None:
    logits = torch.zeros(2, 4)
    logits[0, 0], logits[1, 3] = 20.0, 20.0
    estimates = np.array([[5.0, 4.0, 1.0, 0.0], [5.0, 4.0, 1.0, 0.0]])
    *shares, median, most = shortlisted(logits, estimates, "4 edits")
    assert [row.value for row in shares] == pytest.approx([1.0] * 4)  # at least 64 are listed, so all of four
    assert median.value == most.value == 4
    assert median.ratio == 1.0


def test_an_edit_that_the_estimates_miss_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.model.shortlist.LEAST", 1)
    monkeypatch.setattr("app.model.shortlist.MOST", 2)
    logits = torch.zeros(2, 4)
    logits[0, 0], logits[1, 3] = 20.0, 20.0
    estimates = np.array([[5.0, 4.0, 1.0, 0.0], [5.0, 4.0, 1.0, 0.0]])
    best, mean, median, worst, *computed = (row.value for row in shortlisted(logits, estimates, "4 edits"))
    assert best == 0.5
    assert mean == median == pytest.approx(0.5, abs=1e-6)
    assert worst < 1e-6
    assert computed == [2, 2]


def test_every_edit_is_real_and_every_row_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.model.pool.FROM", 20)
    monkeypatch.setattr("app.model.pool.SIZE", 0)  # a tiny model's vectors are short
    rows = bench.real_edits(tiny_model(), BenchSettings(edits=24, tokens=2))
    assert [row.name for row in rows] == [
        "best edit shortlisted, 24 real edits",
        "mean weight shortlisted, 24 real edits",
        "median weight shortlisted, 24 real edits",
        "weight at worst shortlisted, 24 real edits",
        "logits computed for the median question, 24 real edits",
        "logits computed at most, 24 real edits",
        "same edit chosen from 8-bit gists, 24 real edits",
        "same answer from 8-bit gists, 24 real edits",
    ]
    assert all(0 <= row.ratio <= 1 + 1e-6 for row in rows)
    assert rows[0].value == 1.0  # at least 64 are listed


def test_too_few_edits_for_a_shortlist_are_refused_with_what_to_do() -> None:
    with pytest.raises(EvaluationError, match=r"24 edits were asked for.*--edits 10000"):
        bench.real_edits(tiny_model(), BenchSettings(edits=24))
