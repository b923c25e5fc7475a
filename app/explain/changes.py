"""What leaving edits out changed, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Change:
    """An answer scored again without one of the edits that it read, and without that edit's duplicates."""

    edit_id: str
    nats: float
    """The answer's log-probability with the edit minus without it."""
    instead: tuple[str, ...]
    """Ids of the edits read without it."""


def changes_in(frame: pd.DataFrame) -> tuple[Change, ...]:
    """The rows of `EditableModel.leave_one_out`."""
    columns = (frame["edit_id"], frame["change_in_log_probability"], frame["read_instead"])
    return tuple(Change(str(edit), float(nats), tuple(instead)) for edit, nats, instead in zip(*columns, strict=True))
