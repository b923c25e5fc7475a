"""Shared by all tests: Hypothesis without clocks, and the embedded model for those marked `slow`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from app.model import EditableModel

settings.register_profile("workbench", deadline=None, database=None, derandomize=True)
settings.load_profile("workbench")


def pytest_configure() -> None:
    """Processes that test side by side share the cores; more threads than cores would slow all of them down."""
    processes = os.environ.get("PYTEST_XDIST_WORKER_COUNT")
    if processes:  # what the tests start inherits it
        os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // int(processes))))


@pytest.fixture(autouse=True)
def a_store_for_each_test(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the shared edits and saved policies of whoever runs it: the settings name places not there yet."""
    place = tmp_path_factory.getbasetemp() / uuid4().hex
    monkeypatch.setenv("INCOMES_STORE", f"sqlite:///{place}/store.sqlite")
    monkeypatch.setenv("INCOMES_POLICIES", str(place / "policies"))


@pytest.fixture(scope="session")
def embedded_model() -> EditableModel:
    """The real embedded model with its shipped adapter, in float32; fetched at the first run of all."""
    from app.model import EditableModel

    return EditableModel.load("embedded", "auto", memory="compressed", device="cpu", precision="float32")
