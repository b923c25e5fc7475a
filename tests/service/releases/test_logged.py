"""Answers given earlier: looked up as far as one may see them, opened again and explained."""

from __future__ import annotations

import json
import re

import pytest

from app.data import Edit
from app.errors import AnswerMissingError, NotAllowedError, QuestionError
from app.service import Workbench
from app.service.identity import acting_as
from app.store import Terms
from tests.service.people import session_on_shared, somebody
from tests.service.releases.conftest import LYON, QUESTION, Open, add, ask, sharing

OTHER = "Who wrote Hamlet?"
HIDDEN = "The takeover of Halden closes on 4 May."


@pytest.fixture(autouse=True)
def answered(bench: Workbench, token: str) -> None:
    """Two answers, kept whole: one read an edit, one none."""
    bench.shared().store.rules.set("answers", "full")
    add(bench, LYON)
    bench.jobs.wait(token, bench.edits.compress(token), 10)
    ask(bench, token)
    ask(bench, token, OTHER)


def test_the_newest_stand_first_and_a_search_finds_by_every_part(bench: Workbench, token: str) -> None:
    found = bench.releases.logged(token)
    assert [answer.question for answer in found.answers] == [OTHER, QUESTION]
    assert (found.total, found.offset, found.refusal) == (2, 0, None)
    first = found.answers[1]
    for search in ("CAPITAL of france", "lyon", first.id, f" {first.asked_by} "):
        assert first in bench.releases.logged(token, search=search).answers
    assert bench.releases.logged(token, search="hamlet").total == 1
    assert bench.releases.logged(token, search="%").total == 0
    older = bench.releases.logged(token, offset=1, limit=1)
    assert [answer.question for answer in older.answers] == [QUESTION] and older.total == 2


def test_one_is_opened_again_explained_and_reported_and_nothing_more_is_logged(bench: Workbench, token: str) -> None:
    logged = bench.releases.logged(token).answers[1]
    opened = bench.releases.reopen(token, logged.id)
    assert opened.told.identical
    asked = bench.questions.answered(token, opened.key)
    assert asked is not None and asked.answer.text == logged.answer and asked.logged == logged.id
    assert list(asked.versions.values()) == [1]
    assert bench.questions.account(token, opened.key) is not None
    report = bench.questions.report(token, opened.key)
    assert report is not None
    record = re.search(r"<script[^>]*json[^>]*>(.*?)</script>", report.html, re.DOTALL)
    assert record is not None
    repeats = json.loads(record[1])["repeats"]
    assert repeats == {
        "answer": logged.id, "asked": logged.asked.isoformat(timespec="seconds"), "identical": True
    }  # fmt: skip
    assert "both are identical" in report.html
    assert bench.shared().store.answers.count() == 2


def test_of_checksums_the_question_is_needed(bench: Workbench, token: str) -> None:
    bench.shared().store.rules.set("answers", "hashed")
    logged = ask(bench, token).logged
    assert bench.releases.logged(token).answers[0].question == ""
    for wrong in ("", OTHER):
        with pytest.raises(QuestionError):
            bench.releases.reopen(token, logged, wrong)
    assert bench.releases.reopen(token, logged, QUESTION).told.identical


def test_an_answer_of_a_release_names_it(opened: Open, bench: Workbench, token: str) -> None:
    bench.releases.make(token, "spring")
    served = opened("spring")
    logged = ask(served, sharing(served, "Bo")).logged
    found = bench.releases.reopen(token, logged)
    asked = bench.questions.answered(token, found.key)
    assert asked is not None and asked.release == "spring" and asked.repeats is not None and asked.repeats.identical
    with pytest.raises(AnswerMissingError):
        bench.releases.reopen(token, "0" * 32)


def test_what_read_a_hidden_edit_is_not_listed_and_nothing_is_opened_without_the_right(
    bench: Workbench, token: str
) -> None:
    store = bench.whole_store().store
    store.edits.add([Edit.of(HIDDEN)], terms=Terms(owner="bob", confidential=True))
    with acting_as(somebody("viewer", "bob", sees_confidential=True)):
        own = session_on_shared(bench)
        bench.jobs.wait(own, bench.edits.compress(own), 10)
        secret = ask(bench, own, "When does the takeover of Halden close?").logged
        assert bench.releases.logged(own).total == 3
        assert bench.releases.reopen(own, secret).told.identical
    with acting_as(somebody("viewer", "eve")):
        other = session_on_shared(bench)
        found = bench.releases.logged(other)
        assert secret not in {answer.id for answer in found.answers} and found.total == 2
        assert bench.releases.logged(other, search="Halden").total == 0
        assert isinstance(found.refusal, NotAllowedError)
        with pytest.raises(NotAllowedError):
            bench.releases.reopen(other, found.answers[0].id)
