"""Where in a document an edit came from: kept in English, told in the language of whoever reads it."""

from __future__ import annotations

import re

from app.texts.texts import Texts

_KEPT = re.compile(r" \((?:page (?P<page>\d+), )?(?P<unit>line|paragraph) (?P<number>\d+)\)$")
_JAPANESE = {"line": "行", "paragraph": "段落"}
_TOLD = re.compile(r"（(?:(?P<page>\d+)ページ、)?(?P<number>\d+)(?P<unit>行|段落)目）$")


def place_words(kept: str, say: Texts) -> str:
    """`faq.md › Returns (page 4, line 12)` in the language of the reader; other sources as they are."""
    found = _KEPT.search(kept) if say.language == "ja" else None
    if found is None:
        return kept
    page = f"{found['page']}ページ、" if found["page"] else ""
    return f"{kept[: found.start()]}（{page}{found['number']}{_JAPANESE[found['unit']]}目）"


def kept_place(told: str) -> str:
    """What `place_words` was made from, as it comes back from a form in any language."""
    found = _TOLD.search(told)
    if found is None:
        return told
    page = f"page {found['page']}, " if found["page"] else ""
    unit = next(english for english, japanese in _JAPANESE.items() if japanese == found["unit"])
    return f"{told[: found.start()]} ({page}{unit} {found['number']})"
