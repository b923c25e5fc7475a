"""Word by word: both texts can be read from the pieces, and what is the same is said to be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.service.differences import Piece, differences


def test_what_changed_is_told_in_words() -> None:
    assert differences("Paid within 45 days.", "Paid within 30 days.") == (
        Piece("kept", "Paid within "),
        Piece("gone", "45"),
        Piece("new", "30"),
        Piece("kept", " days."),
    )
    assert differences("返品期間は45日です。", "返品期間は30日です。")[1:3] == (Piece("gone", "45"), Piece("new", "30"))
    assert differences("", "New.") == (Piece("new", "New."),)
    assert differences("Same.", "Same.") == (Piece("kept", "Same."),)


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_stand_in_the_pieces(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after
