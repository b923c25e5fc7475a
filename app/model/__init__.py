"""The method: compress edits into gists, select by question, read by attention (arXiv 2505.22156)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.model.adapter import Adapter, load_adapter, load_card, save_adapter
    from app.model.adapter_card import AdapterCard
    from app.model.backbone import Backbone
    from app.model.editable import EditableModel
    from app.model.evidence import Answer, Evidence, PartialAnswer, Reading, Score, Selection, tensors_of
    from app.model.fidelity import Fidelity
    from app.model.policies import POLICIES, Policy, policy_named
    from app.model.pool import Gist, GistPool, edit_id, normalise_edit
    from app.model.prompts import prompt_of
    from app.model.saved_policies import SavedPolicy, policy_for
    from app.model.together import answering_together

__all__ = [
    "POLICIES",
    "Adapter",
    "AdapterCard",
    "Answer",
    "Backbone",
    "EditableModel",
    "Evidence",
    "Fidelity",
    "Gist",
    "GistPool",
    "PartialAnswer",
    "Policy",
    "Reading",
    "SavedPolicy",
    "Score",
    "Selection",
    "answering_together",
    "edit_id",
    "load_adapter",
    "load_card",
    "normalise_edit",
    "policy_for",
    "policy_named",
    "prompt_of",
    "save_adapter",
    "tensors_of",
]

_HOMES = {
    "Adapter": "adapter",
    "AdapterCard": "adapter_card",
    "Answer": "evidence",
    "Backbone": "backbone",
    "EditableModel": "editable",
    "Evidence": "evidence",
    "Fidelity": "fidelity",
    "Gist": "pool",
    "GistPool": "pool",
    "POLICIES": "policies",
    "PartialAnswer": "evidence",
    "Policy": "policies",
    "Reading": "evidence",
    "SavedPolicy": "saved_policies",
    "Score": "evidence",
    "Selection": "evidence",
    "answering_together": "together",
    "edit_id": "pool",
    "load_adapter": "adapter",
    "load_card": "adapter",
    "normalise_edit": "pool",
    "policy_for": "saved_policies",
    "policy_named": "policies",
    "prompt_of": "prompts",
    "save_adapter": "adapter",
    "tensors_of": "evidence",
}
"""Name → the module that it is from: the page is built without waiting for torch."""


def __getattr__(name: str) -> Any:
    """Import a class or function at its first use."""
    if name in _HOMES:
        return getattr(import_module(f"app.model.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'app.model' has no attribute {name!r}")
