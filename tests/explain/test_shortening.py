"""Texts made short enough for a label, in writing with spaces and without."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.explain.shortening import shortened


def test_words_stay_whole_and_writing_without_spaces_is_cut_between_letters() -> None:
    assert shortened("The capital of France", 40) == "The capital of France"
    assert shortened("The capital of France is Lyon", 20) == "The capital of …"
    assert shortened("返品期間は購入日から四十五日です", 8) == "返品期間は購入…"
    assert shortened("A:" + "返品期間は購入日から四十五日です", 8) == "A:返品期間は…"


@given(st.text(), st.integers(4, 60))
def test_never_longer_and_never_nothing(text: str, longest: int) -> None:
    short = shortened(text, longest)
    assert len(short) <= longest
    assert bool(short) == bool(text.split())
