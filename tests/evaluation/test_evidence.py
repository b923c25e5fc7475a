"""Whether evidence holds: what is counted, on a tiny random model; the control with swapped weights."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from app.data import Edit, Probe
from app.errors import Cancelled, EvaluationError
from app.evaluation.calibrating import Asked
from app.evaluation.evidence import Case, evaluate_evidence, kind_of, with_swapped_weights
from app.model.readers import Weighted
from tests.evaluation.test_calibrating import SUITE, folder_with_records, model_in
from tests.explain.answers import LYON


@pytest.mark.parametrize(
    ("covered", "probe", "right", "kind"),
    [
        (True, "efficacy", True, "edited"),
        (True, "paraphrase", False, "wrong"),
        (True, "neighbourhood", False, "near miss"),
        (False, "efficacy", True, "near miss"),
    ],
)
def test_the_kind_follows_from_the_question_and_what_came_of_it(
    covered: bool, probe: str, right: bool, kind: str
) -> None:
    asked = Asked(Probe(probe, "Capital?", "Lyon"), Edit.of(LYON), covered)  # type: ignore[arg-type]  # parametrised
    assert kind_of(asked, right) == kind


def test_a_case_holds_where_the_edit_named_is_the_one_with_the_largest_drop() -> None:
    case = Case("edited", "Capital?", "Lyon", True, "aaaa", "aaaa", "sure", 0.97)
    assert case.holds
    assert not replace(case, largest="").holds
    assert replace(case, named="", largest="").holds
    assert case.as_dict()["holds"] is True


def test_swapped_weights_go_to_each_other_s_slots(tmp_path: Path) -> None:
    model = model_in(tmp_path)
    pool = model.compress([LYON, "The refund period is 45 days."])
    rows = [[Weighted(pool.gists[0], -0.1), Weighted(pool.gists[1], -2.4)]]
    turned = [[Weighted(pool.gists[0], -2.4), Weighted(pool.gists[1], -0.1)]]
    swapped = with_swapped_weights(model).answerer.reader.memory(rows, None)
    straight = model.answerer.reader.memory(turned, None)
    assert swapped.bias.equal(straight.bias)
    assert not swapped.bias.equal(model.answerer.reader.memory(rows, None).bias)


def test_all_is_counted_with_intervals(tmp_path: Path) -> None:
    found = evaluate_evidence(model_in(tmp_path), [SUITE], folder_with_records(tmp_path), questions=9, pool=10)
    kinds = Counter(case.kind for case in found.cases)
    assert kinds["near miss"] == 3
    assert kinds["wrong"] == 3  # a random model answers none of them rightly
    assert kinds["edited"] == 0
    assert found.names_largest.n == len(found.cases) == 6
    read = [case for case in found.cases if case.named]
    assert read
    assert found.names_largest_where_read is not None
    assert found.names_largest_where_read.n == len(read)
    assert found.names_largest_of_two is not None
    assert found.swapped is not None
    assert found.sure_right is None  # no calibration, so nothing is called sure
    values = found.as_dict()
    assert values["questions"] == 6
    assert values["called"] == {"not calibrated": 6}
    assert values["metrics"]["sure_right"] is None


def test_where_no_edit_is_read_none_is_named_and_none_makes_a_difference(tmp_path: Path) -> None:
    closed = model_in(tmp_path, zero_logit=100.0)
    found = evaluate_evidence(closed, [SUITE], folder_with_records(tmp_path), questions=6, pool=10)
    assert found.names_largest.value == 1.0
    assert found.names_largest_where_read is None
    assert found.names_largest_of_two is None


def test_too_few_questions_are_refused_and_a_run_can_be_stopped(tmp_path: Path) -> None:
    data, model = folder_with_records(tmp_path), model_in(tmp_path)
    with pytest.raises(EvaluationError, match="too few"):
        evaluate_evidence(model, [SUITE], data, questions=2)
    with pytest.raises(Cancelled):
        evaluate_evidence(model, [SUITE], data, questions=9, pool=10, stop_asked=lambda: True)
