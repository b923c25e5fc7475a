"""Two releases in words, and two texts word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.service import Workbench
from app.service.releases import diff_in_words
from app.service.releases.words import FirstDifference, first_difference, pieces, words_of
from app.store import Terms
from tests.service.releases.conftest import LYON, REFUND, TESTS, add


def test_what_changed_is_said_thing_by_thing(bench: Workbench, token: str) -> None:
    store = bench.shared().store
    lyon, gone, owned, tested, noted = add(bench, LYON, "Gone.", "Owned.", "Tested.", "Noted.")
    bench.releases.make(token, "spring")
    bench.releases.make(token, "spring again", note="the same")
    store.edits.change(lyon.seen, text="The capital of France is Nice.")
    store.edits.retire([gone.seen])
    store.edits.change(owned.seen, terms=Terms(owner="Sales"))
    store.edits.change(tested.seen, probes=TESTS)
    store.edits.change(noted.seen, note="a note")
    add(bench, REFUND)
    bench.releases.make(token, "summer", policy="strict")
    diff = bench.releases.diff(token, "spring", "summer")
    assert not diff.same
    assert diff_in_words(diff) == (
        f"Added: “{REFUND}”",
        "Removed: “Gone.”",
        "Changed: The capital of France is [-Lyon-][+Nice+].",
        "Other terms (owner, source, validity): “Owned.”",
        "Other test questions: “Tested.”",
        "Approved again, or with another note or tags: “Noted.”",
        "policy.name: default → strict",
        "policy.margin: 0.0 → 2.0",
    )
    same = bench.releases.diff(token, "spring", "spring again")
    assert same.same and diff_in_words(same) == ("Nothing differs but name, note and time.",)


def test_what_is_shown_of_one_release(bench: Workbench, token: str) -> None:
    add(bench, LYON)
    made = bench.releases.make(token, "spring")
    bench.releases.move(token, "candidate", "spring")
    shown = bench.releases.show(token, "candidate")
    assert (shown.release, shown.aliases, shown.gate, shown.here) == (made, ("candidate",), None, ())
    assert [edit.text for edit in shown.edits] == [LYON] and shown.verification.sound
    overview = bench.releases.overview(token)
    assert overview.releases == (made,) and overview.aliases_at(made.id) == ("candidate",) and overview.runs == {}
    assert [move.release_name for move in bench.releases.history(token, "candidate")] == ["spring"]


@given(st.text(), st.text())
def test_pieces_hold_both_texts(first: str, second: str) -> None:
    found = pieces(first, second)
    assert "".join(piece.text for piece in found if piece.kind != "added") == "".join(words_of(first))
    assert "".join(piece.text for piece in found if piece.kind != "removed") == "".join(words_of(second))


@given(st.text())
def test_words_are_the_whole_text(text: str) -> None:
    assert "".join(words_of(text)) == text


@given(st.text(max_size=8), st.text(max_size=8))
def test_texts_part_exactly_where_they_are_not_equal(first: str, second: str) -> None:
    assert (first_difference(first, second) is None) == (first == second)


@pytest.mark.parametrize(
    ("first", "second", "where"),
    [
        ("45 days", "30 days", FirstDifference(1, "45", "30")),
        ("It is 1,500.", "It is 1,500 yen.", FirstDifference(4, ".", "yen")),
        ("返品は45日です", "返品は30日です", FirstDifference(4, "45", "30")),
        ("one", "one two", FirstDifference(2, "", "two")),
    ],
)
def test_the_first_word_that_differs(first: str, second: str, where: FirstDifference) -> None:
    assert first_difference(first, second) == where
