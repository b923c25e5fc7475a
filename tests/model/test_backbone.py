"""Backbones from a folder, and what a model of another kind is told."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, GPT2Config

from app.config import Settings
from app.errors import AdapterMissingError, BackboneError, BackboneMissingError, UnsupportedFamilyError
from app.model import EditableModel, save_adapter
from app.model.backbone import choose_device, load_backbone
from app.model.families import (
    decoder_layers,
    embed,
    end_of_text_ids,
    projection_names,
    require_supported,
    window_of,
)
from tests.tiny_models import (
    CONFIGS,
    FAMILIES,
    LAYERS,
    TURN_END,
    WIDTH,
    byte_tokenizer,
    tiny_adapter,
    tiny_backbone,
    tiny_card,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(cache_dir=tmp_path / "cache", max_new_tokens=4)


def saved(family: str, folder: Path) -> Path:
    """A tiny model's folder, as `save_pretrained` leaves it."""
    backbone = tiny_backbone(family)
    backbone.model.save_pretrained(folder)  # type: ignore[operator]  # nn.Module to mypy
    backbone.tokenizer.save_pretrained(folder)
    return folder


@pytest.mark.parametrize("family", FAMILIES)
def test_a_folder_opens_with_and_without_adapter(
    family: str, tmp_path: Path, settings: Settings, no_adapter: None
) -> None:
    folder = saved(family, tmp_path / "model")
    told: list[str] = []
    model = EditableModel.load(
        folder, "auto", device="cpu", precision="float32", settings=settings, progress=lambda text, _: told.append(text)
    )
    assert model.adapter is None  # none of the shipped ones fits
    assert (model.memory, model.backbone.name, model.backbone.precision) == ("verbatim", "model", "float32")
    assert model.backbone.family == require_supported(CONFIGS[family](64))
    assert told == ["Loading model in float32"]
    assert not any(parameter.requires_grad for parameter in model.backbone.model.parameters())

    fingerprint = model.backbone.fingerprint
    adapter = tiny_adapter(tiny_backbone(family), zero_logit=-100.0, backbone_fingerprint=fingerprint)
    save_adapter(adapter, tmp_path / "adapter", dtype=torch.float32)
    edited = EditableModel.load(folder, tmp_path / "adapter", precision="float32", device="cpu", settings=settings)
    assert edited.memory == "compressed"
    in_memory = EditableModel.assemble(edited.backbone, adapter, "compressed", settings)
    answers = [m.answer("What?", m.compress(["Tea takes 4 minutes."])) for m in (edited, in_memory)]
    assert answers[0].token_ids == answers[1].token_ids
    assert answers[0].evidence.selection.chosen


def test_settings_say_what_is_left_out(tmp_path: Path, no_adapter: None) -> None:
    folder = saved("llama", tmp_path / "model")
    chosen = Settings(
        cache_dir=tmp_path, backbone=str(folder), adapter="none", device="cpu", precision="float32", memory="verbatim"
    )
    model = EditableModel.load(settings=chosen)
    assert (model.backbone.name, model.adapter, model.memory) == ("model", None, "verbatim")


def test_the_same_model_with_another_memory_shares_its_weights() -> None:
    backbone = tiny_backbone()
    model = EditableModel.assemble(backbone, tiny_adapter(backbone), "compressed", Settings())
    other = model.with_memory("verbatim")
    assert other.backbone is model.backbone
    assert other.memory == "verbatim"
    ours, theirs = (m.answerer.edited.model.state_dict() for m in (model, other))
    frozen = [name for name in ours if not name.endswith((".down", ".scaled_up"))]
    assert all(ours[name].data_ptr() == theirs[name].data_ptr() for name in frozen)
    assert model.compress(["Tea"]).made_by != other.compress(["Tea"]).made_by


def test_another_architecture_is_told_the_families(tmp_path: Path, settings: Settings) -> None:
    config = GPT2Config(vocab_size=259, n_embd=32, n_layer=1, n_head=2)
    AutoModelForCausalLM.from_config(config).save_pretrained(tmp_path / "gpt2")
    byte_tokenizer().save_pretrained(tmp_path / "gpt2")
    with pytest.raises(UnsupportedFamilyError, match="gpt2") as caught:
        load_backbone(tmp_path / "gpt2", settings, device="cpu", precision="float32")
    for family in ("Llama", "Qwen2", "Qwen3", "Mistral", "Gemma 3"):
        assert family in caught.value.allowed


