"""The report holds what `explain --json` says, needs nothing else, and reads no HTML that people typed."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

import numpy as np
import pytest

from app.explain.account import Account, account_of
from app.explain.record import canonical, evidence_of, seal
from app.explain.report import NEAREST, Report, make_report
from app.explain.sureness import Sureness
from app.model import policy_named
from app.texts import JAPANESE, speaking
from tests.explain.answers import LIMA, LYON, answer, changes, reading, selection
from tests.explain.page import Page

GIVEN = datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp; {{ 7 * 7 }} <!--"
ORIGIN: dict[str, Any] = {
    "commit": "c" * 40,
    "python": "3.11.2",
    "libraries": {"torch": "2.13.0", "transformers": "5.23.0"},
    "backbone": "embedded",
    "backbone_fingerprint": "f" * 64,
    "precision": "float32",
    "adapter": "an adapter",
    "machine": {"processor": "a processor", "cores": 2, "threads": 1, "device": "cpu"},
    "adapter_weights_sha256": "a" * 64,
    "memory": "compressed",
    "gists_made_by": "9" * 16,
    "edits_in_pool": 3,
    "max_new_tokens": 64,
}


def report_of(account: Account, **origin: Any) -> Report:
    return make_report(account, ORIGIN | origin, {}, given=GIVEN, made=GIVEN + timedelta(minutes=5))


def embedded(report: Report) -> str:
    found = re.search(r'<script type="application/json" id="evidence">(.*?)</script>', report.html, re.DOTALL)
    assert found is not None
    return found[1]


def shares(*numbers: float) -> list[str]:
    return [f"{100 * number:.1f}%" for number in numbers]


def test_every_figure_is_the_one_of_the_json() -> None:
    account = account_of(answer(read=reading()), changes(aaaa=2.5, instead=("cccc",)))
    evidence = evidence_of(account)
    page = Page(report_of(account).html)
    zero = evidence["selection"]["zero"]
    wanted = [("No edit applies", zero["logit"], zero["weight"], "")]
    wanted += [(e["text"], e["logit"], e["weight"], "yes" * e["read"]) for e in evidence["selection"]["edits"]]
    shown = [(row[0], row[2], row[3], row[4]) for row in page.rows["selection"]]
    assert sorted(shown) == sorted(
        (text, f"{logit:.2f}", *shares(weight), read) for text, logit, weight, read in wanted
    )

    (read,) = [edit for edit in evidence["selection"]["edits"] if edit["read"]]
    (row,) = page.rows["edits-read"]
    assert row[0].startswith(LYON) and f"id {read['id']}" in row[0]
    assert row[1:4] == [*shares(read["weight"], read["mass"]), "+2.50"]
    assert row[4] == LIMA

    tokens = evidence["reading"]["tokens"]
    assert [row[0].replace("␣", " ") for row in page.rows["reading"]] == tokens
    for place, row in enumerate(page.rows["reading"]):
        masses = [edit["mass"][place] for edit in evidence["reading"]["edits"]]
        assert row[1] == shares(evidence["reading"]["sequence"][place])[0]
        assert row[2::2] == shares(*(sum(mass) for mass in masses))
        assert [cell.split() for cell in row[3::2]] == [shares(*mass) for mass in masses]


def test_grids_and_carried_words_are_those_of_the_json() -> None:
    account = account_of(answer(read=reading()), changes(aaaa=2.5))
    evidence = evidence_of(account)
    page = Page(report_of(account).html)
    for by in ("token", "layer", "head"):
        grid, rows = evidence["grids"][by], page.rows[f"grid-{by}"]
        assert len(rows) == len(grid["rows"]) == len(grid["mass"])
        assert [[cell.strip() for cell in row[1:]] for row in rows] == [shares(*masses) for masses in grid["mass"]]
    by_token = np.array([[sum(mass) for mass in edit["mass"]] for edit in evidence["reading"]["edits"]]).T
    assert np.allclose(np.array(evidence["grids"]["token"]["mass"]), by_token, atol=1e-6)
    assert [one["token"] for one in evidence["carried"]] == evidence["tokens"]
    (edit,) = (one for one in evidence["selection"]["edits"] if one["read"])
    assert [one["change"] for one in evidence["carried"]] == edit["change_by_token"]
    carried = [one["token"] for one in evidence["carried"] if one["edit"]]
    assert carried
    marks = [attributes for tag, attributes in page.tags if tag == "span" and "title" in attributes]
    assert len(marks) == len(carried)
    assert {mark["class"] for mark in marks} == {"carried carried-0"}


def test_where_no_edit_was_read_there_are_no_grids() -> None:
    account = account_of(answer(selection(chosen=())))
    assert evidence_of(account)["grids"] is evidence_of(account)["carried"] is None
    assert "grid-token" not in report_of(account).html


def test_the_evidence_is_embedded_and_sealed() -> None:
    account = account_of(answer(read=reading()), changes(aaaa=2.5))
    report = report_of(account)
    text = embedded(report)
    assert hashlib.sha256(text.encode()).hexdigest() == report.sha256 == seal(text)
    assert report.sha256 in Page(report.html).text
    record = json.loads(text)
    assert record["evidence"] == json.loads(canonical(evidence_of(account)))
    assert record["origin"] == ORIGIN
    assert record["given"] == "2025-03-04T05:06:07+00:00"
    assert canonical(record) == text
    assert report.name == f"evidence-20250304-050607-{report.sha256[:8]}.html"


def test_everything_that_reproduces_the_answer_is_there() -> None:
    text = Page(report_of(account_of(answer(), changes(aaaa=2.5))).html).text
    for part in (
        "Which city is the capital of France?",
        "Q: Which city is the capital of France?\nA:",
        "name default, gate True, margin 0.0, top_k 1, threshold –",
        *("embedded", "f" * 64, "an adapter", "a" * 64, "float32 on cpu", "compressed", "c" * 40),
        "python 3.11.2, torch 2.13.0, transformers 5.23.0",
        *("2025-03-04T05:06:07+00:00", "2025-03-04T05:11:07+00:00"),
        f"--edit '{LYON}' --policy default --memory compressed --backbone embedded --precision float32",
    ):
        assert part in text


def test_the_file_needs_nothing_else_and_runs_nothing() -> None:
    html = report_of(account_of(answer(read=reading()), changes(aaaa=2.5))).html
    page = Page(html)
    allowed = {"html", "head", "meta", "title", "style", "body", "main", "header", "section", "svg", "rect", "text",
               "h1", "h2", "p", "dl", "dt", "dd", "div", "table", "thead", "tbody", "tr", "th", "td", "strong", "br",
               "ol", "li", "span", "q", "mark", "sup", "pre", "script"}  # fmt: skip
    assert {tag for tag, _ in page.tags} <= allowed
    assert [attributes for tag, attributes in page.tags if tag == "script"] == [
        {"type": "application/json", "id": "evidence"}
    ]
    names = {name for _, attributes in page.tags for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in ("src", "href", "style")}
    assert not re.search(r"https?:|url\(|@import", html.replace(embedded(report_of(account_of(answer()))), ""))
    assert "default-src 'none'" in html
    assert len(html) < 60_000


def test_what_people_typed_is_text() -> None:
    evil = replace(selection(), texts=(EVIL, EVIL + "2", EVIL + "3"))
    asked = replace(
        answer(evil, reading(), text=f"{EVIL} 30 days"), question=EVIL, prompt=EVIL, original=EVIL, tokens=(EVIL, EVIL)
    )
    account = account_of(asked, changes(aaaa=2.5, instead=("bbbb",)))
    report = report_of(account, backbone=EVIL, adapter=EVIL, commit=EVIL, machine={"processor": EVIL, "device": EVIL})
    page = Page(report.html)
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not [tag for tag, _ in page.tags if tag in ("img", "b")]
    assert page.text.count(EVIL) >= 12
    assert "{{ 7 * 7 }}" in page.text
    assert json.loads(embedded(report))["evidence"]["question"] == EVIL
    assert report.html.count("</script>") == 1


@pytest.mark.parametrize("text", ["\ud800", "\x1b[31m", "\u202eabc", "日本語の質問です。", "x" * 5_000])
def test_any_question_gives_a_file(text: str) -> None:
    report = report_of(account_of(replace(answer(text=text), question=text)))
    assert report.content.decode("utf-8").startswith("<!DOCTYPE html>")
    assert seal(embedded(report)) == report.sha256


@pytest.mark.parametrize(
    ("account", "lead"),
    [
        (account_of(answer(), changes(aaaa=2.5)), f"Edit used: {LYON}"),
        (account_of(answer(), changes(aaaa=0.1)), f"Read, but without effect on the answer: {LYON}"),
        (account_of(answer(selection(chosen=()))), "No edit was used. The model answered on its own."),
        (
            account_of(answer(selection(chosen=("aaaa", "cccc"))), changes(aaaa=1.0, cccc=6.0)),
            f"Edit used most, of 2 that were read: {LIMA}",
        ),
        (account_of(answer(selection(logits=(), weights=(1.0,), chosen=()))), "No edit was used."),
    ],
)
def test_the_verdict_names_the_edit_that_acted(account: Account, lead: str) -> None:
    text = Page(report_of(account).html).text
    assert lead in text
    assert account.sentence() in text


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (
            "default",
            "Where no bar passes the line, no edit is read. This setting lets one edit be read at most, the nearest.",
        ),
        ("strict", "Where no bar passes the line by more than 2 in the score, no edit is read."),
        ("top-4", "This setting lets 4 edits be read at most, the nearest."),
        ("generous", "An edit may be read even where its bar falls short of the line, by up to 1 in the score."),
        ("most-generous", "Each of them must be near by at least 2.0%."),
        ("ungated", "edits are read even where no bar passes the line."),
    ],
)
def test_the_rule_of_selection_is_the_policys(policy: str, said: str) -> None:
    account = account_of(replace(answer(), policy=policy_named(policy)), changes(aaaa=2.5))
    assert said in Page(report_of(account).html).text


def test_where_no_answer_was_given_the_report_says_so_and_offers_none_again() -> None:
    silent = replace(answer(selection(chosen=()), text=""), original="")
    text = Page(report_of(account_of(silent, (), withheld=True)).html).text
    assert "No edit covers the question, so no answer was given." in text
    assert "(not asked: answers were to come from edits only)" in text
    assert "The model answered on its own" not in text
    assert "python -m app" not in text


def test_a_change_that_rounds_to_nothing_has_no_sign_of_loss() -> None:
    rows = Page(report_of(account_of(answer(), changes(aaaa=-0.001))).html).rows["edits-read"]
    assert rows[0][3] == "+0.00"


def test_what_is_read_only_because_another_was_left_out() -> None:
    several = answer(selection(chosen=("aaaa", "bbbb")))
    left_out = (*changes(aaaa=2.5, instead=("bbbb", "cccc")), *changes(bbbb=0.0, instead=("aaaa",)))
    rows = Page(report_of(account_of(several, left_out)).html).rows["edits-read"]
    assert [row[4] for row in rows] == [LIMA, "only the others above"]
    alone = Page(report_of(account_of(answer(), changes(aaaa=2.5))).html).rows["edits-read"]
    assert [row[4] for row in alone] == ["none: the model would have answered without edits"]


def test_an_answer_that_edits_did_not_change_is_not_printed_twice() -> None:
    assert "(the same)" in Page(report_of(account_of(answer(selection(chosen=()), text="Paris"))).html).text


def test_what_no_edit_backs_is_marked_in_the_answer() -> None:
    account = account_of(answer(text="Lyon, in 30 days"), changes(aaaa=2.5))
    page = Page(report_of(account).html)
    assert "Lyon, in 30 days?" in page.text
    assert [tag for tag, _ in page.tags].count("mark") == 2  # in the answer, and in the list
    assert evidence_of(account)["unsupported"] == ["30 days"]


@pytest.mark.parametrize(
    ("sureness", "said"),
    [
        (Sureness(None, "not calibrated", True), "so no probability is given"),
        (Sureness(0.973, "sure", True), "97%, sure, that the answer says what the edit says"),
        (Sureness(0.41, "unsure", False), "That no edit covers the question: 41%, unsure"),
    ],
)
def test_sureness_in_words(sureness: Sureness, said: str) -> None:
    account = replace(account_of(answer(), changes(aaaa=2.5)), sureness=sureness)
    assert said in Page(report_of(account).html).text


def test_versions_stand_beside_the_ids_of_shared_edits() -> None:
    account = account_of(answer(), changes(aaaa=2.5))
    report = make_report(account, ORIGIN, {"aaaa": 7}, given=GIVEN, made=GIVEN)
    assert "id aaaa, version 7" in Page(report.html).text
    assert json.loads(embedded(report))["versions"] == {"aaaa": 7}


def test_a_large_pool_makes_no_large_report() -> None:
    count = 10_000
    ids = tuple(f"{number:016x}" for number in range(count))
    many = replace(
        selection(),
        edit_ids=ids,
        texts=tuple(f"Item {number} costs {number} euros." for number in range(count)),
        logits=-np.arange(count, dtype=np.float32),
        weights=np.full(count + 1, 1 / (count + 1)),
        chosen=(ids[5_000],),
    )
    report = report_of(account_of(answer(many), changes({ids[5_000]: 2.5})))
    page = Page(report.html)
    assert len(page.rows["selection"]) == NEAREST + 2  # the zero gist, the nearest, and the one that was read
    assert "9,987 more edits are further away" in page.text
    assert len(report.html) < 60_000


def test_the_report_is_in_the_language_of_whoever_downloads_it() -> None:
    account = account_of(answer(read=reading()), changes(aaaa=2.5, instead=("cccc",)))
    with speaking(JAPANESE):
        told = report_of(account)
    assert '<html lang="ja">' in told.html and JAPANESE("report.title") in told.html
    assert escape(account.sentence(JAPANESE)) in told.html
    assert embedded(told) == embedded(report_of(account))  # the evidence is the same in every language
