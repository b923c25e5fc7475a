"""Which column of a table, or field of an object, holds the edit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

EDIT_NAMES = (
    "edit",
    "edits",
    "text",
    "statement",
    "fact",
    "sentence",
    "knowledge",
    "correction",
    "new text",
    "content",
    "編集",
    "修正",
    "訂正",
    "文",
    "本文",
    "内容",
    "テキスト",
    "事実",
)


def edit_column(names: Iterable[str]) -> int | None:
    """Index of the column that holds the edits, None when no name is known; `EDIT_NAMES` has the order."""
    plain = [_plain(name) for name in names]
    return next((plain.index(name) for name in EDIT_NAMES if name in plain), None)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("_", " ").strip("\ufeff ").split())
