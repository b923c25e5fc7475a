"""The demo edits: a believable company and a changed world, with a question in other words for each."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from app.config import ASSETS
from app.data.edit import Edit, Probe


@dataclass(frozen=True)
class Demo:
    """One demo edit, a question that it answers in other words, and how the right answer begins."""

    edit: Edit
    question: str
    answer: str


@lru_cache(maxsize=1)
def demos() -> tuple[Demo, ...]:
    """All demo edits, read once."""
    with (ASSETS / "demo" / "edits.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Demo(Edit.of(row["edit"], language="en", probes=_probes(row)), row["question"], row["answer"])
            for row in csv.DictReader(file)
        )


def _probes(row: dict[str, str]) -> tuple[Probe, ...]:
    return (Probe("efficacy", row["question"], row["answer"]),)


def demo_edits() -> tuple[Edit, ...]:
    """The demo edits alone, in the file's order."""
    return tuple(demo.edit for demo in demos())


def demo_questions() -> tuple[str, ...]:
    """One question an edit, in the same order."""
    return tuple(demo.question for demo in demos())
