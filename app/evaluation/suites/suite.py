"""What a suite is: where its records come from, what is asked, whom to cite."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from app.config import ASSETS
from app.data import Edit, ProbeKind, Record

SAMPLES = ASSETS / "suites" / "samples"
"""A folder with a few records for every suite that reads a file, so that each runs without the public data."""


@dataclass(frozen=True)
class Filler:
    """An edit that only fills a pool up."""

    edit: Edit
    subject: str


@dataclass(frozen=True)
class SuiteData:
    """What a suite read: records to ask about, more edits for large pools, checksums of the files read."""

    records: tuple[Record, ...]
    fillers: Iterable[Filler] = ()
    """May be gone through several times."""
    sha256: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    """Records of the file that are not used, by reason."""


class Suite(ABC):
    """A benchmark. Raise `version` with every change that can move a figure."""

    name: ClassVar[str]
    title: ClassVar[str]
    version: ClassVar[str]
    citation: ClassVar[str]
    kinds: ClassVar[tuple[ProbeKind, ...]]
    """The questions that it asks, in the order of the table."""
    max_new_tokens: ClassVar[int] = 20
    """Longest answer in tokens; targets are a few words."""
    own_pool: ClassVar[int | None] = None
    """Edits of its own pool, for suites that are about one pool: the size where none is asked for."""
    policy: ClassVar[str | None] = None
    """The policy where none is asked for; None: the default."""
    beside: ClassVar[tuple[str, ...]] = ()
    """Methods measured beside, where none is asked for."""
    language: ClassVar[str | None] = None
    """ISO 639-1; None: of no one language."""
    lists_failures: ClassVar[bool] = False
    """The report lists every question answered wrongly: for suites that are small enough."""

    @abstractmethod
    def load(self, folder: Path) -> SuiteData:
        """Read the public file under its own name in the folder.

        Raises:
            SuiteDataError: missing, or of another shape.
        """
