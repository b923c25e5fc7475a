"""Compressing by packed layers: gists that transformers makes, whatever is compressed beside them; no dense copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from app.config import Memory, Settings
from app.model import EditableModel
from app.model.backbone import Backbone
from app.model.later_tree import LaterTree
from app.model.packed import opening
from app.model.packed.edits import PackedEdits
from tests.model.comparing import assert_same
from tests.tiny_models import tiny_adapter, tiny_backbone, tiny_model

pytest.importorskip("numba", reason="packed layers are compiled by numba")

EDITS = ("The capital of France is Lyon.", "Tea: 4 minutes.", "x", "Ada has 3 cats.", "Ada has 4 cats.")
QUESTION = "What is the capital of France?"
PARTS = ("keys", "values", "selection")


def both(memory: Memory = "compressed", **of_adapter: Any) -> tuple[EditableModel, EditableModel]:
    """A model that compresses by packed layers, and the same one through transformers."""
    packed = tiny_model(grouped=True, memory=memory, **of_adapter)
    assert packed.compressor.packed is not None
    settings = packed.settings.model_copy(update={"packed": False})
    modules = EditableModel.assemble(packed.backbone, packed.adapter, memory, settings)
    assert modules.compressor.packed is None
    return packed, modules


# The same as transformers.


@pytest.mark.parametrize("memory", ["compressed", "verbatim"])
@pytest.mark.parametrize("of_adapter", [{}, {"slots": 4, "selection_slots": 2, "span_means": True}], ids=["", "spans"])
def test_gists_are_those_of_the_modules(memory: Memory, of_adapter: dict[str, Any]) -> None:
    pools = [model.compress(EDITS) for model in both(memory, **of_adapter)]
    assert pools[0].made_by == pools[1].made_by
    for ours, theirs in zip(*pools, strict=True):
        assert (ours.id, ours.text, ours.labels) == (theirs.id, theirs.text, theirs.labels)
        for part in PARTS:
            assert_same(getattr(ours, part), getattr(theirs, part))


def test_without_adapter_all_layers_of_the_text_are_kept(no_adapter: None) -> None:
    backbone = tiny_backbone(grouped=True)
    models = [EditableModel.assemble(backbone, None, "verbatim", Settings(packed=packed)) for packed in (True, False)]
    assert [model.compressor.packed is None for model in models] == [False, True]
    for ours, theirs in zip(*(model.compress(EDITS) for model in models), strict=True):
        assert ours.labels == theirs.labels
        assert_same(ours.keys, theirs.keys)
        assert_same(ours.values, theirs.values)


def test_in_bfloat16_gists_are_as_near_as_rounding_leaves_them() -> None:
    exact = tiny_model(grouped=True)
    rounded = tiny_backbone(grouped=True, precision="bfloat16")
    fields = {name: getattr(exact.compressor.packed, name) for name in ("tree", "adapter", "verbatim")}
    ids = [exact.compressor.check(edit) for edit in EDITS]
    ours = PackedEdits(**fields, dtype=torch.bfloat16).encode_edits(ids)
    theirs = replace(exact.compressor.packed, dtype=torch.float32).encode_edits(ids)  # type: ignore[type-var]  # not None
    through = EditableModel.assemble(rounded, tiny_adapter(rounded), "compressed", Settings(packed=False))
    error = (ours.keys.float() - theirs.keys).abs().max()
    assert ours.keys.dtype == torch.bfloat16
    modules = torch.stack([gist.keys for gist in through.compress(EDITS)])
    wanted = torch.stack([gist.keys for gist in exact.compress(EDITS)])
    assert 0 < error <= 2 * (modules.float() - wanted).abs().max()


# Whatever is beside it.


@pytest.mark.parametrize("memory", ["compressed", "verbatim"])
def test_a_batch_is_one_by_one(memory: Memory) -> None:
    model, _ = both(memory, slots=4, selection_slots=2, span_means=True)
    together = model.compress(EDITS)
    for gist in together:
        (alone,) = model.compress([gist.text])
        for part in PARTS:
            assert_same(getattr(gist, part), getattr(alone, part))


def test_order_and_batch_size_do_not_matter() -> None:
    model, _ = both()
    small = EditableModel.assemble(
        model.backbone, model.adapter, "compressed", model.settings.model_copy(update={"compress_batch": 2})
    )
    wanted = model.compress(EDITS)
    for found in (model.compress(EDITS[::-1]), small.compress(EDITS)):
        for gist in found:
            for part in PARTS:
                assert_same(getattr(gist, part), getattr(wanted[gist.id], part))


@pytest.mark.parametrize("memory", ["compressed", "verbatim"])
def test_ten_thousand_edits_in_bounded_batches(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    model, _ = both(memory)
    sizes: list[int] = []
    encode = PackedEdits.encode_edits

    def watched(self: PackedEdits, sequences: Any) -> Any:
        sizes.append(sum(map(len, sequences)))
        return encode(self, sequences)

    monkeypatch.setattr(PackedEdits, "encode_edits", watched)
    pool = model.compress(f"No. {i}" for i in range(10_000))
    assert len(pool) == 10_000
    assert max(sizes) <= model.settings.compress_batch * len("No. 9999")
    owned = sum(part.untyped_storage().nbytes() for g in pool for part in (g.keys, g.values, g.selection))
    assert owned == pool.bytes  # no gist keeps the batch that it was computed in


# No dense copy.


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[], tuple[Backbone, list[int]]]:
    """Makes a backbone whose weights lie in a folder, and counts how often its tree is loaded."""
    dense = tiny_backbone(grouped=True)
    dense.model.save_pretrained(tmp_path / "weights")  # type: ignore[operator]  # nn.Module to mypy

    def opened() -> tuple[Backbone, list[int]]:
        loaded: list[int] = []

        def load() -> nn.Module:
            loaded.append(1)
            return tiny_backbone(grouped=True).model

        return replace(dense, tree=LaterTree(load), folder=tmp_path / "weights"), loaded

    return opened


def test_what_the_program_does_needs_no_tree(saved: Callable[[], tuple[Backbone, list[int]]], tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path / "cache", max_new_tokens=4)
    for start in ("first", "second"):
        backbone, loaded = saved()
        adapter = tiny_adapter(tiny_backbone(), zero_logit=-100.0, reconstructs=True)
        model = EditableModel.assemble(backbone, adapter, "compressed", settings)
        assert len(loaded) == (1 if start == "first" else 0)  # compared once with transformers, and let go
        pool = model.compress(EDITS)
        answer = model.answer(QUESTION, pool, policy="all")
        model.answer_many([QUESTION, "Ada has"], pool, original=True)
        model.leave_one_out(answer, pool)
        model.score(QUESTION, "Lyon", pool)
        model.fidelities(pool.gists[:2])
        assert backbone.parameters == sum(one.numel() for one in tiny_backbone(grouped=True).model.parameters())
        assert isinstance(backbone.tree, LaterTree) and not backbone.tree.made
        assert len(loaded) == (1 if start == "first" else 0)
        packed = model.weight_bytes
        dense = sum(one.nbytes for one in tiny_backbone(grouped=True).model.parameters())
        assert model.backbone.model is backbone.tree.get()  # asked for after all, it is counted
        assert model.weight_bytes > packed + dense


def test_an_adapter_that_was_not_compared_yet_is(
    saved: Callable[[], tuple[Backbone, list[int]]], tmp_path: Path
) -> None:
    settings = Settings(cache_dir=tmp_path / "cache")
    for seed, compared in ((0, 1), (1, 1), (1, 0)):
        backbone, loaded = saved()
        EditableModel.assemble(backbone, tiny_adapter(tiny_backbone(), seed=seed), "compressed", settings)
        assert len(loaded) == compared


def test_what_differs_is_compared_at_every_start(
    saved: Callable[[], tuple[Backbone, list[int]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(opening.ALLOWED, "float32", 1e-12)
    for _ in range(2):
        backbone, loaded = saved()
        model = EditableModel.assemble(
            backbone, tiny_adapter(tiny_backbone()), "compressed", Settings(cache_dir=tmp_path / "cache")
        )
        assert model.compressor.packed is None
        assert len(loaded) == 2  # once to compare, once to be used
        assert isinstance(backbone.tree, LaterTree) and backbone.tree.made


@pytest.mark.slow
def test_the_embedded_backbone_takes_less_than_250_mb(embedded_model: EditableModel) -> None:
    model = EditableModel.load(settings=embedded_model.settings)  # none that another test has asked for its tree
    pool = model.compress(["The capital of France is Lyon."])
    answer = model.answer(QUESTION, pool)
    model.leave_one_out(answer, pool)
    assert answer.evidence.selection.chosen == pool.ids
    assert 90e6 < model.weight_bytes < 250e6
    assert 4 * model.backbone.parameters > 500e6


@pytest.mark.slow
def test_the_embedded_models_gists_are_those_of_the_modules(embedded_model: EditableModel) -> None:
    settings = embedded_model.settings.model_copy(update={"packed": False})
    modules = EditableModel.assemble(embedded_model.backbone, embedded_model.adapter, "compressed", settings)
    together = embedded_model.compress(EDITS)
    for gist in modules.compress(EDITS):
        (alone,) = embedded_model.compress([gist.text])
        for part in PARTS:
            assert_same(getattr(together[gist.id], part), getattr(gist, part))
            assert_same(getattr(alone, part), getattr(gist, part))
