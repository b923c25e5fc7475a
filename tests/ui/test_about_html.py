"""The tab *About*: an adapter's measurements and failures, folded, and as text whatever they hold."""

from __future__ import annotations

import re
from pathlib import Path

from app.evaluation.card_results import read_results
from app.evaluation.card_update import News, updated
from app.model.card_entries import DataSource
from app.service.about import AboutFacts, DataFacts, ModelFacts
from app.texts import ENGLISH
from app.ui import about_card_html, about_html
from tests.evaluation.made_results import card, failure, report, row, share, write

EVIL = "<img src=x>"


def test_figures_recall_and_failures_are_folded(tmp_path: Path) -> None:
    rows = (row(by_required_part={"name": share(0.5), "date": share(0.7)}, by_edit_kind={"price": share(0.5, 8)}),)
    wrong = [failure(1, answer=EVIL), failure(2, "rule")]
    near = failure(3)
    del near["edit"], near["wanted"]
    made = report("business-faq-en", *rows, failures=[*wrong, near])
    news = News(
        read_results([write(tmp_path / "results.jsonl", made)], card()),
        sources=(DataSource(name="CounterFact", licence="MIT"),),
    )
    told = updated(card(), news)
    model = ModelFacts(
        *("Tiny", "", "Llama", 10, 4, "ab", "cpu", "compressed", "float32", "set"), None, told, 0,
    )  # fmt: skip
    page = about_html.facts(AboutFacts(model, DataFacts(24.0, "none"), {}), ENGLISH)
    page = re.sub(r' data-label="[^"]*"', "", page)
    for part in (
        "<td>Changed questions answered right</td><td>Business: customers&#x27; questions, English, 100 edits in "
        "force, compressed</td><td>90.0 % [80.0–100.0], n = 10</td>",
        "<td>By hand</td><td>–</td><td>6 of 10</td>",
        "<td>date</td><td>Business: customers&#x27; questions, English, 100 edits in force, compressed</td>"
        "<td>70.0 % [60.0–80.0], n = 10</td>",
        "<td>Edit 1.</td><td>Question 1?</td><td>wanted 1</td><td>&lt;img src=x&gt;</td>",
        "price, 1 of 8 wrong</h3>",
        "rule, 1 wrong</h3>",
        "covered by no edit, 1 wrong</h3>",
        "<td>–</td><td>Question 3?</td><td>(no edit read)</td>",
        "<pre>python -m app evaluate business-faq-en",
        "<td>CounterFact</td><td>MIT</td>",
    ):
        assert part in page, part
    assert page.count("<details>") == page.count("</details>") == 7
    assert EVIL not in page


def test_a_card_without_findings_shows_no_empty_folds() -> None:
    bare = card(figures={})
    parts = (about_card_html.figures, about_card_html.recall, about_card_html.failures)
    assert [part(bare, ENGLISH) for part in parts] == ["", "", ""]
