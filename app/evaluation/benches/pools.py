"""Bench `pool`: pools in a folder, up to a million edits: bytes an edit, opening, the first token, and what is found.

Some edits are compressed from their texts. The others are made from these: a selection vector is a mixture of two real
ones with noise. Up to `WRITTEN_MOST` edits their gists are bytes of real ones, and questions are also timed after the
system has let go of the file, so that what they read comes from the disk. Beyond it they are holes in the file, which
read as zeros without the disk; a question reads as many gists from a larger pool as from a smaller one.
"""

from __future__ import annotations

import json
import math
import os
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from app.evaluation.benches.asking import EDIT, GENERATE, Timed, ask, beside_generate, generate
from app.evaluation.benches.compressing import texts_of
from app.evaluation.benches.rows import BenchSettings, Row, compared
from app.model import EditableModel, GistPool, prompt_of
from app.model.packed.groups import round_to_eight_bit
from app.model.pool_file import open_pool
from app.model.pool_header import HEADER
from app.model.pool_writing import save_index, save_pool
from app.model.shortlist import SAMPLE, Directions, Shortlist, best_of

QUESTIONS = (
    "Which town is the capital of province {}?",
    "How long does it take until article {} arrives?",
    "What do I get if I return article {} too late?",
    "How many people fit into room {}?",
)
NOISE = 0.3
"""Of a made vector, as a part of a real one's length."""
BLOCK = 1024
WRITTEN_MOST = 100_000
"""Edits of the largest pool whose gists are all written: some gigabytes."""
SEARCHED_MOST = 1_000_000
"""Made edits among which every logit is computed, to see what the shortlist misses."""
_INPUT = Path("/proc/self/io")


def pools(model: EditableModel, settings: BenchSettings) -> list[Row]:
    """A row on the rounding of gists, and up to twelve a size of pool; sizes below the real edits' are left out."""
    real = model.compress([EDIT, *texts_of(settings.edits)])
    vectors = torch.stack([gist.selection for gist in real])
    rows = [_rounded(model, real, settings)]
    for size in settings.pools:
        if size <= len(real):
            continue
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            _made_folder(place, real, vectors, size, settings.seed)
            rows += _measured(model, place, size, real, settings)
        if size <= SEARCHED_MOST:
            rows += _found(model, vectors, size, settings)
    return rows


def _measured(model: EditableModel, folder: Path, size: int, real: GistPool, settings: BenchSettings) -> list[Row]:
    writer = model.writing_on()
    opened: list[float] = []
    ours: list[Timed] = []
    theirs: list[Timed] = []
    from_disk: list[Timed] = []
    for _ in range(settings.rounds + 1):
        start = time.perf_counter()
        pool = open_pool(folder)
        opened.append(time.perf_counter() - start)
        theirs.append(generate(model, settings.tokens))
        ours.append(ask(writer, pool, settings.tokens))
        del pool  # the system keeps what is mapped
        if size <= WRITTEN_MOST:
            _let_go(folder / "gists")
            from_disk.append(ask(writer, open_pool(folder), settings.tokens))
    references = [one.first for one in theirs[1:]]
    stored = sum(file.stat().st_size for file in folder.iterdir()) / size
    rows = [
        compared(
            f"bytes an edit, {size:,} edits", [stored], "bytes", [real.gists[0].bytes], "in memory", settings.seed
        ),
        compared(f"opening, {size:,} edits", opened[1:], "s", references, f"first token of {GENERATE}", settings.seed),
        *beside_generate(f"{size:,} edits in a folder", ours[1:], theirs[1:], settings.seed),
    ]
    if from_disk:
        name, seconds = f"first token from the disk, {size:,} edits", [one.first for one in from_disk[1:]]
        rows.append(compared(name, seconds, "s", references, GENERATE, settings.seed))
    read = [_read_at_first(writer, folder, settings.tokens) for _ in range(settings.rounds)]
    known = [one for one in read if one]
    if known:
        name, whole = f"read from the disk by a first question, {size:,} edits", [stored * size] * len(known)
        rows.append(compared(name, known, "bytes", whole, "all that the folder holds", settings.seed))
    return rows


def _read_at_first(writer: EditableModel, folder: Path, tokens: int) -> float | None:
    """Bytes that come from the disk for a question to a pool of which the system has forgotten everything; None where
    it does not tell."""
    for file in folder.iterdir():
        _let_go(file)
    before = _read_bytes()
    ask(writer, open_pool(folder), tokens)
    after = _read_bytes()
    return None if before is None or after is None else after - before


def _read_bytes() -> float | None:
    """That this process has had from disks so far; None where nobody tells."""
    try:
        return float(dict(line.split(": ") for line in _INPUT.read_text(encoding="ascii").splitlines())["read_bytes"])
    except (OSError, KeyError):
        return None


def _let_go(file: Path) -> None:
    """The system forgets what it has read of a file, where it lets itself be told so."""
    if hasattr(os, "posix_fadvise"):
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _rounded(model: EditableModel, real: GistPool, settings: BenchSettings) -> Row:
    """Share of the questions that get the same answer from gists in a folder, in 8 bits, as from those in memory."""
    questions = [_filled(QUESTIONS, i) for i in range(settings.edits)]
    with tempfile.TemporaryDirectory() as folder:
        save_pool(real, Path(folder))
        answers = [
            [answer.token_ids for answer in model.answer_many(questions, pool, max_new_tokens=settings.tokens)]
            for pool in (open_pool(Path(folder)), real)
        ]
    same = float(np.mean([one == other for one, other in zip(*answers, strict=True)]))
    return compared("same answer from 8-bit gists", [same], "share", [1.0], "gists in memory", settings.seed)


