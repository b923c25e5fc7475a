"""Errors in the language of whoever reads them."""

from __future__ import annotations

from app.errors import WorkbenchError
from app.texts.japanese_errors import ERRORS_TABLE
from app.texts.texts import Texts


def error_words(error: WorkbenchError, say: Texts) -> str:
    """What has happened and what to do next; empty in English, which the error's own parts are written in."""
    return ERRORS_TABLE.get(error.code, ERRORS_TABLE["workbench"]) if say.language == "ja" else ""
