"""Signs by hand; a calibration on made-up answers whose true probability is known; its file."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.config import Settings
from app.errors import AdapterFormatError
from app.explain.account import account_of
from app.explain.calibration import (
    CALIBRATION_FILE,
    Calibration,
    Logistic,
    calibration_of,
    load_calibration,
    save_calibration,
    settings_of,
)
from app.explain.fitting import Observation, fit_branch, fit_logistic, lower_bound, measure, sure_threshold
from app.explain.sureness import signs_of, sureness_of
from app.model import EditableModel, policy_named, save_adapter
from app.model.policies import with_margin
from tests.explain.answers import answer, changes, selection
from tests.tiny_models import tiny_adapter, tiny_backbone


def made_up(count: int, seed: int = 0, offset: float = 1.0) -> list[Observation]:
    """Answers that are right with probability 1 / (1 + exp(−(offset + 2 margin + change)))."""
    draws = np.random.default_rng(seed)
    found = []
    for number in range(count):
        signs = {
            "margin": float(draws.normal(0, 1)),
            "change": float(draws.normal(0, 2)),
            "noise": float(draws.normal()),
        }
        chance = 1 / (1 + np.exp(-(offset + 2 * signs["margin"] + signs["change"])))
        found.append(Observation(signs, bool(draws.random() < chance), f"edit {number // 2}"))
    return found


ANSWERS = made_up(1_000)


def calibration(**fields: Any) -> Calibration:
    unread = [Observation({"under_zero": o.signs["margin"] + o.signs["change"] / 2}, o.right, o.group) for o in ANSWERS]
    given: dict[str, Any] = {
        "adapter_weights": "0" * 64,
        "memory": "compressed",
        "policy": settings_of(policy_named("default")),
        "precision": "float32",
        "suites": {"held-out": "1"},
        "records": 200,
        "pool": 100,
        "seed": 0,
        "read": fit_branch(ANSWERS),
        "unread": fit_branch(unread),
    }
    return Calibration(**(given | fields))


def test_signs_of_an_answer_that_read_an_edit() -> None:
    signs = signs_of(answer(), changes(aaaa=2.5), ())
    assert signs is not None and signs.read
    assert signs.values == pytest.approx(
        {"over_zero": 2.0, "over_next": 1.0, "change": 2.5, "log_probability": -0.2, "supported": 1.0}
    )
    unbacked = account_of(answer(text="Paris"), changes(aaaa=2.5)).unsupported
    marked = signs_of(answer(), changes(aaaa=2.5), unbacked)
    assert marked is not None and marked.values["supported"] == 0.0


def test_signs_of_an_answer_that_read_none() -> None:
    signs = signs_of(answer(selection(logits=(1.0, 0.0, -1.0), chosen=())), None, ())
    assert signs is not None and not signs.read
    assert signs.values == {"under_zero": 1.0}


def test_a_single_edit_and_endless_numbers_stay_bounded() -> None:
    alone = answer(selection(logits=(4.0,), weights=(0.1, 0.9)))
    signs = signs_of(replace(alone, log_probabilities=(-80.0,)), changes(aaaa=500.0), ())
    assert signs is not None
    assert signs.values["over_next"] == signs.values["change"] == 30.0
    assert signs.values["log_probability"] == -5.0


def test_no_signs_without_the_changes_for_several_edits_or_without_edits() -> None:
    assert signs_of(answer(), None, ()) is None
    assert signs_of(answer(selection(chosen=("aaaa", "cccc"))), changes(aaaa=1.0, cccc=1.0), ()) is None
    assert signs_of(answer(selection(logits=(), weights=(1.0,), chosen=())), None, ()) is None
    assert signs_of(replace(answer(), log_probabilities=()), changes(aaaa=1.0), ()) is None


def test_the_fit_finds_the_weights_that_made_the_answers() -> None:
    fitted = fit_logistic(made_up(20_000))
    plain = {name: weight / fitted.spreads[name] for name, weight in fitted.weights.items()}
    assert plain == pytest.approx({"margin": 2.0, "change": 1.0, "noise": 0.0}, abs=0.1)
    assert fitted.probability({"margin": 0.0, "change": 0.0, "noise": 0.0}) == pytest.approx(
        1 / (1 + np.exp(-1)), abs=0.02
    )


def test_probabilities_are_calibrated_and_those_called_sure_are_right() -> None:
    branch = fit_branch(made_up(3_000))
    assert branch is not None and branch.sure_from is not None
    assert branch.measured.calibration_error < 0.03
    assert branch.measured.brier < 0.7 * branch.measured.brier_of_share
    others = made_up(20_000, seed=1)
    predicted = np.array([branch.logistic.probability(other.signs) for other in others])
    right = np.array([other.right for other in others])
    sure = predicted >= branch.sure_from
    assert sure.mean() > 0.2
    assert right[sure].mean() >= 0.95


def test_where_nothing_tells_right_from_wrong_nothing_is_called_sure() -> None:
    draws = np.random.default_rng(0)
    guesses = [Observation({"noise": float(draws.normal())}, bool(draws.random() < 0.7), str(n)) for n in range(600)]
    branch = fit_branch(guesses)
    assert branch is not None
    assert branch.sure_from is None
    assert branch.logistic.probability({"noise": 0.0}) == pytest.approx(0.7, abs=0.05)


@pytest.mark.parametrize("all_right", [True, False])
def test_answers_that_were_all_right_or_all_wrong_give_no_certainty(all_right: bool) -> None:
    branch = fit_branch([replace(o, right=all_right) for o in made_up(200)])
    assert branch is not None
    probability = branch.logistic.probability({"margin": 0.0, "change": 0.0, "noise": 0.0})
    assert 0.98 < (probability if all_right else 1 - probability) < 1.0


def test_signs_that_separate_everything_or_never_change_keep_the_weights_finite() -> None:
    clear = [Observation({"margin": 5.0 * (n % 2), "same": 1.0}, bool(n % 2), str(n)) for n in range(100)]
    fitted = fit_logistic(clear)
    assert all(abs(weight) < 10 for weight in fitted.weights.values())
    assert fitted.weights["same"] == pytest.approx(0.0)
    assert fitted.probability({"margin": 5.0, "same": 1.0}) > 0.95


def test_too_few_answers_give_nothing() -> None:
    assert fit_branch(made_up(49)) is None
    assert fit_branch([replace(o, group="one edit") for o in made_up(100)]) is None
    assert fit_branch([]) is None


def test_questions_about_one_edit_stay_in_one_fold() -> None:
    """A sign that only names the edit must not help: it would, if an edit's questions were divided."""
    draws = np.random.default_rng(0)
    right = {edit: bool(draws.random() < 0.5) for edit in range(100)}
    named = [
        Observation({f"is {e}": float(e == edit) for e in right}, right[edit], str(edit))
        for edit in right
        for _ in "ab"
    ]
    branch = fit_branch(named)
    assert branch is not None
    assert branch.measured.brier >= 0.95 * branch.measured.brier_of_share


