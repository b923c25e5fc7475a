"""Methods that bring an adapter of their own, on tiny models."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
import torch

from app.config import Settings
from app.data import Edit, edit_id
from app.errors import AdapterMismatchError, AdapterMissingError, EvaluationError
from app.evaluation import Evaluation
from app.evaluation.methods import METHODS
from app.evaluation.methods.backbone import BackboneAlone
from app.evaluation.methods.own_adapter import CONFIGURATIONS, own_adapter
from app.evaluation.methods.retrieval import NearestByMiniLm, Retrieval
from app.evaluation.methods.separate import IncomesSeparate
from app.evaluation.methods.tuned import FourNearestTuned, TunedMiniLm
from app.model import EditableModel, policy_named
from app.model.adapter import Adapter, save_adapter
from app.model.attribution import Scorer
from app.training.config import ObjectiveConfig, load_config
from app.training.examples import Batch, Example, Question
from app.training.in_prompt import InPromptBuilder
from tests.tiny_models import tiny_adapter, tiny_backbone, tiny_model

EDITS = ["The capital of France is Lyon.", "The river of Chad is the Logone.", "The capital of Spain is Vigo."]
QUESTIONS = ["What is the capital of Spain?", "Chad has the river"]


class WordVectors:
    """Three words and their places."""

    def load(self) -> None:
        """There is nothing to load."""

    def of(self, texts: Sequence[str]) -> torch.Tensor:
        return torch.tensor([[float(word in text) for word in ("capital", "Spain", "river")] for text in texts])

    question_vectors = of


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.evaluation.methods.retrieval.TextVectors", WordVectors)


def saved(folder: Path, **changes: Any) -> Adapter:
    adapter = tiny_adapter(tiny_backbone(), **({"reader": "in-prompt", "name": "reads prompts"} | changes))
    save_adapter(adapter, folder, dtype=torch.float32)
    return adapter


def model_with(*folders: Path, family: str = "llama") -> EditableModel:
    return tiny_model(family, settings=Settings(max_new_tokens=5, answer_batch=4, comparison_adapters=folders))


def of(kind: type[Any], model: EditableModel) -> Any:
    method = kind(model, policy_named("default"), 5)
    method.prepare([Edit.of(edit, "en") for edit in EDITS])
    return method


def merged(model: EditableModel, adapter: Adapter) -> EditableModel:
    """The model with the updates added to copies of the backbone's own weights."""
    dense: Any = copy.deepcopy(model.backbone.model)
    for name, update in adapter.low_rank.items():
        dense.get_submodule(name).weight.data += adapter.scale * update.up @ update.down
    other = copy.copy(model)
    plain = copy.copy(model.answerer.plain)
    object.__setattr__(plain, "tree", dense)
    answerer = copy.copy(model.answerer)
    object.__setattr__(answerer, "plain", plain)
    object.__setattr__(other, "answerer", answerer)
    return other


@pytest.mark.parametrize("kind", [TunedMiniLm, FourNearestTuned])
def test_the_tuned_reader_is_the_backbone_with_the_updates_in_its_weights(
    kind: type[TunedMiniLm], tmp_path: Path
) -> None:
    adapter = saved(tmp_path / "adapter", low_rank=0.2)
    model = model_with(tmp_path / "adapter")
    method, dense = of(kind, model), merged(model, adapter)
    plain = of(NearestByMiniLm, model)
    found = method.retrieved(QUESTIONS)
    assert [edits[0] for edits in found] == [edits[0] for edits in plain.retrieved(QUESTIONS)] == [EDITS[2], EDITS[1]]
    prompts = [method.prompting.tokens(method.prompt(q, edits)) for q, edits in zip(QUESTIONS, found, strict=True)]
    replies = method.answer(QUESTIONS)
    assert [reply.text for reply in replies] == [dense.answerer.text_of(_greedy(dense, ids)) for ids in prompts]
    assert replies[0].ranked_first == edit_id(EDITS[2])
    assert replies[0].read == tuple(edit_id(edit) for edit in found[0])
    scores = method.target_scores(QUESTIONS, ["Vigo", "Logone"])
    wanted = [Scorer(dense.answerer).score_prompt(i, t) for i, t in zip(prompts, ["Vigo", "Logone"], strict=True)]
    assert [s.log_probability for s in scores] == pytest.approx([s.log_probability for s in wanted], rel=1e-4)
    other = plain.target_scores(QUESTIONS, ["Vigo", "Logone"])
    assert abs(scores[0].log_probability - other[0].log_probability) > 0.01
    (long, _) = method.generations(QUESTIONS, [], 30)
    assert long.startswith(replies[0].text.strip()[:3])


def _greedy(model: EditableModel, ids: list[int]) -> str:
    return model.answerer.plain.run([ids], 5)[0].text


def test_updates_that_change_nothing_leave_the_answers_of_minilm(tmp_path: Path) -> None:
    saved(tmp_path / "adapter", low_rank=0.0)
    model = model_with(tmp_path / "adapter")
    assert of(TunedMiniLm, model).answer(QUESTIONS) == of(NearestByMiniLm, model).answer(QUESTIONS)


def test_results_tell_the_adapter_and_its_training(tmp_path: Path) -> None:
    saved(tmp_path / "adapter", trained_pairs=500, trained_hours=1.5)
    adapter = of(TunedMiniLm, model_with(tmp_path / "adapter")).settings()["adapter"]
    assert len(adapter.pop("weights_sha256")) == 64
    assert adapter == {"name": "reads prompts", "pairs": 500, "hours": 1.5}


