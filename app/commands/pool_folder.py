"""Edits compressed into a folder: as many as the disk holds, with the memory that a part of them needs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from app.commands.editing import Fault, Opened, none_usable, open_with_edits, read_uploads, told_faults
from app.commands.options import EditOptions
from app.commands.output import progress_bar
from app.config import Settings
from app.data import edit_id

if TYPE_CHECKING:
    from app.model import GistPool
    from app.service.core import LoadFromSettings

UNBOUNDED = 10**9
"""Edits: what a session in memory holds at most does not count here."""


def compressed_into(
    folder: Path, settings: Settings, given: EditOptions, load: LoadFromSettings | None
) -> tuple[Opened, GistPool, int]:
    """The pool in the folder, with the given edits, or the shared ones, added to what it holds; how many it lacked.

    Raises:
        PoolError: the folder holds something else, or the edits are kept word for word.
        UploadError, StoreError: as `open_with_edits`.
    """
    if not given.edit and not given.edits:
        opened = open_with_edits(settings, given, load=load)
        return opened, *_written(folder, opened, opened.pool.texts)
    from app.service import Workbench

    workbench = Workbench(settings.model_copy(update={"max_edits": UNBOUNDED}), load)
    token, faults, begin = workbench.open(None).token, list[Fault](), perf_counter()
    uploads = read_uploads(workbench, given.edit, given.edits)
    texts: list[str] = []
    with progress_bar() as report:
        workbench.model(report)
    for source, upload in uploads:
        proposal = workbench.edits.propose(token, upload)
        faults += told_faults(source, proposal.faults, proposal.unlisted)
        texts += [edit.text for edit in proposal.edits]
    workbench.edits.discard(token)
    if not texts:
        raise none_usable()
    opened = Opened(workbench, token, tuple(faults), 0.0)
    pool, lacked = _written(folder, opened, texts)
    return Opened(workbench, token, tuple(faults), perf_counter() - begin), pool, lacked


def _written(folder: Path, opened: Opened, texts: Iterable[str]) -> tuple[GistPool, int]:
    from app.model.pool_writing import compress_into

    model, held = opened.workbench.model(), opened.pool
    lacked = 0

    def compress(part: list[str]) -> GistPool:
        nonlocal lacked
        lacked += len(part)
        return held.only(map(edit_id, part)) if len(held) else model.compress(part)

    with progress_bar() as report:
        return compress_into(folder, texts, model.compressor.made_by, compress, report), lacked
