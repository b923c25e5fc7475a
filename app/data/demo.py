"""The demo edits: a believable company and a changed world; each with a question for it, and one it says nothing to.

A language more is a file `assets/demo/edits.LANGUAGE.csv` more.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from app.config import ASSETS
from app.data.edit import Edit, Probe

FOLDER = ASSETS / "demo"
FILES = {"en": FOLDER / "edits.csv", "ja": FOLDER / "edits.ja.csv"}
"""ISO 639-1 code → the demo in that language."""


@dataclass(frozen=True)
class Demo:
    """One demo edit, its test questions among its probes."""

    edit: Edit
    question: str
    """It answers this, in other words."""
    answer: str
    """How the right answer begins."""
    unchanged: str
    """It has nothing to say to this: the answer must stay what it was."""


@cache
def demos(language: str = "en") -> tuple[Demo, ...]:
    """All demo edits of a language, in the file's order; read once."""
    with FILES[language].open(encoding="utf-8", newline="") as file:
        return tuple(_demo(language, **row) for row in csv.DictReader(file))


def _demo(language: str, edit: str, question: str, answer: str, unchanged: str) -> Demo:
    probes = Probe("efficacy", question, answer), Probe("neighbourhood", unchanged)
    return Demo(Edit.of(edit, language=language, probes=probes), question, answer, unchanged)


def demo_edits(language: str = "en") -> tuple[Edit, ...]:
    """The demo edits of a language alone."""
    return tuple(demo.edit for demo in demos(language))


def demo_questions(language: str = "en") -> tuple[str, ...]:
    """One question an edit, in the same order."""
    return tuple(demo.question for demo in demos(language))
