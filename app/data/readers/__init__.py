"""Files of edits, by suffix. A new format is one module with a reader and one line in `READERS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from app.data.decoding import read_bytes
from app.data.readers.delimited import read_csv, read_tsv
from app.data.readers.json_lines import read_json_lines
from app.data.readers.plain import lines_of, read_plain
from app.data.upload import Row, Upload, collect
from app.errors import UploadError

Reader = Callable[[bytes], Iterator[Row]]

READERS: dict[str, Reader] = {
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".jsonl": read_json_lines,
    ".txt": read_plain,
}


def read_lines(text: str, *, max_edits: int | None = None) -> Upload:
    """Edits typed one a line; blank lines only separate."""
    return collect(lines_of(text), max_edits=max_edits)


def read_upload(path: Path, *, max_mb: int, max_edits: int) -> Upload:
    """The edits of a file and its rows at fault. Nothing is executed: a cell that starts with = is text.

    Args:
        path: the file; its suffix chooses the reader.
        max_mb: largest file in megabytes.
        max_edits: most edits taken; the rows behind them are faults.

    Raises:
        UploadError: the file as a whole cannot be read.
    """
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        raise UploadError(
            f"{path.name} is of a kind that is not read.",
            f"These are: {', '.join(READERS)}.",
            "Save the table as CSV, in UTF-8.",
        )
    upload = collect(reader(read_bytes(path, max_mb=max_mb)), max_edits=max_edits)
    if not upload.edits and not upload.faults:
        raise UploadError(f"{path.name} holds no edits.", "One edit a row is read.", "Check that it was saved.")
    return upload
