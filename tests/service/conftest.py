"""A workbench on a model that is none, and a session with one edit."""

from __future__ import annotations

from typing import Any

import pytest
from argon2 import PasswordHasher

from app.config import Settings
from app.service import Workbench
from app.store import passwords
from tests.service.fake_model import FakeModel

LYON = "The capital of France is Lyon."


@pytest.fixture
def bench() -> Workbench:
    fake: Any = FakeModel()
    return Workbench(Settings(), load=lambda settings, progress: fake)


@pytest.fixture
def token(bench: Workbench) -> str:
    """A session with one edit, ready."""
    token = bench.open(None).token
    bench.edits.propose(token, bench.edits.read_lines(LYON))
    bench.edits.accept(token)
    bench.jobs.wait(token, bench.edits.compress(token), 10)
    return token


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2id as it is, with less work."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
