"""Bench `packed`: what packed layers answer is compared with transformers, question by question."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest

from app.errors import EvaluationError
from app.evaluation.benches.rows import BenchSettings
from app.model import EditableModel
from tests.tiny_models import tiny_model

bench = import_module("app.evaluation.benches.packed_answers")


@pytest.fixture(scope="module")
def packed_model() -> EditableModel:
    pytest.importorskip("numba", reason="packed layers are compiled by numba")
    return tiny_model(grouped=True, zero_logit=-100.0)


def test_a_model_without_packed_layers_is_refused_with_what_has_them() -> None:
    with pytest.raises(EvaluationError, match=r"no.* answered by packed layers.*embedded model"):
        bench.packed_answers(tiny_model(), BenchSettings())


def test_difference_ends_where_the_answers_part(packed_model: EditableModel) -> None:
    answer = replace(
        packed_model.answer_many(["What is tea?"], max_new_tokens=3)[0],
        token_ids=(1, 2, 3), log_probabilities=(-1.0, -2.0, -3.0),
    )  # fmt: skip
    other = replace(answer, token_ids=(1, 5, 3), log_probabilities=(-1.5, -9.0, -9.0))
    assert bench._apart(answer, other) == [0.5]


def test_answers_are_alike_both_ways(packed_model: EditableModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "QUESTIONS", 4)
    rows = bench.packed_answers(packed_model, BenchSettings(edits=3, tokens=4))
    assert [row.name for row in rows] == [
        "same answer, 4 questions",
        "same answer of the plain backbone, 4 questions",
        "same choice of edits, 4 questions",
        "largest difference of a token",
        "seconds, 4 questions with edits and without",
    ]
    assert [row.value for row in rows[:3]] == [1.0, 1.0, 1.0]
    assert rows[3].value < 1e-3
