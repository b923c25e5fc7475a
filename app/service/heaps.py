"""Memory that is given back: what the C library keeps for threads that come and go, and of what was used once."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

M_ARENA_MAX = -8
"""Of glibc's mallopt."""
HEAPS = 2

GIVE_BACK_SECONDS = 60.0
"""Between two times that free memory is given back: so much of it is kept as is freed in that time."""


def few_heaps() -> None:
    """Has glibc keep two heaps; to be called once, before there are threads.

    Every question has threads of its own, and each may be given another one of up to eight heaps a core, of which what
    was used once and is free stays with the process: with a tiny model 28 MB of 700 questions, with two heaps next to
    nothing. Does nothing with another C library.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(M_ARENA_MAX, HEAPS)


def give_back() -> None:
    """Has glibc give free pages back to the system.

    By itself it gives back only what is free at the end of a heap; a single small piece that is in use there keeps all
    that is free before it: 100 MB after 450 questions of visitors who came and went. To be called again and again, for
    a few milliseconds each time. Does nothing with another C library.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
