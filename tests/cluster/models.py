"""Models that workers load in tests."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.config import Settings
from app.model import EditableModel, GistPool
from app.model.compressor import Compressor
from tests.cluster.work import kill_once
from tests.tiny_models import tiny_model


def load_tiny(settings: Settings, _progress: Any) -> EditableModel:
    return tiny_model(settings=settings)


def load_another(asking: int, settings: Settings, _progress: Any) -> EditableModel:
    """In every process but the one that asks, another adapter."""
    return tiny_model(settings=settings, seed=1 if os.getpid() == asking else 2)


@dataclass(frozen=True)
class Mortal(Compressor):
    """Kills its process once, at its second batch, as it is about to compress."""

    mark: Path = Path()

    def compress(self, *given: Any, **named: Any) -> GistPool:
        if self.mark.with_suffix(".first").exists():
            kill_once(self.mark)
        self.mark.with_suffix(".first").touch()
        return super().compress(*given, **named)


def load_mortal(asking: int, mark: Path, settings: Settings, _progress: Any) -> EditableModel:
    """The tiny model; in workers, one that kills the first of them."""
    model = tiny_model(settings=settings)
    if os.getpid() == asking:
        return model
    return replace(model, compressor=Mortal(**vars(model.compressor), mark=mark))
