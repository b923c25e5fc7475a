"""The hand-written sets: complete, answerable by their edits alone, and asked in other words."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.data.benchmarks import read_business, read_unrelated
from app.errors import SuiteDataError
from app.evaluation.metrics import contains, normalise_answer
from app.evaluation.pools import draw, pools_of
from app.evaluation.suites import SUITES, suites_named
from app.evaluation.suites.business import FOLDER, TABLES

TABLE_NAMES = ("company", "ten-kinds", "faq")
LANGUAGES = ("en", "ja")


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts(language: str) -> None:
    company = rows(f"company-{language}")
    assert len(company) == 200
    assert set(Counter(row["subject"] for row in company).values()) == {10}
    assert set(Counter(row["kind"] for row in company).values()) == {20}
    assert Counter(row["kind"] for row in rows(f"near-misses-{language}")) == {"product": 50, "attribute": 50}
    kinds = Counter(row["kind"] for row in rows(f"ten-kinds-{language}"))
    assert len(kinds) == 10
    assert set(kinds.values()) == {5}
    assert len(rows(f"faq-{language}")) == 50


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLE_NAMES)
def test_every_part_of_an_answer_is_in_its_edit_and_not_in_its_question(table: str, language: str) -> None:
    for row in rows(f"{table}-{language}"):
        for part in row["required"]:
            assert contains(row["edit"], part["any"]), row
            assert part["kind"] == "negation" or not contains(row["question"], part["any"]), row


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLE_NAMES)
def test_no_edit_and_no_question_twice(table: str, language: str) -> None:
    found = rows(f"{table}-{language}")
    assert len({normalise_answer(row["edit"]) for row in found}) == len(found)
    asked = [row["question"] for row in found]
    if table == "company":
        asked += [row["question"] for row in rows(f"near-misses-{language}")]
    assert len({normalise_answer(question) for question in asked}) == len(asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_fits_one_product_alone(language: str) -> None:
    """Otherwise an answer read from a sister product would count as right."""
    company = rows(f"company-{language}")
    for row in company:
        others = [other for other in company if other["kind"] == row["kind"] and other["id"] != row["id"]]
        assert not any(contains(other["edit"], row["required"][0]["any"]) for other in others), row


@pytest.mark.parametrize("language", LANGUAGES)
def test_company_questions_use_other_words_than_their_edits(language: str) -> None:
    """But for the product's name, no more than a short stretch is common."""
    for row in rows(f"company-{language}"):
        edit, question = (row[field].replace(row["subject"], "§") for field in ("edit", "question"))
        if language == "en":
            edit, question = normalise_answer(edit).split(), normalise_answer(question).split()
        length = 4 if language == "en" else 8
        stretches = {tuple(edit[i : i + length]) for i in range(len(edit) - length + 1)}
        assert not any(tuple(question[i : i + length]) in stretches for i in range(len(question) - length + 1)), row


@pytest.mark.parametrize("language", LANGUAGES)
def test_near_misses_name_what_no_edit_states(language: str) -> None:
    company = rows(f"company-{language}")
    stated = "\n".join(row["edit"] for row in company).casefold()
    products = {row["subject"] for row in company}
    for miss in rows(f"near-misses-{language}"):
        assert miss["absent"] in miss["question"]
        assert miss["absent"].casefold() not in stated
        assert miss["near"] in products
        if miss["kind"] == "attribute":
            assert miss["near"] in miss["question"]


def test_unrelated_questions_are_a_hundred_different_ones() -> None:
    probes, _ = read_unrelated(FOLDER, "ja")
    assert len({probe.question for probe in probes}) == len(probes) == 100
    products = {row["subject"] for row in rows("company-ja")}
    assert not any(product in probe.question for probe in probes for product in products)


def test_a_changed_set_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "business"
    shutil.copytree(FOLDER, folder)
    with (folder / "faq-en.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(SuiteDataError, match="never changed"):
        read_business(folder, "faq", "en")
    (folder / "faq-ja.jsonl").unlink()
    with pytest.raises(SuiteDataError, match="missing"):
        read_business(folder, "faq", "ja")
    assert len(read_business(folder, "ten-kinds", "en").records) == 50


@pytest.mark.parametrize("suite", TABLES, ids=lambda suite: suite.name)
def test_each_table_is_one_pool(suite: Any) -> None:
    data = suite.load(Path())
    (pool,) = pools_of(draw(data, None, 0), suite.own_pool)
    assert len(pool.edits) == len(pool.records) == suite.own_pool
    kinds = Counter(probe.kind for record in pool.records for probe in record.probes)
    assert set(kinds) == set(suite.kinds)
    if suite.table == "company" and "question" in suite.kinds:
        assert kinds == {"question": 200, "near-miss": 100}


def test_business_stands_for_the_tables_of_one_language() -> None:
    english = [suite.name for suite in suites_named(["business"], "en")]
    assert english == ["business-company-en", "business-ten-kinds-en", "business-faq-en"]
    japanese = [suite.name for suite in suites_named(["business", "zsre", "zsre"], "ja")]
    assert japanese[-1] == "zsre"
    assert len(japanese) == 5
    assert all(name in SUITES for name in japanese)
