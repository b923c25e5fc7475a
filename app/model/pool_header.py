"""What a pool in a folder says of itself, read without its gists and without torch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.errors import PoolError

HEADER, FORMAT = "pool.json", 1


def read_header(folder: Path) -> dict[str, Any]:
    """The header of the pool in a folder.

    Raises:
        PoolError: no pool there, one of another format, or one that is not whole.
    """
    try:
        header = json.loads((folder / HEADER).read_text(encoding="utf-8"))
        if header["format"] != FORMAT:
            raise ValueError(f"format {header['format']}")
        return {**header, "edits": int(header["edits"]), "made_by": str(header["made_by"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise cannot_be_opened(folder, error) from error


def cannot_be_opened(folder: Path, error: Exception) -> PoolError:
    """What is told of a folder that is no pool."""
    return PoolError(
        given=f"{folder} holds no pool that can be opened: {error}.",
        allowed=f"A folder that a pool was saved in, whole, of format {FORMAT}.",
        remedy="Save the pool again.",
    )
