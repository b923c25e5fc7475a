"""NQ-open (Kwiatkowski et al. 2019, Lee et al. 2019): unrelated questions, for locality."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from app.data.benchmarks.reading import Shape, Text, read_json_lines, shaped
from app.data.benchmarks.zsre import as_question
from app.data.edit import Probe


class NaturalQuestionShape(Shape):
    """A search query and the answers that count as right."""

    question: Text
    answer: list[Text] = Field(min_length=1)


def read_natural_questions(path: Path) -> tuple[Probe, ...]:
    """All questions, with their right answers as target and aliases.

    Raises:
        SuiteDataError: another shape; names the record and the field.
    """
    return tuple(
        Probe("neighbourhood", as_question(row.question), row.answer[0].strip(), tuple(row.answer[1:]))
        for row in shaped(path, read_json_lines(path), NaturalQuestionShape)
    )
