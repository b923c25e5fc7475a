"""Methods that change weights, on tiny random models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from app.config import Settings
from app.data import Edit, Fact, Probe, Record
from app.errors import EvaluationError
from app.evaluation.methods.lora import Lora
from app.evaluation.methods.memit import Memit
from app.evaluation.methods.rome import Rome
from app.evaluation.methods.weight_editor import WeightEditor
from app.evaluation.plan import Plan
from app.evaluation.pools import Sample
from app.evaluation.suites import Filler
from app.evaluation.weight_editing.fine_tuning import FineTuning
from app.evaluation.weight_editing.samples import Samples
from app.evaluation.weight_editing.values import ValueSearch
from app.model import EditableModel, policy_named
from app.model.prompts import answer_tokens_of, prompt_of, tokens_of
from app.model.scoring import teacher_forced
from tests.tiny_models import tiny_backbone, tiny_model

FACTS = (
    Fact("The capital of France is", "Lyon", "France"),
    Fact("Which river has Chad?", "Po", "Chad"),
    Fact("Oman lies in", "Asia", "Oman"),
)
EDITS = tuple(Edit.stating(fact, "en") for fact in FACTS)
SAMPLES = Samples(tokens=400, texts=10, length=20)
SEARCH = ValueSearch(steps=40, longest=12.0, decay=0.0)


class QuickLora(Lora):
    tuning = FineTuning(learning_rate=2e-3)


class SmallRome(Rome):
    samples, search = SAMPLES, SEARCH


class SmallMemit(Memit):
    samples, search, weight = SAMPLES, SEARCH, 1e-4


EDITORS: tuple[type[WeightEditor], ...] = (QuickLora, SmallRome, SmallMemit)


@pytest.fixture(params=EDITORS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> type[WeightEditor]:
    found: type[WeightEditor] = request.param
    return found


@pytest.fixture(autouse=True)
def one_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random weights make other keys of the same subject behind every context: their mean is none of them."""
    monkeypatch.setattr("app.evaluation.weight_editing.prompts.CONTEXTS", ("",))


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(max_new_tokens=5, answer_batch=4, cache_dir=tmp_path_factory.mktemp("cache"))


@pytest.fixture
def model(short: Settings) -> Iterator[EditableModel]:
    """A model whose weights must be the same bits afterwards."""
    model = tiny_model(settings=short)
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


def test_a_target_becomes_likely(kind: type[WeightEditor], model: EditableModel) -> None:
    method = of(kind, model)
    before = scores(method)[0]
    method.prepare(EDITS[:1])
    assert scores(method)[0] > before + 1
    assert method.figures() == {"edits_not_taken": 0}
    assert method.held_bytes() > 0


@pytest.mark.parametrize("kind", [QuickLora, SmallMemit])
def test_edits_of_one_pool_are_in_force_together(kind: type[WeightEditor], model: EditableModel) -> None:
    method = of(kind, model)
    before = scores(method)
    method.prepare(EDITS)
    assert all(new > old for new, old in zip(scores(method), before, strict=True))


def test_an_edit_changes_answers_until_it_is_forgotten(kind: type[WeightEditor], model: EditableModel) -> None:
    method, prompt = of(kind, model), FACTS[0].prompt
    (before,) = method.answer([prompt])
    method.prepare(EDITS[:1])
    edited = method.answer([prompt])[0].text
    assert edited.startswith("Lyon") if kind is QuickLora else edited != before.text
    assert method.generations([prompt], [""], 12)[0].startswith(edited)
    assert model.answer_many([prompt])[0].text == before.text  # the untouched backbone beside it
    assert model.compress([EDITS[1].text]).texts == (EDITS[1].text,)
    method.forget()
    assert method.answer([prompt]) == [before]
    assert method.held_bytes() == 0


def test_edits_of_one_pool_are_not_those_of_the_next(kind: type[WeightEditor], model: EditableModel) -> None:
    method, anew = of(kind, model), of(kind, model)
    for edits in (EDITS[:1], EDITS[1:2], EDITS):
        method.prepare(edits)
    anew.prepare(EDITS)
    assert scores(method) == scores(anew)


def test_large_pools_are_not_taken_on(kind: type[WeightEditor], model: EditableModel) -> None:
    method = of(kind, model)
    assert method.refusal(EDITS, EDITS) == ""
    assert "more than 100" in method.refusal(EDITS * 34, EDITS)
    assert (method.most_records(1), method.most_records(10)) == (50, 100)


