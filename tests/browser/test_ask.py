"""Ask, Why and About in Chromium with the embedded model: chips, strictness, questions from a file, saved pictures."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import open_tab
from tests.browser.test_workbench import LYON, REFUND, added, ask, see_why

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FRANCE = "Which city is the capital of France?"
GOLD = "What is the chemical symbol of gold?"


def test_an_edit_used_opens_its_details(workbench: Page) -> None:
    added(workbench, LYON, REFUND)
    ask(workbench, FRANCE)
    workbench.locator("#result .chip.edit", has_text=LYON).click()
    drawer = workbench.get_by_role("dialog")
    expect(drawer).to_contain_text(LYON)
    expect(drawer).to_contain_text("only in this session")
    workbench.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


def test_the_slider_says_in_words_what_it_does_and_the_answer_follows(workbench: Page) -> None:
    added(workbench, LYON)
    workbench.get_by_role("tab", name="Ask").click()
    meaning = workbench.locator("#strictness-meaning")
    expect(meaning).to_contain_text("weighs more than “no edit applies”")
    slide = workbench.get_by_label("How readily an edit is used")
    slide.press("Home")
    expect(meaning).to_contain_text("at least 7.4 times as much")
    expect(slide).to_have_attribute("aria-valuetext", "Strict")
    ask(workbench, FRANCE)
    expect(workbench.locator("#result .foot")).to_contain_text("“Strict”")


def test_only_edits_answer_and_a_correction_becomes_a_tested_edit(workbench: Page) -> None:
    added(workbench, LYON)
    workbench.get_by_role("tab", name="Ask").click()
    workbench.locator("#only-edits input").check()
    ask(workbench, GOLD)
    expect(workbench.locator("#result")).to_contain_text("No edit covers this question")
    expect(workbench.locator("#result .answer.original")).to_have_count(0)
    expect(workbench.locator("#result .chip.edit")).to_contain_text([LYON])
    workbench.locator("#correct").click()
    text = workbench.locator("#draft-text textarea")
    expect(text).to_have_value("The chemical symbol of gold is ")
    workbench.locator("#draft-add").click()
    expect(workbench.locator("#draft-notice")).to_contain_text("not finished")
    text.fill("The chemical symbol of gold is Gd.")
    workbench.locator("#draft-expected").locator("input, textarea").fill("Gd")
    workbench.locator("#draft-add").click()
    notice = workbench.locator("#draft-notice")
    expect(notice).to_contain_text("Test met.", timeout=60_000)
    expect(workbench.locator("#edit-list")).to_contain_text("The chemical symbol of gold is Gd.")
    notice.get_by_role("button", name="Open the edit").click()
    expect(workbench.get_by_role("dialog")).to_contain_text(f"{GOLD} → Gd")


def test_questions_from_a_file_give_a_table_and_a_file(workbench: Page, tmp_path: Path) -> None:
    added(workbench, LYON)
    file = tmp_path / "questions.csv"
    file.write_text(f"question,expected\n{FRANCE},Lyon\n{FRANCE},Rome\n=1+1?,\n", encoding="utf-8")
    workbench.get_by_role("tab", name="Ask").click()
    workbench.locator("#many button").first.click()
    workbench.locator("#many input[type=file]").set_input_files(file)
    expect(workbench.locator("#many-notice")).to_contain_text("1 of 2 expectations met", timeout=60_000)
    expect(workbench.locator("#many-table tbody tr")).to_have_count(3)
    with workbench.expect_download() as download:
        workbench.locator("#answers-file").click()
    download.value.save_as(tmp_path / "answers.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "answers.csv").read_text(encoding="utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [FRANCE, FRANCE, "'=1+1?"]
    assert [row[7] for row in rows[1:]] == ["met", "not met", ""]
    workbench.locator("#many-table button", has_text=LYON).first.click()
    expect(workbench.get_by_role("dialog")).to_contain_text(LYON)


def test_every_picture_is_saved_in_the_browser_without_network(workbench: Page, tmp_path: Path) -> None:
    added(workbench, LYON, REFUND)
    ask(workbench, FRANCE)
    see_why(workbench)
    expect(workbench.locator("#without-card")).to_be_visible()
    expect(workbench.locator("#without-plot .barlayer .point")).to_have_count(1)
    workbench.context.set_offline(True)
    begins = {"png": b"\x89PNG", "svg": b"<svg", "html": b"<!DOCTYPE html>"}
    for name in ("selection", "reading", "without"):
        for kind, begin in begins.items():
            with workbench.expect_download() as download:
                workbench.locator(f"#{name}-tools").get_by_role("button", name=f"Save as {kind.upper()}").click()
            saved = tmp_path / f"{name}.{kind}"
            download.value.save_as(saved)
            assert download.value.suggested_filename == f"incomes-{name}.{kind}"
            assert saved.read_bytes().startswith(begin)
            assert saved.stat().st_size > 3000
    workbench.context.set_offline(False)
    page = (tmp_path / "selection.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<table" in page
    assert "<svg" in page
    assert f"“{LYON}” is nearest to the question" in page
    other = workbench.context.new_page()
    other.goto((tmp_path / "selection.html").as_uri())
    expect(other.get_by_role("heading")).to_contain_text(LYON)
    box = other.locator("svg").first.bounding_box()
    assert box is not None
    assert box["width"] > 300


def test_a_picture_is_a_table_too_and_both_open_the_edit(workbench: Page) -> None:
    added(workbench, LYON, REFUND)
    ask(workbench, FRANCE)
    see_why(workbench)
    expect(workbench.locator("#selection-card h2")).to_contain_text("is nearest to the question")
    workbench.locator("#selection-plot .annotation-text-g").first.click()
    drawer = workbench.get_by_role("dialog")
    expect(drawer).to_contain_text(LYON)
    workbench.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    switch = workbench.locator("#selection-tools").get_by_role("button", name="Table")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(workbench.locator("#selection-plot")).to_be_hidden()
    rows = workbench.locator("#selection-table tbody tr")
    expect(rows).to_have_count(3)
    workbench.locator("#selection-table").get_by_role("button", name=REFUND).click()
    expect(drawer).to_contain_text(REFUND)


def test_about_tells_what_answers_and_what_it_cannot_do(workbench: Page) -> None:
    workbench.get_by_role("tab", name="About").click()
    facts = workbench.locator("#about-facts")
    for part in (
        "What answers here",
        "135 million parameters",
        "What it cannot do",
        "Where your data is",
        "Apache-2.0",
    ):
        expect(facts).to_contain_text(part)
    expect(facts.locator(".trials tbody tr")).not_to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_new_is_wider_than_the_screen(workbench: Page, width: int) -> None:
    workbench.set_viewport_size({"width": width, "height": 850})
    added(workbench, LYON)
    ask(workbench, FRANCE)
    workbench.locator("#result .chip.edit").click()
    expect(workbench.get_by_role("dialog")).to_be_visible()
    workbench.keyboard.press("Escape")
    for tab in ("Ask", "Why", "About"):
        open_tab(workbench, tab)
        assert workbench.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("begun", [False, True], ids=["at-once", "while-the-older-is-answered"])
def test_the_newer_of_two_questions_is_answered(workbench: Page, begun: bool) -> None:
    added(workbench, LYON, REFUND)
    workbench.get_by_role("tab", name="2 · Ask").click()
    question = workbench.locator("#question textarea, #question input").first
    question.fill("Which city is the capital of France?")
    question.press("Enter")
    if begun:
        expect(workbench.locator("#stop-answering")).to_be_visible()
    question.fill("How long is the refund period?")
    question.press("Enter")
    answer = workbench.locator(".answer.edited .answer-text")
    expect(answer).to_contain_text("45")
    expect(workbench.locator("#see-why")).to_be_visible()
    workbench.wait_for_timeout(2000)  # nothing of the older one comes after it
    expect(answer).to_contain_text("45")
    expect(workbench.locator("#stop-answering")).to_be_hidden()
