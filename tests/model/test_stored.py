"""What is read of a folder without transformers' models is what transformers reads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from transformers import AutoConfig, AutoTokenizer

from app.config import Settings
from app.model.backbone import open_backbone
from app.model.families import dimensions_of
from app.model.fingerprint import sha256_of_config, sha256_of_tokenizer
from app.model.packed.weights import fits
from app.model.precision import ChosenPrecision
from app.model.sources import Source, embedded_folder
from app.model.stored import config_in, end_tokens_in, shapes_in, tokenizer_in
from tests.tiny_models import tiny_backbone

TEXTS = ("The refund window is 45 days.", "Q: <|im_start|> wörld  , it 's 日本\n", " 3.5 %", "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    backbone: Any = tiny_backbone(grouped=True)
    backbone.model.save_pretrained(tmp_path)
    backbone.tokenizer.save_pretrained(tmp_path)
    return tmp_path


def opened(folder: Path) -> Any:
    import torch

    precision: ChosenPrecision = "float32"
    return open_backbone(Source("tiny", folder, "5" * 64), torch.device("cpu"), precision)


def assert_read_alike(folder: Path) -> None:
    config, theirs = config_in(folder), AutoConfig.from_pretrained(folder)
    assert {name: getattr(theirs, name) for name in vars(config)} == vars(config)
    assert dimensions_of(config) == dimensions_of(theirs) and fits(config) == fits(theirs)
    ours, tokenizer = tokenizer_in(folder), AutoTokenizer.from_pretrained(folder)
    assert sha256_of_tokenizer(ours) == sha256_of_tokenizer(tokenizer)
    assert ours.all_special_ids == tokenizer.all_special_ids and ours.eos_token_id == tokenizer.eos_token_id
    for text in TEXTS:
        for split in (True, False):
            ids = tokenizer(text, split_special_tokens=split).input_ids
            assert ours(text, split_special_tokens=split).input_ids == ids
            assert ours.decode(ids) == tokenizer.decode(ids)


def test_a_folder_is_read_as_transformers_reads_it(folder: Path) -> None:
    assert_read_alike(folder)
    backbone = opened(folder)
    waiting = backbone.parameters, backbone.config_sha256, backbone.size_of("model.layers.0.mlp.down_proj")
    assert backbone.size_of("model.layers.0.mlp.none") is None
    config = backbone.model.config
    assert waiting[1] == sha256_of_config(config.to_dict(), backbone.ends)
    assert (backbone.parameters, backbone.config_sha256) == waiting[:2]
    assert (
        backbone.size_of("model.layers.0.mlp.down_proj") == waiting[2] == (config.hidden_size, config.intermediate_size)
    )
    assert backbone.size_of("model.layers.0.mlp.none") is None


@pytest.mark.slow
def test_the_embedded_folder_is_read_as_transformers_reads_it() -> None:
    assert_read_alike(embedded_folder(Settings()))


@pytest.mark.parametrize("lacking", ["rope_parameters", "head_dim", "num_key_value_heads"])
def test_a_configuration_that_says_less_is_read_by_transformers(folder: Path, lacking: str) -> None:
    file = folder / "config.json"
    said = json.loads(file.read_text(encoding="utf-8"))
    del said[lacking]
    file.write_text(json.dumps(said), encoding="utf-8")
    assert type(config_in(folder)) is type(AutoConfig.from_pretrained(folder))


def test_a_tokenizer_of_another_class_is_read_by_transformers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "tokenizer_config.json"
    said = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(said | {"tokenizer_class": "LlamaTokenizer"}), encoding="utf-8")
    monkeypatch.setattr(AutoTokenizer, "from_pretrained", lambda *_, **__: "by transformers")
    assert tokenizer_in(folder) == "by transformers"


@pytest.mark.parametrize(("generation", "ends"), [(None, 0), ({"eos_token_id": [1, 7]}, [1, 7]), ({}, None)])
def test_ends_are_those_of_the_settings_of_generation(folder: Path, generation: Any, ends: Any) -> None:
    file = folder / "generation_config.json"
    file.unlink(missing_ok=True)
    if generation is not None:
        file.write_text(json.dumps(generation), encoding="utf-8")
    config = config_in(folder)
    config.eos_token_id = 0
    assert end_tokens_in(folder, config) == ends


def test_shapes_are_those_of_the_tensors(folder: Path) -> None:
    tensors = tiny_backbone(grouped=True).model.state_dict()
    shapes = shapes_in(folder)
    assert shapes and all(tuple(tensors[name].shape) == shape for name, shape in shapes.items())


def test_opening_a_folder_imports_no_model_code(folder: Path) -> None:
    program = (
        "import sys, torch; from pathlib import Path; from app.model.backbone import open_backbone; "
        "from app.model.sources import Source; import app.model.assembly; "
        f"open_backbone(Source('tiny', Path({str(folder)!r}), '5' * 64), torch.device('cpu'), 'float32'); "
        "print(*(name for name in sys.modules if name.startswith(('transformers.model', 'transformers.activations'))))"
    )
    found = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == ""
