"""A comparison: what it reads, what its sentence says of hand-worked figures, what it draws and refuses."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.errors import EvaluationError
from app.evaluation.comparison import comparisons_of, read_results, verdict_of
from app.evaluation.comparison.figures import curve_figure, curve_picture
from app.evaluation.comparison.lines import curves_of, style_of
from app.evaluation.comparison.sentence import sentence
from app.evaluation.suites import SAMPLES
from tests.evaluation.comparing import entry, growth
from tests.evaluation.made_results import report, write


def test_the_sentence_says_who_is_ahead_and_who_cannot_be_told() -> None:
    (comparison,) = comparisons_of([growth()])
    assert sentence(comparison) == (
        "With 1,000 edits, ours (InComeS) answers 83 of 100 changed questions right "
        "(79 to 87 with 95% confidence; 300 questions of CounterFact). "
        "Fewer are right with: all edits in the prompt, 11. "
        "More are right with retrieval by words (BM25), 93: it is ahead of ours by 10 points. "
        "No difference can be told from: retrieval by meaning (MiniLM), 80 (the confidence intervals overlap). "
        "Of 100 questions that no edit is about, it leaves 98 answers as they were. "
        "Its first word comes 10.0 times sooner than with all edits in the prompt."
    )


def test_equal_intervals_at_the_end_are_no_lead() -> None:
    (comparison,) = comparisons_of([
        report("counterfact", entry("incomes", 10, (0.8, 0.7, 0.9)), entry("bm25", 10, (0.95, 0.9, 1.0)))
    ])  # fmt: skip
    assert [rival.standing for rival in verdict_of(comparison).rivals] == ["undecided"]


def test_without_ours_nothing_is_said_about_it() -> None:
    (comparison,) = comparisons_of([report("counterfact", entry("bm25", 10, (0.8, 0.7, 0.9)))])
    assert sentence(comparison) == "Our method was not measured here, so nothing can be said about it."


def test_few_questions_and_the_sample_are_called_so() -> None:
    checksum = hashlib.sha256((SAMPLES / "own.csv").read_bytes()).hexdigest()
    result = report("own", entry("incomes", 1, (1.0, 1.0, 1.0), 3), versions={"data_sha256": {"own.csv": checksum}})
    (comparison,) = comparisons_of([result])
    said = sentence(comparison)
    assert said.startswith("A try-out on the few records")
    assert "With 1 edit, ours" in said
    assert said.endswith("Only 3 questions: other questions could turn the order round.")
    assert comparison.commands[0].startswith("python -m app evaluate own --data sample --records 10 --pool 1 --methods")


def test_a_later_result_replaces_an_earlier_one_and_adds_methods() -> None:
    first = report("counterfact", entry("incomes", 10, (0.1, 0.0, 0.2)))
    later = report("counterfact", entry("incomes", 10, (0.8, 0.7, 0.9)), entry("lora", 10, (0.5, 0.4, 0.6)))
    (comparison,) = comparisons_of([first, later])
    assert comparison.labels == ("incomes", "lora")
    assert comparison.of("incomes")[0].metrics["efficacy"].value == 0.8


def test_results_made_differently_are_refused() -> None:
    with pytest.raises(EvaluationError, match="precision"):
        comparisons_of([growth(), growth(versions={"precision": "float32"})])


def test_another_adapter_matters_to_the_methods_that_read_by_it() -> None:
    ours = report("counterfact", entry("incomes", 10, (0.8, 0.7, 0.9)), versions={"adapter": "new"})
    others = report("counterfact", entry("prompt", 10, (0.1, 0.0, 0.2)), entry("lora", 10, (0.5, 0.4, 0.6)))
    (comparison,) = comparisons_of([others, ours])
    assert comparison.labels == ("prompt", "lora", "incomes")
    assert comparison.versions["adapter"] == "new"
    for method in ("incomes-verbatim", "a method of a later version"):
        with pytest.raises(EvaluationError, match="adapter"):
            comparisons_of([ours, report("counterfact", entry(method, 10, (0.1, 0.0, 0.2)))])


def test_a_bundle_gives_a_comparison_a_table(tmp_path: Path) -> None:
    tables = [report("business-faq", entry("incomes", 10, (0.8, 0.7, 0.9))), growth()]
    bundle = write(tmp_path / "results.jsonl", {"suite": "business", "results": [], "tables": tables})
    assert [one.suite for one in comparisons_of(read_results([bundle]))] == [
        "business-faq", "counterfact",
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["", "no json\n", '{"a": 1}\n', "[1]\n"])
def test_what_is_no_result_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "results.jsonl"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match="evaluation"):
        read_results([file])


def test_a_result_of_another_shape_is_refused() -> None:
    with pytest.raises(EvaluationError, match="another shape"):
        comparisons_of([{"suite": "counterfact", "results": [{"method": "incomes"}]}])


def test_curves_hold_what_was_measured_and_lines_differ_without_colour(tmp_path: Path) -> None:
    (comparison,) = comparisons_of(read_results([write(tmp_path / "results.jsonl", growth())]))
    curves = {curve.name: curve for curve in curves_of(comparison)}
    assert list(curves) == ["efficacy", "neighbourhood", "first_token_seconds", "bytes_an_edit"]
    lines = curves["efficacy"].lines
    assert lines[0].pools == (1, 1000) and lines[0].low == pytest.approx((92, 79))
    assert len({(line.dash, line.marker) for line in lines}) == len(lines)
    assert [line.label for line in curves["bytes_an_edit"].lines] == ["incomes"]


def test_curves_are_drawn_with_every_line_named() -> None:
    (comparison,) = comparisons_of([growth()])
    for curve in curves_of(comparison):
        figure = curve_figure(curve)
        named = [trace.name for trace in figure.data if trace.name]
        assert named == [line.title for line in curve.lines]
        assert figure.layout.xaxis.type == "log"
        assert curve_picture(curve).layout.title.text.startswith(curve.title)


def test_rows_of_the_table_hold_intervals_and_costs() -> None:
    (comparison,) = comparisons_of([growth()])
    first = comparison.rows()[0]
    assert first["method"] == "incomes" and first["efficacy_low"] == 0.92 and first["bytes_an_edit"] == 900.0


def test_twenty_eight_lines_differ_without_colour_too() -> None:
    styles = [style_of(place) for place in range(28)]
    assert len({(dash, marker) for _, dash, marker in styles}) == 28


def test_a_suite_with_a_policy_of_its_own_is_told_of_too() -> None:
    top_2 = entry("incomes", 10, (0.8, 0.7, 0.9), policy={"name": "top-2"})
    other = entry("bm25", 10, (0.3, 0.2, 0.4))
    verdict = verdict_of(comparisons_of([report("mquake", top_2, other)])[0])
    assert verdict.ours is not None and verdict.ours.label == "incomes (top-2)"
    assert [rival.standing for rival in verdict.rivals] == ["ours-ahead"]
    usual = entry("incomes", 10, (0.5, 0.4, 0.6), policy={"name": "default"})
    verdict = verdict_of(comparisons_of([report("mquake", top_2, usual)])[0])
    assert verdict.ours is not None and verdict.ours.label == "incomes"
