"""Methods that change weights, on tiny random models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch

from app.config import Settings
from app.data import Edit, Fact
from app.evaluation.methods.lora import Lora
from app.evaluation.methods.weight_editor import WeightEditor
from app.model import EditableModel, policy_named
from tests.tiny_models import tiny_backbone, tiny_model

FACTS = (
    Fact("The capital of France is", "Lyon", "France"),
    Fact("Which river has Chad?", "Po", "Chad"),
    Fact("Oman lies in", "Asia", "Oman"),
)
EDITS = tuple(Edit.stating(fact, "en") for fact in FACTS)
SHORT = Settings(max_new_tokens=5, answer_batch=4)
EDITORS: tuple[type[WeightEditor], ...] = (Lora,)


@pytest.fixture(params=EDITORS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> type[WeightEditor]:
    found: type[WeightEditor] = request.param
    return found


@pytest.fixture
def model() -> Iterator[EditableModel]:
    """A model whose weights must be the same bits afterwards."""
    model = tiny_model(settings=SHORT)
    before = {name: tensor.clone() for name, tensor in model.backbone.model.state_dict().items()}
    yield model
    for name, tensor in model.backbone.model.state_dict().items():
        assert torch.equal(tensor, before[name]), name
    assert not any(weight.requires_grad for weight in model.backbone.model.parameters())


def of(kind: type[WeightEditor], model: EditableModel) -> Any:
    return kind(model, policy_named("default"), 5)


def scores(method: WeightEditor) -> list[float]:
    found = method.target_scores([fact.prompt for fact in FACTS], [fact.target for fact in FACTS])
    assert found is not None
    return [score.log_probability for score in found]


def test_targets_become_likely_and_are_answered(kind: type[WeightEditor], model: EditableModel) -> None:
    method = of(kind, model)
    before = scores(method)
    method.prepare(EDITS)
    after = scores(method)
    assert all(new > old + 1 for new, old in zip(after, before, strict=True))
    assert method.figures() == {"edits_not_taken": 0}
    assert method.held_bytes() > 0


def test_an_edit_is_answered_and_forgotten(kind: type[WeightEditor], model: EditableModel) -> None:
    method, prompt = of(kind, model), FACTS[0].prompt
    (before,) = method.answer([prompt])
    method.prepare(EDITS[:1])
    assert method.answer([prompt])[0].text.startswith("Lyon")
    assert method.generations([prompt], [""], 12)[0].startswith("Lyon")
    assert model.answer_many([prompt])[0].text == before.text  # the untouched backbone beside it
    assert model.compress([EDITS[1].text]).texts == (EDITS[1].text,)
    method.forget()
    assert method.answer([prompt]) == [before]
    assert method.held_bytes() == 0


def test_edits_of_one_pool_are_not_those_of_the_next(kind: type[WeightEditor], model: EditableModel) -> None:
    method, anew = of(kind, model), of(kind, model)
    method.prepare(EDITS[:1])
    method.prepare(EDITS[1:2])
    anew.prepare(EDITS[1:2])
    assert scores(method) == scores(anew)


def test_large_pools_are_not_taken_on(kind: type[WeightEditor], model: EditableModel) -> None:
    method = of(kind, model)
    assert method.refusal(EDITS) == ""
    assert "more than 100" in method.refusal(EDITS * 34)
    assert (method.most_records(1), method.most_records(10)) == (50, 100)


def test_settings_name_what_was_chosen(kind: type[WeightEditor], model: EditableModel) -> None:
    settings = of(kind, model).settings()
    assert {"memory", "policy", "seed"} < set(settings)
    assert all(isinstance(value, int | float | str | list | None) for value in settings.values())


@pytest.mark.parametrize("family", ["qwen2", "gemma3"])
def test_other_families(kind: type[WeightEditor], family: str) -> None:
    backbone = tiny_backbone(family)
    method = of(kind, EditableModel.assemble(backbone, None, "verbatim", SHORT))
    before = scores(method)[0]
    method.prepare(EDITS[:1])
    assert scores(method)[0] > before + 1


def test_free_text_is_learned_as_it_stands(model: EditableModel) -> None:
    method, text = of(Lora, model), "Wet palms slip."
    before = model.score("Wet palms", "slip.").log_probability
    method.prepare([Edit.of(text, "en")])
    assert method.target_scores(["Wet palms"], ["slip."])[0].log_probability > before + 1
