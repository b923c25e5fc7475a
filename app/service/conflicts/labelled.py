"""How well conflicts are found, on pairs of edits that people have labelled (`assets/suites/conflicts/`)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.config import ROOT
from app.errors import SuiteDataError
from app.evaluation.measured import Measured, measure
from app.explain.conflicts import compare
from app.service.conflicts.candidates import Meaning, Nearness, Spelling, candidates

if TYPE_CHECKING:
    from app.model.text_vectors import TextVectors

PAIRS = ROOT / "assets" / "suites" / "conflicts" / "pairs.csv"
KINDS = ("contradiction", "duplicate", "chain")
COLUMNS = ("language", "first", "second", "label", "difficulty", "part")


@dataclass(frozen=True)
class LabelledPair:
    """Two edits, and what they are to each other."""

    language: str
    first: str
    second: str
    label: str
    difficulty: str
    part: str
    found: str = ""
    """What the rules say."""
    rule: str = ""
    near: bool = False
    """The pair would have been compared: one of the two is among the nearest of the other in the whole set."""


@dataclass(frozen=True)
class Quality:
    """Of one selection of pairs."""

    pairs: int
    precision: Measured | None
    """Share of the conflicts told that are some conflict; None where none was told."""
    recall: Measured | None
    """Share of the conflicts that there are which were told, of whatever kind."""
    kind_right: Measured
    """Share of pairs whose kind (or none) is the one of the label."""


def read_pairs(file: Path = PAIRS) -> list[LabelledPair]:
    """Raises SuiteDataError where the file is missing or of another shape."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            return [_pair(row) for row in csv.DictReader(lines)]
    except (OSError, KeyError) as error:
        raise SuiteDataError(
            f"{file} holds no labelled pairs ({error}).", f"Columns: {', '.join(COLUMNS)}.", "Check the file."
        ) from error


def _pair(row: dict[str, str]) -> LabelledPair:
    return LabelledPair(row["language"], row["first"], row["second"], row["label"], row["difficulty"], row["part"])


def judged(pairs: Sequence[LabelledPair], vectors: TextVectors) -> list[LabelledPair]:
    """Every pair with what the rules say of it, as `find` would have asked them."""
    senses: list[Nearness] = [Spelling(), Meaning(vectors)]
    texts = list(dict.fromkeys(text for pair in pairs for text in (pair.first, pair.second)))
    near = {frozenset((texts[c.new], texts[c.there])): c.similarity for c in candidates(texts, texts, senses)}
    done = []
    for pair in pairs:
        similarity = near.get(frozenset((pair.first, pair.second)))
        finding = compare(pair.first, pair.second, similarity or 0.0)
        found, rule = (finding.kind, finding.rule) if similarity is not None else ("none", "not-near")
        done.append(replace(pair, found=found, rule=rule, near=similarity is not None))
    return done


def quality(pairs: Iterable[LabelledPair], wanted: Callable[[LabelledPair], bool], seed: int = 0) -> Quality:
    """Precision and recall on the pairs that are wanted, with 95 % intervals."""
    those = [pair for pair in pairs if wanted(pair)]
    told = [pair.label in KINDS for pair in those if pair.found in KINDS]
    there = [pair.found in KINDS for pair in those if pair.label in KINDS]
    return Quality(
        len(those),
        measure(told, seed=seed) if told else None,
        measure(there, seed=seed) if there else None,
        measure([pair.found == pair.label for pair in those], seed=seed),
    )
