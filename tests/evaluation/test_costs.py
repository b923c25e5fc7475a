"""What a row costs, and the harmonic mean, on cases worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.data import Edit
from app.evaluation import evaluate
from app.evaluation.costs import Costs, Timing
from app.evaluation.measured import harmonic
from app.evaluation.methods.backbone import BackboneAlone
from app.evaluation.methods.incomes import Incomes
from app.evaluation.report import Row
from app.model import policy_named
from tests.evaluation.fake_model import FakeModel, as_model


def costs_of(folder: Path, method: str, **options: int) -> Row:
    report = evaluate(as_model(FakeModel()), "counterfact", folder, pools=[3], methods=[method], **options)  # type: ignore[arg-type]  # the options given here are numbers
    return report.rows[0]


def test_a_row_says_what_it_costs(folder: Path) -> None:
    row = costs_of(folder, "incomes", timed=2)
    assert row.costs["bytes_an_edit"] == 10
    assert row.costs["prepare_seconds_an_edit"] == row.seconds["prepare"] / 6
    assert row.costs["peak_memory_bytes"] > 1e7
    assert 0 < row.costs["first_token_seconds"] < 1
    assert row.costs["tokens_a_second"] > 1
    assert row.as_dict()["costs"]["bytes_an_edit"] == 10


def test_a_backbone_alone_holds_nothing_and_is_not_timed_unasked(folder: Path) -> None:
    assert set(costs_of(folder, "backbone").costs) == {"prepare_seconds_an_edit", "peak_memory_bytes"}


def test_timing_asks_single_questions_once_more_and_changes_no_answer(folder: Path) -> None:
    plain, timing = FakeModel(), FakeModel()
    first = evaluate(as_model(plain), "counterfact", folder, pools=[6])
    second = evaluate(as_model(timing), "counterfact", folder, pools=[6], timed=3)
    assert first.cases == second.cases
    assert len(timing.asked) == len(plain.asked) + 2 * 3


def test_figures_over_pools_and_questions() -> None:
    costs = Costs(timings=[Timing(1.0, 2.0, 6), Timing(3.0, 4.0, 6), Timing(2.0, 2.0, 4)])
    method = Incomes(as_model(FakeModel()), policy_named("default"), 5)
    method.prepare([Edit.of("One.", "en"), Edit.of("Two.", "en")])
    costs.took_in(method, 2)
    costs.took_in(BackboneAlone(as_model(FakeModel()), policy_named("default"), 5), 2)
    costs.seconds["prepare"] = 8.0
    assert costs.as_dict() == {
        "prepare_seconds_an_edit": 2.0,
        "bytes_an_edit": 10.0,
        "first_token_seconds": 2.0,
        "tokens_a_second": 2.0,
    }


def test_harmonic_mean_by_hand(folder: Path) -> None:
    found = harmonic([[1, 0], [1, 1], [1, 0, 0, 0]])  # 1/2, 1, 1/4: 3 / (2 + 1 + 4)
    assert found.value == pytest.approx(3 / 7)
    assert found.n == 8
    assert 0.0 == found.low < found.value < found.high <= 1.0
    assert harmonic([[1, 1], [0, 0]]).value == 0.0
    certain = harmonic([[1, 1], [1]])
    assert (certain.low, certain.value, certain.high) == (1.0, 1.0, 1.0)
    for groups in ([], [[1], []]):
        with pytest.raises(ValueError, match="no values"):
            harmonic(groups)
    metrics = costs_of(folder, "incomes").metrics
    shares = [metrics[name].value for name in ("efficacy", "paraphrase", "neighbourhood")]
    assert metrics["harmonic_mean"].value == pytest.approx(3 / sum(1 / share for share in shares))


def test_a_report_tells_how_many_edits_a_prompt_left_out(folder: Path) -> None:
    report = evaluate(as_model(FakeModel()), "counterfact", folder, pools=[6])
    full = replace(report.rows[0], costs={"edits_in_prompt": 4.0, "edits_left_out": 2.0})
    assert "had room for 4 of 6 edits" in replace(report, rows=(full,)).as_text()
    fitting = replace(report.rows[0], costs={"edits_in_prompt": 6.0, "edits_left_out": 0.0})
    assert "had room" not in replace(report, rows=(fitting,)).as_text()
