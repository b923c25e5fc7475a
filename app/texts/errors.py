"""Errors in the language of whoever reads them."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import WorkbenchError
from app.texts.details import in_japanese, words_in_japanese
from app.texts.japanese_errors import ERRORS_TABLE
from app.texts.texts import Texts


@dataclass(frozen=True)
class ErrorWords:
    """An error as it is shown."""

    given: str
    """What has happened."""
    rest: str
    """What is allowed, and what to do next."""
    english: str = ""
    """What has no words in the language of the reader."""

    def __str__(self) -> str:
        between = "" if self.given.endswith("。") else " "
        return " ".join(part for part in (f"{self.given}{between}{self.rest}".rstrip(), self.english) if part)


def error_words(error: WorkbenchError, say: Texts) -> ErrorWords:
    """What has happened, what is allowed and what to do next.

    Where an error tells something that has no Japanese, its code says what has happened and what to do, and the
    English stays beneath.
    """
    parts = [part for part in (error.allowed, error.remedy) if part]
    if say.language != "ja":
        return ErrorWords(error.given, " ".join(parts))
    given = in_japanese(error.given)
    told = {part: in_japanese(part) for part in parts}
    english = [part for part, known in {error.given: given, **told}.items() if known is None]
    return ErrorWords(
        ERRORS_TABLE.get(error.code, ERRORS_TABLE["workbench"]) if given is None else given,
        "".join(known for known in told.values() if known is not None),
        " ".join(english),
    )


def detail_words(detail: str, say: Texts) -> str:
    """What an error or a row at fault tells, by itself; English where it has no words in the reader's language."""
    return words_in_japanese(detail) if say.language == "ja" else detail
