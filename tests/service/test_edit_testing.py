"""The test questions of the edits in use: what passes, edit by edit, what is shown of it, stop and go on."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from app.data import Edit, Probe, Upload
from app.errors import InputError, JobMissingError
from app.service import Workbench
from app.service.edit_testing import TEST, EditTestRun
from app.service.edit_testing_report import COLUMNS, csv_of_tests, page_of_tests
from app.service.identity import LOCAL_USER
from app.service.job import TaskOfUnits
from app.store import Seen, Terms
from app.store.rules import FOUR_EYES
from app.texts import ENGLISH, JAPANESE
from tests.service.people import bench_with_store, session_on_shared

FRANCE = "What is the capital of France?"
CHANGES = Probe("efficacy", FRANCE, "The capital of France")
WRONG = Probe("efficacy", "Who wrote Hamlet?", "Agatha Christie")
STAYS = Probe("neighbourhood", "Who wrote Faust?")
MOVES = Probe("neighbourhood", FRANCE)
TESTED = Edit.of("The capital of France is Lyon now.", probes=(CHANGES, STAYS))
FAILS = Edit.of("Hamlet is by Agatha Christie.", probes=(WRONG, MOVES, Probe("question", "No target?")))


def with_edits(bench: Workbench, token: str, *edits: Edit) -> None:
    bench.edits.propose(token, Upload(edits, (), rows=tuple(range(len(edits)))))
    bench.edits.accept(token)
    bench.jobs.wait(token, bench.edits.compress(token), 10)


def ran(bench: Workbench, token: str) -> EditTestRun:
    job = bench.edit_tests.start(token)
    assert bench.jobs.wait(token, job, 10).state == "done"
    return bench.edit_tests.run(token, job)


def test_each_edit_is_judged_by_what_must_change_and_what_must_stay(bench: Workbench, token: str) -> None:
    with_edits(bench, token, TESTED, FAILS)
    assert len(bench.edit_tests.questions(token)) == 4  # one names no target, so nothing can be expected of it
    run = ran(bench, token)
    assert [(one.edit, one.passed) for one in run.verdicts] == [(FAILS.text, False), (TESTED.text, True)]
    assert [result.passed for result in run.verdicts[0].results] == [False, False]
    assert (run.counted(must_change=True), run.counted(must_change=False)) == ((1, 2), (1, 2))
    assert (run.total, run.untested) == (4, 1)  # the session's first edit has no question
    newest = bench.edit_tests.newest(token)
    assert newest is not None
    assert newest.kind == TEST


def test_without_a_question_nothing_begins(bench: Workbench, token: str) -> None:
    with pytest.raises(InputError, match="test question"):
        bench.edit_tests.start(token)
    assert bench.edit_tests.newest(token) is None
    with pytest.raises(JobMissingError):
        bench.edit_tests.run(token, bench.jobs.start(token, TaskOfUnits("numbers", [1], lambda units, stop: units)))


def test_a_stopped_run_keeps_what_is_asked_and_goes_on(
    bench: Workbench, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [Edit.of(f"Shop {n} is open.", probes=(Probe("efficacy", f"Is shop {n}?", "x"),)) for n in range(9)]
    with_edits(bench, token, *many)
    model = bench.model()
    answer_many, asked = model.answer_many, list[int]()

    def stopping(questions: list[str], *given: object, **named: object) -> object:
        asked.append(len(questions))
        if len(asked) == 2:
            bench.jobs.stop(token, job)
        return answer_many(questions, *given, **named)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(model, "answer_many", stopping)
    job = bench.edit_tests.start(token)
    assert bench.jobs.wait(token, job, 10).state == "stopped"
    assert 0 < len(bench.edit_tests.run(token, job).results) < 9
    bench.jobs.resume(token, job)
    assert bench.jobs.wait(token, job, 10).state == "done"
    run = bench.edit_tests.run(token, job)
    assert [result.asked.edit for result in run.results] == [edit.text for edit in many]


def test_a_question_that_cannot_be_asked_fails_alone(bench: Workbench, token: str) -> None:
    with_edits(bench, token, Edit.of(TESTED.text, probes=(CHANGES, Probe("efficacy", " ", "x"), STAYS)))
    (verdict,) = ran(bench, token).verdicts
    assert [(result.passed, bool(result.fault)) for result in verdict.results] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_of_shared_edits_what_acts_now_is_tested(tmp_path: Path) -> None:
    bench = bench_with_store(tmp_path, LOCAL_USER)
    store = bench.shared().store
    store.edits.add([TESTED], author="ann")
    store.edits.add([Edit.of("Old rule.", probes=(WRONG,))], author="ann", state="draft")
    (acting,) = store.edits.active()
    store.rules.set(FOUR_EYES.name, True, by="ann")
    store.edits.change(Seen(acting.id, 1), author="ann", probes=(), terms=Terms(owner="Law"), state="draft")
    found = bench.edit_tests.questions(session_on_shared(bench))
    assert [(one.edit, one.probe) for one in found] == [(TESTED.text, CHANGES), (TESTED.text, STAYS)]


def test_the_page_and_the_file_say_the_same_in_both_languages(bench: Workbench, token: str) -> None:
    with_edits(bench, token, TESTED, Edit.of("<b>Hamlet</b>", probes=(Probe("efficacy", "=1+1", "<i>x</i>"),)))
    run = ran(bench, token)
    english, japanese = page_of_tests(run, ENGLISH).decode(), page_of_tests(run, JAPANESE).decode()
    assert "2 edits tested, 1 passed." in english
    assert "Must change: 1 of 2 passed. Must stay: 1 of 1 passed." in english
    assert "検査した編集 2 件、合格 1 件" in japanese
    assert english.index("&lt;b&gt;Hamlet") < english.index(TESTED.text)  # failures first, nothing is markup
    assert "src=" not in english and "href=" not in english
    head, *rows = csv.reader(io.StringIO(csv_of_tests(run, ENGLISH).decode("utf-8-sig")))
    assert len(head) == len(COLUMNS)
    assert [row[0] for row in rows] == ["<b>Hamlet</b>", TESTED.text, TESTED.text]
    assert rows[0][3] == "'=1+1"
