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
    by_token: tuple[float, ...] = ()
    """The same change of each of the answer's tokens, in nats: they add up to `nats`. Empty: not known."""


def changes_in(frame: pd.DataFrame) -> tuple[Change, ...]:
    """The rows of `EditableModel.leave_one_out`."""
    names = ("edit_id", "change_in_log_probability", "read_instead", "change_by_token")
    return tuple(
        Change(str(edit), float(nats), tuple(instead), tuple(by_token))
        for edit, nats, instead, by_token in zip(*(frame[name] for name in names), strict=True)
    )
