"""In which precision a backbone is computed: as asked for, or what suits the device.

On CUDA that is NF4, 4-bit. On a processor it is measured: with AMX, bfloat16 products run up to eight times as
fast as float32, with AVX-512 BF16 about twice as fast, and without either they are slower.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Literal

import torch

from app.config import Precision
from app.errors import BackboneError

ChosenPrecision = Literal["float32", "bfloat16", "nf4"]

HIDDEN, INTERMEDIATE = 576, 1536
"""Sizes of the embedded model's widest product."""

MATRICES = 6
"""Different matrices in one measured pass: 21 MB in float32, so that they do not stay in a core's cache."""

BATCH_TOKENS, ANSWER_TOKENS = 64, 12
"""One question in small: a batch of tokens read at once, then an answer token by token (which waits for
memory, not for arithmetic)."""

ROUNDS = 10
"""Short measurements of each precision, in turns; the shortest counts. Other programs then disturb few of them."""

WORTH_IT = 1.1
"""bfloat16 rounds: it is chosen only where it is faster by this factor at least."""


@dataclass(frozen=True)
class Measurement:
    """Seconds that the same small piece of work took in both precisions."""

    float32: float
    bfloat16: float

    @property
    def ratio(self) -> float:
        """How many times as fast as float32 bfloat16 is."""
        return self.float32 / self.bfloat16

    @property
    def faster(self) -> Literal["float32", "bfloat16"]:
        return "bfloat16" if self.ratio >= WORTH_IT else "float32"


@lru_cache(maxsize=1)
def measure_cpu() -> Measurement:
    """Time both precisions on one core of this processor, once a process (0.3 s, on a busy machine more).

    One core, because on a busy machine several threads wait for the one that is not running, which hits small
    products hardest and says nothing about the precision.
    """
    works = [work for dtype in (torch.float32, torch.bfloat16) for work in _works(dtype)]
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.inference_mode():
            for work in works:
                work()  # the first time also sets up the library's kernels
            rounds = [[_timed(work) for work in works] for _ in range(ROUNDS)]
    finally:
        torch.set_num_threads(threads)
    batch32, single32, batch16, single16 = (min(times) for times in zip(*rounds, strict=True))
    return Measurement(float32=batch32 + ANSWER_TOKENS * single32, bfloat16=batch16 + ANSWER_TOKENS * single16)


def fastest_cpu_precision() -> Literal["float32", "bfloat16"]:
    """Which of the two precisions is faster on this processor, by measurement."""
    return measure_cpu().faster


def resolve_precision(requested: Precision, device: str, *, named: bool = False) -> ChosenPrecision:
    """The precision to load a backbone in.

    Args:
        requested: `auto` chooses by device, everything else is taken as it is.
        device: `cpu` or `cuda` (with or without a number).
        named: somebody asked for this device by name. NF4 on a processor, which is for comparisons alone, is
            computed only then: whoever expects a CUDA device is to hear that there is none.

    Raises:
        BackboneError: NF4 on a processor that nobody named; it is many times as slow as float32 there.
    """
    on_cuda = device.startswith("cuda")
    if requested == "auto":
        return "nf4" if on_cuda else fastest_cpu_precision()
    if requested == "nf4" and not on_cuda and not named:
        raise BackboneError(
            "Precision nf4 was asked for on a processor.",
            "nf4 is made for CUDA devices; a processor computes faster in float32 or bfloat16.",
            "Set the precision to auto; or, to compare, the device to cpu.",
        )
    return requested


def _works(dtype: torch.dtype) -> tuple[Callable[[], None], Callable[[], None]]:
    """A batch of tokens through `MATRICES` matrices, and one token through them."""
    weights = torch.full((MATRICES, INTERMEDIATE, HIDDEN), 0.01, dtype=dtype)  # [matrix, out, in]

    def through(tokens: torch.Tensor) -> None:
        for weight in weights:
            torch.nn.functional.linear(tokens, weight)

    return (
        partial(through, torch.ones(BATCH_TOKENS, HIDDEN, dtype=dtype)),
        partial(through, torch.ones(1, HIDDEN, dtype=dtype)),
    )


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
