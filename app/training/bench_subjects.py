"""Subjects of the edit benchmarks: no training example may be about one of them."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SUBJECT_FILES = ("counterfact-edit.json", "counterfact-val.json", "zsre-portability.json")


def normalised(text: str) -> str:
    """Composed, lower-cased, single spaces: the form in which subjects are compared."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip().lower()


@dataclass(frozen=True)
class BenchSubjects:
    """What to keep out of training. Empty: nothing is known of any benchmark."""

    subjects: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()
    """Runs of words in edits of benchmarks that do not mark their subject: whoever is among them is kept out."""
    questions: frozenset[str] = frozenset()
    """Open questions that measure what stays unchanged, normalised, without question mark."""

    def covers(self, subject: str | None) -> bool:
        """Whether an edit benchmark has this subject."""
        if subject is None:
            return False
        name = normalised(subject).removeprefix("the ")
        return name in self.subjects or name in self.mentioned

    def asks(self, question: str) -> bool:
        """Whether a benchmark asks this very question."""
        return normalised(question).rstrip("?") in self.questions


def read_bench_subjects(folder: Path) -> BenchSubjects:
    """Subjects of every edit benchmark in the folder (DUNE names none)."""
    subjects = {
        normalised(row["subject"]).removeprefix("the ") for name in SUBJECT_FILES for row in _read(folder / name)
    }
    statements = [edit for row in _read(folder / "mquake-subset.json") for edit in row["edits"]]
    mentioned = frozenset(run for text in statements for run in _runs(normalised(text)))
    path = folder / "nq-open-dev.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    questions = {normalised(json.loads(line)["question"]).rstrip("?") for line in lines if line.strip()}
    return BenchSubjects(frozenset(subjects), mentioned, frozenset(questions))


def _read(path: Path) -> list[Any]:
    return json.loads(path.read_text("utf-8")) if path.exists() else []


def _runs(text: str, longest: int = 9) -> set[str]:
    """Every run of up to `longest` words, with and without the punctuation at its ends."""
    tokens = text.split()
    runs = {" ".join(tokens[a:b]) for a in range(len(tokens)) for b in range(a + 1, min(a + longest, len(tokens)) + 1)}
    return runs | {run.strip(".,?\"'").removeprefix("the ") for run in runs}
