"""Bench `real-edits`: what a large pool's shortlist and 8-bit gists cost, on edits that all differ and are all real.

The edits are those that fill pools up in evaluations, each with a question of its own (`assets/suites`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from app.errors import EvaluationError
from app.evaluation.benches.pools import shortlisted
from app.evaluation.benches.rows import BenchSettings, Row, compared
from app.evaluation.suites.filling import made_fillers
from app.model import EditableModel, GistPool
from app.model.pool_file import open_pool
from app.model.pool_writing import save_pool

ASKED = 300
"""Questions, about edits all over the pool."""
TOGETHER = 64
"""Questions encoded at once."""


def real_edits(model: EditableModel, settings: BenchSettings) -> list[Row]:
    """Rows on what the shortlist holds, and on choices and answers from gists in a folder.

    Raises:
        EvaluationError: more edits than there are, or too few for a pool that is searched by a shortlist.
    """
    fillers = list(islice(made_fillers(), settings.edits))
    pool = model.compress([filler.edit.text for filler in fillers])
    if len(fillers) < settings.edits or not pool.is_large:
        raise EvaluationError(
            f"{settings.edits:,} edits were asked for, and {len(pool):,} different ones made a pool.",
            "From some thousands, which are searched by a shortlist, to 10,000.",
            "Give --edits 10000.",
        )
    questions = [fact.prompt for filler in fillers[:: max(1, len(fillers) // ASKED)] if (fact := filler.edit.fact)]
    vectors = _vectors(model, questions)
    name = f"{len(pool):,} real edits"
    rows = shortlisted(vectors @ pool.selection_matrix.T, pool.shortlist.estimates(vectors), name)
    return rows + _in_folder(model, pool, questions, settings, name)


def _vectors(model: EditableModel, questions: Sequence[str]) -> Tensor:
    """`[questions, features]`."""
    prompts = [model.answerer.prepare(question).prompt for question in questions]
    parts = [prompts[start : start + TOGETHER] for start in range(0, len(prompts), TOGETHER)]
    return torch.cat([model.answerer.selector.question_vectors(part) for part in parts])


def _in_folder(
    model: EditableModel, pool: GistPool, questions: Sequence[str], settings: BenchSettings, name: str
) -> list[Row]:
    """How many questions choose the same edit, and get the same answer, as from memory."""
    with tempfile.TemporaryDirectory() as folder:
        save_pool(pool, Path(folder))
        kept, held = (
            model.answer_many(questions, gists, max_new_tokens=settings.tokens)
            for gists in (open_pool(Path(folder)), pool)
        )
    pairs = list(zip(kept, held, strict=True))
    same = {
        "same edit chosen": [one.evidence.selection.chosen == other.evidence.selection.chosen for one, other in pairs],
        "same answer": [one.token_ids == other.token_ids for one, other in pairs],
    }
    return [
        compared(f"{what} from 8-bit gists, {name}", [float(np.mean(found))], "share", [1.0], "gists in memory", 0)
        for what, found in same.items()
    ]
