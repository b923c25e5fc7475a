"""The tab *About*: the backbones to choose from, how far away each is, and under what terms."""

from __future__ import annotations

from dataclasses import replace

from app.config import Settings
from app.service.backbones import BackboneChoice, available_backbones
from app.texts import ENGLISH
from app.ui.about_backbones_html import backbones


def choices() -> tuple[BackboneChoice, BackboneChoice]:
    embedded, gemma = (replace(one, here=False, accepted=False) for one in available_backbones(Settings()))
    return embedded, gemma


def test_each_is_shown_with_what_it_needs_and_the_command_that_starts_it() -> None:
    embedded, gemma = choices()
    page = backbones((replace(embedded, here=True), gemma), "embedded", None, ENGLISH)
    first, second = page.split('<div class="backbone">')[1:]
    assert "open now" in first and "<pre>python app.py --backbone embedded</pre>" in first
    assert "Apache-2.0" in first and "93 MB" in first and "<dd>English</dd>" in first and "<details" not in first
    assert "to be downloaded" in second and "<pre>python app.py --backbone gemma-3-270m</pre>" in second
    assert "asks whether you accept them" in second and "Gemma Terms of Use" in second
    assert "Section 1: DEFINITIONS" in second and "<details>" in second


def test_one_on_this_disk_needs_no_consent_any_more() -> None:
    embedded, gemma = choices()
    page = backbones((embedded, replace(gemma, here=True)), None, None, ENGLISH)
    assert "open now" not in page and ">here</span>" in page and "asks whether" not in page


def test_the_terms_of_the_one_that_waits_for_them_stand_open() -> None:
    embedded, gemma = choices()
    assert "<details open>" in backbones((embedded, gemma), None, gemma, ENGLISH)


def test_titles_and_terms_are_text() -> None:
    evil = replace(choices()[1], title="<img src=x>", adapter="<img src=y>")
    assert "<img" not in backbones((evil,), None, None, ENGLISH)
