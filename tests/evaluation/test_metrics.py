"""What counts as right, on cases worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evaluation.metrics import exact, first_line, meets, normalise_answer, starts_with, unchanged


@pytest.mark.parametrize(
    ("answer", "target"),
    [
        ("Lyon", "Lyon"),
        ("lyon.", "Lyon"),
        ("  Lyon, in the south", "Lyon"),
        ("**Lyon** is right", "Lyon"),
        ("“Lyon”", "Lyon"),
        ("Lyon\nQ: and Spain?", "Lyon"),
        ("New  York City", "New York"),
        ("St. John's College", "St Johns College"),
        ("St John’s College, Oxford", "St. John's College"),
        ("smart-casual clothes", "smart casual"),
        ("45 days after purchase", "45 days"),
        ("45 Days", "45 days"),
        ("2011.", "2011"),
        ("4. It says so", "4"),
        ("1,200 euros", "1200 euros"),
        ("1200 euros", "1,200 euros"),
        ("1,200,000.50", "1200000.50"),
        ("$499 a month", "$499"),
        ("45% off", "45 %"),
        ("20°C", "20 °C"),
        ("0800-555-019", "0800 555 019"),
        ("C++ and Rust", "C++"),
        ("-5 degrees", "−5 degrees"),
        ("Straße 5", "STRASSE 5"),
        ("４５日です", "45日"),
        ("45 日です", "45日"),
        ("45日間です", "45日"),
        ("東京都です。", "東京"),
        ("リヨンです", "リヨン"),
        ("Lyonです", "Lyon"),
        ("「リヨン」", "リヨン"),
        ("レオナルド・ダ・ヴィンチ", "レオナルド"),
        ("千円です", "千円"),
        ("리옹입니다", "리옹"),
    ],
)
def test_begins_with_the_target(answer: str, target: str) -> None:
    assert starts_with(answer, target)


@pytest.mark.parametrize(
    ("answer", "target"),
    [
        ("450 days", "45 days"),
        ("45 days", "450 days"),
        ("450", "45"),
        ("4.5 days", "4"),
        ("4.5 days", "45 days"),
        ("1,200", "1"),
        ("12:30", "12"),
        ("-5 degrees", "5 degrees"),
        ("45%", "45 days"),
        ("45 days", "45%"),
        ("€499", "$499"),
        ("C", "C++"),
        ("C++", "C"),
        ("C# and more", "C"),
        ("Lyons", "Lyon"),
        ("The city of Lyon", "Lyon"),
        ("It is not Lyon", "Lyon"),
        ("\nLyon", "Lyon"),
        ("", "Lyon"),
        ("Lyon", ""),
        ("...", "!"),
        ("Malaga", "Málaga"),
        ("450日", "45日"),
        ("145日", "45日"),
        ("450日です", "45"),
        ("リヨンズ", "リヨン"),
        ("四十五日", "四十"),
        ("二千円", "千円"),
    ],
)
def test_does_not_begin_with_the_target(answer: str, target: str) -> None:
    assert not starts_with(answer, target)


def test_an_alias_is_as_good_as_the_target() -> None:
    assert starts_with("NYC, of course", "New York City", ["NYC"])
    assert exact("nyc", "New York City", ["NYC"])
    assert not starts_with("NYC", "New York City")


@pytest.mark.parametrize(
    ("answer", "right"), [("Lyon", True), ("lyon!\nmore", True), ("Lyon, France", False), ("", False)]
)
def test_exact_is_the_whole_first_line(answer: str, right: bool) -> None:
    assert exact(answer, "Lyon") is right


@pytest.mark.parametrize(
    ("answer", "same"),
    [("Paris", True), (" Paris \nmore", True), ("paris", False), ("Paris.", False), ("", False)],
)
def test_unchanged_is_character_by_character(answer: str, same: bool) -> None:
    assert unchanged(answer, "Paris") is same


def test_first_line_of_an_answer_that_begins_with_a_break_is_empty() -> None:
    assert first_line("\nParis") == ""


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_answer(text)
    assert normalise_answer(once) == once


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd", "Zs", "Lo"])))
def test_exact_answers_begin_with_the_target(text: str) -> None:
    assert starts_with(text, text) == exact(text, text)


@pytest.mark.parametrize(
    ("answer", "expected", "met"),
    [
        ("45 days, by card", "45 days", True),
        ("Refunds are paid within 45 Days.", "45 days", True),
        ("Within 145 days", "45 days", False),
        ("返金期間は45日です。", "45日", True),
        ("Paris", "Lyon", False),
        ("no\n45 days", "45 days", False),
        ("anything", " ?! ", None),
        ("", "", None),
        ("", "Lyon", False),
    ],
)
def test_what_a_person_expects_stands_at_the_beginning_or_as_whole_words(
    answer: str, expected: str, met: bool | None
) -> None:
    assert meets(answer, expected) is met
