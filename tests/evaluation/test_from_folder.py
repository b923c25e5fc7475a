"""Gists in 8 bits in a folder: the same method, read from the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data import Edit
from app.evaluation.methods.from_folder import IncomesInFolder
from app.model import EditableModel, policy_named
from tests.tiny_models import tiny_model

EDITS = [Edit.of(f"The harbour of Town{number} opened in {1900 + number}.", "en") for number in range(40)]
QUESTIONS = [f"When did the harbour of Town{number} open?" for number in (3, 17, 31)]


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def model() -> EditableModel:
    return tiny_model()


def test_every_edit_is_there_in_its_order_and_near_what_it_was(model: EditableModel) -> None:
    method = IncomesInFolder(model, policy_named("ungated"), 5)
    method.prepare(EDITS)
    whole = model.compress([edit.text for edit in EDITS])
    assert tuple(method.pool.ids) == tuple(whole.ids)
    for found, wanted in zip(method.pool.gists, whole.gists, strict=True):
        assert float((found.keys - wanted.keys.float()).abs().max()) <= float(wanted.keys.abs().max()) / 200
        assert found.text == wanted.text


def test_it_answers_as_a_pool_of_a_folder_does(model: EditableModel) -> None:
    method = IncomesInFolder(model, policy_named("ungated"), 5)
    method.prepare(EDITS)
    told = model.answer_many(QUESTIONS, method.pool, policy="ungated", max_new_tokens=5)
    assert [reply.text for reply in method.answer(QUESTIONS)] == [answer.text for answer in told]
    assert all(reply.read for reply in method.answer(QUESTIONS))


def test_it_holds_less_than_in_memory_and_leaves_nothing_behind(model: EditableModel, folders: Path) -> None:
    method = IncomesInFolder(model, policy_named(None), 5)
    assert method.held_bytes() == 0
    method.prepare(EDITS)
    method.prepare(EDITS[:10])
    assert len(list(folders.iterdir())) == 1
    assert method.held_bytes() == sum(file.stat().st_size for file in next(folders.iterdir()).iterdir()) > 0
    method.forget()
    assert not list(folders.iterdir())
    assert method.held_bytes() == 0
