"""Bench `memory`: what the weights take, counted, and how far memory grows while many edits are compressed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from app.evaluation.benches.compressing import texts_of
from app.evaluation.benches.rows import BenchSettings, Row, compared
from app.model import EditableModel

DENSE = 4
"""Bytes of a weight in float32."""
MOST = 250e6
"""Bytes that the weights of the embedded backbone may take."""
_CLEAR = Path("/proc/self/clear_refs")
_RESET_PEAK = "5"


def memory(model: EditableModel, settings: BenchSettings) -> list[Row]:
    """Bytes of the weights, before and after edits were compressed and a question answered; then, on Linux, the most
    memory at any moment of compressing beyond the gists that come of it."""
    dense = float(DENSE * model.backbone.parameters)
    pool = model.compress(texts_of(2))
    model.leave_one_out(model.answer(pool.texts[0], pool, policy="all", max_new_tokens=2), pool)
    rows = [
        compared(
            "weights in memory", [float(model.weight_bytes)], "bytes", [dense], "all of them in float32", settings.seed,
            at_most=MOST / dense,
        ),
    ]  # fmt: skip
    before = resident("VmRSS")
    if before is None or not _reset_peak():
        return rows
    gists = model.compress(texts_of(settings.edits)).bytes
    peak = resident("VmHWM") or before
    name = f"memory beyond the gists, {settings.edits:,} edits"
    rows.append(compared(name, [max(peak - before - gists, 1.0)], "bytes", [float(gists)], "the gists", settings.seed))
    return rows


def resident(line: str, process: int | Literal["self"] = "self") -> float | None:
    """Bytes of a process in memory: now (VmRSS), or the most so far (VmHWM); None where nobody tells."""
    status = Path(f"/proc/{process}/status")
    try:
        found = re.search(rf"^{line}:\s+(\d+) kB$", status.read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return None
    return float(found.group(1)) * 1024 if found else None


def _reset_peak() -> bool:
    """Begin to look for the most anew; whether that can be done here."""
    try:
        _CLEAR.write_text(_RESET_PEAK, encoding="ascii")
    except OSError:
        return False
    return True
