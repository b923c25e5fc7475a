"""The one right edit in the prompt, in the wording that was measured to be the best."""

from __future__ import annotations

import pytest

from app.config import Settings
from app.evaluation.methods.in_prompt import WORDINGS, Oracle
from app.evaluation.oracle_wording import WordingChoice, wording_for
from app.model import policy_named
from tests.tiny_models import tiny_model

MEASURED = {
    "in-prompt-plain": {"efficacy": 0.9, "paraphrase": 0.4},
    "in-prompt-fact": {"efficacy": 0.8, "paraphrase": 0.6},
    "in-prompt-instruction": {"efficacy": 0.5, "paraphrase": 0.7},
}
CHOICE = WordingChoice("tiny", "5" * 64, "counterfact-val", 120, MEASURED)
EDIT, QUESTION = "The capital of France is Lyon.", "What is the capital of France?"


def test_the_best_wording_has_the_highest_mean() -> None:
    """Worked out: 0.65, 0.70 and 0.60."""
    assert CHOICE.best == "in-prompt-fact"
    assert CHOICE.as_dict("5" * 64)["wording_chosen_for_this_backbone"]
    assert not CHOICE.as_dict("6" * 64)["wording_chosen_for_this_backbone"]


def test_the_oracle_answers_with_the_chosen_wording(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.evaluation.methods.in_prompt.wording_for", lambda _fingerprint: CHOICE)
    model = tiny_model(settings=Settings(max_new_tokens=5, max_question_tokens=256))
    oracle = Oracle(model, policy_named("default"), 5)
    told = WORDINGS["in-prompt-fact"](model, policy_named("default"), 5)
    assert oracle.answer([QUESTION], [EDIT]) == told.answer([QUESTION], [EDIT])
    assert oracle.length(QUESTION, EDIT) == told.length(QUESTION, EDIT)
    assert oracle.settings()["prompt"] == "New fact: {edit}\n\n"


def test_the_record_that_ships_has_all_wordings_and_serves_other_backbones_too() -> None:
    choice = wording_for("no such backbone")
    assert set(choice.measured) == set(WORDINGS)
    assert choice.records >= 100
    assert wording_for(choice.fingerprint) == choice
