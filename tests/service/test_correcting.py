"""What an edit could begin with, by the question that was answered wrongly."""

from __future__ import annotations

import pytest

from app.service.correcting import beginning_of, corrected


@pytest.mark.parametrize(
    ("question", "beginning"),
    [
        ("What is the capital of France?", "The capital of France is"),
        ("Which city is the capital of France?", "The capital of France is"),
        ("Who was the director of Alien?", "The director of Alien was"),
        ("Where is the Eiffel Tower located?", "The Eiffel Tower is located"),
        ("What is water made of?", "Water is made of"),
        ("When is the invoice due?", "The invoice is due"),
        ("The refund period is", "The refund period is"),
        ("日本の首都はどこですか？", "日本の首都は"),
        ("返品期間は何日ですか。", "返品期間は"),
        ("How many days do I have?", ""),
        ("Why?", ""),
    ],
)
def test_the_beginning_follows_from_the_question(question: str, beginning: str) -> None:
    assert beginning_of(question) == beginning


def test_the_question_that_went_wrong_becomes_the_test_of_the_edit() -> None:
    edit = corrected("The capital of France is  Lyon.", "Capital of France?", " Lyon ")
    assert edit.text == "The capital of France is Lyon."
    assert [(probe.question, probe.target) for probe in edit.probes] == [("Capital of France?", "Lyon")]
