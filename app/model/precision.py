"""In which precision a backbone is computed: as asked for, or what suits the device.

On CUDA that is NF4, 4-bit. On a processor it is measured: with AMX, bfloat16 products run up to eight times as
fast as float32, with AVX-512 BF16 about twice as fast, and without either they are slower.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import torch

from app.config import Precision
from app.errors import BackboneError

ChosenPrecision = Literal["float32", "bfloat16", "nf4"]

HIDDEN, INTERMEDIATE = 576, 1536
"""Sizes of the embedded model's widest product."""

MATRICES = 6
"""Different matrices in one measured pass: 21 MB in float32, so that they do not stay in a core's cache."""

BATCH_TOKENS, SINGLE_TOKENS = 128, 12
"""One question in small: a batch of tokens read at once, then an answer token by token (which waits for
memory, not for arithmetic)."""

ROUNDS = 3
"""Measured passes of each precision; the fastest counts, so that other programs disturb it less."""

WORTH_IT = 1.2
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
    """Time both precisions on this processor, once a process (about 0.2 s)."""
    return Measurement(float32=_seconds(torch.float32), bfloat16=_seconds(torch.bfloat16))


def fastest_cpu_precision() -> Literal["float32", "bfloat16"]:
    """Which of the two precisions is faster on this processor, by measurement."""
    return measure_cpu().faster


def resolve_precision(requested: Precision, device: str) -> ChosenPrecision:
    """The precision to load a backbone in.

    Args:
        requested: `auto` chooses by device, everything else is taken as it is.
        device: `cpu` or `cuda` (with or without a number).

    Raises:
        BackboneError: NF4 on a processor, where it is 14 times as slow as float32.
    """
    on_cuda = device.startswith("cuda")
    if requested == "auto":
        return "nf4" if on_cuda else fastest_cpu_precision()
    if requested == "nf4" and not on_cuda:
        raise BackboneError(
            "Precision nf4 was asked for on a processor.",
            "nf4 needs a CUDA device; a processor computes in float32 or bfloat16.",
            "Set the precision to auto.",
        )
    return requested


def _seconds(dtype: torch.dtype) -> float:
    """Seconds of one pass: a batch of tokens, then single tokens, through `MATRICES` matrices."""
    weights = torch.full((MATRICES, INTERMEDIATE, HIDDEN), 0.01, dtype=dtype)  # [matrix, out, in]
    batch = torch.ones(BATCH_TOKENS, HIDDEN, dtype=dtype)
    single = torch.ones(1, HIDDEN, dtype=dtype)

    def one_pass() -> None:
        for tokens, times in ((batch, 1), (single, SINGLE_TOKENS)):
            for _ in range(times):
                for weight in weights:
                    torch.nn.functional.linear(tokens, weight)

    with torch.inference_mode():
        one_pass()  # the first pass also sets up the library's kernels
        return min(_timed(one_pass) for _ in range(ROUNDS))


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
