"""Around Gradio's sign-in with Hugging Face: what it lets fail, repeat, keep and be called from elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from app.ui.hugging_face import HuggingFace, huggingface_name

TOKEN = {"access_token": "secret", "id_token": "long", "expires_at": 9e9, "userinfo": {"preferred_username": "Ann"}}


async def begin(request: Request) -> Response:
    if "down" in request.query_params:
        raise OSError("Hugging Face cannot be reached.")
    request.session["_state_huggingface_asked"] = {"data": {}}
    return PlainTextResponse("")


async def callback(request: Request) -> Response:
    if "fails" in request.query_params:
        raise ValueError("This code is not known.")
    request.session.pop("_state_huggingface_asked")
    request.session["oauth_info"] = TOKEN
    return PlainTextResponse("")


async def page(request: Request) -> Response:
    return JSONResponse({"name": huggingface_name(request.scope), "session": dict(request.session)})


@pytest.fixture
def browser() -> TestClient:
    """On a page whose sign-in is as Gradio's."""
    routes = [Route("/login/huggingface", begin), Route("/login/callback", callback), Route("/logout", begin)]
    around = [Middleware(SessionMiddleware, secret_key="x"), Middleware(HuggingFace)]
    app = Starlette(routes=[*routes, Route("/", page, methods=["GET", "POST"])], middleware=around)
    return TestClient(app, base_url="http://page.example", follow_redirects=False)


def told(answer: Any) -> str:
    """Where the browser is sent to."""
    assert answer.status_code == 303
    return str(answer.headers["location"])


def name(browser: TestClient, **headers: str) -> Any:
    return browser.post("/", headers=headers).json()["name"]


def signed_in(browser: TestClient) -> TestClient:
    browser.get("/login/huggingface")
    assert browser.get("/login/callback?code=1&state=asked").status_code == 200
    return browser


def test_a_browser_keeps_the_name_and_the_end_and_no_token(browser: TestClient) -> None:
    assert signed_in(browser).get("/").json() == {
        "name": "Ann",
        "session": {"oauth_info": {"userinfo": {"preferred_username": "Ann"}, "expires_at": 9e9}},
    }


def test_an_answer_that_was_not_asked_for_signs_nobody_in(browser: TestClient) -> None:
    for state in ("state=asked", "state=guess", "", "error=access_denied&state=asked"):
        assert told(browser.get(f"/login/callback?code=1&{state}")) == "/?sign-in=failed"
    signed_in(browser)
    browser.post("/sign-out")
    assert told(browser.get("/login/callback?code=1&state=asked")) == "/?sign-in=failed"  # once is once
    assert name(browser) == ""


@pytest.mark.parametrize(
    ("answer", "why"), [("error=access_denied", "refused"), ("error=server_error", "failed"), ("fails=1", "failed")]
)
def test_who_is_not_signed_in_comes_back_to_the_page_and_is_told(browser: TestClient, answer: str, why: str) -> None:
    browser.get("/login/huggingface")
    target = "_target_url=https%3A%2F%2Fevil.example%2Fx%3Fquestion%3DWho%26sign-in%3Dfailed"
    assert told(browser.get(f"/login/callback?{answer}&state=asked&{target}")) == f"/?question=Who&sign-in={why}"
    assert browser.get("/").json() == {"name": "", "session": {}}


def test_without_hugging_face_the_page_says_so_too(browser: TestClient) -> None:
    assert told(browser.get("/login/huggingface?down=1")) == "/?sign-in=failed"


def test_a_form_of_this_page_alone_signs_out(browser: TestClient) -> None:
    signed_in(browser)
    for tried in (browser.get("/logout"), browser.get("/sign-out"), browser.post("/sign-out", headers={"origin": "x"})):
        assert told(tried) == "/"
        assert name(browser) == "Ann"
    assert told(browser.post("/sign-out", headers={"origin": "http://page.example"})) == "/"
    assert name(browser) == ""


def test_a_page_from_elsewhere_acts_as_a_visitor(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACE_HOST", "me-space.hf.space,own.example")
    signed_in(browser)
    for origin in ("http://page.example", "https://me-space.hf.space", "https://own.example", "https://seen.example"):
        assert name(browser, origin=origin, **{"x-forwarded-host": "seen.example"}) == "Ann"
    for origin in ("https://elsewhere.example", "https://page.example.evil", "null", ""):
        assert name(browser, origin=origin) == ""
    assert name(browser) == "Ann"  # none of them has signed out
