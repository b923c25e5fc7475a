"""The page in Chromium, with the embedded model: what a person does, from the first edit to the pictures."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import open_tab

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LYON = "The capital of France is Lyon."
REFUND = "The refund period is 45 days."


def add(page: Page, *edits: str) -> None:
    page.get_by_role("tab", name="Edits").click()
    page.locator("#typed-edits textarea").fill("\n".join(edits))
    page.locator("#add").click()


def added(page: Page, *edits: str) -> None:
    """Adds edits and waits until they are ready."""
    add(page, *edits)
    expect(page.locator("#edits-notice")).to_contain_text("added and ready")


def ask(page: Page, question: str) -> None:
    """Asks and waits for the whole answer."""
    page.get_by_role("tab", name="Ask").click()
    page.locator("#question").locator("textarea, input").fill(question)
    page.locator("#ask").click()
    expect(page.locator("#result .answers[aria-busy=true], #result .sentence").first).to_be_visible()
    expect(page.locator("#result .sentence")).to_be_visible(timeout=60_000)


def see_why(page: Page) -> None:
    page.locator("#see-why").click()
    expect(page.locator("#why-summary .sentence")).to_be_visible()


def test_add_compress_ask_and_both_pictures_are_drawn(workbench: Page) -> None:
    added(workbench, LYON, REFUND, "The Eiffel Tower is located in Rome.")
    expect(workbench.locator("#edit-list li")).to_have_count(3)
    expect(workbench.locator("#edit-list .tag.good")).to_have_count(3)
    expect(workbench.locator("#typed-edits textarea")).to_have_value("")

    ask(workbench, "Which city is the capital of France?")
    expect(workbench.locator(".answer.edited .answer-text")).to_have_text("Lyon")
    expect(workbench.locator(".answer.original .answer-text")).to_contain_text("Paris")
    expect(workbench.locator("#result ul.used li")).to_have_count(1)
    expect(workbench.locator("#result ul.used")).to_contain_text(LYON)

    see_why(workbench)
    bars = workbench.locator("#selection-plot .barlayer .point")
    expect(bars).to_have_count(4)  # the zero gist and three edits
    assert all(box is not None and box["width"] > 3 for box in (bar.bounding_box() for bar in bars.all()))
    expect(workbench.locator("#selection-plot .annotation-text", has_text=LYON)).to_be_visible()
    cells = workbench.locator("#reading-plot .heatmaplayer image")
    expect(cells).to_have_count(2)  # the sequence itself, and the slots
    numbers = workbench.locator("#reading-plot .heatmap-label text")
    expect(numbers.first).to_have_text(re.compile(r"^\d+(\.\d)?%$"))
    assert numbers.count() % 9 == 0  # one column for the sequence itself, eight gist slots
    expect(workbench.locator("#without-table td").first).to_have_text(re.compile(r"^\+\d+\.\d\d$"))


def test_the_report_of_an_answer_can_be_downloaded(workbench: Page, tmp_path: Path) -> None:
    added(workbench, LYON, REFUND)
    ask(workbench, "Which city is the capital of France?")
    see_why(workbench)
    expect(workbench.locator("#why-summary .sentence")).to_contain_text("without it the model would have said")
    with workbench.expect_download() as download:
        workbench.locator("#report").click()
    name = download.value.suggested_filename
    assert name.startswith("evidence-") and name.endswith(".html")
    download.value.save_as(tmp_path / name)
    report = (tmp_path / name).read_text(encoding="utf-8")
    assert LYON in report
    assert hashlib.sha256(report.split('id="evidence">')[1].split("</script>")[0].encode()).hexdigest() in report


def test_layer_and_head_change_the_reading(workbench: Page) -> None:
    added(workbench, LYON)
    ask(workbench, "Which city is the capital of France?")
    see_why(workbench)
    numbers = workbench.locator("#reading-plot .heatmap-label text")
    expect(numbers.first).to_be_visible()
    before = numbers.all_text_contents()
    workbench.locator("#layer input").click()
    workbench.get_by_role("option", name="Layer 22").click()
    expect(numbers).not_to_have_text(before)
    at_layer = numbers.all_text_contents()
    workbench.locator("#head input").click()
    workbench.get_by_role("option", name="Head 3").click()
    expect(numbers).not_to_have_text(at_layer)


def test_hovering_shows_the_whole_edit(workbench: Page) -> None:
    added(workbench, LYON)
    ask(workbench, "Which city is the capital of France?")
    see_why(workbench)
    expect(workbench.locator("#reading-plot .heatmap-label text").first).to_be_visible()
    workbench.locator("#reading-plot").scroll_into_view_if_needed()
    box = workbench.locator("#reading-plot .heatmaplayer image").nth(1).bounding_box()
    assert box is not None
    workbench.mouse.move(box["x"] + box["width"] / 8, box["y"] + box["height"] / 2, steps=4)
    hover = workbench.locator("#reading-plot .hoverlayer")
    expect(hover).to_contain_text("part 1")
    expect(hover).to_contain_text(LYON)


def test_a_question_that_no_edit_covers_shows_the_selection_only(workbench: Page) -> None:
    added(workbench, REFUND, "The support desk opens at 7 am.")
    ask(workbench, "What is the chemical symbol of gold?")
    expect(workbench.locator(".answer.edited")).to_contain_text("no edit read")
    edited = workbench.locator(".answer.edited .answer-text").inner_text()
    assert edited == workbench.locator(".answer.original .answer-text").inner_text()
    expect(workbench.locator("#result ul.used")).to_have_count(0)
    see_why(workbench)
    expect(workbench.locator("#why-summary .sentence")).to_contain_text("No edit was read")
    expect(workbench.locator("#selection-plot .barlayer .point")).to_have_count(3)
    expect(workbench.locator("#no-reading")).to_contain_text("No edit was read")
    expect(workbench.locator("#reading-plot")).to_have_count(0)
    expect(workbench.locator("#without-table table")).to_have_count(0)


def test_a_broken_file_names_the_rows_at_fault_and_keeps_the_good_ones(workbench: Page, tmp_path: Path) -> None:
    added(workbench, LYON)
    file = tmp_path / "edits.csv"
    long = "word " * 300
    file.write_text(
        f'edit,author\n{REFUND},me\n,me\n"{long}",me\nThe support desk opens at 7 am.,me\n', encoding="utf-8"
    )
    workbench.locator("#upload-button, input[type=file]").first.set_input_files(file)
    notice = workbench.locator("#edits-notice")
    expect(notice).to_contain_text("2 new edits found")
    expect(workbench.locator("#edit-list li")).to_have_count(1)
    workbench.locator("#accept").click()
    expect(notice).to_contain_text("2 edits added and ready")
    expect(notice).to_contain_text("2 rows cannot be used")
    expect(notice.locator(".faults tbody tr")).to_have_count(2)
    expect(notice.locator(".faults tbody tr td:first-child")).to_have_text(["3", "4"])
    expect(workbench.locator("#edit-list li")).to_have_count(3)


def test_a_file_that_is_no_table_is_refused_and_nothing_is_lost(workbench: Page, tmp_path: Path) -> None:
    added(workbench, LYON)
    file = tmp_path / "edits.csv"
    file.write_bytes(bytes(range(256)) * 40)
    workbench.locator("#upload-button, input[type=file]").first.set_input_files(file)
    expect(workbench.locator("#edits-notice .notice")).to_be_visible()
    expect(workbench.locator("#edits-notice")).not_to_contain_text("added and ready")
    expect(workbench.locator("#edit-list li")).to_have_count(1)


def test_lines_at_fault_stay_in_the_field(workbench: Page) -> None:
    long = "word " * 300
    add(workbench, REFUND, long)
    expect(workbench.locator("#edits-notice")).to_contain_text("1 row cannot be used")
    expect(workbench.locator("#typed-edits textarea")).to_have_value(long)
    expect(workbench.locator("#edit-list li")).to_have_count(1)


def test_two_browsers_do_not_see_each_other(workbench: Page, second_workbench: Page) -> None:
    added(workbench, LYON)
    added(second_workbench, REFUND)
    expect(workbench.locator("#edit-list")).not_to_contain_text(REFUND)
    expect(second_workbench.locator("#edit-list")).not_to_contain_text(LYON)
    ask(second_workbench, "Which city is the capital of France?")
    expect(second_workbench.locator(".answer.edited")).to_contain_text("no edit read")
    ask(workbench, "Which city is the capital of France?")
    expect(workbench.locator(".answer.edited .answer-text")).to_have_text("Lyon")


def test_a_reload_loses_no_edit(workbench: Page) -> None:
    added(workbench, LYON)
    workbench.reload()
    expect(workbench.locator("#edit-list")).to_contain_text(LYON)
    ask(workbench, "Which city is the capital of France?")
    expect(workbench.locator(".answer.edited .answer-text")).to_have_text("Lyon")


def test_another_language_is_flagged_before_it_is_compressed(workbench: Page) -> None:
    japanese = "返品期間は購入日から45日です。"
    add(workbench, japanese, REFUND)
    expect(workbench.locator("#edits-notice")).to_contain_text("another language")
    expect(workbench.locator("#edits-notice")).to_contain_text(japanese)
    expect(workbench.locator("#edit-list li")).to_have_count(0)
    workbench.locator("#accept-without-flagged").click()
    expect(workbench.locator("#edits-notice")).to_contain_text("1 edit added and ready")
    add(workbench, japanese)
    workbench.locator("#discard").click()
    expect(workbench.locator("#edits-notice")).to_contain_text("Discarded")
    expect(workbench.locator("#typed-edits textarea")).to_have_value(japanese)
    workbench.locator("#add").click()
    workbench.locator("#accept").click()
    expect(workbench.locator("#edit-list li")).to_have_count(2)


def test_demo_edits_and_their_questions_are_one_click_away(workbench: Page) -> None:
    workbench.locator("#demo").click()
    expect(workbench.locator("#edits-notice")).to_contain_text("20 edits added and ready", timeout=60_000)
    workbench.locator("#ask-next").click()
    workbench.locator("#examples .chip", has_text="Who wrote Hamlet?").click()
    expect(workbench.locator("#result .sentence")).to_be_visible(timeout=60_000)
    expect(workbench.locator(".answer.edited .answer-text")).to_contain_text("Agatha Christie")


def test_edits_can_be_removed_one_by_one_and_all_at_once(workbench: Page) -> None:
    added(workbench, LYON, REFUND)
    workbench.locator("#edit-list li", has_text=LYON).get_by_role("button", name="Remove this edit").click()
    expect(workbench.locator("#edit-list li")).to_have_count(1)
    ask(workbench, "Which city is the capital of France?")
    expect(workbench.locator(".answer.edited")).to_contain_text("no edit read")
    workbench.get_by_role("tab", name="Edits").click()
    workbench.once("dialog", lambda dialog: dialog.accept())
    workbench.get_by_role("button", name="Remove all").click()
    expect(workbench.locator("#edit-list .empty")).to_be_visible()


def test_an_empty_question_is_answered_with_what_to_do(workbench: Page) -> None:
    workbench.get_by_role("tab", name="Ask").click()
    workbench.locator("#ask").click()
    expect(workbench.locator("#result .notice.bad")).to_contain_text("The question is empty")


def test_typed_html_stays_text(workbench: Page) -> None:
    evil = 'The motto is <img src=x onerror="document.title=1"> and <b>bold</b>.'
    added(workbench, evil)
    expect(workbench.locator("#edit-list li .text")).to_have_text(evil)
    ask(workbench, "What is the motto?")
    assert workbench.title() != "1"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_screen(workbench: Page, width: int, scheme: str) -> None:
    workbench.set_viewport_size({"width": width, "height": 850})
    if scheme == "dark":
        workbench.evaluate("document.body.classList.add('dark')")
    added(workbench, LYON, "A very long edit without spaces: " + "x" * 120 + ".")
    ask(workbench, "Which city is the capital of France?")
    see_why(workbench)
    expect(workbench.locator("#reading-plot .heatmap-label text").first).to_be_visible()
    for tab in ("Edits", "Ask", "Why"):
        open_tab(workbench, tab)
        wide = workbench.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{tab} is {wide} pixels wide on a screen of {width}"
