"""The rules by which two edits are compared: one case for each, and what holds for all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.explain.conflicts import compare, statement_of

CASES = [
    (
        "The warranty of the Aria 3 is 24 months.",
        "The warranty of the Aria 3 is 36 months.",
        "contradiction",
        "other-value",
    ),
    ("Support is available on Sundays.", "Support isn't available on Sundays.", "contradiction", "denied"),
    ("Visitors must wear a badge.", "Visitors may wear a badge.", "contradiction", "duty-and-permission"),
    ("Form B7 is replaced by form C2.", "Form C2 is replaced by form B7.", "chain", "swapped"),
    ("様式B7は様式C2に置き換えられます。", "様式C2は様式B7に置き換えられます。", "chain", "swapped"),
    ("Lumora belongs to Helio Foods.", "Helio Foods belongs to Lumora.", "chain", "swapped"),
    ("Holidays: 28 days a year.", "Holidays: 28 days per year!", "duplicate", "same-words"),
    ("Refunds take 14 days.", "Refunds take two weeks.", "duplicate", "same-words"),
    ("The minimum order is 25 euros.", "The maximum order is 25 euros.", "none", "opposite-attributes"),
    ("The warranty of the Aria 3 is 24 months.", "The warranty of the Aria 5 is 24 months.", "none", "other-subject"),
    ("The Delta 40 uses 230 V.", "The Delta 40 uses 12 kW.", "none", "other-unit"),
    ("The price was 9 euros in 2025.", "The price was 12 euros in 2026.", "none", "other-time"),
    ("アリア3の保証期間は24か月です。", "アリア3の保証期間は36か月です。", "contradiction", "other-value"),
    ("大阪支店は9時に開きます。", "大阪支店は18時に閉まります。", "none", "opposite-attributes"),
]


@pytest.mark.parametrize(("first", "second", "kind", "rule"), CASES)
def test_each_rule_decides_its_case(first: str, second: str, kind: str, rule: str) -> None:
    for one, other in ((first, second), (second, first)):
        found = compare(one, other, 0.9)
        assert (found.kind, found.rule) == (kind, rule)


def test_the_parts_that_decided_are_told_in_order() -> None:
    found = compare("The fee is 15 percent.", "The fee is 20 percent.", 0.9)
    assert (found.first, found.second) == ("15 percent", "20 percent")


def test_in_other_words_nearness_decides_whether_values_are_compared() -> None:
    pair = "Refunds are paid within 14 days.", "You get your money back within 30 days."
    assert compare(*pair, 0.75).kind == "contradiction"
    assert compare(*pair, 0.3).rule == "far"


def test_a_statement_knows_what_it_asserts() -> None:
    statement = statement_of("The head of sales is Ingrid Salms.")
    assert statement.beginning == "The head of sales is"
    assert [token.text for token in statement.tokens if token.asserts] == ["Ingrid Salms"]
    assert statement_of("返金期間は14日です。").beginning == "返金期間は"
    assert statement_of("Holidays: 28 days.").beginning == ""


TEXTS = st.lists(
    st.sampled_from(
        [
            "the",
            "price",
            "of",
            "Aria",
            "3",
            "5",
            "is",
            "not",
            "9",
            "12",
            "euros",
            "days",
            "Lyon",
            "価格",
            "は",
            "円",
            "ません",
        ]
    ),
    max_size=9,
)


@given(TEXTS.map(" ".join), TEXTS.map(" ".join), st.floats(0, 1))
def test_the_order_of_the_two_changes_nothing_but_their_names(first: str, second: str, similarity: float) -> None:
    one, other = compare(first, second, similarity), compare(second, first, similarity)
    assert (one.kind, one.rule) == (other.kind, other.rule)


@given(TEXTS.map(" ".join), st.floats(0, 1))
def test_a_text_does_not_contradict_itself(text: str, similarity: float) -> None:
    assert compare(text, text, similarity).kind in ("duplicate", "none")
