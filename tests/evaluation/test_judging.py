"""Judgements and figures beyond the beginning of an answer, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from app.data import Edit, Part, Probe, ProbeKind, Record
from app.evaluation.answer_kinds import answer_kind_of
from app.evaluation.breakdown import behind, by_answer_kind, by_group, by_part, failures
from app.evaluation.cases import Asked, Case, judge, metrics_of, selection_of
from app.evaluation.methods import Reply
from app.evaluation.metrics import contains

EDIT, SECOND = Edit.of("Unopened filters go back within 21 days, opened ones do not.", "en"), Edit.of("Other.", "en")
RECORD = Record(
    EDIT,
    "filters",
    (),
    "1",
    group="faq",
    required=(Part("number", ("21 days", "three weeks")), Part("negation", ("not", "no", "cannot"))),
)


def judged(kind: ProbeKind, text: str, record: Record = RECORD, target: str = "", **reply: Any) -> Case:
    return judge(Asked(record, Probe(kind, "May I return it?", target)), Reply(text, **reply), "Yes", "incomes", 5, 1)


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("It costs 1,200 euros.", "1200 euros"),
        ("In total €1,200 a year", "€1,200"),
        ("They give 12 % off", "12%"),
        ("On March 3, 2027, at noon", "march 3 2027"),
        ("Use code TV-2017-K now", "TV-2017-K"),
        ("You can’t do that", "cant"),
        ("価格は２１８，０００円です", "218,000円"),
        ("保証は３０か月です。", "30か月"),
        ("担当は久我山 聡子です", "久我山聡子"),
        ("返品はできません", "ません"),
        ("230Vです", "230V"),
    ],
)
def test_contains(answer: str, wanted: str) -> None:
    assert contains(answer, ["never this", wanted])


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("It costs 11,200 euros.", "1,200 euros"),
        ("It costs 1,200.50 euros", "1,200"),
        ("Room 2140", "214"),
        ("Nothing is known", "no"),
        ("First line\n21 days", "21 days"),
        ("１３０か月です", "30か月"),
        ("カザネミニです", "カザネ"),
        ("", "x"),
        ("x", ""),
    ],
)
def test_does_not_contain(answer: str, wanted: str) -> None:
    assert not contains(answer, [wanted])


def test_a_question_is_right_when_no_part_is_missing() -> None:
    whole = judged("question", "Within three weeks, but not if opened.")
    half = judged("question", "Within 21 days.")
    assert (whole.right, half.right) == (True, False)
    assert half.parts == {"number: 21 days": True, "negation: not": False}
    metrics = metrics_of([whole, half], ("question",), seed=0)
    assert metrics["question"].value == 0.5
    assert metrics["required_parts_present"].value == 0.75
    assert {kind: found.value for kind, found in by_part([whole, half], 0).items()} == {"number": 1.0, "negation": 0.5}
    assert by_group([whole, half], 0)["faq"].value == 0.5
    assert [(one["missing"], one["kind"]) for one in failures([whole, half])] == [(["negation: not"], "faq")]


def test_a_question_without_required_parts_wants_its_target() -> None:
    record = Record(EDIT, "filters", ())
    assert judged("question", "That takes 21 days", record, "21 days").right
    assert not judged("question", "That takes 22 days", record, "21 days").right


def test_a_near_miss_is_right_when_no_edit_was_read() -> None:
    cases = [judged("near-miss", "a", read=()), judged("near-miss", "b", read=(EDIT.id,)), judged("near-miss", "c")]
    assert [case.right for case in cases] == [True, False, True]
    assert metrics_of(cases, ("near-miss",), 0)["near-miss"].n == 2
    assert selection_of(cases, ("near-miss",), 0)["near-miss_edited"].value == 0.5
    assert all(case.right_edit_first is None and case.exact is None for case in cases)


def test_two_hops_need_both_edits() -> None:
    record = Record(EDIT, "a", (), more=(("b", SECOND),))
    both = judged("multi-hop", "Lyon", record, "Lyon", ranked_first=SECOND.id, read=(EDIT.id, SECOND.id))
    one = judged("multi-hop", "Lyon", record, "Lyon", ranked_first="other", read=(EDIT.id,))
    assert (both.all_read, one.all_read) == (True, False)
    found = selection_of([both, one], ("multi-hop",), 0)
    assert found["multi-hop_all_read"].value == 0.5
    assert found["multi-hop_right_edit_first"].value == 0.5
    assert judged("efficacy", "Lyon", target="Lyon", read=(EDIT.id,)).all_read is None


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("1,240 euros", "amount"),
        ("$6.50", "amount"),
        ("218,000円", "amount"),
        ("15%", "percent"),
        ("12パーセント", "percent"),
        ("3 March 2027", "date"),
        ("1993", "date"),
        ("2027年3月3日", "date"),
        ("30 months", "duration"),
        ("30か月", "duration"),
        ("TV-2017-K", "code"),
        ("7392#", "code"),
        ("94 kg", "quantity"),
        ("66メートル", "quantity"),
        ("42", "number"),
        ("Ingmar Falsted", "name"),
        ("stainless steel", "word"),
    ],
)
def test_kind_of_an_answer(answer: str, kind: str) -> None:
    assert answer_kind_of(answer) == kind


def test_answers_by_kind() -> None:
    cases = [
        judged("efficacy", "1993", target="1993"),
        judged("efficacy", "1994", target="1993"),
        judged("efficacy", "Ada", target="Ada"),
        judged("neighbourhood", "Yes"),
    ]
    assert {kind: found.value for kind, found in by_answer_kind(cases, 0).items()} == {"date": 0.5, "name": 1.0}


def test_compressed_behind_verbatim_is_taken_on_the_same_questions() -> None:
    def case(method: str, record: str, right: bool) -> Case:
        asked = Asked(Record(EDIT, record, (), record), Probe("efficacy", f"About {record}?", "Lyon"))
        return judge(asked, Reply("Lyon" if right else "Paris"), None, method, 100, 1)

    verbatim = [case("incomes-verbatim", name, True) for name in "abcd"]
    compressed = [case("incomes", name, right) for name, right in zip("abc", (True, False, True), strict=True)]
    (found,) = behind([*verbatim, *compressed], seed=0)
    assert found.points.n == 3
    assert found.points.value == pytest.approx(100 / 3)
    assert (found.method, found.pool, found.kind) == ("incomes", 100, "efficacy")
    assert behind(compressed, seed=0) == ()
