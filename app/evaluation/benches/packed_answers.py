"""Bench `packed`: five hundred questions answered by packed layers and through transformers, from the same weights.

A pool of some edits is in force; every second question is about one of them, the others are about edits that are not
there.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from app.errors import EvaluationError
from app.evaluation.benches.rows import BenchSettings, Row, compared
from app.evaluation.suites.filling import made_fillers
from app.model import Answer, EditableModel

QUESTIONS = 500
THROUGH = "through transformers"


@dataclass(frozen=True)
class _Asked:
    """One model's answers, and the plain backbone's."""

    answers: list[Answer]
    plain: list[Answer]
    seconds: float


def packed_answers(model: EditableModel, settings: BenchSettings) -> list[Row]:
    """Rows on answers, the backbone's own answers and choices of edits that are the same; on how far log-probabilities
    of the same tokens lie apart; and on the time of all questions.

    Raises:
        EvaluationError: this model has no packed layers.
    """
    if model.answerer.plain.packed is None:
        raise EvaluationError(
            f"{model.backbone.name} is not answered by packed layers here.",
            "The embedded model on a processor, with the package numba.",
            "Run it there.",
        )
    fillers = list(islice(made_fillers(), settings.edits + QUESTIONS // 2))
    facts = [fact for filler in fillers if (fact := filler.edit.fact)]
    covered, others = facts[: settings.edits], facts[settings.edits :]
    pairs = [(covered[i % len(covered)], other) for i, other in enumerate(others)]
    questions = [fact.prompt for pair in pairs for fact in pair]
    texts = [filler.edit.text for filler in fillers[: settings.edits]]
    dense = EditableModel.assemble(
        model.backbone, model.adapter, model.memory, model.settings.model_copy(update={"packed": False})
    )
    ours, theirs = (_ask(one, texts, questions, settings.tokens) for one in (model, dense))
    return _rows(ours, theirs, settings)


def _ask(model: EditableModel, texts: Sequence[str], questions: Sequence[str], tokens: int) -> _Asked:
    """One after the other, as on the page."""
    pool = model.compress(texts)
    start = time.perf_counter()
    answers = [model.answer_many([question], pool, max_new_tokens=tokens)[0] for question in questions]
    plain = [model.answer_many([question], max_new_tokens=tokens)[0] for question in questions]
    return _Asked(answers, plain, time.perf_counter() - start)


def _rows(ours: _Asked, theirs: _Asked, settings: BenchSettings) -> list[Row]:
    answers = list(zip(ours.answers, theirs.answers, strict=True))
    plain = list(zip(ours.plain, theirs.plain, strict=True))
    same = {
        "same answer": [one.token_ids == other.token_ids for one, other in answers],
        "same answer of the plain backbone": [one.token_ids == other.token_ids for one, other in plain],
        "same choice of edits": [
            one.evidence.selection.chosen == other.evidence.selection.chosen for one, other in answers
        ],
    }
    rows = [
        compared(f"{name}, {len(found)} questions", [float(np.mean(found))], "share", [1.0], THROUGH, settings.seed)
        for name, found in same.items()
    ]
    apart = max(max(_apart(one, other), default=0.0) for one, other in (*answers, *plain))
    rows.append(compared("largest difference of a token", [apart], "nats", [1.0], "one nat", settings.seed))
    name = f"seconds, {len(answers)} questions with edits and without"
    return [*rows, compared(name, [ours.seconds], "s", [theirs.seconds], THROUGH, settings.seed)]


def _apart(one: Answer, other: Answer) -> list[float]:
    """Between the log-probabilities of the tokens that both begin with."""
    pairs = zip(one.token_ids, other.token_ids, one.log_probabilities, other.log_probabilities, strict=False)
    apart = []
    for own, theirs, log_own, log_theirs in pairs:
        if own != theirs:
            break
        apart.append(abs(log_own - log_theirs))
    return apart
