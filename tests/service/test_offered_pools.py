"""Pools in folders that whoever runs the workbench offers: chosen, read, explained; never changed, never another's."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.errors import PoolError, SessionExpiredError
from app.model import EditableModel
from app.model.pool_writing import compress_into, save_pool
from app.service import Workbench
from app.service.identity import VISITOR, acting_as
from app.service.offered_pools import OfferedPools
from app.service.programs import Programs
from tests.tiny_models import tiny_model

TEA, KEYS = "Tea takes four minutes.", "The keys are in room nine."
LYON = "The capital of France is Lyon."


@pytest.fixture(scope="module")
def model() -> EditableModel:
    return tiny_model()


@pytest.fixture
def folder(model: EditableModel, tmp_path: Path) -> Path:
    save_pool(model.compress([TEA, KEYS]), tmp_path / "kitchen")
    return tmp_path / "kitchen"


Offers = Callable[..., Workbench]


@pytest.fixture
def offers(model: EditableModel) -> Offers:
    """A workbench that offers these folders, its model loaded."""

    def made(*folders: Path, **settings: Any) -> Workbench:
        bench = Workbench(Settings(pools=folders, **settings), load=lambda _settings, _progress: model)
        bench.model()
        return bench

    return made


def answered(bench: Workbench, token: str, question: str) -> Any:
    last = list(bench.questions.ask(token, question, "all", explain=True))[-1]
    assert last.key is not None
    found = bench.questions.answered(token, last.key)
    assert found is not None
    return last.key, found


def own_edit(bench: Workbench) -> str:
    token = bench.open(None).token
    bench.edits.propose(token, bench.edits.read_lines(LYON))
    bench.edits.accept(token)
    bench.jobs.wait(token, bench.edits.compress(token), 30)
    return token


def test_a_chosen_pool_answers_alone_and_leaves_ones_own_edits_as_they_are(offers: Offers, folder: Path) -> None:
    bench = offers(folder)
    token = own_edit(bench)
    assert [(one.name, one.edits) for one in bench.pools.offered()] == [("kitchen", 2)]
    assert bench.pools.in_use(token) is None
    assert bench.pools.use(token, "kitchen") == bench.pools.in_use(token)
    key, asked = answered(bench, token, "How long does tea take?")
    assert set(asked.answer.evidence.selection.texts) == {TEA, KEYS}
    account = bench.questions.account(token, key)
    assert account is not None and account.changes  # why: with what leaving each edit out changes
    assert bench.edits.list(token).edits[0].text == LYON
    bench.pools.leave(token)
    _, asked = answered(bench, token, "How long does tea take?")
    assert list(asked.answer.evidence.selection.texts) == [LYON]


def test_questions_from_a_file_read_the_pool_too(offers: Offers, folder: Path) -> None:
    bench = offers(folder)
    programs, token = Programs(bench), own_edit(bench)
    programs.use_pool(token, "kitchen")
    job = programs.start_test_questions(token, ["Where are the keys?"], [""])["job"]
    bench.jobs.wait(token, job, 30)
    (result,) = programs.test_results(token, job)["results"]
    assert result["edit"] in (TEA, KEYS)


def test_an_edit_of_a_pool_is_opened_and_cannot_be_corrected(offers: Offers, folder: Path) -> None:
    bench = offers(folder)
    token = bench.open(None).token
    bench.pools.use(token, "kitchen")
    key, asked = answered(bench, token, "How long does tea take?")
    edit_id = asked.answer.evidence.selection.chosen[0]
    details = bench.questions.edit(token, edit_id, key)
    assert details is not None
    assert (details.place, details.removed, details.text) == ("pool", False, TEA if details.text == TEA else KEYS)
    assert bench.questions.edit(token, "0" * 16, key) is None
    with pytest.raises(PoolError, match="which nobody changes here"):
        bench.questions.draft(token, key)
    bench.pools.leave(token)
    assert bench.questions.draft(token, key) is not None


def test_what_another_model_made_is_refused_when_it_is_chosen_and_when_it_is_asked(folder: Path) -> None:
    other = tiny_model(memory="verbatim")
    bench = Workbench(Settings(pools=(folder,)), load=lambda _settings, _progress: other)
    early = bench.open(None).token
    bench.pools.use(early, "kitchen")  # nothing is known of the model yet
    with pytest.raises(PoolError, match="The pool “kitchen” was made by another model, adapter"):
        list(bench.questions.ask(early, "How long does tea take?"))
    token = own_edit(bench)
    with pytest.raises(PoolError, match="“kitchen” was made by another"):
        bench.pools.use(token, "kitchen")
    assert bench.pools.in_use(token) is None
    answered(bench, token, "What is the capital of France?")


def test_only_what_is_offered_can_be_chosen(offers: Offers, folder: Path, model: EditableModel) -> None:
    save_pool(model.compress([LYON]), folder.parent / "secret")
    bench = offers(folder)
    token = bench.open(None).token
    for name in ("secret", "../secret", str(folder), "", "."):
        with pytest.raises(PoolError, match="No pool is called") as found:
            bench.pools.use(token, name)
        assert "“kitchen”" in found.value.allowed
        assert str(folder.parent) not in str(found.value).replace(name or "-", "")
    with pytest.raises(SessionExpiredError):
        bench.pools.use("guess", "kitchen")


def test_visitors_may_choose_what_is_offered_to_everybody(offers: Offers, folder: Path) -> None:
    bench = offers(folder)
    with acting_as(VISITOR):
        token = bench.open(None).token
        assert bench.pools.use(token, "kitchen").edits == 2
        answered(bench, token, "How long does tea take?")


def test_shared_edits_and_a_pool_are_not_in_use_together(offers: Offers, folder: Path, tmp_path: Path) -> None:
    bench = offers(folder, store=f"sqlite:///{tmp_path}/store.sqlite")
    bench.whole_store(create=True)
    token = bench.open(None).token
    bench.pools.use(token, "kitchen")
    bench.open_shared(token, "Ann")
    assert bench.pools.in_use(token) is None
    bench.pools.use(token, "kitchen")
    assert bench.session(token).shares_as is None


def test_example_questions_are_those_of_demo_edits_in_the_pool(
    offers: Offers, model: EditableModel, tmp_path: Path
) -> None:
    from app.data import demos

    demo = demos("en")[0]
    save_pool(model.compress([demo.edit.text, KEYS]), tmp_path / "demo")
    bench = offers(tmp_path / "demo")
    token = bench.open(None).token
    bench.pools.use(token, "demo")
    found = bench.questions.examples(token)
    assert (found.questions, found.edits) == ((demo.question,), 2)


def test_a_pool_that_grows_while_it_is_asked_is_read_as_it_was_then_as_it_is(
    offers: Offers, folder: Path, model: EditableModel
) -> None:
    bench = offers(folder)
    token = bench.open(None).token
    bench.pools.use(token, "kitchen")
    compress_into(folder, [LYON], model.compressor.made_by, lambda part: model.compress(part))
    _, asked = answered(bench, token, "How long does tea take?")
    assert len(asked.answer.evidence.selection.edit_ids) == 2
    assert bench.pools.use(token, "kitchen").edits == 3
    _, asked = answered(bench, token, "What is the capital of France?")
    assert set(asked.answer.evidence.selection.texts) == {TEA, KEYS, LYON}


def test_what_cannot_be_offered_is_told_at_the_start(
    offers: Offers, folder: Path, model: EditableModel, tmp_path: Path
) -> None:
    offers(folder).pools.check()
    (tmp_path / "empty").mkdir()
    with pytest.raises(PoolError, match="holds no pool"):
        offers(folder, tmp_path / "empty").pools.check()
    save_pool(model.compress([LYON]), tmp_path / "other" / "kitchen")
    with pytest.raises(PoolError, match="Two pools are called “kitchen”"):
        offers(folder, tmp_path / "other" / "kitchen").pools.check()
    bench = Workbench(Settings(pools=(folder,), release="production"))
    with pytest.raises(PoolError, match="a release"):
        OfferedPools(bench).check()


def test_a_folder_that_is_no_pool_any_more_is_not_offered(offers: Offers, folder: Path) -> None:
    bench = offers(folder)
    token = bench.open(None).token
    (folder / "pool.json").unlink()
    assert bench.pools.offered() == ()
    with pytest.raises(PoolError, match="holds no pool"):
        bench.pools.use(token, "kitchen")


def test_programs_list_and_choose_them(offers: Offers, folder: Path) -> None:
    programs = Programs(offers(folder))
    token = programs.open_session()["session"]
    assert programs.list_pools(token) == {"pools": [{"name": "kitchen", "edits": 2}], "in_use": ""}
    assert programs.use_pool(token, "kitchen") == {"in_use": "kitchen", "edits": 2}
    assert programs.list_pools(token)["in_use"] == "kitchen"
    assert programs.use_pool(token, "") == {"in_use": "", "edits": 0}
    assert programs.list_pools(token)["in_use"] == ""


def test_the_environment_names_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCOMES_POOLS", os.pathsep.join(("one", "two/three")))
    assert Settings().pools == (Path("one"), Path("two/three"))
    monkeypatch.setenv("INCOMES_POOLS", "")
    assert Settings().pools == ()
