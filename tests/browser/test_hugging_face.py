"""Signing in with Hugging Face on a Space, in Chromium: from the page to a provider, back over https, and out again."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect

from app.config import ROOT
from app.data import Edit
from app.store import open_store
from tests.browser.conftest import opened, serious_faults
from tests.browser.provider import CLIENT, SCOPES, SECRET, Provider
from tests.browser.space_front import free_port, front, made_certificate, serving
from tests.browser.test_workbench import added
from tests.space import HOST, on_a_space

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LYON, OSLO, LIMA = (f"The capital of France is {city}." for city in ("Lyon", "Oslo", "Lima"))
LIGHT = ("-m", "tests.browser.light_app")


@dataclass(frozen=True)
class Space:
    """A running Space, as people and as programs reach it, and who signs people in there."""

    address: str
    inner: str
    provider: Provider
    browser: Browser


@pytest.fixture(scope="module")
def space(
    tmp_path_factory: pytest.TempPathFactory, browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[Space]:
    """With a viewer ann, an editor bob and a local account of the name dan."""
    folder: Path = tmp_path_factory.mktemp("space")
    url, port, public = f"sqlite:///{folder}/store.sqlite", free_port(), free_port()
    with open_store(url) as store:
        store.edits.add([Edit.of("Tea is served at five.")], author="bob")
        store.accounts.add("ann", "viewer")
        store.accounts.add("bob", "editor")
        store.accounts.add("dan", "administrator", password="seven grey herons over water")
    provider = Provider(f"http://127.0.0.1:{port}", f"https://{HOST}")
    oauth = {
        "OAUTH_CLIENT_ID": CLIENT,
        "OAUTH_CLIENT_SECRET": SECRET,
        "OAUTH_SCOPES": SCOPES,
        "OPENID_PROVIDER_URL": provider.issuer,
        "INCOMES_STORE": url,
        "INCOMES_CACHE_DIR": str(folder),
        "PYTHONPATH": str(ROOT),
    }
    launch = browser_type_launch_args | {
        "args": [*browser_type_launch_args["args"], f"--host-resolver-rules=MAP {HOST} 127.0.0.1:{public}"]
    }
    with (
        serving(provider.app, port),
        on_a_space(folder, program=LIGHT, **oauth) as inner,
        serving(front(inner), public, made_certificate(folder, HOST)),
        browser_type.launch(**launch) as browser,
    ):
        yield Space(f"https://{HOST}", inner, provider, browser)


@contextmanager
def visitor(space: Space, language: str = "en") -> Iterator[Page]:
    """A browser of somebody's own, on the page; no error may have been logged in it."""
    context = space.browser.new_context(ignore_https_errors=True, locale=language)
    page, errors = context.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield opened(page, space.address)
    assert errors == []
    context.close()


@pytest.fixture
def page(space: Space) -> Iterator[Page]:
    with visitor(space) as found:
        yield found


def who(page: Page) -> Any:
    return page.locator("#who")


def to_provider(page: Page) -> None:
    who(page).locator("a.way").click()
    expect(page).to_have_title("Provider")


def sign_in(page: Page, name: str) -> None:
    to_provider(page)
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Authorize").click()
    expect(who(page).get_by_role("button")).to_be_visible()


def sign_out(page: Page) -> None:
    who(page).get_by_role("button").click()
    expect(who(page).locator("a.way")).to_be_visible()


def edits(page: Page) -> Any:
    return page.locator("#edit-list")


def cookies(context: BrowserContext) -> str:
    return "; ".join(f"{one['name']}={one['value']}" for one in context.cookies([f"https://{HOST}"]))


def test_who_has_an_account_gets_its_role_and_gives_it_back(space: Space, page: Page) -> None:
    expect(who(page)).to_contain_text("Visitor")
    expect(page.locator("#store-switch")).to_be_hidden()
    added(page, LYON)
    sign_in(page, "Bob")
    expect(page).to_have_url(f"{space.address}/")
    expect(who(page)).to_contain_text("bob · editor")
    expect(edits(page)).to_contain_text(LYON)  # taken along
    added(page, OSLO)
    page.locator("#edits-in-use").get_by_label("The shared edits").check()
    expect(edits(page)).to_contain_text("Tea is served at five.")
    sign_out(page)
    expect(page).to_have_url(f"{space.address}/")
    expect(who(page)).to_contain_text("Visitor")
    expect(page.locator("#store-switch")).to_be_hidden()
    expect(edits(page)).to_contain_text(LYON)
    expect(edits(page)).not_to_contain_text(OSLO)
    sign_in(page, "bob")
    expect(edits(page)).to_contain_text("Tea is served at five.")  # where bob was
    expect(page.locator("#edits-in-use").get_by_label("The shared edits")).to_be_checked()
    page.locator("#edits-in-use").get_by_label("My own edits").check()
    expect(edits(page)).to_contain_text(OSLO)


def test_who_has_no_account_stays_a_visitor(space: Space, page: Page) -> None:
    for name in ("carol", "dan"):  # a local account is not Hugging Face's
        sign_in(page, name)
        expect(who(page)).to_contain_text(f"{name} · visitor")
        expect(page.locator("#store-switch")).to_be_hidden()
        if name == "carol":
            added(page, LIMA)
        sign_out(page)
        expect(edits(page)).to_contain_text(LIMA)


