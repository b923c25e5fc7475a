"""Costs of the model that is open: its constants are those of its tensors."""

from __future__ import annotations

import pytest

from app.config import Settings
from app.evaluation.comparison import comparisons_of
from app.model import EditableModel
from app.service import Workbench
from app.service.costing import CostRequest
from tests.evaluation.comparing import entry
from tests.evaluation.made_results import report
from tests.tiny_models import tiny_model


@pytest.fixture
def model() -> EditableModel:
    return tiny_model("llama")


@pytest.fixture
def bench(model: EditableModel) -> Workbench:
    found = Workbench(Settings(), load=lambda settings, progress: model)
    assert found.costs.millions() is None  # not loaded yet
    found.model()
    return found


def month(millions: float) -> CostRequest:
    return CostRequest(edits=10, new_edits=1, questions=100, edit_tokens=12, millions=millions)


def test_constants_of_the_open_model_are_those_of_its_tensors(bench: Workbench, model: EditableModel) -> None:
    millions = bench.costs.millions()
    assert millions is not None
    costs = bench.costs.reckon(month(millions))
    pool = model.compress(["a b c", "d e f"])
    assert costs.constants.incomes_bytes.value == pool.bytes / 2
    assert costs.constants.selection.value == pool.selection_matrix.shape[1]
    assert costs.constants.slots.source == "model" and costs.constants.question_tokens.source == "assumed"
    assert costs.scenario.size.parameters == sum(one.numel() for one in model.backbone.model.parameters())


def test_another_size_is_reckoned_with_assumptions(bench: Workbench) -> None:
    costs = bench.costs.reckon(month(8_000))
    assert costs.scenario.size.parameters == 8e9
    assert {one.source for _, one in costs.constants.named()} == {"assumed"}


def test_results_tell_constants_only_where_they_are_of_the_same_backbone(
    bench: Workbench, model: EditableModel
) -> None:
    row = entry("incomes", 10, (0.9, 0.8, 1.0), costs={"bytes_an_edit": 77.0})
    own = report("counterfact", row, versions={"backbone_fingerprint": model.backbone.fingerprint})
    (same,), (other,) = comparisons_of([own]), comparisons_of([report("counterfact", row)])
    millions = bench.costs.millions() or 0.0
    assert bench.costs.reckon(month(millions), same).constants.incomes_bytes.value == 77.0
    assert bench.costs.reckon(month(millions), other).constants.incomes_bytes.source == "model"
