"""Bench `llama-cpp`: the bench `asking` against llama.cpp on the same GGUF file, with as many threads.

llama.cpp comes in the package xllamacpp, which nothing else needs; both are given the same tokens, answer as many, and
take turns. Ours is timed from the question's text on, with choosing an edit and recording evidence; llama.cpp from the
tokens on, without edits.
"""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any

import torch

from app.errors import EvaluationError
from app.evaluation.benches.asking import QUESTION, Timed, ask, pool_of
from app.evaluation.benches.rows import BenchSettings, Row, compared
from app.model import EditableModel
from app.model.fetch import models_dir
from app.model.sources import PACKAGED

LLAMA_CPP = "llama.cpp, no edits"
CONTEXT = 512
"""Tokens that it makes room for."""


class LlamaCpp:
    """llama.cpp with one model on a processor.

    Raises:
        EvaluationError: the package is not installed.
    """

    def __init__(self, gguf: Path, threads: int) -> None:
        try:
            import xllamacpp
        except ImportError as error:
            raise EvaluationError(
                "The package xllamacpp, which holds llama.cpp, is not installed.",
                "Only this bench needs it.",
                "Run `python -m pip install xllamacpp`, or choose another bench.",
            ) from error
        wanted = xllamacpp.CommonParams()
        wanted.model.path, wanted.n_ctx, wanted.n_parallel, wanted.n_gpu_layers = str(gguf), CONTEXT, 1, 0
        wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = threads
        wanted.verbosity = -1
        self._server: Any = xllamacpp.Server(wanted)

    def answer(self, token_ids: list[int], tokens: int) -> Timed:
        """Greedy, with nothing kept of the question before."""
        moments: list[float] = []

        def token(_part: Any) -> bool:
            moments.append(time.perf_counter())
            return False

        how = {"temperature": 0, "cache_prompt": False, "ignore_eos": True, "stream": True}
        start = time.perf_counter()
        self._server.handle_completions({"prompt": token_ids, "n_predict": tokens, **how}, token)
        first, last = moments[0], moments[tokens - 1]  # what comes behind them tells of the whole
        return Timed(first - start, (tokens - 1) / (last - first) if tokens > 1 else math.nan, last - start)


def beside_llama_cpp(model: EditableModel, settings: BenchSettings) -> list[Row]:
    """Two rows a size of pool: seconds to the first token, and tokens a second.

    Raises:
        EvaluationError: llama.cpp is not installed, or the backbone is no GGUF file.
    """
    writer, llama = model.writing_on(), LlamaCpp(_gguf_of(model), torch.get_num_threads())
    question = list(model.answerer.prepare(QUESTION).token_ids)
    pools = {size: pool_of(model, size, settings.seed) for size in settings.pools}
    theirs: list[Timed] = []
    ours: dict[int, list[Timed]] = {size: [] for size in pools}
    for turn in range(settings.rounds + 1):
        reference = llama.answer(question, settings.tokens)
        answers = {size: ask(writer, pool, settings.tokens) for size, pool in pools.items()}
        if turn:  # the first round compiles kernels
            theirs.append(reference)
            for size, answer in answers.items():
                ours[size].append(answer)
    return [row for size, timed in ours.items() for row in _rows(size, timed, theirs, settings.seed)]


def _rows(size: int, ours: list[Timed], theirs: list[Timed], seed: int) -> list[Row]:
    firsts = [one.first for one in ours], [one.first for one in theirs]
    rows = [compared(f"first token, {size:,} edits", firsts[0], "s", firsts[1], LLAMA_CPP, seed)]
    paces = [(a.pace, b.pace) for a, b in zip(ours, theirs, strict=True) if not math.isnan(a.pace + b.pace)]
    if paces:
        own, other = zip(*paces, strict=True)
        rows.append(compared(f"decoding, {size:,} edits", own, "tokens/s", other, LLAMA_CPP, seed))
    return rows


def _gguf_of(model: EditableModel) -> Path:
    packaged = PACKAGED.get(model.backbone.name)
    file = None if packaged is None else models_dir(model.settings) / packaged.filename
    if file is None or not file.is_file():
        raise EvaluationError(
            f"There is no GGUF file of the backbone {model.backbone.name}.",
            "llama.cpp reads the file that a packaged backbone was converted from.",
            "Choose the backbone “embedded” or “gemma-3-270m”.",
        )
    return file
