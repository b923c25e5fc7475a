"""Cards from results: what was measured stands in them, what was not stays as it was or missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import ModelCard

from app.errors import EvaluationError
from app.evaluation.card_page import page_of
from app.evaluation.card_results import Results, read_results
from app.evaluation.card_update import News, Training, updated
from app.model.adapter_card import AdapterCard
from app.model.card_entries import DataSource, Failure
from app.model.sources import PACKAGED
from tests.evaluation.made_results import card, failure, report, row, share, write


def read(tmp_path: Path, *reports: dict[str, Any]) -> Results:
    return read_results([write(tmp_path / "results.jsonl", *reports)], card())


def front_matter(page: str) -> dict[str, Any]:
    """As the Hub reads it."""
    data: Any = ModelCard(page).data
    return dict(data.to_dict())


def test_a_measurement_says_what_reproduces_it(tmp_path: Path) -> None:
    (one,) = read(tmp_path, report()).measurements
    assert (one.suite, one.title, one.pool, one.policy, one.memory) == (
        "counterfact", "CounterFact", 100, "default", "compressed",
    )  # fmt: skip
    assert str(one.figures["efficacy"]) == "90.0 % [80.0–100.0], n = 10"
    assert set(one.main_figures) == {"efficacy", "efficacy_right_edit_first"}
    assert one.command == (
        "python -m app evaluate counterfact --data FOLDER --records 10 --pool 100 --methods incomes --policy default "
        "--seed 3 --backbone tiny --adapter tiny-en --precision bfloat16"
    )


@pytest.mark.parametrize(
    ("made", "part"),
    [
        (report("held-out"), "evaluate held-out --records 10"),
        (report("held-out", versions={"data_sha256": {"same.jsonl": "0"}}), "evaluate --records-file same.jsonl"),
        (report("business-faq-en"), "evaluate business-faq-en --records 10"),
        (report("zsre", row("minilm-tuned", adapter={"name": "mine"})), "--comparison-adapter ADAPTER_FOLDER"),
        (report("zsre", row("minilm"), records_asked_for=None), "--data FOLDER --pool 100 --methods minilm --seed 3"),
    ],
)
def test_commands_of_other_suites_and_methods(tmp_path: Path, made: dict[str, Any], part: str) -> None:
    assert part in read(tmp_path, made).measurements[0].command


def test_a_bundle_gives_its_tables(tmp_path: Path) -> None:
    tables = [report("business-faq-en"), report("business-company-en", row(pool=200))]
    found = read(tmp_path, {"suite": "business", "results": [], "tables": tables}, report())
    assert [one.suite for one in found.measurements] == ["business-faq-en", "business-company-en", "counterfact"]


def test_of_a_reader_for_comparisons_what_it_read_is_measured_whatever_adapter_was_open(tmp_path: Path) -> None:
    reader = card().model_copy(update={"name": "reader"})
    rows = (row(), row("minilm-tuned", adapter={"name": "reader"}, efficacy=0.7), row("minilm-tuned", pool=5))
    file = write(tmp_path / "results.jsonl", report("counterfact", *rows, failures=[failure(1)]))
    found = read_results([file], reader)
    assert [(one.method, one.figures["efficacy"].value) for one in found.measurements] == [("minilm-tuned", 0.7)]
    assert not found.failures and not found.listed


def test_what_is_measured_again_takes_its_own_place_only(tmp_path: Path) -> None:
    before = read(tmp_path, report("counterfact", row(efficacy=0.5), row(pool=1, efficacy=0.6)))
    later = updated(updated(card(), News(before)), News(read(tmp_path, report("counterfact", row(efficacy=0.7)))))
    found = {one.pool: one.figures["efficacy"].value for one in later.measurements}
    assert found == {1: 0.6, 100: 0.7}


def test_failures_by_kind_with_three_examples_of_the_default_memory_at_the_largest_pool(tmp_path: Path) -> None:
    rows = (
        row(by_edit_kind={"price": share(0.5, 8), "date": share(0.9, 7)}, metrics={"near-miss": share(0.9, 20)}),
        row(pool=10),
        row("incomes-verbatim"),
    )
    wrong = [failure(0, "date"), *(failure(number) for number in range(1, 6))]
    wrong += [failure(6, pool=10), failure(7, method="incomes-verbatim")]
    near = failure(8)
    del near["edit"], near["wanted"]
    found = read(tmp_path, report("business-ten-kinds-en", *rows, failures=[*wrong, near])).failures
    assert [(kind.kind, kind.wrong, kind.asked) for kind in found] == [("price", 5, 8), ("date", 1, 7), ("", 1, 20)]
    assert found[0].examples[0] == Failure(
        edit="Edit 1.", question="Question 1?", expected="wanted 1", answer="answer 1"
    )
    assert len(found[0].examples) == 3


def test_failures_stay_until_their_suite_lists_new_ones(tmp_path: Path) -> None:
    old = updated(card(), News(read(tmp_path, report("business-faq-en", failures=[failure(1)]))))
    unlisted = updated(old, News(read(tmp_path, report("business-faq-en"), report())))
    assert unlisted.failures == old.failures
    of_another = report("business-faq-en", row("minilm"), failures=[failure(2)])
    assert updated(old, News(read(tmp_path, of_another))).failures == old.failures
    none_wrong = updated(old, News(read(tmp_path, report("business-faq-en", failures=[]))))
    assert none_wrong.failures == []


def test_what_is_not_measured_stays_and_what_is_goes(tmp_path: Path) -> None:
    assert updated(card(), News()) == card()
    news = News(
        read(tmp_path, report()), Training(2.5, 100), (DataSource(name="CounterFact", licence="MIT"),), "MIT",
        ("English only.", "No dates."),
    )  # fmt: skip
    after = updated(card(), news)
    assert after.figures == {"By hand": "6 of 10"}
    assert (after.trained_hours, after.trained_pairs, after.trained_on) == (2.5, 100, [])
    assert (after.licence, after.limits) == ("MIT", ["English only.", "No dates."])
    assert (after.trials, after.precisions_measured) == (card().trials, ["bfloat16"])
    assert AdapterCard.model_validate_json(after.model_dump_json()) == after


def test_other_weights_leave_no_finding_behind(tmp_path: Path) -> None:
    old = updated(card(), News(read(tmp_path, report("business-faq-en", failures=[failure(1)]))))
    after = updated(old, News(licence="MIT"), anew=True)
    assert not any((after.measurements, after.failures, after.figures, after.trials, after.limits))
    assert (after.trained_hours, after.trained_on, after.slots) == (None, ["words"], 4)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Line 1"),
        ("no json", "Line 1"),
        ("[1]", "Line 1"),
        (f"{json.dumps(report())}\n{{}}", "Line 2"),
        (json.dumps(report(versions={"adapter": "another"})), "adapter another"),
        (json.dumps(report(versions={"backbone_fingerprint": "cd" * 32})), "cdcdcdcdcdcd"),
        (json.dumps(report("zsre", row(metrics={"efficacy": share(1.0) | {"value": 7}}))), "Line 1"),
    ],
)
def test_what_is_no_result_of_this_adapter_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "results.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match=reason):
        read_results([file], card())
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_results([tmp_path / "none"], card())


def test_the_page_has_the_hubs_form_and_plain_words_before_tables(tmp_path: Path) -> None:
    rows = (row(pool=1), row(by_answer_kind={"name": share(0.5), "date": share(0.7)}), row("minilm"))
    evil = failure(1, answer="<b>|`x`\n*y*")
    made = updated(card(), News(read(tmp_path, report("business-faq-en", *rows, failures=[evil]))))
    page = page_of(made)
    head = front_matter(page)
    assert (head["license"], head["language"], head["base_model"]) == ("apache-2.0", ["en"], "tiny")
    assert "arxiv:2505.22156" in head["tags"]
    order = ("## What it can do", "## What it cannot do", "| --- |", "### Recall", "## Failures", "## Licence")
    assert [page.index(part) for part in order] == sorted(page.index(part) for part in order)
    assert "- Business: customers' questions, English, 100 edits in force, compressed: efficacy 90.0 %" in page
    assert "| date | Business: customers' questions, English | compressed | 100 | 70.0 % [60.0–80.0], n = 10 |" in page
    assert "\\<b\\>\\|\\`x\\` \\*y\\*" in page
    assert "efficacy exact" not in page


def test_the_page_of_a_card_without_measurements_says_so() -> None:
    page = page_of(card(figures={}, trials=[], limits=[], trained_hours=None, licence=""))
    assert "Nothing yet." in page
    assert "not written down" in page
    assert "license" not in front_matter(page)
    known = page_of(card(backbone_fingerprint=PACKAGED["gemma-3-270m"].sha256, licence="Gemma Terms of Use"))
    head = front_matter(known)
    assert (head["base_model"], head["license"]) == ("google/gemma-3-270m", "gemma")


@pytest.mark.parametrize(("reader", "method"), [("in-prompt", "minilm-tuned"), ("separate", "incomes-separate")])
def test_the_page_of_an_adapter_for_comparisons_says_how_it_reads(reader: str, method: str) -> None:
    page = page_of(card(reader=reader))
    assert f"--methods {method} --backbone" in page
    assert "app ask" not in page and "--methods" not in page_of(card(measurements=[]))
    assert ("has no gists" in page) is (reader == "in-prompt")
    assert ("zero gist" in page) is (reader == "separate")
    assert ("Gist slots:" in page) is (reader == "separate")
