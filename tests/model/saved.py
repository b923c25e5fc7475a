"""A saved policy to change in tests, and a tiny model whose adapter lies in a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from app.config import Settings
from app.model import EditableModel, Policy, SavedPolicy, save_adapter
from app.model.saved_policies import Figures, Share, identity_of
from tests.tiny_models import tiny_adapter, tiny_backbone


def model_in(folder: Path, *, seed: int = 1, **settings: Any) -> EditableModel:
    """A tiny model, its adapter and its saved policies in a folder."""
    backbone = tiny_backbone()
    made = tiny_adapter(backbone, zero_logit=0.0, seed=seed)
    save_adapter(made, folder / f"adapter-{seed}")
    chosen = Settings(policies=folder / "policies", max_new_tokens=5, **settings)
    return EditableModel.assemble(backbone, replace(made, path=folder / f"adapter-{seed}"), "compressed", chosen)


def saved(policy: Policy, model: EditableModel | None = None, **changes: Any) -> SavedPolicy:
    """As `tune --save` would keep it."""
    fingerprint, weights = ("f" * 64, "a" * 64) if model is None else identity_of(model)
    share = Share(value=0.9, low=0.8, high=0.95, n=100)
    fields: dict[str, Any] = {
        "policy": policy,
        "backbone": "tiny llama",
        "backbone_fingerprint": fingerprint,
        "adapter": "tiny",
        "adapter_weights": weights,
        "memory": "compressed",
        "slots": 2,
        "suites": {"counterfact-val": "1"},
        "records": 100,
        "pool": 100,
        "seed": 0,
        "most_unwanted": 0.05,
        "figures": Figures(efficacy=share, unwanted=share.model_copy(update={"value": 0.04, "low": 0.01})),
        "checked": None,
        "commit": None,
    }
    return SavedPolicy(**(fields | changes))
