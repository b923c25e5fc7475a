"""A person's own work goes from one session into another, through a file, with the checks of any upload."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.errors import InputError
from app.service import Workbench
from tests.service.fake_model import FakeModel
from tests.service.people import bench_with_store, somebody

LYON, QUESTION = "The capital of France is Lyon.", "What is the capital of France?"


def workbench() -> Workbench:
    fake: Any = FakeModel()
    return Workbench(Settings(), load=lambda settings, progress: fake)


def test_work_goes_on_in_another_session(bench: Workbench, token: str, tmp_path: Path) -> None:
    (edit,) = bench.edits.list(token).edits
    bench.edits.annotate(token, edit.id, "From the decree.", ["law"])
    assert list(bench.questions.ask(token, QUESTION))[-1].key
    file = tmp_path / "work.json"
    file.write_bytes(bench.own_work.save(token, "strict", only_edits=True))

    other = workbench()
    there = other.open(None).token
    work = other.own_work.read(there, file)
    assert (work.rules.policy, work.rules.only_edits) == ("strict", True)
    proposal = other.edits.propose(there, work.upload)
    assert [one.text for one in proposal.edits] == [LYON]
    assert other.edits.list(there).all == 0  # nothing is added before it is accepted
    other.edits.accept(there)
    (again,) = other.edits.list(there).edits
    assert (again.text, again.note, again.tags) == (LYON, "From the decree.", ("law",))
    assert other.questions.examples(there).questions[0] == QUESTION
    file.write_bytes(other.own_work.save(there))
    assert [one.question for one in other.own_work.read(there, file).questions] == [QUESTION]
    other.questions.clear(there)  # what is to be forgotten is neither offered nor kept
    assert QUESTION not in other.questions.examples(there).questions
    assert QUESTION.encode() not in other.own_work.save(there)


def test_what_is_there_already_or_too_long_is_told(bench: Workbench, token: str, tmp_path: Path) -> None:
    file = tmp_path / "work.json"
    file.write_bytes(bench.own_work.save(token).replace(LYON.encode(), b"x" * 99))
    proposal = bench.edits.propose(token, bench.own_work.read(token, file).upload)
    assert proposal.edits == () and len(proposal.faults) == 1


def test_nothing_is_kept_of_nothing() -> None:
    bench = workbench()
    with pytest.raises(InputError, match="no work"):
        bench.own_work.save(bench.open(None).token)


def test_shared_edits_are_neither_in_the_file_nor_changed_by_it(tmp_path: Path) -> None:
    bench = bench_with_store(tmp_path, somebody("editor"))
    token = bench.open(None).token
    bench.edits.propose(token, bench.edits.read_lines("My own edit."))
    bench.edits.accept(token)
    file = tmp_path / "work.json"
    file.write_bytes(bench.own_work.save(token))
    bench.shared().store.edits.add([bench.edits.read_lines(LYON).edits[0]], author="ann")
    bench.open_shared(token)
    list(bench.questions.ask(token, QUESTION))
    saved = bench.own_work.save(token)
    assert LYON.encode() not in saved and QUESTION.encode() not in saved
    with pytest.raises(InputError, match="shared"):
        bench.own_work.read(token, file)
    bench.whole_store().close()
