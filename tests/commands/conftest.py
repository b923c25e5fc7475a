"""Commands run in this process, on a tiny random model in place of the backbone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.commands import cli
from app.config import Settings
from app.service import core
from tests.tiny_models import tiny_model


@dataclass
class Run:
    """Runs a command and remembers with which settings it loaded a model."""

    loaded: list[Settings] = field(default_factory=list)

    def __call__(self, *arguments: object) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    def load(self, settings: Settings, _progress: Any) -> Any:
        """Stands in for loading the model that the settings name."""
        self.loaded.append(settings)
        return tiny_model(settings=settings)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    runner = Run()
    monkeypatch.setattr(core, "load_model", runner.load)
    monkeypatch.setenv("INCOMES_MAX_NEW_TOKENS", "5")
    return runner
