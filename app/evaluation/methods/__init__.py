"""Methods by name. A new one is one module with a `Method` and one line here."""

from __future__ import annotations

from app.errors import WorkbenchError
from app.evaluation.methods.backbone import BackboneAlone
from app.evaluation.methods.deciding import DecidingMethod
from app.evaluation.methods.from_folder import IncomesInFolder
from app.evaluation.methods.in_prompt import EditAlone, EditAsInstruction, EditAsNewFact, Oracle
from app.evaluation.methods.incomes import Incomes, IncomesVerbatim
from app.evaluation.methods.lora import Lora
from app.evaluation.methods.memit import Memit
from app.evaluation.methods.method import Group, Method, Reply
from app.evaluation.methods.minilm import GatedMiniLm
from app.evaluation.methods.prompt_all import PromptAll, PromptAllUncached
from app.evaluation.methods.retrieval import Bm25, Bm25Top4, FourNearestByMiniLm, NearestByMiniLm
from app.evaluation.methods.rome import Rome
from app.evaluation.methods.separate import IncomesSeparate
from app.evaluation.methods.tuned import FourNearestTuned, TunedMiniLm
from app.evaluation.registry import named
from app.model import EditableModel, policy_named

METHODS: dict[str, type[Method]] = {
    method.name: method
    for method in (
        BackboneAlone,
        Incomes,
        IncomesVerbatim,
        IncomesInFolder,
        IncomesSeparate,
        EditAlone,
        EditAsNewFact,
        EditAsInstruction,
        Oracle,
        GatedMiniLm,
        PromptAll,
        PromptAllUncached,
        Bm25,
        Bm25Top4,
        NearestByMiniLm,
        FourNearestByMiniLm,
        TunedMiniLm,
        FourNearestTuned,
        Lora,
        Rome,
        Memit,
    )
}


def method_named(name: str) -> type[Method]:
    """A method by its name.

    Raises:
        UnknownNameError: there is none; names the nearest.
    """
    return named(METHODS, name, "method")


def obstacle(kind: type[Method], model: EditableModel) -> WorkbenchError | None:
    """Why a method cannot run with this model; None: it can."""
    try:
        kind(model, policy_named(None), 1)
    except WorkbenchError as error:
        return error
    return None


__all__ = ["METHODS", "DecidingMethod", "Group", "Method", "Reply", "method_named", "obstacle"]
