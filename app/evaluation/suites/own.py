"""Your own edits, with questions that must change and questions that must not."""

from __future__ import annotations

from pathlib import Path

from app.data import READERS
from app.data.benchmarks import find
from app.data.benchmarks.own import read_own
from app.evaluation.suites.filling import made_fillers
from app.evaluation.suites.suite import Suite, SuiteData


class Own(Suite):
    """A table of edits: the file itself, or `own.csv` (`.xlsx`, `.jsonl`, …) in the folder."""

    name = "own"
    title = "Your own edits"
    version = "1"
    citation = "The file that was given"
    kinds = ("efficacy", "paraphrase", "neighbourhood")
    max_new_tokens = 40
    lists_failures = True

    def load(self, folder: Path) -> SuiteData:
        path = folder if folder.is_file() else find(folder, *(f"own{suffix}" for suffix in READERS))
        benchmark = read_own(path)
        return SuiteData(benchmark.records, made_fillers(), {benchmark.file: benchmark.sha256})
