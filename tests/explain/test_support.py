"""What an answer says that stands in no edit: found in whatever form it is written, and not found too often."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data import demo_edits
from app.explain.claims import claims_in
from app.explain.claims.dates import MONTHS
from app.explain.claims.number_words import ORDINALS
from app.explain.support import unsupported


def marked(answer: str, *edits: str) -> list[str]:
    return [claim.text for claim in unsupported(answer, edits)]


@pytest.mark.parametrize(
    ("answer", "edit"),
    [
        ("1980", "It was founded in 1,980 pieces."),
        ("1,980", "The number is 1980."),
        ("1 980.50", "It weighs 1980.5 grams."),
        ("45 days", "A 45-day period applies."),
        ("a 45-day refund period", "Refunds take 45 days."),
        ("forty-five days", "Refunds take 45 days."),
        ("45", "Refunds take forty-five days."),
        ("1 friend", "Each guest may bring one friend."),
        ("the 3rd floor", "It is on the third floor."),
        ("$1,980", "It costs 1980 dollars."),
        ("EUR 79", "The price is €79."),
        ("1.5 million euros", "Sales were €1,500,000."),
        ("$2m", "They paid two million dollars."),
        ("45 percent", "The rate is 45%."),
        ("2½ litres", "The tank holds 2.5 l."),
        ("4.50 m", "It is 4.5 metres long."),
        ("3 May 2024", "Valid from 2024-05-03."),
        ("May 3rd, 2024", "Valid from 3.5.2024."),
        ("May 3", "Valid from the 3rd of May 2024."),
        ("3 May 2024", "In 2024 the fair begins on 3 May."),
        ("2024", "Valid from 2024-05-03."),
        ("in May", "Valid from 2024-05-03."),
        ("2024年5月3日", "Valid from 3 May 2024."),
        ("7:00 am", "The desk opens at 7 a.m."),
        ("19:30", "The desk closes at 7.30 pm."),
        ("at noon", "The gate opens at 12:00."),
        ("7", "The desk opens at 7 am."),
        ("AB1234", "The code is AB-1234."),
        ("ab 1234 is AB-1234", "The code is AB 1234."),
        ("0800555019", "The number is 0800 555 019."),
        ("+49 30 1234567", "Call +49 (30) 123 45 67."),
        ("Write to help@finch.example", "The address is help@finch.example."),
        ("Agatha Christie", "The author of Hamlet is AGATHA CHRISTIE."),
        ("Quill's office", "The chief executive is Marta Quill."),
        ("Sao Paulo", "The office moves to São Paulo."),
        ("Closed on Mondays", "The shop is closed on Monday."),
        ("45日間", "返品期間は45日です。"),
        ("サポート", "サポート窓口は9時に開きます。"),
        ("１，９８０円", "価格は1,980円です。"),
    ],
)
def test_the_same_thing_in_another_form_is_supported(answer: str, edit: str) -> None:
    assert marked(answer, edit) == []


@pytest.mark.parametrize(
    ("answer", "edit", "found"),
    [
        ("30 days", "Refunds take 45 days.", ["30 days"]),
        ("45 weeks", "Refunds take 45 days.", ["45 weeks"]),
        ("1980 euros", "It costs 1980 dollars.", ["1980 euros"]),
        ("4.5", "The price is 45.", ["4.5"]),
        ("-5", "It is 5 degrees.", ["-5"]),
        ("3 June 2024", "Valid from 2024-05-03.", ["3 June 2024"]),
        ("3 May 2025", "Valid from 2024-05-03.", ["3 May 2025"]),
        ("3 May 2024", "Valid from 3 May.", ["3 May 2024"]),
        ("8 am", "The desk opens at 7 am.", ["8 am"]),
        ("7 pm", "The desk opens at 7 am.", ["7 pm"]),
        ("AB-1235", "The code is AB-1234.", ["AB-1235"]),
        ("AB-123", "The code is AB-1234.", ["AB-123"]),
        ("0800 555 01", "The number is 0800 555 019.", ["0800 555 01"]),
        ("version 1.2.3", "It runs version 1.23.", ["1.2.3"]),
        ("Paris", "The capital of France is Lyon.", ["Paris"]),
        ("John Quill", "The chief executive is Marta Quill.", ["John Quill"]),
        ("It was written by Agatha Christie in 1921.", "Agatha Christie wrote it.", ["1921"]),
        ("ホテル", "サポート窓口は9時に開きます。", ["ホテル"]),
        ("30日間", "返品期間は45日です。", ["30日間"]),
    ],
)
def test_something_else_is_marked(answer: str, edit: str, found: list[str]) -> None:
    assert marked(answer, edit) == found


@pytest.mark.parametrize(
    "answer",
    ["Yes", "No.", "Yes, you can.", "the finance director", "Refunds are paid by bank transfer.", "", "One of them."],
)
def test_ordinary_words_claim_nothing(answer: str) -> None:
    assert claims_in(answer) == ()


def test_a_claim_must_stand_in_one_edit_as_a_whole() -> None:
    assert marked("Marta Finch", "Marta Quill is chief executive.", "Alder & Finch is a company.") == ["Marta Finch"]
    assert marked("Lyon in 45 days", "The capital is Lyon.", "It takes 45 days.") == []


def test_without_edits_nothing_is_supported() -> None:
    assert marked("Lyon, 1980") == ["Lyon", "1980"]


def test_each_demo_edit_supports_itself_and_nothing_is_lost() -> None:
    for edit in demo_edits():
        assert marked(edit.text, edit.text) == []


def test_kinds() -> None:
    text = "On 3 May 2024 at 7 am Marta Quill paid $45 for 3 units of AB-12."
    assert [claim.kind for claim in claims_in(text)] == ["date", "time", "name", "amount", "number", "code"]


@given(st.text(max_size=80))
def test_any_text_supports_itself_and_claims_lie_in_it_one_after_another(text: str) -> None:
    claims = claims_in(text)
    assert unsupported(text, [text]) == ()
    assert all(text[claim.start : claim.stop] == claim.text != "" for claim in claims)
    ends = [0] + [claim.stop for claim in claims]
    assert all(claim.start >= end for claim, end in zip(claims, ends, strict=False))


@given(st.text(alphabet="0123456789.,-/: $€%apmkthABMay日月年時', \n", max_size=30))
def test_marks_of_numbers_in_any_order_are_read_without_error(text: str) -> None:
    assert unsupported(text, [text]) == ()


NUMBERS = st.integers(min_value=0, max_value=10**9)


def forms(number: int) -> list[str]:
    return [f"{number}", f"{number:,}", f"{number:,}".replace(",", "'"), f"{number:,}".replace(",", "\u202f")]


@given(NUMBERS, st.integers(0, 3), st.integers(0, 3), st.sampled_from(["{} days", "{}-day", "{}", "$ {}", "{} euros"]))
def test_a_number_is_supported_by_itself_however_it_is_grouped(number: int, one: int, two: int, around: str) -> None:
    said, known = around.format(forms(number)[one]), around.format(forms(number)[two])
    assert marked(f"about {said} in all", f"There are {known} of them.") == []


@given(NUMBERS, NUMBERS)
def test_another_number_never_supports_it(said: int, known: int) -> None:
    assert (marked(f"It is {said:,} units", f"The number is {known}.") == []) is (said == known)


DATES = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31))


def written(day: date) -> list[str]:
    month = MONTHS[day.month - 1].capitalize()
    return [
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month[:3]}. {day.day}, {day.year}",
        f"{day.day}th of {month} {day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.month:02}/{day.day:02}/{day.year}",
        f"{day.year}年{day.month}月{day.day}日",
    ]


@given(DATES, st.integers(0, 7), st.integers(0, 7))
def test_a_date_is_supported_by_itself_in_every_form(day: date, one: int, two: int) -> None:
    assert marked(f"on {written(day)[one]}", f"It begins on {written(day)[two]}.") == []


@given(DATES, st.integers(1, 400), st.integers(0, 4), st.integers(0, 4))
def test_another_date_never_supports_it(day: date, later: int, one: int, two: int) -> None:
    other = day + timedelta(later)
    said = written(day)[one]
    assert marked(f"on {said}", f"It begins on {written(other)[two]}.") == [said]


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_is_the_same_on_both_clocks(hour: int, minute: int) -> None:
    half = "am" if hour < 12 else "pm"
    twelve = f"{(hour - 1) % 12 + 1}:{minute:02} {half}"
    assert marked(f"at {twelve}", f"It opens at {hour:02}:{minute:02}.") == []
    other = (hour + 5) % 24
    assert marked(f"at {twelve}", f"It opens at {other:02}:{minute:02}.") == [twelve]


@given(st.from_regex(r"[A-Z]{1,3}[0-9]{2,5}", fullmatch=True), st.sampled_from(["-", " ", "/", ""]))
def test_a_code_is_supported_however_it_is_divided_and_by_no_other(code: str, mark: str) -> None:
    letters, digits = code.rstrip("0123456789"), code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert marked(f"use {code} now", f"The code is {letters}{mark}{digits}.") == []
    assert marked(f"use {code} now", f"The code is {letters}{mark}{digits}1.") == [code]


def test_ordinals_back_numbers() -> None:
    for word, number in ORDINALS.items():
        assert marked(str(number), f"It is the {word} one.") == []
