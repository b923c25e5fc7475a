"""Tuning on tiny models: its figures are those of `evaluate`, its choice is that of its rule, a run goes on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.errors import AdapterMissingError, Cancelled, EvaluationError, SlotsError, UnknownNameError
from app.evaluation import evaluate
from app.evaluation.tuning import Grid, Sweep, Tuning, tune
from app.evaluation.tuning.figures import tradeoff_figure, use_figure
from app.evaluation.tuning.page import page_of
from app.evaluation.tuning.sentence import sentence, shown
from app.evaluation.tuning.tradeoff import Outcomes, Setting, checked_of, chosen_of, front_of, points_of
from app.model import EditableModel, Policy, policy_for
from app.model.saved_policies import save_policy
from tests.evaluation.test_calibrating import folder_with_records
from tests.model.saved import model_in
from tests.tiny_models import tiny_adapter, tiny_backbone, tiny_model

SUITE = "counterfact-val"
GRID = Grid(top_k=(1, 2), thresholds=(0.1,), temperatures=(0.5, 1.0), margins=(-2.0, 5.0, 6.5, 8.0))
SWEEP = Sweep(GRID, records=8, pool=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_with_records(tmp_path_factory.mktemp("tuning"), 12)


@pytest.fixture(scope="module")
def model(folder: Path) -> EditableModel:
    return model_in(folder)


@pytest.fixture(scope="module")
def tuned(model: EditableModel, folder: Path) -> Tuning:
    return tune(model, [SUITE], folder, replace(SWEEP, most_unwanted=1.0))


def test_the_figures_are_those_of_an_evaluation_with_that_policy(
    tuned: Tuning, model: EditableModel, folder: Path
) -> None:
    assert len({point.unwanted.value for point in tuned.points}) > 2  # the settings differ in what they do
    for setting in [point.setting for point in tuned.points[::4]]:
        report = evaluate(model, SUITE, folder, records=8, pools=[4], policy=setting.policy)
        row = report.rows[0]
        assert tuned.metrics(setting)[SUITE] == {**row.metrics, **row.selection}, setting.policy
        assert [case.answer for case in tuned.cases[setting]] == [case.answer for case in report.cases]


def test_a_saved_choice_evaluates_to_what_stands_in_its_file(tuned: Tuning, model: EditableModel, folder: Path) -> None:
    saved = tuned.saved_as("mine")
    save_policy(model.settings.policies, saved, replace=True)
    assert policy_for(model, "mine") == saved.policy
    assert saved.suites == {SUITE: "1"} and (saved.records, saved.pool, saved.adapter) == (8, 4, "tiny")
    cases = evaluate(model, SUITE, folder, records=8, pools=[4], policy="mine").cases
    covered = [case.right for case in cases if case.kind in ("efficacy", "paraphrase")]
    changed = [not case.right for case in cases if case.kind == "neighbourhood"]
    for share, outcomes in ((saved.figures.efficacy, covered), (saved.figures.unwanted, changed)):
        assert (share.value, share.n) == (pytest.approx(np.mean(outcomes)), len(outcomes))


def test_fewer_answers_are_generated_than_settings_asked(tuned: Tuning) -> None:
    assert tuned.answers < tuned.questions * len(tuned.points) / 3


def test_a_run_goes_on_where_it_was_and_takes_further_settings(
    model: EditableModel, folder: Path, tmp_path: Path, tuned: Tuning
) -> None:
    file = tmp_path / "cases.jsonl"
    stops = iter([False, True])
    with pytest.raises(Cancelled):
        tune(model, [SUITE], folder, SWEEP, cases=file, stop_asked=lambda: next(stops))
    begun = len(file.read_text(encoding="utf-8").splitlines())
    assert begun > 0
    told: list[float] = []
    found = tune(model, [SUITE], folder, SWEEP, cases=file, progress=lambda _, share: told.append(share))
    assert found.points == tuned.points
    assert begun + found.answers == tuned.answers
    assert told == sorted(told) and told[-1] == 1.0
    again = tune(model, [SUITE], folder, replace(SWEEP, grid=replace(GRID, margins=(-2.0, 4.0, 7.0))), cases=file)
    assert again.answers == 0
    with pytest.raises(EvaluationError, match="made differently"):
        tune(model, [SUITE], folder, replace(SWEEP, seed=1), cases=file)


def test_slots_are_tried_where_the_adapter_was_trained_for_them(folder: Path) -> None:
    made = tiny_model(slots_trained=[1, 2])
    sweep = Sweep(Grid(top_k=(1,), thresholds=(), temperatures=(1.0,), margins=(0.0,)), records=4, pool=4)
    found = tune(made, [SUITE], folder, sweep)
    assert found.slots == (1, 2)
    assert {point.setting.slots for point in found.points} == {1, 2}
    fewer = evaluate(made.with_slots(1), SUITE, folder, records=4, pools=[4], policy="default").rows[0]
    setting = next(p.setting for p in found.points if (p.setting.policy.name, p.setting.slots) == ("default", 1))
    assert found.metrics(setting)[SUITE] == {**fewer.metrics, **fewer.selection}
    with pytest.raises(SlotsError):
        tune(tiny_model(), [SUITE], folder, replace(sweep, slots=(1,)))


def test_without_adapter_there_is_a_tuning_too(folder: Path) -> None:
    plain = EditableModel.assemble(tiny_backbone(), None, "verbatim", tiny_model().settings)
    found = tune(plain, [SUITE], folder, replace(SWEEP, records=4))
    assert found.slots == (0,)
    assert found.saved_as("mine") if found.chosen is not None else True


def test_what_cannot_be_tuned_is_said(model: EditableModel, folder: Path, tuned: Tuning) -> None:
    with pytest.raises(UnknownNameError):
        tune(model, ["counterfact-vall"], folder, SWEEP)
    with pytest.raises(EvaluationError, match="stay as it is"):
        tune(model, ["held-out"], folder, replace(SWEEP, records=3))
    with pytest.raises(EvaluationError, match="nothing to try"):
        tune(model, [SUITE], folder, replace(SWEEP, grid=Grid(margins=())))
    with pytest.raises(EvaluationError, match="no share"):
        tune(model, [SUITE], folder, replace(SWEEP, most_unwanted=5.0))
    with pytest.raises(EvaluationError, match="most-unwanted"):
        replace(tuned, chosen=None).saved_as("mine")
    backbone = tiny_backbone()
    nowhere = EditableModel.assemble(backbone, tiny_adapter(backbone), "compressed", model.settings)
    with pytest.raises(AdapterMissingError):
        replace(tuned, model=nowhere).saved_as("mine")


def test_the_data_are_json(tuned: Tuning) -> None:
    found = json.loads(json.dumps(tuned.as_dict()))
    assert set(found["suites"]) == {SUITE}
    use = found["use"]
    counts = [use[name] for name in ("used_right", "used_wrong", "missed", "left_alone")]
    assert sum(counts) == tuned.questions
    assert sum(group["right"]["n"] for group in use["groups"]) == tuned.questions


def test_the_sentence_says_what_it_brings_what_it_costs_and_what_to_expect(tuned: Tuning) -> None:
    told = sentence(tuned)
    assert tuned.chosen is not None and tuned.checked is not None
    assert f"“{tuned.chosen.setting.policy.name}” answers most questions right" in told
    assert f"{shown(tuned.checked.unwanted.value)} (" in told.split("measured on the other, gives")[1]
    assert told.endswith("The adapter was trained for 2 gist slots an edit alone, so fewer were not tried.")
    assert "The usual setting:" in told
    least = shown(min(point.unwanted.value for point in tuned.points))
    none = sentence(replace(tuned, chosen=None, most_unwanted=0.015))
    assert none.startswith(f"Every setting changes more than 1.5% of what must stay as it is: the fewest are {least}%.")


def test_pictures_hold_every_setting_once_and_the_page_stands_alone(tuned: Tuning) -> None:
    figure = tradeoff_figure(tuned)
    marks = [trace for trace in figure.data if trace.mode == "markers"]
    places = {(100 * p.unwanted.value, 100 * p.efficacy.value) for p in tuned.points}
    assert {place for trace in marks for place in zip(trace.x, trace.y, strict=True)} == places
    assert len({(trace.marker.color, trace.marker.symbol) for trace in marks}) == len(marks)
    bars = use_figure(tuned.use).data[1]
    assert list(bars.y) == [group.right.value for group in tuned.use.groups]
    assert list(bars.x) == sorted(bars.x)
    page = page_of(tuned, "python -m app tune <b>")
    assert "<pre>python -m app tune &lt;b&gt;</pre>" in page
    assert "CounterFact, validation part: 8 records, 24 questions" in page
    assert page.count('class="plotly-graph-div"') == 2


def outcomes(right: list[str], read: list[str], half: str, stays: str) -> Outcomes:
    """Settings of margins 0, 1, …; one digit a question."""
    digits = [np.array([list(row) for row in rows]).astype(int) for rows in (right, read, [half], [stays])]
    settings = tuple(Setting(Policy(f"m{i}", top_k=1, margin=float(i)), 1) for i in range(len(right)))
    apart = digits[3][0].astype(bool)
    return Outcomes(settings, digits[0].astype(bool), digits[1], ~apart, apart, digits[2][0])


def test_front_choice_and_check_worked_out_by_hand() -> None:
    #       questions:  covered · stays
    found = outcomes(
        ["11110000", "11101100", "11001100", "11001111", "10001111"],
        ["11111111", "11111111", "11111111", "11111111", "11111111"],
        half="00110011",
        stays="00001111",
    )
    points = points_of(found, 0)
    assert [(p.efficacy.value, p.unwanted.value) for p in points] == [
        (1.0, 1.0), (0.75, 0.5), (0.5, 0.5), (0.5, 0.0), (0.25, 0.0),
    ]  # fmt: skip
    assert [p.setting.policy.name for p in front_of(points)] == ["m3", "m1", "m0"]
    for most, name in ((0.0, "m3"), (0.49, "m3"), (0.5, "m1"), (1.0, "m0")):
        chosen = chosen_of(points, most)
        assert chosen is not None and chosen.setting.policy.name == name
    # Chosen on questions 1, 2, 5, 6: m1, m2 and m3 are equal, so m1; on 3, 4, 7, 8 it has one right, both changed.
    # Chosen on questions 3, 4, 7, 8: m3 and m4 change nothing, so m3; on 1, 2, 5, 6 it has both right, none changed.
    checked = checked_of(found, 0.0, 0)
    assert checked is not None
    assert (checked.efficacy.value, checked.efficacy.n) == (0.75, 4)
    assert (checked.unwanted.value, checked.unwanted.n) == (0.5, 4)


def test_no_choice_where_everything_changes_too_much() -> None:
    found = outcomes(["1100", "1101"], ["1111", "1111"], half="0101", stays="0011")
    assert chosen_of(points_of(found, 0), 0.4) is None
    assert checked_of(found, 0.4, 0) is None


def test_of_equal_settings_the_one_that_reads_least_is_chosen() -> None:
    found = outcomes(["1111", "1111", "1111"], ["2222", "1111", "1111"], half="0101", stays="0011")
    chosen = chosen_of(points_of(found, 0), 0.0)
    assert chosen is not None and chosen.setting.policy.name == "m1"


def test_the_grid_tries_what_can_matter_once() -> None:
    policies = GRID.policies()
    assert len({policy.name for policy in policies}) == len(policies)
    settings = [tuple(v for k, v in policy.describe().items() if k != "name") for policy in policies]
    assert len(set(settings)) == len(settings)
    assert "all" not in {policy.name for policy in policies}
    single = [policy for policy in policies if policy.top_k == 1 and policy.threshold is None]
    assert {policy.temperature for policy in single} == {1.0}