def test_the_threshold_takes_equal_probabilities_together() -> None:
    predicted = np.array([0.9] * 100 + [0.5] * 100)
    right = np.array([True] * 100 + [True, False] * 50)
    assert sure_threshold(predicted, right) == 0.9
    assert sure_threshold(predicted, np.zeros(200, dtype=bool)) is None


def test_wilson_and_reliability_by_hand() -> None:
    assert lower_bound(np.array([100]), np.array([100]))[0] == pytest.approx(100 / (100 + 1.6449**2), abs=1e-4)
    found = measure(np.array([0.2] * 10 + [0.8] * 10), np.array([False] * 10 + [True] * 10), 0.8)
    assert (found.answers, found.right, found.called_sure, found.called_sure_right) == (20, 10, 10, 10)
    assert found.brier == pytest.approx(0.04)
    assert found.brier_of_share == pytest.approx(0.25)
    assert found.calibration_error == pytest.approx(0.2)


def test_the_words_for_a_probability() -> None:
    branch = calibration().unread
    assert branch is not None and branch.sure_from is not None
    called = {}
    for logit in np.linspace(-3, 6, 40):
        none = answer(selection(logits=(2.0 - logit,), weights=(0.5, 0.5), chosen=()))
        found = sureness_of(signs_of(none, None, ()), False, calibration())
        assert found.probability is not None
        called[found.probability] = found.called
    assert {word for p, word in called.items() if p >= branch.sure_from} == {"sure"}
    assert {word for p, word in called.items() if 0.75 <= p < branch.sure_from} == {"fairly sure"}
    assert {word for p, word in called.items() if p < 0.75} == {"unsure"}


