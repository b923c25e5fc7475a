"""A clock that stands, quick hashes, and an account, for the tests of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

GOOD, OTHER = "seven grey herons over water", "nine brown otters on the ice"


@dataclass
class Time:
    """A clock that stands until it is set."""

    now: datetime = datetime(2026, 3, 3, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)