def _found(model: EditableModel, vectors: Tensor, size: int, settings: BenchSettings) -> list[Row]:
    """Share of the questions whose best edit, of all computed, is on the shortlist; of the weight of all edits (softmax
    over their logits) that which is; how many logits that takes.

    Logits and their estimates depend on what a vector has along the questions and the directions alone, so the made
    ones are made there: some three hundred numbers in place of ten thousand, distributed as those of whole vectors.
    """
    prompts = [prompt_of(_filled(QUESTIONS, i)) for i in range(settings.edits)]
    questions = model.answerer.selector.question_vectors(prompts)
    whole = Directions.of(torch.cat([vectors, next(_made(vectors, SAMPLE, settings.seed + 1))])[:SAMPLE])
    basis = torch.linalg.qr(torch.cat([whole.directions, questions]).T).Q
    directions = Directions(whole.mean @ basis, whole.directions @ basis)
    known, asked = vectors @ basis, questions @ basis
    exact, estimated = [], []
    for block in chain([known], _made(known, size - len(known), settings.seed, _spread(vectors))):
        exact.append(asked @ block.T)
        estimated.append(torch.from_numpy(Shortlist(directions, directions.small(block), ()).estimates(asked)))
    return shortlisted(torch.cat(exact, dim=1), torch.cat(estimated, dim=1).numpy(), f"{size:,} edits")


def shortlisted(logits: Tensor, estimates: np.ndarray, pool: str) -> list[Row]:
    """What of a pool the shortlist holds.

    Args:
        logits: `[questions, edits]`, every one computed.
        estimates: `[questions, edits]`, by which the shortlist is chosen.
        pool: names it.
    """
    best, weights = logits.argmax(1).tolist(), logits.softmax(1).numpy()
    listed = [best_of(row) for row in estimates]
    share = float(np.mean([one in row for one, row in zip(best, listed, strict=True)]))
    held = [float(own[row].sum()) for own, row in zip(weights, listed, strict=True)]
    shares = {
        "best edit": share,
        "mean weight": float(np.mean(held)),
        "median weight": float(np.median(held)),
        "weight at worst": min(held),
    }
    counts = [len(row) for row in listed]
    computed = {"for the median question": float(np.median(counts)), "at most": float(max(counts))}
    beside, everything = "every logit computed", [float(logits.shape[1])]
    rows = [compared(f"{one} shortlisted, {pool}", [part], "share", [1.0], beside, 0) for one, part in shares.items()]
    return rows + [
        compared(f"logits computed {whom}, {pool}", [count], "edits", everything, beside, 0)
        for whom, count in computed.items()
    ]


def _made_folder(folder: Path, real: GistPool, vectors: Tensor, size: int, seed: int) -> None:
    """A folder with the real edits first, and made ones behind them."""
    save_pool(real, folder)
    directions = Directions.of(torch.cat([vectors, next(_made(vectors, SAMPLE, seed + 1))])[:SAMPLE])
    numbers = np.random.default_rng(seed)
    known = ((vectors - directions.mean) @ directions.directions.T).numpy()  # mixed here, where they are small
    length = float(np.linalg.norm(known, axis=1).mean()) / known.shape[1] ** 0.5
    small = [directions.small(vectors)]
    for start in range(len(real), size, BLOCK):
        count = min(BLOCK, size - start)
        one, other = (known[numbers.integers(len(known), size=count)] for _ in range(2))
        noise = numbers.standard_normal(one.shape, dtype=np.float32) * (NOISE * length)
        small.append(round_to_eight_bit((one + other) / 2 + noise))
    ids = [*real.ids, *(f"{i:016x}" for i in range(size - len(real)))]
    texts = [*real.texts, *(f"made {i}" for i in range(size - len(real)))]
    save_index(folder, ids, texts, Shortlist(directions, np.concatenate(small), ids))
    _lengthen(folder / "gists", len(real), size)
    header = folder / HEADER
    header.write_text(json.dumps(json.loads(header.read_text(encoding="utf-8")) | {"edits": size}), encoding="utf-8")


def _lengthen(file: Path, real: int, size: int) -> None:
    """The file of `real` gists to `size`: those again and again, or a hole."""
    with file.open("r+b") as opened:
        written = opened.read()
        if size <= WRITTEN_MOST:
            for _ in range(real, size, real):
                opened.write(written)
        opened.truncate(len(written) // real * size)


def _made(vectors: Tensor, count: int, seed: int, spread: float | None = None) -> Iterator[Tensor]:
    """So many made selection vectors, in blocks. `spread`: of the noise in each number; None: as the vectors need."""
    numbers = torch.Generator().manual_seed(seed)
    spread = _spread(vectors) if spread is None else spread
    for start in range(0, count, BLOCK):
        rows = min(BLOCK, count - start)
        one, other = (vectors[torch.randint(len(vectors), (rows,), generator=numbers)] for _ in range(2))
        yield (one + other) / 2 + torch.randn(rows, vectors.shape[1], generator=numbers) * spread


def _spread(vectors: Tensor) -> float:
    return NOISE * float(vectors.norm(dim=1).mean()) / math.sqrt(vectors.shape[1])


def _filled(templates: tuple[str, ...], number: int) -> str:
    return templates[number % len(templates)].format(100 + number, 10 + number % 80)
