"""Where figures come from: the code that made them is told apart."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.evaluation.provenance import provenance
from tests.evaluation.fake_model import FakeModel, as_model


def git(folder: Path, *arguments: str) -> str:
    named = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    run = subprocess.run(["git", *named, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return run.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of one file, which stands for that of the workbench."""
    git(tmp_path, "init", "--quiet")
    (tmp_path / "code.py").write_text("first = 1\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    monkeypatch.setattr("app.evaluation.provenance.ROOT", tmp_path)
    return tmp_path


def commit() -> Any:
    return provenance(as_model(FakeModel()))["commit"]


def test_a_clean_checkout_is_named_by_its_commit(checkout: Path) -> None:
    assert commit() == git(checkout, "rev-parse", "HEAD")


def test_two_changed_checkouts_of_one_commit_are_told_apart(checkout: Path) -> None:
    found = []
    for content in (b"first = 2\n", b"first = 3\n", b"\xff\xfe not text\n"):
        (checkout / "code.py").write_bytes(content)
        found.append(commit())
    head = git(checkout, "rev-parse", "HEAD")
    assert len(set(found)) == 3 and all(one.startswith(f"{head}+") for one in found)
    (checkout / "code.py").write_bytes(b"first = 2\n")
    assert commit() == found[0]


def test_outside_a_checkout_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.evaluation.provenance.ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert commit() is None
