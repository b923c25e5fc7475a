"""Shared by all tests: Hypothesis without clocks, and the embedded model for those marked `slow`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from app.model import EditableModel

settings.register_profile("workbench", deadline=None, database=None, derandomize=True)
settings.load_profile("workbench")


@pytest.fixture(scope="session")
def embedded_model() -> EditableModel:
    """The real embedded model with its shipped adapter, in float32; fetched at the first run of all."""
    from app.model import EditableModel

    return EditableModel.load("embedded", "auto", memory="compressed", device="cpu", precision="float32")
