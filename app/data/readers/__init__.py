"""Files of edits, by suffix. A new format is one module with a reader and one line in `READERS`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, tzinfo
from pathlib import Path

from app.data.decoding import read_bytes
from app.data.mapping import upload_of
from app.data.readers.delimited import read_csv, read_tsv
from app.data.readers.excel import read_excel
from app.data.readers.json_lines import read_json_lines
from app.data.readers.plain import lines_of, read_plain
from app.data.table import Table
from app.data.upload import Upload, clip, collect
from app.errors import UploadError

Reader = Callable[[bytes], Table]

READERS: dict[str, Reader] = {
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".xlsx": read_excel,
    ".jsonl": read_json_lines,
    ".txt": read_plain,
}


def read_lines(text: str, *, max_edits: int | None = None) -> Upload:
    """Edits typed one a line; blank lines only separate."""
    return collect(lines_of(text), max_edits=max_edits)


def read_table(path: Path, *, max_mb: int) -> Table:
    """What stands in a file. Nothing is executed: a cell that starts with = is text.

    Args:
        path: the file; its suffix chooses the reader.
        max_mb: largest file in megabytes.

    Raises:
        UploadError: the file as a whole cannot be read, or holds nothing.
    """
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        raise UploadError(
            f"{clip(path.name)} is of a kind that is not read.",
            f"These are: {', '.join(READERS)}.",
            "Save the table as CSV, in UTF-8.",
        )
    table = reader(read_bytes(path, max_mb=max_mb))
    if not table.rows:
        raise UploadError(f"{clip(path.name)} holds no edits.", "One edit a row is read.", "Check that it was saved.")
    return table


def read_upload(path: Path, *, max_mb: int, max_edits: int, zone: tzinfo = UTC) -> Upload:
    """The edits of a file and its rows at fault, with the columns taken as their names and content suggest.

    Args:
        max_edits: most edits taken; the rows behind them are faults.
        zone: of dates, and of moments without an offset.

    Raises:
        UploadError: the file as a whole cannot be read.
        ColumnsError: no column can be told to hold the edits.
    """
    return upload_of(read_table(path, max_mb=max_mb), max_edits=max_edits, zone=zone)
