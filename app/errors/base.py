"""The base of all errors raised on purpose."""

from __future__ import annotations

from typing import ClassVar


class WorkbenchError(Exception):
    """Base of all errors raised on purpose.

    Args:
        given: what the program was given, in the reader's words.
        allowed: what it accepts.
        remedy: what the reader can do next.
    """

    code: ClassVar[str] = "workbench"

    def __init__(self, given: str, allowed: str = "", remedy: str = "") -> None:
        self.given, self.allowed, self.remedy = given, allowed, remedy
        super().__init__(given, allowed, remedy)

    def __str__(self) -> str:
        sentences = [part for part in (self.given, self.allowed, self.remedy) if part]
        return f"[{self.code}] " + " ".join(sentences)

    def as_dict(self) -> dict[str, str]:
        """The error for machines: stable keys, no traceback."""
        return {
            "code": self.code,
            "given": self.given,
            "allowed": self.allowed,
            "remedy": self.remedy,
        }
