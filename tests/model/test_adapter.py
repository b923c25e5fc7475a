"""Adapter files: saved, read, damaged, made for something else, and read by PEFT."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from app.errors import AdapterFormatError, AdapterMismatchError, AdapterMissingError
from app.model import EditableModel, load_adapter, load_card, save_adapter
from app.model.adapter import CARD_FILE, GIST_FILE, LOW_RANK_CONFIG, LOW_RANK_FILE, Adapter
from app.model.adapter_card import ReaderKind
from app.model.lowrank import LowRankLinear
from app.model.shelf import adapters_for, find_adapter, shipped_adapters
from tests.model.comparing import assert_same, row_logits
from tests.tiny_models import (
    FAMILIES,
    HEAD_DIM,
    KV_HEADS,
    SLOTS,
    WIDTH,
    tiny_adapter,
    tiny_backbone,
    tiny_card,
    tiny_model,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A saved adapter of the reader `separate`, which has every tensor there is."""
    save_adapter(tiny_adapter(tiny_backbone(), reader="separate"), tmp_path / "adapter", dtype=torch.float32)
    return tmp_path / "adapter"


def tensors_of(adapter: Adapter) -> dict[str, torch.Tensor]:
    tensors = {"gist_embeddings": adapter.gist_embeddings, "gist_shift": adapter.gist_shift, **vars(adapter.selection)}
    for name, update in adapter.low_rank.items():
        tensors |= {f"{name}.down": update.down, f"{name}.up": update.up}
    return tensors if adapter.zero_keys is None else tensors | {"zero_keys": adapter.zero_keys}


@pytest.mark.parametrize("reader", ["joint", "separate"])
def test_saved_and_read_again_it_is_the_same_to_the_last_bit(tmp_path: Path, reader: str) -> None:
    adapter = tiny_adapter(tiny_backbone(), reader=reader)
    save_adapter(adapter, tmp_path / "new" / "folder", dtype=torch.float32)
    read = load_adapter(tmp_path / "new" / "folder")
    assert read.card == adapter.card
    assert read.path == tmp_path / "new" / "folder"
    before, after = tensors_of(adapter), tensors_of(read)
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_low_rank_updates_are_saved_in_bfloat16_and_the_rest_in_float32(tmp_path: Path) -> None:
    adapter = tiny_adapter(tiny_backbone())
    save_adapter(adapter, tmp_path)
    assert {tensor.dtype for tensor in load_file(tmp_path / LOW_RANK_FILE).values()} == {torch.bfloat16}
    assert {tensor.dtype for tensor in load_file(tmp_path / GIST_FILE).values()} == {torch.float32}
    read = load_adapter(tmp_path)
    assert torch.equal(read.gist_shift, adapter.gist_shift)
    name, update = next(iter(adapter.low_rank.items()))
    assert torch.equal(read.low_rank[name].down, update.down.bfloat16().float())


def test_no_file_can_carry_code(folder: Path) -> None:
    assert sorted(file.suffix for file in folder.iterdir()) == [".json", ".json", ".safetensors", ".safetensors"]


@pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")  # PEFT's own
@pytest.mark.parametrize("family", FAMILIES)
def test_peft_reads_the_folder_and_computes_the_same(tmp_path: Path, family: str) -> None:
    peft = pytest.importorskip("peft")
    backbone = tiny_backbone(family)
    adapter = tiny_adapter(backbone)
    save_adapter(adapter, tmp_path, dtype=torch.float32)
    model = EditableModel.assemble(backbone, adapter, "compressed", tiny_model().settings)
    theirs = peft.PeftModel.from_pretrained(copy.deepcopy(backbone.model), str(tmp_path)).eval()
    prompts = [list(range(20, 30)), [7, 8, 9]]
    plain = row_logits(backbone.model, prompts)
    for ours, wanted, own in zip(
        row_logits(model.answerer.edited.model, prompts), row_logits(theirs, prompts), plain, strict=True
    ):
        assert_same(ours, wanted, 1e-5)
        assert (ours - own).abs().max() > 0.01


def test_a_low_rank_linear_is_its_formula() -> None:
    torch.manual_seed(0)
    base, down, up = torch.nn.Linear(6, 5), torch.randn(2, 6), torch.randn(5, 2)
    inputs = torch.randn(3, 6)
    wanted = inputs @ (base.weight + 1.5 * up @ down).T + base.bias
    assert_same(LowRankLinear(base, down, up, 1.5)(inputs).detach(), wanted.detach())


