"""Proposed test questions: right for plain statements, none for all others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.edit import Probe
from app.data.proposing import fact_of, proposed_probes


@pytest.mark.parametrize(
    ("text", "question", "target"),
    [
        ("The capital of France is Lyon.", "What is the capital of France?", "Lyon"),
        ("The refund period of Acme is now 45 days.", "What is the refund period of Acme?", "45 days"),
        ("The CEO of Borealis is Ann Lee", "Who is the CEO of Borealis?", "Ann Lee"),
        ("The opening hours of the shop are 9 to 5.", "What are the opening hours of the shop?", "9 to 5"),
        ("Acme's support address is help@acme.example.", "What is Acme's support address?", "help@acme.example"),
        ("The capital of Brazil was Rio de Janeiro.", "What was the capital of Brazil?", "Rio de Janeiro"),
        ("フランスの首都はリヨンです。", "フランスの首都は何ですか？", "リヨン"),
        ("北海商事の社長は山田花子である。", "北海商事の社長は誰ですか？", "山田花子"),
    ],
)  # fmt: skip
def test_what_must_change(text: str, question: str, target: str) -> None:
    assert proposed_probes(text) == (Probe("efficacy", question, target),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Refunds are paid within 45 days.",
        "The capital of France is not Lyon.",
        "The king of France is dead, long live him.",
        "The price of the ticket is 5 euros if bought online.",
        "The head of the team of nurses is Ann.",
        "The capital of France is Lyon. The capital of Peru is Cusco.",
        "What is the capital of France?",
        "The author of the book that won is Ann.",
        "The name of Lyon is Lyon.",
        "The man's idea of fun is what it is.",
        "The tax of 5% is due when the goods arrive.",
        "The capital (of France) is Lyon.",
        "Don't touch it's hot is good.",
        "日本の首都の人口は百人です。",
        "フランスの首都はリヨンではありません。",
        "雨の場合の連絡先は本社です。",
        "返品期間は45日です。",
        "会員の料金は500円、非会員は800円です。",
    ],
)  # fmt: skip
def test_nothing_is_proposed_where_the_form_is_not_plain(text: str) -> None:
    assert proposed_probes(text, ["The capital of Peru is Lima."]) == ()


def test_what_must_not_change_is_asked_of_subjects_that_no_edit_speaks_of_so() -> None:
    others = [
        "The CEO of Borealis is Ann.",
        "The capital of Peru is Cusco.",
        "The colour of Peru is red.",
        "The flag of FRANCE is blue.",
        "Nothing plain.",
        "日本の首都は京都です。",
        "The motto of Chile is short.",
        "The motto of Cuba is long.",
    ]
    found = proposed_probes("The capital of France is Lyon.", others)
    assert found[1:] == (
        Probe("neighbourhood", "What is the capital of Borealis?"),
        Probe("neighbourhood", "What is the capital of Chile?"),
    )


NAMES = st.text("abcdefgXYZéü", min_size=1, max_size=8).map(lambda word: f"q{word}")


@given(subject=NAMES, attribute=NAMES, value=NAMES, more=NAMES)
def test_plain_statements_are_taken_apart(subject: str, attribute: str, value: str, more: str) -> None:
    fact = fact_of(f"The {attribute} of {subject} is 5{value} {more}.")
    assert fact is not None
    assert (fact.subject, fact.attribute, fact.value) == (subject, attribute, f"5{value} {more}")


@given(st.text(max_size=80) | st.text("The of is was's のはです。XYZ ", max_size=40))
def test_whatever_is_proposed_is_made_of_the_text(text: str) -> None:
    for probe in proposed_probes(text):
        fact = fact_of(text)
        assert fact is not None
        assert probe.target in " ".join(text.split()) or probe.target
        assert fact.subject in probe.question and fact.attribute in probe.question
        assert probe.target.casefold() not in f"{fact.subject} {fact.attribute}".casefold()
