"""Heads of a chain: the number and hash of its last record at some moment, kept where the store's owner cannot reach.

A chain that was cut off, or written anew from some record on, is sound in itself; only a head that somebody has kept
elsewhere shows it. Heads stand one a line in a file: `{"number": …, "hash": …, "at": …}`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.errors import AuditFileError

_SHORT = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


@dataclass(frozen=True)
class Head:
    """The last record of a chain; number 0 where it has none."""

    number: int
    hash: str

    def as_dict(self) -> dict[str, Any]:
        return {"number": self.number, "hash": self.hash}

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Head:
        """Raises ValueError, TypeError or KeyError where it is none."""
        return cls.read(f"{value['number']}:{value['hash']}")

    @classmethod
    def read(cls, text: str) -> Head:
        """A head as NUMBER:HASH. Raises ValueError where it is none."""
        found = _SHORT.fullmatch(text.strip())
        if found is None:
            raise ValueError("not NUMBER:HASH")
        return cls(int(found[1]), found[2])


def heads_given(text: str) -> tuple[Head, ...]:
    """NUMBER:HASH, or the heads in a file of that name.

    Raises:
        AuditFileError: neither.
    """
    try:
        return (Head.read(text),)
    except ValueError:
        return heads_in(Path(text))


def heads_in(path: Path) -> tuple[Head, ...]:
    """The heads in a file.

    Raises:
        AuditFileError: it cannot be read, or something else stands in it.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise _no_heads(f"{path} is neither NUMBER:HASH nor a file that can be read") from error
    try:
        return tuple(_head_in(line) for line in lines if line.strip())
    except (ValueError, TypeError, KeyError) as error:
        raise _no_heads(f"A line of {path} is no head") from error


def keep_head(path: Path, head: Head) -> None:
    """Writes a head behind those in a file.

    Raises:
        AuditFileError: the place cannot be written to.
    """
    line = json.dumps(head.as_dict() | {"at": datetime.now(UTC).isoformat(timespec="seconds")})
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise AuditFileError(
            f"{path} cannot be written: {error.strerror}.",
            "",
            "Correct INCOMES_AUDIT_HEADS, or the rights of the file.",
        ) from error


def _head_in(line: str) -> Head:
    return Head.of(json.loads(line)) if line.lstrip().startswith("{") else Head.read(line)


def _no_heads(fault: str) -> AuditFileError:
    return AuditFileError(
        f"{fault}.",
        "A head is NUMBER:HASH, or a line of a file that `python -m app audit head` wrote.",
        "Check the name of the file, or copy the head again.",
    )
