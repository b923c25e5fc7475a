"""Whether numba is here to compile with, and where it keeps what it compiled."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

import numpy as np

from app.model.packed.groups import Bytes, Floats, unpack_eight_bit

BLOCK = 16_384
"""Rows unpacked at once where nothing is compiled."""


def can_compile() -> bool:
    return importlib.util.find_spec("numba") is not None


def keep_compiled(cache_dir: Path) -> None:
    """Have numba keep what it compiles in a folder named by the sources that it was compiled from."""
    import numba

    if not numba.config.CACHE_DIR:
        numba.config.CACHE_DIR = str(cache_dir / "compiled" / _sources_digest()[:16])


def compiled_by() -> tuple[str, ...]:
    """What decides which code numba makes: sources, compiler and processor."""
    import numba
    from llvmlite import binding

    processor = numba.config.CPU_NAME or binding.get_host_cpu_name()
    features = numba.config.CPU_FEATURES or binding.get_host_cpu_features().flatten()
    return _sources_digest(), numba.__version__, processor, features


def _sources_digest() -> str:
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def eight_bit_products(packed: Bytes, inputs: Floats, cache_dir: Path) -> Floats:
    """Inner products of rows in 8-bit groups, `[rows, bytes]`, with others, `[inputs, columns]` → `[inputs, rows]`."""
    if not can_compile():
        starts = range(0, len(packed), BLOCK)
        return np.concatenate([inputs @ unpack_eight_bit(packed[i : i + BLOCK]).T for i in starts], axis=1)
    keep_compiled(cache_dir)
    from app.model.packed.products import eight_bit

    found = np.empty((len(inputs), len(packed)), dtype=np.float32)
    eight_bit(packed, np.ascontiguousarray(inputs), found)
    return found
