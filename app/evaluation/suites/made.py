"""Edits of the training generator as those of a benchmark."""

from __future__ import annotations

from app.data import Edit, Fact
from app.training.examples import Example


def edit_of(example: Example) -> Edit:
    """The edit with its fact: the example's first question."""
    asked = example.questions[0]
    return Edit.of(example.edit, example.language, fact=Fact(asked.text, asked.answer, example.subject))
