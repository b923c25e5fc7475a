"""The method: compress edits into gists, select by question, read by attention (arXiv 2505.22156)."""

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
