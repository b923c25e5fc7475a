"""Signing in, a wrong password, the lock, what a viewer is offered, signing out, in Chromium."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.config import ROOT
from app.store import open_store
from tests.browser.conftest import _free_port, _wait_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GOOD, OTHER = "seven grey herons over water", "nine brown otters on the ice"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a workbench with two accounts."""
    folder: Path = tmp_path_factory.mktemp("guarded")
    url, log, port = f"sqlite:///{folder}/store.sqlite", folder / "log.txt", _free_port()
    with open_store(url) as store:
        store.accounts.add("ann", "administrator", password=GOOD)
        store.accounts.add("bob", "viewer", password=OTHER)
    command = [sys.executable, str(ROOT / "app.py"), "--port", str(port), "--store", url, "--sign-in", "local"]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=dict(os.environ))
        try:
            _wait_for(f"http://127.0.0.1:{port}/sign-in", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)
    assert GOOD not in log.read_text()


def sign_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_sign_in_wrong_password_and_sign_out(page: Page, guarded: str) -> None:
    page.goto(guarded)
    expect(page).to_have_url(f"{guarded}/sign-in")
    sign_in(page, "ann", "not this one")
    expect(page.get_by_role("alert")).to_contain_text("The name or the password is not right.")
    expect(page.get_by_label("Name")).to_have_value("ann")
    expect(page.get_by_label("Password")).to_be_empty()
    sign_in(page, "Ann", GOOD)
    expect(page.locator("#who")).to_contain_text("ann · administrator")
    page.reload()
    expect(page.locator("#who")).to_contain_text("ann · administrator")
    page.locator("#edits-in-use").get_by_label("The shared edits").check()
    expect(page.locator("#add")).to_be_visible()
    expect(page.locator("#visitor-name")).to_be_hidden()
    page.locator("#who").get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{guarded}/sign-in")
    page.goto(guarded)
    expect(page).to_have_url(f"{guarded}/sign-in")


def test_a_viewer_sees_why_there_is_no_button(browser: Browser, guarded: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(guarded)
    sign_in(page, "bob", OTHER)
    expect(page.locator("#who")).to_contain_text("bob · viewer")
    expect(page.locator("#add")).to_be_visible()  # one's private edits
    page.locator("#edits-in-use").get_by_label("The shared edits").check()
    expect(page.locator("#edits-notice")).to_contain_text("It takes the role editor; yours is viewer.")
    expect(page.locator("#add")).to_be_hidden()
    page.get_by_role("tab", name="Review").click()
    expect(page.locator("#review")).to_contain_text("not approve. It takes the role approver; yours is viewer.")
    expect(page.locator("#conflicts")).to_contain_text("No conflict is open.")
    expect(page.locator("#review button, #conflicts button")).to_have_count(0)
    page.get_by_role("tab", name="Releases").click()
    expect(page.locator("#releases-list")).to_contain_text("There is no release yet")
    expect(page.locator("#make-release")).to_be_hidden()
    page.get_by_role("tab", name="1 · Edits").click()
    page.locator("#edits-in-use").get_by_label("My own edits").check()
    expect(page.locator("#add")).to_be_visible()
    context.close()


def test_too_many_wrong_passwords_are_told(browser: Browser, guarded: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(guarded)
    for _ in range(5):
        sign_in(page, "nobody", "not this one")
        expect(page.get_by_role("alert")).to_contain_text("not right")
    sign_in(page, "nobody", "not this one")
    expect(page.get_by_role("alert")).to_contain_text("Too many wrong passwords were tried for this name.")
    expect(page.get_by_role("alert")).to_contain_text("It can be tried again in")
    context.close()