# Damaged, incomplete, from somewhere else.


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def cut(name: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[: len(data) // 2])

    return damage


def filled(name: str, data: bytes) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return damage


def tensors(name: str, change: Callable[[dict[str, torch.Tensor]], object]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        held = load_file(folder / name)
        change(held)
        save_file({key: tensor.contiguous() for key, tensor in held.items()}, folder / name)

    return damage


def card(**changes: Any) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        held = json.loads((folder / CARD_FILE).read_text())
        (folder / CARD_FILE).write_text(json.dumps(held | changes))

    return damage


SIZES = (KV_HEADS, SLOTS, HEAD_DIM)
FIRST_A = "base_model.model.model.layers.1.self_attn.q_proj.lora_A.weight"
FIRST_B = FIRST_A.replace("lora_A", "lora_B")
DAMAGES: dict[str, Callable[[Path], None]] = {
    "low-rank file missing": without(LOW_RANK_FILE),
    "low-rank file cut": cut(LOW_RANK_FILE),
    "low-rank file empty": filled(LOW_RANK_FILE, b""),
    "low-rank file a text": filled(LOW_RANK_FILE, b"version https://git-lfs.github.com/spec/v1\n" * 4),
    "gist file missing": without(GIST_FILE),
    "gist file cut": cut(GIST_FILE),
    "gist file a text": filled(GIST_FILE, b"hello"),
    "card cut": cut(CARD_FILE),
    "card empty": filled(CARD_FILE, b""),
    "card of other bytes": filled(CARD_FILE, b"\xff\xfe\x00"),
    "card a list": filled(CARD_FILE, b"[]"),
    "card of an unknown field": card(colour="blue"),
    "card of another format": card(format=2),
    "card of no slots": card(slots=0),
    "card of an unknown reader": card(reader="parallel"),
    "card of other slots": card(slots=3),
    "card of another rank": card(rank=5),
    "up without down": tensors(LOW_RANK_FILE, lambda held: held.pop(FIRST_A)),
    "down without up": tensors(LOW_RANK_FILE, lambda held: held.pop(FIRST_B)),
    "update of another shape": tensors(LOW_RANK_FILE, lambda held: held.update({FIRST_B: torch.ones(7)})),
    "no selection scale": tensors(GIST_FILE, lambda held: held.pop("selection.log_scale")),
    "no zero gist's keys": tensors(GIST_FILE, lambda held: held.pop("zero_keys")),
    "gist embeddings of one dimension": tensors(GIST_FILE, lambda held: held.update(gist_embeddings=torch.ones(2))),
    "gist shift of other slots": tensors(GIST_FILE, lambda held: held.update(gist_shift=torch.ones(1, WIDTH))),
    "mean a number": tensors(GIST_FILE, lambda held: held.update({"selection.mean": torch.tensor(1.0)})),
    "mean of other layers": tensors(GIST_FILE, lambda held: held.update({"selection.mean": torch.ones(3, *SIZES)})),
    "zero logit a list": tensors(GIST_FILE, lambda held: held.update({"selection.zero_logit": torch.ones(2)})),
    "not a number": tensors(GIST_FILE, lambda held: held["gist_embeddings"].fill_(float("nan"))),
    "PEFT's file missing": without(LOW_RANK_CONFIG),
    "PEFT's file cut": cut(LOW_RANK_CONFIG),
    "PEFT's file of another scale": filled(LOW_RANK_CONFIG, b'{"r": 3, "lora_alpha": 1.0}'),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged_files_are_refused(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder)
    with pytest.raises(AdapterFormatError) as caught:
        load_adapter(folder)
    assert str(folder) in caught.value.given
    assert "Copy the whole folder again" in caught.value.remedy


MISFITS: dict[str, Callable[[Path], None]] = {
    "selection from another layer": card(select_from=1),
    "layers beyond the backbone's": card(select_from=9),
    "low-rank updates from beyond the backbone's layers": card(low_rank_from=9),
    "updates of a module that is not there": tensors(
        LOW_RANK_FILE,
        lambda held: held.update({k.replace("layers.1.", "layers.8."): held.pop(k) for k in (FIRST_A, FIRST_B)}),
    ),
    "updates of another width": tensors(LOW_RANK_FILE, lambda held: held.update({FIRST_A: torch.ones(3, 16)})),
    "gists of another width": tensors(
        GIST_FILE, lambda held: held.update(gist_embeddings=torch.ones(2, 16), gist_shift=torch.ones(2, 16))
    ),
    "heads of another size": tensors(
        GIST_FILE,
        lambda held: held.update(
            {"selection.mean": torch.ones(2, KV_HEADS, SLOTS, 4), "zero_keys": torch.ones(2, 2, 4)}
        ),
    ),
}


@pytest.mark.parametrize("damage", MISFITS.values(), ids=MISFITS.keys())
def test_tensors_that_do_not_fit_the_backbone_are_refused(folder: Path, damage: Callable[[Path], None]) -> None:
    """The fingerprint is right and the files are whole, yet the sizes are those of another model."""
    damage(folder)
    with pytest.raises(AdapterFormatError):
        EditableModel.assemble(tiny_backbone(), load_adapter(folder), "compressed", tiny_model().settings)


def test_a_folder_without_adapter_is_named(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(AdapterMissingError, match=r"card\.json is missing") as caught:
            load_adapter(place)
        assert str(place) in caught.value.given


def test_another_backbone_is_refused_with_both_names(folder: Path) -> None:
    other = replace(tiny_backbone(), fingerprint="6" * 64, name="another model")
    for open_it in (
        lambda: EditableModel.assemble(other, load_adapter(folder), "compressed", tiny_model().settings),
        lambda: find_adapter(folder, other),
        lambda: find_adapter(str(folder), other),
    ):
        with pytest.raises(
            AdapterMismatchError, match=r"tiny llama \(555555555555…\).*another model \(666666666666…\)"
        ):
            open_it()


def test_an_adapter_that_reads_from_the_prompt_is_refused() -> None:
    joint = tiny_adapter(tiny_backbone())
    adapter = replace(joint, card=joint.card.model_copy(update={"reader": "in-prompt"}))
    with pytest.raises(AdapterMismatchError, match="it has no gists"):
        adapter.require_fits(adapter.card.backbone_fingerprint, adapter.card.backbone_name)


def test_the_shelf_finds_by_fingerprint_by_name_and_by_folder(folder: Path) -> None:
    tiny = tiny_backbone()
    assert find_adapter("auto", tiny) is None
    assert find_adapter("none", tiny) is None
    found = find_adapter(folder, tiny)
    assert found is not None
    assert found.card == load_card(folder)
    for place, shipped in shipped_adapters().items():
        theirs = replace(tiny, fingerprint=shipped.backbone_fingerprint)
        if shipped.reader == "in-prompt":
            continue
        for wanted in ("auto", place.name) if shipped.reader == "joint" else (place.name,):
            adapter = find_adapter(wanted, theirs)
            assert adapter is not None
            assert adapter.path == place
        with pytest.raises(AdapterMismatchError):
            find_adapter(place.name, tiny)


def test_of_several_shipped_for_one_backbone_the_joint_one_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.model.shelf.SHELF", tmp_path)
    tiny = tiny_backbone()
    readers: tuple[ReaderKind, ...] = ("in-prompt", "joint", "separate")
    for reader in readers:
        save_adapter(tiny_adapter(tiny, reader=reader), tmp_path / f"of {reader}")
        assert adapters_for(tiny.fingerprint, reader) == [tmp_path / f"of {reader}"]
    found = find_adapter("auto", tiny)
    assert found is not None and found.card.reader == "joint"
    assert adapters_for("6" * 64, "joint") == []


def test_a_card_states_its_sizes_and_refuses_nonsense() -> None:
    backbone = tiny_backbone()
    for wrong in ({"rank": 0}, {"alpha": 0.0}, {"select_from": -1}, {"low_rank_from": -1}, {"slots": "many"}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            tiny_card(backbone, **wrong)


def test_moved_to_a_precision_the_selection_stays_in_float32() -> None:
    moved = tiny_adapter(tiny_backbone(), reader="separate").to(torch.device("cpu"), torch.bfloat16)
    assert moved.gist_embeddings.dtype == moved.gist_shift.dtype == torch.bfloat16
    assert moved.zero_keys is not None
    assert moved.zero_keys.dtype == torch.bfloat16
    assert {update.up.dtype for update in moved.low_rank.values()} == {torch.bfloat16}
    assert {tensor.dtype for tensor in vars(moved.selection).values()} == {torch.float32}