def test_the_folder_is_chosen_by_how_its_adapter_reads(tmp_path: Path) -> None:
    saved(tmp_path / "joint", reader="joint")
    saved(tmp_path / "right", name="right")
    found = own_adapter(model_with(tmp_path / "joint", tmp_path / "right"), "in-prompt", "minilm-tuned")
    assert found.card.name == "right"


@pytest.mark.parametrize("name", ["minilm-tuned", "minilm-tuned-4", "incomes-separate"])
def test_without_an_adapter_the_training_command_is_told(name: str, tmp_path: Path) -> None:
    saved(tmp_path / "joint", reader="joint")
    with pytest.raises(AdapterMissingError) as caught:
        METHODS[name](model_with(tmp_path / "joint"), policy_named("default"), 5)
    message = str(caught.value)
    assert name in message
    assert "python -m app train assets/training/" in message
    assert "--comparison-adapter" in message


@pytest.mark.parametrize("reader", CONFIGURATIONS)
def test_the_command_that_is_told_trains_such_an_adapter(reader: Any) -> None:
    assert load_config(Path(CONFIGURATIONS[reader])).reader == reader


def test_the_papers_reader_reads_the_whole_pool_for_every_question(tmp_path: Path) -> None:
    saved(tmp_path / "adapter", reader="separate", low_rank=0.1, name="paper")
    method = of(IncomesSeparate, model_with(tmp_path / "adapter"))
    together = [reply.text for reply in method.answer(QUESTIONS)]
    assert [reply.text for question in QUESTIONS for reply in method.answer([question])] == together
    answers = [method.model.answer(question, method.pool, policy="all", max_new_tokens=5) for question in QUESTIONS]
    assert [answer.text for answer in answers] == together
    frame = answers[0].evidence.by_edit()
    assert frame["read"].tolist() == [False, True, True, True]
    assert frame["mass"].sum() == pytest.approx(1, abs=1e-5)
    assert frame["mass"][0] > 0
    backwards = of(IncomesSeparate, model_with(tmp_path / "adapter"))
    backwards.prepare([Edit.of(edit, "en") for edit in EDITS[::-1]])
    scores, other = (each.target_scores(QUESTIONS, ["Vigo", "Logone"]) for each in (method, backwards))
    assert [s.log_probability for s in scores] == pytest.approx([s.log_probability for s in other], rel=1e-4)
    assert method.settings()["policy"]["name"] == "all"
    assert method.settings()["adapter"]["name"] == "paper"


def test_the_papers_reader_without_edits_is_the_backbone(tmp_path: Path) -> None:
    saved(tmp_path / "adapter", reader="separate", low_rank=0.1)
    model = model_with(tmp_path / "adapter")
    method = of(IncomesSeparate, model)
    method.prepare([])
    backbone = of(BackboneAlone, model)
    assert method.answer(QUESTIONS) == backbone.answer(QUESTIONS)
    assert method.target_scores(QUESTIONS, ["a", "b"]) == backbone.target_scores(QUESTIONS, ["a", "b"])


def test_an_adapter_of_another_backbone_is_refused(tmp_path: Path) -> None:
    saved(tmp_path / "adapter", backbone_fingerprint="6" * 64)
    with pytest.raises(AdapterMismatchError, match="666666666666"):
        of(TunedMiniLm, model_with(tmp_path / "adapter"))


def test_cases_of_another_adapter_are_not_mixed_in(folder: Path, tmp_path: Path) -> None:
    options: dict[str, Any] = {"pools": [2], "methods": ["minilm-tuned"], "records": 2, "cases": tmp_path / "cases"}
    for seed in (1, 2):
        saved(tmp_path / str(seed), seed=seed, low_rank=0.1)
    run = Evaluation(model_with(tmp_path / "1"), "counterfact", folder, **options)
    for _ in run.steps():
        pass
    assert run.report().rows[0].settings["adapter"]["name"] == "reads prompts"
    assert Evaluation(model_with(tmp_path / "1"), "counterfact", folder, **options).left == 0
    with pytest.raises(EvaluationError, match="adapter of minilm-tuned"):
        Evaluation(model_with(tmp_path / "2"), "counterfact", folder, **options)


def test_training_puts_edits_and_question_as_the_method_does() -> None:
    backbone = tiny_backbone()
    told: list[list[int]] = []

    def own(prompts: Sequence[list[int]]) -> list[list[int]]:
        told.extend(prompts)
        return [[65] for _ in prompts]

    builder = InPromptBuilder(backbone.tokenizer, ObjectiveConfig(reading="in-prompt", distractor_share=0.0), own, 2)
    example = Example(EDITS[2], "Spain", "capital", (Question(QUESTIONS[0], "Vigo"),), "en", "place")
    step = builder.build(Batch((example,), ("Who wrote Hamlet?",), (), ()), Random(0))
    assert step is not None
    rows = bytes(backbone.tokenizer.decode(step.packed.token_ids), "utf-8").decode()
    covered = Retrieval.prompt(QUESTIONS[0], [EDITS[2]]) + " Vigo\n"
    uncovered = Retrieval.prompt("Who wrote Hamlet?", [EDITS[2]])
    assert rows.startswith(covered)
    assert rows[len(covered) :].startswith(uncovered)
    assert told == [backbone.tokenizer(Retrieval.prompt("Who wrote Hamlet?", []))["input_ids"]]
