"""Where an edit came from, in words."""

from __future__ import annotations

import pytest

from app.texts import ENGLISH, JAPANESE, kept_place, place_words

PLACES = {
    "faq.md › Returns (line 3)": "faq.md › Returns（3行目）",
    "faq.pdf › 返品 › 3.2 (page 4, line 12)": "faq.pdf › 返品 › 3.2（4ページ、12行目）",
    "faq.docx (paragraph 7)": "faq.docx（7段落目）",
}


@pytest.mark.parametrize(("kept", "told"), PLACES.items())
def test_a_place_is_told_in_the_readers_language_and_kept_in_one(kept: str, told: str) -> None:
    assert place_words(kept, ENGLISH) == kept
    assert place_words(kept, JAPANESE) == told
    assert kept_place(told) == kept_place(kept) == kept


@pytest.mark.parametrize("source", ["", "Decision 12", "line 3", "Decision (line 3) of the board"])
def test_another_source_stays_as_it_is(source: str) -> None:
    assert place_words(source, JAPANESE) == kept_place(source) == source
