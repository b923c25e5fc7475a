"""A whole evaluation with a model of words, figures worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from app.data import Edit, Fact
from app.errors import AdapterMissingError, Cancelled, EvaluationError, SuiteDataError, UnknownNameError
from app.evaluation import METHODS, SUITES, evaluate
from app.evaluation.methods.backbone import BackboneAlone
from app.evaluation.run import Options
from app.evaluation.suites.filling import made_fillers
from tests.evaluation.fake_model import FakeAnswer, FakeModel, as_model


def test_figures_worked_out_by_hand(folder: Path) -> None:
    report = evaluate(as_model(FakeModel()), "counterfact", folder, pools=[6], methods=["backbone", "incomes"])
    backbone, ours = report.rows
    assert {name: measured.value for name, measured in ours.metrics.items()} == {
        "efficacy": 1.0,
        "paraphrase": 1.0,
        "neighbourhood": pytest.approx(5 / 6),
        "harmonic_mean": pytest.approx(3 / (1 + 1 + 6 / 5)),
        "efficacy_exact": 1.0,
        "paraphrase_exact": 1.0,
    }
    assert ours.selection["efficacy_right_edit_first"].value == 1.0
    assert ours.selection["neighbourhood_no_edit"].value == pytest.approx(5 / 6)
    assert ours.selection["efficacy_no_edit"].value == 0.0
    assert backbone.metrics["efficacy"].value == 0.0
    assert backbone.metrics["neighbourhood"].value == 1.0
    assert not backbone.selection
    assert ours.questions == 18


def test_the_same_questions_are_asked_at_every_size_of_pool(folder: Path) -> None:
    report = evaluate(as_model(FakeModel()), "counterfact", folder, pools=[2, 6], questions=7)
    asked = [{case.question for case in report.cases if case.pool == size} for size in (2, 6)]
    assert asked[0] == asked[1]
    assert [row.questions for row in report.rows] == [6, 6]  # two whole records
    assert report.as_dict()["options"] == {"questions": 7}


def test_the_originals_are_asked_once_for_all_methods_and_pools(folder: Path) -> None:
    model = FakeModel()
    evaluate(as_model(model), "counterfact", folder, pools=[1, 2, 6], methods=["incomes", "incomes-verbatim"])
    assert model.asked.count("Rivers in Spain") == 2 + 1  # no edit is read for it, so each method is asked once


def test_every_pool_is_prepared_before_its_questions(folder: Path) -> None:
    model = FakeModel()
    report = evaluate(as_model(model), "counterfact", folder, pools=[4], methods=["incomes"])
    assert [len(edits) for edits in model.compressed] == [4, 4]
    assert report.rows[0].pools == 2
    assert {case.pool_number for case in report.cases} == {1, 2}


def test_a_single_row_has_its_metrics_at_the_top(folder: Path) -> None:
    report = evaluate(as_model(FakeModel()), "counterfact", folder, records=3, pools=[6])
    machine = json.loads(json.dumps(report.as_dict()))
    assert machine["metrics"] == machine["results"][0]["metrics"]
    assert set(machine["metrics"]["efficacy"]) == {"value", "low", "high", "n"}
    assert machine["results"][0]["policy"]["name"] == "default"
    assert machine["results"][0]["memory"] == "compressed"
    assert len(machine["versions"]["data_sha256"]["counterfact-edit.json"]) == 64
    two = evaluate(as_model(FakeModel()), "counterfact", folder, pools=[1, 2])
    assert "metrics" not in two.as_dict()


def test_the_report_for_people_says_what_was_missing(folder: Path) -> None:
    report = evaluate(as_model(FakeModel()), "counterfact", folder, records=50, pools=[6])
    assert "50 records were asked for; the data hold 6." in report.as_text()
    assert "paraphrase" in report.as_text()
    assert "Meng et al." in report.as_text()


def test_a_backbone_that_does_not_repeat_itself_is_told(folder: Path) -> None:
    class Unsteady(FakeModel):
        def answer_many(self, questions: Sequence[str], pool: list[str] | None = None, **_: Any) -> list[FakeAnswer]:
            answers = super().answer_many(questions, pool)
            return [replace(answer, text=f"{answer.text} {len(self.asked)}") for answer in answers]

    steady = evaluate(as_model(FakeModel()), "counterfact", folder, pools=[6], methods=["backbone"])
    unsteady = evaluate(as_model(Unsteady()), "counterfact", folder, pools=[6], methods=["backbone"])
    assert "rounding" not in steady.as_text()
    assert "repeats 0.0% of its own answers" in unsteady.as_text()


def test_what_rests_on_the_same_is_asked_once_a_run(folder: Path) -> None:
    model = FakeModel()
    both = evaluate(as_model(model), "counterfact", folder, pools=[1, 6], methods=["backbone", "incomes"])
    alone = evaluate(as_model(FakeModel()), "counterfact", folder, pools=[6], methods=["backbone", "incomes"])
    questions = {case.question for case in both.cases}
    # The backbone once, ours for each edit that is read, and the reference of the questions that must not change.
    ours = {(case.question, case.answer) for case in both.cases if case.method == "incomes"}
    kept = {case.question for case in both.cases if case.kind == "neighbourhood"}
    assert len(questions) < len(ours) < 2 * len(questions)
    assert len(model.asked) == len(questions) + len(ours) + len(kept)
    large = [replace(case, pool_number=1) for case in both.cases if case.pool == 6]
    assert large == list(alone.cases)


def test_what_edits_change_is_among_the_cases(folder: Path) -> None:
    report = evaluate(as_model(FakeModel()), "counterfact", folder, pools=[6])
    changed = [case for case in report.cases if case.kind == "neighbourhood" and not case.right]
    assert [(case.question, case.original) for case in changed] == [("The capital of Kenya", "The")]


def test_same_seed_same_report(folder: Path) -> None:
    first, second = (
        evaluate(as_model(FakeModel()), "counterfact", folder, records=4, pools=[2], seed=5) for _ in range(2)
    )
    assert first.cases == second.cases
    assert first.rows[0].metrics == second.rows[0].metrics


def test_progress_ends_at_one_and_a_stop_is_obeyed(folder: Path) -> None:
    shares: list[float] = []
    evaluate(
        as_model(FakeModel()),
        "counterfact",
        folder,
        pools=[1, 3],
        methods=["backbone", "incomes"],
        progress=lambda _, share: shares.append(share),
    )
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    model = FakeModel()
    with pytest.raises(Cancelled):
        evaluate(as_model(model), "counterfact", folder, pools=[3], stop_asked=lambda: True)
    assert not model.asked


def test_names_that_are_not_known(folder: Path) -> None:
    model = as_model(FakeModel())
    with pytest.raises(UnknownNameError, match="Did you mean “counterfact”"):
        evaluate(model, "counterfacts", folder)
    with pytest.raises(UnknownNameError, match="Did you mean “incomes-verbatim”"):
        evaluate(model, "counterfact", folder, methods=["incomes-verbatin"])
    with pytest.raises(UnknownNameError, match="Known: backbone"):
        evaluate(model, "counterfact", folder, methods=["zzz"])


def test_faults_are_found_before_any_work(folder: Path, tmp_path: Path) -> None:
    model = FakeModel()
    with pytest.raises(SuiteDataError, match="at most 10,006"):  # six, and those made to fill up
        evaluate(as_model(model), "counterfact", folder, pools=[1, 10_007])
    with pytest.raises(SuiteDataError, match=r"no zsre-portability\.json"):
        evaluate(as_model(model), "zsre", tmp_path)
    nothing: tuple[Options, ...] = ({"methods": []}, {"pools": []}, {"records": 0})
    for arguments in nothing:
        with pytest.raises(EvaluationError, match="nothing to evaluate"):
            evaluate(as_model(model), "counterfact", folder, **arguments)
    assert not model.asked


def test_compressed_memory_needs_an_adapter(folder: Path) -> None:
    model = as_model(FakeModel(memory="verbatim", has_adapter=False))
    with pytest.raises(AdapterMissingError, match="incomes-verbatim"):
        evaluate(model, "counterfact", folder, pools=[6], methods=["incomes"])
    report = evaluate(model, "counterfact", folder, pools=[6], methods=["incomes-verbatim"])
    assert report.rows[0].settings["memory"] == "verbatim"


def test_registered_names_are_their_own() -> None:
    assert all(name == suite.name for name, suite in SUITES.items())
    assert all(name == method.name for name, method in METHODS.items())
    assert all(suite.citation and suite.version and suite.kinds for suite in SUITES.values())


class Slow(BackboneAlone):
    """Is asked two records at single edits, and takes no pool of six on."""

    name = "slow"

    def most_records(self, pool: int) -> int | None:
        return 2 if pool == 1 else None

    def refusal(self, edits: Sequence[Edit], tested: Iterable[Edit]) -> str:
        return "too many edits" if len(edits) > 5 else ""


def test_a_slow_method_is_asked_the_first_records_in_the_pools_of_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(METHODS, "slow", Slow)
    report = evaluate(as_model(FakeModel()), "counterfact", folder, pools=[1, 3, 6], methods=["backbone", "slow"])
    assert [(row.method, row.pool, row.records, row.pools) for row in report.rows] == [
        ("backbone", 1, 6, 6), ("backbone", 3, 6, 2), ("backbone", 6, 6, 1), ("slow", 1, 2, 2), ("slow", 3, 6, 2)
    ]  # fmt: skip
    fast, slow = (
        [c.question for c in report.cases if c.pool == 1 and c.method == name] for name in ("backbone", "slow")
    )
    assert slow == fast[:6]
    assert report.as_dict()["methods_left_out"] == [{"method": "slow", "pool": 6, "reason": "too many edits"}]
    assert "slow, pool of 1: slow, asked 2 of 6 records." in report.as_text()
    assert "slow, pool of 6: left out, too many edits." in report.as_text()


def test_a_run_of_which_nothing_is_left_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METHODS, "slow", Slow)
    with pytest.raises(EvaluationError, match="slow does not take on this pool: too many edits"):
        evaluate(as_model(FakeModel()), "counterfact", folder, pools=[6], methods=["slow"])


def test_edits_come_with_their_facts(folder: Path) -> None:
    fact = next(record for record in SUITES["counterfact"].load(folder).records if record.subject == "Peru").edit.fact
    assert fact == Fact("The capital of Peru is", "Peruville", "Peru")
    (made,) = islice(made_fillers(), 1)
    assert made.edit.fact is not None
    assert made.edit.fact.target
