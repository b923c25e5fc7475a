"""Pools in a folder answer as in memory, but for rounding; what is no pool is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from app.errors import PoolError
from app.model import EditableModel, GistPool
from app.model.pool_file import open_pool
from app.model.pool_header import HEADER
from app.model.pool_writing import ADDED, PoolWriter, compress_into, save_pool
from tests.tiny_models import tiny_model

EDITS = ("The capital of France is Lyon.", "Ada has 3 cats.", "Tea: 4 minutes.", "Ünïcode stays – whole.", "x")


@pytest.fixture(scope="module")
def model() -> EditableModel:
    return tiny_model()


@pytest.fixture(scope="module")
def pool(model: EditableModel) -> GistPool:
    return model.compress(EDITS)


@pytest.fixture
def folder(pool: GistPool, tmp_path: Path) -> Path:
    save_pool(pool, tmp_path / "pool")
    return tmp_path / "pool"


def test_a_pool_in_a_folder_is_the_pool(pool: GistPool, folder: Path) -> None:
    opened = open_pool(folder)
    assert (len(opened), opened.made_by) == (len(pool), pool.made_by)
    assert (tuple(opened.ids), tuple(opened.texts)) == (tuple(pool.ids), tuple(pool.texts))
    for gist in pool:
        assert gist.id in opened
        found = opened[gist.id]
        assert (found.text, found.labels, found.made_by) == (gist.text, gist.labels, gist.made_by)
        for name in ("keys", "values", "selection"):
            ours, theirs = getattr(found, name), getattr(gist, name)
            assert ours.shape == theirs.shape
            assert (ours - theirs).abs().max() <= theirs.abs().max() / 200
    wanted = [len(pool) - 1, 0]
    assert torch.equal(opened.selection_rows(wanted), torch.stack([opened.gists[i].selection for i in wanted]))
    assert "0" * 16 not in opened and "f" * 16 not in opened and 3 not in opened
    with pytest.raises(PoolError, match="no edit"):
        opened["0" * 16]


def test_it_is_read_as_from_memory(model: EditableModel, pool: GistPool, folder: Path) -> None:
    opened = open_pool(folder)
    for question in ("What is the capital of France?", "Ada has", "Tea"):
        ours, theirs = model.answer(question, opened), model.answer(question, pool)
        assert ours.evidence.selection.chosen == theirs.evidence.selection.chosen
        assert np.asarray(ours.evidence.selection.logits) == pytest.approx(theirs.evidence.selection.logits, abs=0.2)
        assert ours.evidence.reading is not None and theirs.evidence.reading is not None
        assert ours.evidence.reading.mass[0] == pytest.approx(theirs.evidence.reading.mass[0], abs=0.05)
        assert list(ours.evidence.by_edit().columns) == list(theirs.evidence.by_edit().columns)


def test_adding_makes_a_pool_in_memory(model: EditableModel, pool: GistPool, folder: Path) -> None:
    opened, more = open_pool(folder), model.compress(["The gate opens at nine."])
    assert tuple((opened + more).ids) == (*pool.ids, *more.ids)
    assert tuple(opened.only(pool.ids[:2]).ids) == tuple(pool.ids[:2])


@pytest.mark.parametrize("places", [(0,), (1, 3), (4,), (0, 1, 4)])
def test_removing_reads_nothing_and_leaves_the_rest(pool: GistPool, folder: Path, places: tuple[int, ...]) -> None:
    opened = open_pool(folder)
    rest, wanted = (one.without(*(pool.ids[place] for place in places), "nowhere") for one in (opened, pool))
    assert not rest.in_memory
    assert rest.is_large and len(rest) == len(wanted)
    assert tuple(rest.ids) == tuple(rest.ids[:]) == tuple(wanted.ids)
    assert tuple(rest.texts) == tuple(wanted.texts)
    assert [gist.id for gist in rest] == [gist.id for gist in wanted]
    assert rest.ids[-1] == wanted.ids[-1]
    for place, gist_id in enumerate(pool.ids):
        assert (gist_id in rest) == (place not in places)
        if gist_id in rest:
            assert torch.equal(rest[gist_id].keys, opened[gist_id].keys)
    assert torch.equal(rest.selection_rows([0, 1]), torch.stack([rest.gists[0].selection, rest.gists[1].selection]))
    question = torch.randn(2, opened.gists[0].selection.numel(), generator=torch.Generator().manual_seed(1))
    kept = [place for place in range(len(pool)) if place not in places]
    assert np.array_equal(rest.shortlist.estimates(question), opened.shortlist.estimates(question)[:, kept])
    fewer = rest.without(rest.ids[0])
    assert tuple(fewer.ids) == tuple(wanted.ids[1:])
    with pytest.raises(PoolError):
        rest[pool.ids[places[0]]]


def test_leaving_one_out_reads_no_other_gists(
    model: EditableModel, pool: GistPool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_pool(folder)
    answer = model.answer("What is the capital of France?", opened, policy="all")
    ours = model.leave_one_out(answer, opened)
    theirs = model.leave_one_out(model.answer("What is the capital of France?", pool, policy="all"), pool)
    assert list(ours["edit_id"]) == list(theirs["edit_id"])
    assert list(ours["change_in_log_probability"]) == pytest.approx(list(theirs["change_in_log_probability"]), abs=0.3)
    answer = model.answer("What is the capital of France?", opened, policy="default")
    kept: Any = opened.gists
    read: list[int] = []
    one_of = type(kept).__getitem__
    monkeypatch.setattr(type(kept), "__getitem__", lambda self, place: read.append(place) or one_of(self, place))
    model.leave_one_out(answer, opened)
    assert len(set(read)) <= 2  # what was read, and what is read in its place


def test_what_cannot_be_saved_is_refused(model: EditableModel, tmp_path: Path) -> None:
    verbatim = model.with_memory("verbatim").compress(EDITS)
    for unfit in (model.empty_pool(), verbatim):
        with pytest.raises(PoolError, match="sizes"):
            save_pool(unfit, tmp_path / "pool")


def test_a_pool_grows_and_goes_on_where_it_was_killed(model: EditableModel, tmp_path: Path) -> None:
    folder, maker = tmp_path / "pool", model.compressor.made_by
    compressed: list[str] = []

    def compress(texts: list[str]) -> GistPool:
        compressed.extend(texts)
        return model.compress(texts)

    whole = compress_into(tmp_path / "whole", EDITS, maker, compress)
    writer = PoolWriter(folder, maker)
    writer.add(tuple(model.compress(EDITS[:2])))
    with (folder / "gists").open("ab") as gists, (folder / ADDED).open("ab") as added:
        gists.write(b"half a gist")
        added.write(b'{"id": "half a li')
    with pytest.raises(PoolError, match="can be opened"):
        open_pool(folder)
    compressed.clear()
    grown = compress_into(folder, [*EDITS, f" {EDITS[0]} "], maker, compress)
    assert compressed == list(EDITS[2:])
    assert (tuple(grown.ids), tuple(grown.texts)) == (tuple(whole.ids), tuple(whole.texts))
    for name in ("gists", "small", "sorted", "ends"):
        assert (folder / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    more = compress_into(folder, ["The gate opens at nine."], maker, compress)
    assert tuple(more.texts) == (*EDITS, "The gate opens at nine.")
    assert torch.equal(more[grown.ids[0]].keys, grown[grown.ids[0]].keys)


def test_a_folder_of_another_kind_or_maker_does_not_grow(model: EditableModel, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    with pytest.raises(PoolError, match="something else"):
        PoolWriter(tmp_path, model.compressor.made_by)
    PoolWriter(tmp_path / "pool", "somebody else").add(
        [replace(gist, made_by="somebody else") for gist in model.compress(EDITS[:1])]
    )
    with pytest.raises(PoolError, match="another model"):
        PoolWriter(tmp_path / "pool", model.compressor.made_by)


def test_what_is_no_pool_is_refused(folder: Path, tmp_path: Path) -> None:
    header = json.loads((folder / HEADER).read_text())
    with pytest.raises(PoolError, match="can be opened"):
        open_pool(tmp_path / "nothing")
    for damage in ({"format": 99}, {"edits": 10**6}, {"shape": "x"}):
        (folder / HEADER).write_text(json.dumps(header | damage))
        with pytest.raises(PoolError, match="can be opened"):
            open_pool(folder)