def test_who_refuses_is_told_so_in_their_language_and_may_come_again(space: Space) -> None:
    with visitor(space, "ja") as page:
        page.goto(f"{space.address}/?question=Who?")
        to_provider(page)
        page.get_by_role("button", name="Refuse").click()
        expect(who(page).get_by_role("status")).to_contain_text("許可しなかったため、サインインしていません")
        expect(who(page)).to_contain_text("ゲスト")
        expect(page.locator("#question").get_by_role("textbox")).to_have_value("Who?")
        assert "sign-in" not in page.url and "question=Who" in page.url  # a reload does not tell it again
        assert serious_faults(page) == []
        sign_in(page, "ann")
        expect(who(page)).to_contain_text("ann・閲覧者")
        assert "question=Who" in page.url
        assert serious_faults(page) == []


def test_two_people_do_not_see_each_others_edits(space: Space, page: Page) -> None:
    sign_in(page, "ann")
    added(page, LYON)
    with visitor(space) as other:
        sign_in(other, "bob")
        added(other, OSLO)
        expect(edits(other)).not_to_contain_text(LYON)
        page.reload()
        expect(edits(page)).to_contain_text(LYON)
        expect(edits(page)).not_to_contain_text(OSLO)
        page.locator("#edits-in-use").get_by_label("The shared edits").check()
        expect(page.locator("#edits-notice")).to_contain_text("It takes the role editor; yours is viewer.")


def test_an_answer_that_this_browser_has_not_asked_for_signs_nobody_in(space: Space, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, "bob")
    (used,) = [url for url in asked if "/login/callback" in url]
    sign_out(page)
    with visitor(space) as other:
        to_provider(other)  # it waits for an answer too
        for browser, url in ((page, used), (other, used), (page, f"{space.address}/login/callback?code=x&state=y")):
            browser.goto(url)
            expect(who(browser).get_by_role("status")).to_contain_text("something went wrong on the way")
            expect(who(browser)).to_contain_text("Visitor")


def test_while_hugging_face_has_trouble_the_page_says_so(space: Space, page: Page) -> None:
    space.provider.down = True
    try:
        to_provider(page)
        page.get_by_role("button", name="Authorize").click()
        expect(who(page).get_by_role("status")).to_contain_text("Sign in again, please.")
    finally:
        space.provider.down = False


def test_from_the_frame_of_a_space_the_way_opens_a_tab(space: Space, page: Page) -> None:
    page.goto(f"{space.address}/config")  # a page of the same site: Chromium's own frames keep nothing for others here
    page.evaluate(
        "address => document.body.innerHTML = `<iframe src='${address}' width=900 height=600>`", space.address
    )
    with page.expect_popup() as opens:
        page.frame_locator("iframe").locator("#who a.way").click()
    expect(opens.value).to_have_title("Provider")


def test_programs_have_the_role_of_who_is_signed_in_and_no_more(space: Space, page: Page) -> None:
    assert shared(space, None)["error"]["code"] == "not-allowed"
    sign_in(page, "ann")
    ann = cookies(page.context)
    session = shared(space, ann)["session"]
    assert called(space, ann, "list_edits", session)["edits"]
    assert called(space, ann, "add_edits", session, [LIMA])["error"]["code"] == "not-allowed"
    assert tool(space, ann, "add_edits", session=session, texts=[LIMA])["error"]["code"] == "not-allowed"
    sign_out(page)
    assert called(space, cookies(page.context), "list_edits", session)["error"]["code"] == "not-allowed"
    sign_in(page, "bob")
    bob = cookies(page.context)
    session = tool(space, bob, "open_session", shared=True)["session"]
    assert "error" not in called(space, bob, "add_edits", session, [LIMA])
    assert called(space, ann, "list_edits", session)["error"]["code"] == "session-expired"
    from_elsewhere = {"origin": "https://elsewhere.example"}
    assert tool(space, bob, "open_session", from_elsewhere, shared=True)["error"]["code"] == "not-allowed"
    assert "session" in tool(space, bob, "open_session", {"origin": space.address}, shared=True)
    (kept,) = [one["value"] for one in page.context.cookies([space.address]) if one["name"] == "session"]
    assert set(json.loads(base64.b64decode(kept.partition(".")[0]))["oauth_info"]) == {"userinfo", "expires_at"}


def shared(space: Space, cookie: str | None) -> Any:
    return called(space, cookie, "open_session", True)


def called(space: Space, cookie: str | None, name: str, *given: Any) -> Any:
    """What a function of the HTTP API gives to a program with these cookies."""
    client = Client(space.inner, headers={} if cookie is None else {"Cookie": cookie}, verbose=False)
    try:
        return client.predict(*given, api_name=f"/{name}")
    finally:
        client.close()


def tool(space: Space, cookie: str, name: str, more: dict[str, str] | None = None, **given: Any) -> Any:
    """What a tool of MCP gives."""
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": given}}
    headers = {"accept": "application/json, text/event-stream", "cookie": cookie} | (more or {})
    return httpx.post(f"{space.inner}/mcp", json=call, headers=headers).json()["result"]["structuredContent"]
