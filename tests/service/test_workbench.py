"""The façade on a model that computes nothing: steps, limits, privacy, and nothing lost by bad input."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.errors import QuestionError, SessionExpiredError, UploadError
from app.service import JobView, Workbench
from app.service.asking import Examples
from tests.service.fake_model import LONGEST, FakeModel


def workbench(model: FakeModel | None = None, **settings: Any) -> Workbench:
    fake: Any = model or FakeModel()
    return Workbench(Settings(**settings), load=lambda settings, progress: fake)


def add(bench: Workbench, token: str, text: str) -> None:
    bench.edits.propose(token, bench.edits.read_lines(text))
    bench.edits.accept(token)
    compress(bench, token)


def compress(bench: Workbench, token: str) -> JobView:
    """Compresses what waits, to the end."""
    return list(bench.jobs.follow(token, bench.edits.compress(token)))[-1]


def texts(bench: Workbench, token: str) -> list[str]:
    return [edit.text for edit in bench.session(token).work.edits]


def test_type_compress_ask_explain() -> None:
    bench = workbench()
    token = bench.open(None).token
    add(bench, token, "The refund period is 45 days.\nThe capital of France is Lyon.")
    steps = list(bench.questions.ask(token, "What is the capital of France?"))
    assert steps[0].key is None
    key = steps[-1].key
    assert key is not None
    asked = bench.questions.answered(token, key)
    assert asked is not None
    assert asked.answer.text == "The capital of France is Lyon."
    account = bench.questions.account(token, key)
    assert account is not None and account.changes is not None
    assert [change.edit_id for change in account.changes] == list(asked.answer.evidence.selection.chosen)
    assert account.sentence().startswith("The answer used “The capital of France is Lyon.”")


def test_the_model_is_asked_once_for_the_account_of_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    model = FakeModel()
    bench = workbench(model)
    token = bench.open(None).token
    add(bench, token, "The capital of France is Lyon.")
    key = list(bench.questions.ask(token, "What is the capital of France?"))[-1].key
    assert key is not None
    first = bench.questions.account(token, key)
    monkeypatch.setattr(model, "leave_one_out", None)
    assert bench.questions.account(token, key) is first
    report = bench.questions.report(token, key)
    assert report is not None and "Lyon" in report.html
    assert bench.questions.account(token, "unknown") is None
    assert bench.questions.report(token, "unknown") is None


def test_an_answer_can_be_explained_after_its_edit_was_removed() -> None:
    bench = workbench()
    token = bench.open(None).token
    add(bench, token, "The capital of France is Lyon.")
    key = list(bench.questions.ask(token, "What is the capital of France?"))[-1].key
    assert key is not None
    bench.edits.clear(token)
    account = bench.questions.account(token, key)
    assert account is not None and account.changes


def test_a_question_that_no_edit_covers_has_nothing_to_leave_out() -> None:
    bench = workbench()
    token = bench.open(None).token
    add(bench, token, "The capital of France is Lyon.")
    key = list(bench.questions.ask(token, "Why?"))[-1].key
    assert key is not None
    account = bench.questions.account(token, key)
    assert account is not None
    assert account.changes == ()
    assert account.finding.outcome == "none"


def test_two_sessions_do_not_see_each_other() -> None:
    bench = workbench()
    first, second = bench.open(None).token, bench.open(None).token
    add(bench, first, "The capital of France is Lyon.")
    assert texts(bench, second) == []
    key = list(bench.questions.ask(first, "What is the capital of France?"))[-1].key
    assert key is not None
    assert bench.questions.answered(second, key) is None
    bench.edits.clear(second)
    assert texts(bench, first) == ["The capital of France is Lyon."]


def test_an_unknown_token_opens_a_new_session_under_another_token() -> None:
    bench = workbench()
    assert bench.open("chosen-by-a-visitor").token != "chosen-by-a-visitor"
    with pytest.raises(SessionExpiredError, match="12 hours"):
        bench.session("chosen-by-a-visitor")


def test_rows_at_fault_are_named_and_good_ones_kept() -> None:
    bench = workbench()
    token = bench.open(None).token
    long = "x" * (LONGEST + 1)
    proposal = bench.edits.propose(
        token, bench.edits.read_lines(f"Good one is here.\n\n{long}\nbad \x07 bell\nGood two is here.")
    )
    assert [edit.text for edit in proposal.edits] == ["Good one is here.", "Good two is here."]
    assert [fault.row for fault in proposal.faults] == [3, 4]
    assert "61 characters" in proposal.faults[0].reason
    bench.edits.accept(token)
    assert texts(bench, token) == ["Good one is here.", "Good two is here."]


def test_an_unreadable_file_loses_nothing(tmp_path: Path) -> None:
    bench = workbench()
    token = bench.open(None).token
    add(bench, token, "The capital of France is Lyon.")
    program = tmp_path / "edits.exe"
    program.write_bytes(b"MZ\x00\x01")
    with pytest.raises(UploadError):
        bench.edits.read_file(program)
    assert texts(bench, token) == ["The capital of France is Lyon."]


def test_a_language_that_the_adapter_does_not_know_is_flagged_before_it_is_compressed() -> None:
    model = FakeModel()
    bench = workbench(model)
    token = bench.open(None).token
    lines = "返品期間は購入日から45日です。\nThe refund period is 45 days from the purchase."
    proposal = bench.edits.propose(token, bench.edits.read_lines(lines))
    assert [edit.text for edit in proposal.flagged] == ["返品期間は購入日から45日です。"]
    assert proposal.asks
    assert model.compressed == []
    bench.edits.accept(token, flagged=False)
    assert texts(bench, token) == ["The refund period is 45 days from the purchase."]
    bench.edits.propose(token, bench.edits.read_lines(lines))
    bench.edits.accept(token, flagged=True)
    assert len(texts(bench, token)) == 2


def test_without_adapter_nothing_is_flagged() -> None:
    bench = workbench(FakeModel(adapter=False))
    token = bench.open(None).token
    assert not bench.edits.propose(token, bench.edits.read_lines("返品期間は購入日から45日です。")).asks
    about = bench.about()
    assert about is not None
    assert about.adapter is None


def test_edits_held_already_are_counted_not_doubled() -> None:
    bench = workbench()
    token = bench.open(None).token
    add(bench, token, "The capital of France is Lyon.")
    proposal = bench.edits.propose(token, bench.edits.read_lines("The capital  of France is Lyon.\nOne is one more."))
    assert (proposal.repeated, len(proposal.edits)) == (1, 1)


def test_the_limit_of_a_session_makes_faults_of_what_is_above_it() -> None:
    bench = workbench(max_edits=2)
    token = bench.open(None).token
    add(bench, token, "One is one.")
    proposal = bench.edits.propose(token, bench.edits.read_lines("Two is two.\nThree is three."))
    assert [edit.text for edit in proposal.edits] == ["Two is two."]
    assert "at most 2 edits" in proposal.faults[0].reason


def test_discard_forgets_and_accept_without_proposal_adds_nothing() -> None:
    bench = workbench()
    token = bench.open(None).token
    bench.edits.propose(token, bench.edits.read_lines("One is one."))
    bench.edits.discard(token)
    assert bench.edits.accept(token) == ()


def test_a_stopped_answer_has_no_key() -> None:
    bench = workbench()
    token = bench.open(None).token
    add(bench, token, "The capital of France is Lyon.")
    steps = bench.questions.ask(token, "What is the capital of France?")
    next(steps)
    bench.stop(token)
    assert all(step.key is None for step in steps)


@pytest.mark.parametrize("question", ["", "  \n"])
def test_an_empty_question_is_refused(question: str) -> None:
    bench = workbench()
    token = bench.open(None).token
    with pytest.raises(QuestionError):
        next(bench.questions.ask(token, question))


def test_demo_questions_are_those_of_the_demo_edits_held() -> None:
    bench = workbench()
    token = bench.open(None).token
    assert bench.questions.examples(token) == Examples((), 0)
    bench.edits.propose(token, bench.edits.demo())
    edits = bench.edits.accept(token)
    assert len(edits) == 20
    assert len(bench.questions.examples(token).questions) == 20
    bench.edits.remove(token, edits[0].id)
    assert len(bench.questions.examples(token).questions) == 19


@pytest.mark.parametrize(("backbone", "language"), [("embedded", "en"), ("gemma-3-270m", "ja"), ("some/folder", "en")])
def test_the_demo_is_in_the_language_asked_where_the_model_has_it(backbone: str, language: str) -> None:
    bench = workbench(backbone=backbone)
    assert {edit.language for edit in bench.edits.demo("ja").edits} == {language}
    assert {edit.language for edit in bench.edits.demo("de").edits} == {"en"}
    token = bench.open(None).token
    bench.edits.propose(token, bench.edits.demo("ja"))
    bench.edits.accept(token)
    assert len(bench.questions.examples(token).questions) == 20


def test_what_answers_here_is_known_once_it_is_loaded() -> None:
    bench = workbench()
    assert bench.about() is None
    bench.model()
    about = bench.about()
    assert about is not None
    assert (about.backbone, about.adapter, about.memory) == ("fake-backbone", "fake-adapter", "compressed")
