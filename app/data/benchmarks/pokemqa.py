"""Subjects of PokeMQA (Gu et al. 2024), a training set made of the same kind of statements as MQuAKE."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.data.benchmarks.reading import Shape, Text, find, lookup, read_list, read_object, sha256_of, shaped

STATEMENTS, TEMPLATES = "pokemqa-edits.json", "mquake-cloze_templates.json"


class StatementShape(Shape):
    """One edit of PokeMQA."""

    edit: Text


@dataclass(frozen=True)
class TrainedSubjects:
    """Whom the statements of PokeMQA are about. Without the file: nobody."""

    subjects: frozenset[str] = frozenset()
    patterns: tuple[re.Pattern[str], ...] = ()
    sha256: tuple[tuple[str, str], ...] = ()
    """Files read, with their checksums."""

    def has(self, fact: str) -> bool:
        """Whether a statement is about one of the subjects."""
        return subject_of(fact, self.patterns) in self.subjects


def read_trained_subjects(folder: Path) -> TrainedSubjects:
    """The subjects of every statement, found by MQuAKE's templates of statements.

    Raises:
        SuiteDataError: another shape, or statements without the templates.
    """
    path = lookup(folder, STATEMENTS)
    if path is None:
        return TrainedSubjects()
    templates = find(folder, TEMPLATES)
    patterns = patterns_of(str(text) for text in read_object(templates).values())
    found = (subject_of(row.edit, patterns) for row in shaped(path, read_list(path), StatementShape))
    sha256 = tuple((file.name, sha256_of(file)) for file in (path, templates))
    return TrainedSubjects(frozenset(subject for subject in found if subject), patterns, sha256)


def patterns_of(templates: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """A pattern for each template (`The author of [X] is __`), the longest first: it says most."""
    texts = sorted((text.rstrip("_ ") for text in templates), key=len, reverse=True)
    return tuple(re.compile(re.escape(text).replace(r"\[X\]", "(.+?)") + " .+") for text in texts)


def subject_of(statement: str, patterns: Iterable[re.Pattern[str]]) -> str:
    """The subject without upper case, by the first pattern that fits; empty where none does."""
    matches = (pattern.fullmatch(statement.strip()) for pattern in patterns)
    return next((match[1].casefold() for match in matches if match), "")