def test_no_number_without_a_calibration_for_this_kind_of_answer() -> None:
    none = answer(selection(logits=(1.0,), weights=(0.5, 0.5), chosen=()))
    assert account_of(none, None, calibration()).sureness.probability is not None
    for account in (account_of(none), account_of(none, None, calibration(unread=None))):
        assert account.sureness.probability is None
        assert account.sureness.called == "not calibrated"
        assert "sure" not in account.sentence()


def test_a_calibration_holds_for_its_policy_with_any_margin() -> None:
    held = calibration()
    assert held.fits(policy_named("default")) and held.fits(policy_named("strict"))
    assert held.fits(with_margin(policy_named("default"), 0.7))
    for other in ("top-4", "ungated", "soft"):
        assert not held.fits(policy_named(other))
        asked = replace(answer(selection(logits=(1.0,), weights=(0.5, 0.5), chosen=())), policy=policy_named(other))
        assert account_of(asked, None, held).sureness.called == "not calibrated"


@pytest.fixture
def model(tmp_path: Path) -> EditableModel:
    """A tiny model whose adapter lies in a folder."""
    backbone = tiny_backbone()
    save_adapter(tiny_adapter(backbone), tmp_path / "adapter")
    adapter = replace(tiny_adapter(backbone), path=tmp_path / "adapter")
    return EditableModel.assemble(backbone, adapter, "compressed", Settings())


def test_the_file_comes_back_as_it_was_and_belongs_to_one_adapter(model: EditableModel, tmp_path: Path) -> None:
    folder = tmp_path / "adapter"
    assert calibration_of(model) is None
    held = calibration(adapter_weights=model.adapter.weights_sha256 if model.adapter else None)
    save_calibration(held, folder / CALIBRATION_FILE)
    assert calibration_of(model) == held
    assert calibration_of(model.with_memory("verbatim")) is None
    save_adapter(tiny_adapter(tiny_backbone(), seed=2), folder)
    assert calibration_of(model) is None  # trained anew
    shutil.rmtree(folder)
    assert calibration_of(model) is None


@pytest.mark.parametrize("content", ["", "[]", '{"format": 2}', calibration().model_dump_json()[:-1]])
def test_a_damaged_file_is_said_to_be_one(content: str, tmp_path: Path) -> None:
    file = tmp_path / CALIBRATION_FILE
    file.write_text(content, encoding="utf-8")
    with pytest.raises(AdapterFormatError, match="is not a calibration"):
        load_calibration(file)


def test_a_probability_claims_no_more_than_was_measured() -> None:
    branch = calibration().unread
    assert branch is not None
    assert branch.probability({"under_zero": 30.0}) == pytest.approx(1 - 1 / 1_002, abs=1e-3)
    assert branch.probability({"under_zero": -30.0}) >= 1 / 1_002


def test_the_logistic_never_overflows() -> None:
    steep = Logistic(intercept=0.0, weights={"x": 1.0}, means={"x": 0.0}, spreads={"x": 1e-3})
    assert steep.probability({"x": -1e6}) == 0.0
    assert steep.probability({"x": 1e6}) == 1.0