def test_settings_name_what_was_chosen(kind: type[WeightEditor], model: EditableModel) -> None:
    settings = of(kind, model).settings()
    assert {"memory", "policy", "seed"} < set(settings)
    assert all(isinstance(value, int | float | str | list | None) for value in settings.values())


@pytest.mark.parametrize("family", ["qwen2", "gemma3"])
def test_other_families_without_an_adapter(kind: type[WeightEditor], family: str, tmp_path: Path) -> None:
    settings = Settings(max_new_tokens=5, answer_batch=4, cache_dir=tmp_path)
    method = of(kind, EditableModel.assemble(tiny_backbone(family), None, "verbatim", settings))
    if family == "gemma3" and kind is SmallMemit:
        assert "normalise" in method.refusal(EDITS, EDITS)
        return
    before = scores(method)[0]
    method.prepare(EDITS[:1])
    assert scores(method)[0] > before + 1


def test_free_text_is_learned_as_it_stands(model: EditableModel) -> None:
    method, text = of(QuickLora, model), "Wet palms slip."
    before = model.score("Wet palms", "slip.").log_probability
    method.prepare([Edit.of(text, "en")])
    assert method.target_scores(["Wet palms"], ["slip."])[0].log_probability > before + 1


@pytest.mark.parametrize("kind", [SmallRome, SmallMemit])
def test_edits_without_a_subject_are_counted_or_refused(kind: type[WeightEditor], model: EditableModel) -> None:
    method = of(kind, model)
    free = Edit.of("Wet palms slip.", "en")
    elsewhere = Edit.of("It is Rome.", "en", fact=Fact("Which city is it?", "Rome", "Italy"))
    assert "subject, prompt and target" in method.refusal([free, elsewhere, *EDITS], [free, elsewhere])
    assert method.refusal([free, EDITS[0]], [free, EDITS[0]]) == ""
    method.prepare([free, EDITS[0], elsewhere])
    assert method.figures() == {"edits_not_taken": 2}
    method.prepare([free, elsewhere])
    assert (method.figures(), method.held_bytes()) == ({"edits_not_taken": 2}, 0)


def test_fillers_do_not_make_up_for_tested_edits_without_a_subject(model: EditableModel) -> None:
    free = tuple(
        Record(Edit.of(f"{name} palms slip.", "en"), name, (Probe("efficacy", f"{name} palms", "slip."),))
        for name in ("Wet", "Dry")
    )
    telling = Record(EDITS[2], "Oman", (Probe("efficacy", "Oman lies in", "Asia"),))
    fillers = [Filler(EDITS[0], "France"), Filler(EDITS[1], "Chad")]
    method = of(SmallRome, model)
    with pytest.raises(EvaluationError, match="subject, prompt and target"):
        Plan(Sample(free, (), fillers), [method], [2, 3])
    mixed = Plan(Sample((*free, telling), (), fillers), [method], [1, 3])
    assert (mixed.left_out, [size for _, size in mixed.rows]) == ((), [1, 3])


def test_an_edited_copy_answers_by_packed_layers_as_by_modules(kind: type[WeightEditor], tmp_path: Path) -> None:
    pytest.importorskip("numba", reason="packed layers are compiled by numba")
    model = tiny_model(grouped=True, settings=Settings(cache_dir=tmp_path, max_new_tokens=5))
    method = of(kind, model)
    prompts = [fact.prompt for fact in FACTS]
    unedited = [model.score(prompt, "Lyon").log_probability for prompt in prompts]
    method.prepare(EDITS)
    through_modules = replace(model.answerer.plain, tree=method._tree, packed=None)
    wanted = [teacher_forced(through_modules, *_tokens(model, fact)).log_probability for fact in FACTS]
    assert method.edited.answerer.plain.packed_for(None, None) is not None
    assert scores(method) == pytest.approx(wanted, abs=1e-3)
    method.forget()
    assert [method.edited.score(prompt, "Lyon").log_probability for prompt in prompts] == unedited


def _tokens(model: EditableModel, fact: Fact) -> tuple[list[int], list[int]]:
    tokenizer = model.backbone.tokenizer
    return tokens_of(tokenizer, prompt_of(fact.prompt)), answer_tokens_of(tokenizer, fact.target)