def test_nothing_there(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(BackboneMissingError):
        load_backbone("no such model", settings)
    folder = saved("llama", tmp_path / "model")
    with pytest.raises(AdapterMissingError):
        EditableModel.load(folder, tmp_path / "nowhere", precision="float32", settings=settings)


def test_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert choose_device("auto").type == choose_device("cpu").type == "cpu"
    with pytest.raises(BackboneError, match="no CUDA device"):
        choose_device("cuda")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert choose_device("auto").type == choose_device("cuda").type == "cuda"


@pytest.mark.parametrize("family", FAMILIES)
def test_bfloat16_runs_through_every_part(family: str) -> None:
    for reader in ("joint", "separate"):
        backbone = tiny_backbone(family, precision="bfloat16")
        adapter = tiny_adapter(backbone, reader=reader, zero_logit=-100.0)
        for memory in ("compressed", "verbatim"):
            model = EditableModel.assemble(backbone, adapter, memory, Settings(max_new_tokens=3))
            pool = model.compress(["Tea takes 4 minutes.", "Ada", "The gate opens at nine."])
            assert pool.gists[0].keys.dtype == torch.bfloat16
            assert pool.gists[0].selection.dtype == torch.float32
            answer = model.answer("How long does it take?", pool, policy="all")
            assert answer.evidence.reading is not None
            whole = answer.evidence.reading.mass.sum(-1) + answer.evidence.reading.self_mass
            assert whole == pytest.approx(1, abs=1e-3)
            assert model.answer_many(["How long?", "Ada"], pool, policy="all")
            assert len(model.leave_one_out(answer, pool)) == 3


@pytest.mark.parametrize("family", FAMILIES)
def test_what_the_method_relies_on(family: str) -> None:
    backbone = tiny_backbone(family)
    model = backbone.model
    assert len(decoder_layers(model)) == backbone.dimensions.layers == LAYERS
    for name in projection_names(0):
        assert isinstance(model.get_submodule(name), torch.nn.Linear)
    first: list[torch.Tensor] = []
    handle = decoder_layers(model)[0].register_forward_pre_hook(lambda _, arguments: first.append(arguments[0]))
    ids = torch.tensor([[5, 6, 7]])
    with torch.inference_mode():
        model(ids)
    handle.remove()
    assert torch.equal(embed(model, ids), first[0])  # Gemma's scale included
    assert first[0].shape == (1, 3, WIDTH)
    assert embed(model, torch.tensor([[-1]])).shape == (1, 1, WIDTH)  # a place kept for a gist


def test_the_shortest_sight_of_a_family() -> None:
    windows = {family: window_of(config(40)) for family, config in CONFIGS.items()}
    assert windows == {"llama": None, "qwen2": None, "qwen3": None, "mistral": 40, "gemma3": 40}


def test_every_end_of_text_token_ends() -> None:
    backbone = tiny_backbone()
    assert backbone.ends == {backbone.tokenizer.eos_token_id}
    assert end_of_text_ids([TURN_END, 7], backbone.tokenizer) == {TURN_END, 7, backbone.tokenizer.eos_token_id}


def test_what_tokenizer_and_settings_do_is_pinned_and_nothing_else() -> None:
    one, other = tiny_backbone(), tiny_backbone()
    before = one.tokenizer_sha256, one.config_sha256
    other.tokenizer(["a", "b c"], padding=True, truncation=True, max_length=2)
    other.model.config.name_or_path = "elsewhere"
    assert (other.tokenizer_sha256, other.config_sha256) == before
    changed = tiny_backbone()
    changed.tokenizer.add_tokens(["Aria3"])
    changed.model.config.rope_parameters = changed.model.config.rope_parameters | {"rope_theta": 7.0}
    assert changed.tokenizer_sha256 != before[0] and changed.config_sha256 != before[1]
    card = tiny_card(one)
    assert tiny_card(one, figures={"efficacy": "99 %"}).computing_sha256 == card.computing_sha256
    assert tiny_card(one, alpha=card.alpha * 2).computing_sha256 != card.computing_sha256
