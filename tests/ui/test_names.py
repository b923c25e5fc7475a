"""Names that the model's code has in English are told in Japanese where the page is Japanese; records keep theirs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from app.config import ROOT
from app.evaluation.suites import SUITES
from app.explain import in_words, reading_figure, reading_view
from app.model.shelf import shipped_adapters
from app.model.sources import PACKAGED
from app.texts import ENGLISH, JAPANESE, kind_words, limit_words, metric_words, name_words
from tests.explain.answers import answer, reading

JAPANESE_LETTERS = re.compile("[ぁ-んァ-ヶ一-龠]")


def steps_told() -> set[str]:
    """What loading tells on its way: first arguments of calls of `report` and `progress`, a place as `x`."""
    calls = (
        node
        for path in ("model/fetch.py", "model/backbone.py")
        for node in ast.walk(ast.parse(Path(ROOT / "app" / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("report", "progress")
    )
    return {_plain(call.args[0]) for call in calls}


def _plain(text: ast.expr) -> str:
    if isinstance(text, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in text.values)
    assert isinstance(text, ast.Constant)
    return str(text.value)


def test_models_and_steps_of_loading() -> None:
    told = steps_told()
    assert len(told) >= 5
    for name in [*told, *(model.title for model in PACKAGED.values())]:
        assert JAPANESE_LETTERS.search(name_words(name, JAPANESE)), name
        assert name_words(name, ENGLISH) == name


def test_suites_figures_kinds_and_limits_of_the_shipped_adapters() -> None:
    own = {"CounterFact", "zsRE"}  # names that stay as they are
    for suite in SUITES.values():
        assert suite.title in own or JAPANESE_LETTERS.search(name_words(suite.title, JAPANESE)), suite.title
    for card in (card for card in shipped_adapters().values() if card.reader != "in-prompt"):  # no page opens those
        for limit in card.limits:
            assert JAPANESE_LETTERS.search(limit_words(limit, JAPANESE)), limit
        kinds = {kind for one in card.measurements for kind in one.recall} | {
            one.kind for one in card.failures if one.kind
        }
        assert [kind for kind in kinds if kind_words(kind, JAPANESE) == kind] == []
        for name in {name for one in card.measurements for name in one.main_figures}:
            assert "_" not in metric_words(name, ENGLISH)
            assert JAPANESE_LETTERS.search(metric_words(name, JAPANESE)), name


@pytest.mark.parametrize("name", ["Llama-3.2-1B", "owner/model", "gist"])
def test_other_names_stay(name: str) -> None:
    assert name_words(name, JAPANESE) == name


def test_slots_in_pictures_and_tables() -> None:
    given = answer(read=reading())
    view = reading_view(given)
    assert view is not None and view.slot_labels == ("gist 1", "gist 2", "gist 1")
    assert in_words(view, JAPANESE).slot_labels == ("部分1", "部分2", "部分1")
    assert in_words(view, ENGLISH).slot_labels == ("part 1", "part 2", "part 1")
    figure = reading_figure(given, say=JAPANESE)
    assert figure is not None and "部分2" in str(figure.to_dict()) and "gist" not in str(figure.to_dict())
