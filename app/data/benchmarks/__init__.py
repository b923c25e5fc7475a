"""Readers of public benchmark files: they take the files as they are."""

from __future__ import annotations

from app.data.benchmarks.business import read_business, read_unrelated
from app.data.benchmarks.counterfact import read_counterfact
from app.data.benchmarks.mquake import read_mquake
from app.data.benchmarks.natural_questions import read_natural_questions
from app.data.benchmarks.reading import Benchmark, find
from app.data.benchmarks.zsre import read_zsre

__all__ = [
    "Benchmark",
    "find",
    "read_business",
    "read_counterfact",
    "read_mquake",
    "read_natural_questions",
    "read_unrelated",
    "read_zsre",
]
