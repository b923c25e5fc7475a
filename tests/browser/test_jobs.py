"""Long jobs in Chromium, with the embedded model: stopped, gone on with, found again after a reload."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_workbench import LYON, add, added, ask

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EDITS = 150
MANY = [f"The Harbour Street shop number {number} is run by Ms Ito from unit {number + 7}." for number in range(EDITS)]
LONG_MILLISECONDS = 120_000


def job(page: Page) -> Locator:
    return page.locator("#jobs .job").first


def working(page: Page) -> None:
    """Waits until the job has done something and is not over."""
    expect(job(page)).to_contain_text(re.compile(rf"Preparing edits · [1-9]\d* of {EDITS}"))


def finished(page: Page) -> None:
    expect(job(page)).to_contain_text(f"Done: {EDITS} of {EDITS}", timeout=LONG_MILLISECONDS)
    expect(page.locator("#edit-list .tag.good")).to_have_count(25)
    page.locator("#edit-list").get_by_role("button", name="Next").click()
    expect(page.locator("#edit-list")).to_contain_text("26–50 of 150")
    expect(page.locator("#edit-list .tag.good")).to_have_count(25)


def test_a_reload_finds_the_job_again_and_sees_it_finish(workbench: Page) -> None:
    add(workbench, *MANY)
    working(workbench)
    workbench.reload()
    working(workbench)
    finished(workbench)


def test_a_stopped_job_goes_on_with_what_is_left(workbench: Page) -> None:
    add(workbench, *MANY)
    working(workbench)
    job(workbench).get_by_role("button", name="Stop").click()
    expect(job(workbench)).to_contain_text(re.compile(rf"Stopped: [1-9]\d+ of {EDITS} done"))
    expect(workbench.locator("#edits-notice")).to_contain_text("the others wait in the list")
    workbench.reload()
    expect(job(workbench)).to_contain_text("Stopped")
    job(workbench).get_by_role("button", name="Go on").click()
    finished(workbench)
    expect(workbench.locator("#jobs .job")).to_have_count(0)  # done without faults, it goes away by itself


def test_a_job_that_was_stopped_stays_until_it_is_taken_from_the_list(workbench: Page) -> None:
    add(workbench, *MANY)
    working(workbench)
    job(workbench).get_by_role("button", name="Stop").click()
    expect(job(workbench)).to_contain_text("Stopped")
    workbench.wait_for_timeout(10_000)
    expect(job(workbench)).to_contain_text("Stopped")
    workbench.locator("#jobs").get_by_role("button", name="Take this from the list").click()
    expect(workbench.locator("#jobs .job")).to_have_count(0)


def test_others_ask_while_a_long_job_works(workbench: Page, second_workbench: Page) -> None:
    added(second_workbench, LYON)
    add(workbench, *MANY)
    working(workbench)
    ask(second_workbench, "Which city is the capital of France?")
    expect(second_workbench.locator(".answer.edited .answer-text")).to_have_text("Lyon")
    expect(workbench.locator("#jobs")).to_contain_text("Preparing edits")
    finished(workbench)
