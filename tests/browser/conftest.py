"""Chromium from Debian's packages, and the workbench as people start it: one process with the embedded model."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.config import ROOT

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
START_SECONDS = 300
MODEL_MILLISECONDS = 180_000
"""The embedded model is fetched and converted when it is not there yet."""

expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of saved policies of the running workbench; empty."""
    return tmp_path_factory.mktemp("policies")


@pytest.fixture(scope="session")
def store_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The shared store of the running workbench."""
    return f"sqlite:///{tmp_path_factory.mktemp('store')}/store.sqlite"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, policies: Path, store_url: str) -> Iterator[str]:
    """The address of a running workbench."""
    log = tmp_path_factory.mktemp("workbench") / "log.txt"
    with running(log, "--store", store_url, policies=policies) as found:
        yield found


@contextmanager
def running(log: Path, *flags: str, policies: Path | None = None) -> Iterator[str]:
    """The address of a workbench that was started with these flags, until the block is left.

    Args:
        policies: folder of its saved policies; None: one beside the log.
    """
    port = _free_port()
    folder = log.parent / "policies" if policies is None else policies
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), "--port", str(port), *flags],
            cwd=ROOT,
            env=os.environ | {"INCOMES_POLICIES": str(folder)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The workbench ended at once:\n{log.read_text()}")
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except urllib.error.HTTPError:
            return  # it answers: sign in first
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"The workbench did not start:\n{log.read_text()}")


def opened(page: Page, address: str) -> Page:
    """The workbench on this page, its model loaded."""
    page.goto(address)
    page.locator("#about .tags").wait_for(timeout=MODEL_MILLISECONDS)
    return page


@pytest.fixture
def workbench(page: Page, address: str) -> Iterator[Page]:
    """A fresh browser session; no error may have been logged in it."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield opened(page, address)
    assert errors == []


@pytest.fixture
def second_workbench(browser: Browser, address: str) -> Iterator[Page]:
    """Another browser session beside the first."""
    context = browser.new_context()
    yield opened(context.new_page(), address)
    context.close()


def open_tab(page: Page, name: str) -> None:
    """Opens a tab, where it stands: in the row, or on a narrow screen in the menu behind it."""
    tab, more = page.get_by_role("tab", name=name), page.get_by_label("More tabs")
    expect(tab.or_(more.filter(visible=True)).first).to_be_visible()
    if tab.count() == 0:
        more.click()
        tab = page.locator(".overflow-dropdown button", has_text=name)
    tab.click()


def serious_faults(page: Page) -> list[str]:
    """What axe calls serious or critical on the page as it stands."""
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
