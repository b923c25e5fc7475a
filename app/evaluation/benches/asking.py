"""Bench `asking`: the first token, the pace of the rest, and an answer with all that *Why* tells of it, against
transformers' own `generate` on the backbone.

Same prompt, same precision, same number of threads, in turns. One edit of each pool is compressed from its text and
is the one that the question is about; the others share its keys and values and have random selection vectors, which
costs the same time as real ones.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import torch

from app.evaluation.benches.rows import BenchSettings, Row, compared
from app.explain.account import account_of
from app.explain.changes import changes_in
from app.model import POLICIES, EditableModel, GistPool
from app.model.memory import ReadingTrace

EDIT = "The capital of France is Lyon."
QUESTION = "What is the capital of France?"
GENERATE = "transformers' generate, untouched backbone"
SLOWEST_FIRST, SLOWEST_DECODING, SLOWEST_WHY = 2.5, 1.5, 3.0
"""Ratios of the embedded model on a processor, with a wide margin."""


@dataclass(frozen=True)
class Timed:
    """One answer."""

    first: float
    """Seconds from the question's text to the first token."""
    pace: float
    """Tokens a second behind the first; NaN for an answer of one token."""
    whole: float
    """Seconds to the last token."""


@dataclass
class _Clock:
    """What `generate` streams to: the moment of every token. The prompt, which comes first, is left out."""

    moments: list[float] = field(default_factory=list)
    prompts: int = 0

    def put(self, _tokens: Any) -> None:
        if self.prompts:
            self.moments.append(time.perf_counter())
        self.prompts += 1

    def end(self) -> None:
        pass


def asking(model: EditableModel, settings: BenchSettings) -> list[Row]:
    """Rows a size of pool: seconds to the first token, tokens a second; with edits, seconds to answer and *Why*."""
    writer = model.writing_on()
    pools = {size: pool_of(model, size, settings.seed) for size in settings.pools}
    ours: dict[int, list[Timed]] = {size: [] for size in pools}
    theirs: list[Timed] = []
    explained: dict[int, list[float]] = {size: [] for size in pools if size}
    for turn in range(settings.rounds + 1):
        reference = generate(model, settings.tokens)
        answers = {size: ask(writer, pool, settings.tokens) for size, pool in pools.items()}
        if turn:  # the first round sets up kernels and the matrix of each pool
            theirs.append(reference)
            for size, answer in answers.items():
                ours[size].append(answer)
        for size, seconds in explained.items():
            seconds.append(explain(writer, pools[size], settings.tokens))
    rows = []
    for size, timed in ours.items():
        rows += beside_generate(f"{size:,} edits", timed, theirs, settings.seed)
        if size:
            name, whole = f"answer and Why, {size:,} edits", [t.whole for t in theirs]
            rows.append(compared(name, explained[size][1:], "s", whole, GENERATE, settings.seed, at_most=SLOWEST_WHY))
    return rows


def beside_generate(pool: str, ours: Sequence[Timed], theirs: Sequence[Timed], seed: int) -> list[Row]:
    """Rows on the first token and, where answers have several, on the pace of the rest.

    Args:
        pool: names it.
        theirs: `generate`'s, of the same rounds.
    """
    firsts, references = [one.first for one in ours], [one.first for one in theirs]
    rows = [compared(f"first token, {pool}", firsts, "s", references, GENERATE, seed, at_most=SLOWEST_FIRST)]
    paces = [(a.pace, b.pace) for a, b in zip(ours, theirs, strict=True) if not math.isnan(a.pace + b.pace)]
    if paces:
        own, other = zip(*paces, strict=True)
        name = f"decoding, {pool}"
        rows.append(compared(name, own, "tokens/s", other, GENERATE, seed, at_least=SLOWEST_DECODING))
    return rows


def pool_of(model: EditableModel, size: int, seed: int) -> GistPool:
    """The edit that the question is about, and others that are like nothing."""
    if not size:
        return model.empty_pool()
    pool = model.compress([EDIT])
    (real,) = pool.gists
    numbers = torch.Generator().manual_seed(seed)
    others = torch.randn(size - 1, len(real.selection), generator=numbers)
    others *= real.selection.norm() / math.sqrt(len(real.selection))
    made = tuple(replace(real, id=f"made {i}", selection=row) for i, row in enumerate(others))
    return GistPool((*made, real), pool.made_by)


def ask(model: EditableModel, pool: GistPool, tokens: int) -> Timed:
    """As `EditableModel.stream` answers with evidence, without the backbone's own answer beside it."""
    answerer = model.answerer
    start = time.perf_counter()
    question = answerer.prepare(QUESTION)
    _, choice, begun = answerer.select_one(question, pool, POLICIES["default"])
    trace = ReadingTrace() if choice.indices else None
    steps = answerer.steps_of(question, pool, choice, tokens, trace, begun)
    return _timed(start, [time.perf_counter() for _ in steps])


def explain(model: EditableModel, pool: GistPool, tokens: int) -> float:
    """Seconds from the question to its answer and all that is told of it; the backbone's own answer left out."""
    start = time.perf_counter()
    answer = model.answer(QUESTION, pool, max_new_tokens=tokens)
    account_of(answer, changes_in(model.leave_one_out(answer, pool)))
    return time.perf_counter() - start - answer.timings["original"]


def generate(model: EditableModel, tokens: int) -> Timed:
    """As transformers' `generate` answers on the untouched backbone."""
    backbone: Any = model.backbone.model
    clock = _Clock()
    start = time.perf_counter()
    ids = torch.tensor([model.answerer.prepare(QUESTION).token_ids], device=model.backbone.device)
    with torch.inference_mode():
        backbone.generate(
            ids,
            attention_mask=torch.ones_like(ids),
            max_new_tokens=tokens,
            do_sample=False,
            pad_token_id=min(model.backbone.ends),
            streamer=clock,
        )
    return _timed(start, clock.moments)


def _timed(start: float, moments: list[float]) -> Timed:
    rest = len(moments) - 1
    pace = rest / (moments[-1] - moments[0]) if rest else math.nan
    return Timed(moments[0] - start, pace, moments[-1] - start)
