"""A saved setting on the tab Ask: offered by name, told in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import Settings
from app.model import Policy
from app.model.saved_policies import save_policy
from app.service import Workbench
from app.service.saved_policies import OfferedPolicy
from app.texts import ENGLISH
from app.ui.saved_policies import SLIDER, meaning_html, offer, saved_meaning
from tests.model.saved import model_in, saved


class Where:
    """What the functions need of a page."""

    def __init__(self, workbench: Workbench) -> None:
        self.workbench, self.say = workbench, ENGLISH


@pytest.fixture
def where(tmp_path: Path) -> Where:
    model = model_in(tmp_path)
    workbench = Workbench(Settings(policies=model.settings.policies), load=lambda settings, progress: model)
    workbench.model()
    return Where(workbench)


def test_a_setting_is_told_with_its_figures_and_where_they_come_from() -> None:
    one = saved(Policy("shop"))
    told = meaning_html(OfferedPolicy(one, one.figures, flattering=True, elsewhere=False), ENGLISH)
    assert "90% are answered as it says (80% to 95%)" in told
    assert "4% are changed all the same (1% to 95%)" in told
    assert "CounterFact, validation part (100 records, 100 edits at once)" in told
    assert "flatters" in told and "may not hold" not in told
    told = meaning_html(OfferedPolicy(one, one.figures, flattering=False, elsewhere=True), ENGLISH)
    assert "no part in the choice" in told and "may not hold" in told


def test_the_choice_is_hidden_until_there_is_something_to_choose(where: Where) -> None:
    page: object = where
    assert offer(page)["visible"] is False  # type: ignore[arg-type]  # a page as far as it is used
    folder = where.workbench.settings.policies
    save_policy(folder, saved(Policy("shop"), where.workbench.model()))
    save_policy(folder, saved(Policy("other")))
    shown = offer(page)  # type: ignore[arg-type]
    assert shown["visible"] is True
    assert shown["choices"] == [("as the slider says", SLIDER), ("shop", "shop")]
    assert shown["info"].startswith("1 saved setting is for another model")
    (folder / "shop.json").unlink()
    assert "no longer here" in saved_meaning(page, "shop")  # type: ignore[arg-type]
