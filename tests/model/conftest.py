"""Shared by the tests of the model."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import pytest
import torch
from torch import Tensor

from app.model import assembly


class FakeTextVectors:
    """Stands in for MiniLM: a random vector by text."""

    parts = (-1,)
    zero_logit = -100.0

    def of(self, texts: Sequence[str]) -> Tensor:
        generators = (torch.Generator().manual_seed(zlib.crc32(text.encode())) for text in texts)
        return torch.stack([torch.randn(8, generator=generator) for generator in generators])

    def question_vectors(self, prompts: Sequence[str]) -> Tensor:
        return self.of(prompts)


@pytest.fixture
def no_adapter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Models opened without adapter select by random vectors instead of loading MiniLM."""
    monkeypatch.setattr(assembly, "TextVectors", FakeTextVectors)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Tiny matrices are slower on several threads, and on a busy machine large ones are too."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
