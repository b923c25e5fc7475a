"""Bench `folder`: many edits compressed into a folder in one call, killed in the middle of it and gone on with.

    few    ████████                          two parts, in a call of its own
    many   ████▌✕   ██████████████████████   killed while the second part was made; the second call makes the rest

Every call is `python -m app compress --output`, a program of its own. Its peak memory is compared with that of the few
edits, and what it wrote of the same edits must be the same bytes.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from app.config import ROOT, Settings
from app.errors import EvaluationError
from app.evaluation.benches.memory import resident
from app.evaluation.benches.rows import BenchSettings, Row, compared
from app.model.pool import edit_id
from app.model.pool_writing import ADDED, PART
from app.training.generator import ENGLISH, draw_example

if TYPE_CHECKING:
    from app.model import EditableModel

FEW = 2 * PART
LONGEST = 60
"""Characters of an edit."""
LOOK_SECONDS = 0.1
LATER_SECONDS = 2.0
"""After a part was written: the next one, which takes longer, is being made then."""


@dataclass(frozen=True)
class Call:
    """One call of `compress`."""

    peak: float
    """Most memory that it took at any moment, in MB."""
    told: dict[str, Any] | None
    """What it printed; None where it was killed."""
    seconds: float


def folder(model: EditableModel, settings: BenchSettings) -> list[Row]:
    """Rows on peak memory, on what is the same, and on what was made twice.

    Raises:
        EvaluationError: too few edits, a call failed, or this system does not tell memory.
    """
    if settings.edits < 2 * FEW:
        raise EvaluationError(f"{settings.edits} edits are too few.", f"At least {2 * FEW}.", "Give --edits 10000.")
    texts, flags = drawn(settings.edits, settings.seed), flags_of(model.settings)
    with tempfile.TemporaryDirectory() as place:
        few, many = Path(place) / "few", Path(place) / "many"
        alone = called(few, texts[:FEW], flags)
        killed = called(many, texts, flags, killed_after=PART)
        rest = called(many, texts, flags)
        left = settings.edits - added(many.with_suffix(".killed"))
        same = _same_bytes(few / "gists", many / "gists")
        written = added(many)
    made = float((rest.told or {})["compressed"])
    name = f"compressing {settings.edits:,} edits into a folder, killed once"
    peaks, seed = [max(killed.peak, rest.peak)], settings.seed
    return [
        compared(f"peak memory of {name}", peaks, "MB", [alone.peak], f"{FEW:,} edits", seed, at_most=1.25),
        compared(f"edits made after {name}", [made], "edits", [float(left)], "not there yet", seed, at_most=1.0),
        compared(f"edits there after {name}", [float(written)], "edits", [float(settings.edits)], "given", seed),
        compared(f"same bytes after {name}", [same], "share", [1.0], f"{FEW:,} edits not killed", seed, at_least=1.0),
    ]


def drawn(count: int, seed: int) -> list[str]:
    """So many different short statements in English, as training has them: of things, people, places, their records."""
    random, found = Random(seed), dict[str, str]()  # nosec B311  # edits, no secrets
    while len(found) < count:
        text = draw_example(random, ENGLISH, "relation", 1).edit
        if len(text) <= LONGEST:
            found.setdefault(edit_id(text), text)
    return list(found.values())


def called(folder: Path, texts: Sequence[str], flags: Sequence[str], killed_after: int | None = None) -> Call:
    """One call on these edits.

    Args:
        killed_after: kills it (SIGKILL) while it makes more, once so many edits are there; what is there then is told
            in a file beside the folder.

    Raises:
        EvaluationError: it failed, or ended before it was killed, or the system does not tell memory.
    """
    given = folder.with_suffix(".jsonl")
    given.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    command = [sys.executable, "-m", "app", "compress", "--edits", str(given), "--output", str(folder), "--json"]
    begin, peak = time.perf_counter(), 0.0
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen([*command, *flags], cwd=ROOT, stdout=output, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            peak = max(peak, resident("VmHWM", process.pid) or 0.0)
            if killed_after is not None and added(folder) >= killed_after:
                time.sleep(LATER_SECONDS)
                process.send_signal(signal.SIGKILL)
                process.wait()
            time.sleep(LOOK_SECONDS)
        output.seek(0)
        printed = output.read()
    seconds = time.perf_counter() - begin
    if process.returncode != (0 if killed_after is None else -signal.SIGKILL) or not peak:
        raise EvaluationError(
            f"Compressing ended with {process.returncode} after {seconds:.0f} s.", "", "Try the command by hand."
        )
    if killed_after is not None:
        folder.with_suffix(".killed").mkdir()
        (folder.with_suffix(".killed") / ADDED).write_bytes((folder / ADDED).read_bytes())
    return Call(peak / 2**20, None if killed_after is not None else json.loads(printed), seconds)


def added(folder: Path) -> int:
    """Edits whose gists are in a folder; 0 where nothing is."""
    try:
        return max(0, (folder / ADDED).read_bytes().count(b"\n") - 1)
    except FileNotFoundError:
        return 0


def flags_of(settings: Settings) -> list[str]:
    """What has another program open the same model."""
    named = ("backbone", "adapter", "memory", "device", "precision")
    return [part for name in named for part in (f"--{name}", str(getattr(settings, name)))]


def _same_bytes(one: Path, other: Path) -> float:
    """Share of the first file that the other begins with."""
    wanted = np.fromfile(one, np.uint8)
    found = np.fromfile(other, np.uint8, count=len(wanted))
    return float(np.mean(wanted == found)) if len(found) == len(wanted) else 0.0
