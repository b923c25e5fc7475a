"""In front of the page: who gets in, as whom, how often, with how much."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from app.service import Workbench
from app.service.protection import SignIn
from app.store import passwords
from app.texts import ENGLISH
from app.ui.acting import IDENTITY
from app.ui.build import middleware
from app.ui.gate import COOKIE, Gate
from app.ui.limits import LARGEST_CALL, Rate
from app.ui.sign_in_html import sign_in_page
from tests.service.people import bench_with_store

GOOD, OTHER = "seven grey herons over water", "nine brown otters on the ice"
PAGE = {"accept": "text/html"}


async def told(request: Request) -> Response:
    """What the page is told of who asks."""
    identity = request.scope.get(IDENTITY)
    length = len(await request.body())
    name, role = (None, None) if identity is None else (identity.name, identity.role)
    return JSONResponse({"name": name, "role": role, "bytes": length})


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbench]:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    bench = bench_with_store(tmp_path)
    store = bench.whole_store().store
    store.accounts.add("ann", "administrator", password=GOOD)
    store.accounts.add("bob", "viewer", password=OTHER)
    store.accounts.add("hub", "editor")
    yield bench
    store.close()


def client(bench: Workbench, sign_in: SignIn, host: str = "page.example") -> TestClient:
    paths = ("/", "/gradio_api/call", "/gradio_api/upload", "/gradio_api/startup-events")
    routes = [Route(path, told, methods=["GET", "POST"]) for path in paths]
    app = Starlette(routes=routes, middleware=middleware(bench, sign_in))
    return TestClient(app, base_url=f"http://{host}", follow_redirects=False)


def sign_in(page: TestClient, name: str, password: str, **headers: str) -> Any:
    return page.post("/sign-in", data={"name": name, "password": password}, headers=headers)


def test_nobody_gets_in_without_signing_in(bench: Workbench) -> None:
    page = client(bench, "local")
    assert page.get("/", headers=PAGE).headers["location"] == "/sign-in"
    assert page.get("/").status_code == 401
    assert page.post("/gradio_api/call").status_code == 401
    assert page.get("/", headers={"cookie": f"{COOKIE}=guess"}).status_code == 401
    assert page.get("/gradio_api/startup-events").json()["role"] == "visitor"
    form = page.get("/sign-in")
    assert form.status_code == 200
    assert "script" not in form.text
    assert "default-src 'none'" in form.headers["content-security-policy"]


def test_signed_in_until_signed_out(bench: Workbench) -> None:
    page = client(bench, "local")
    answer = sign_in(page, " Ann ", GOOD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert page.get("/").json() == {"name": "ann", "role": "administrator", "bytes": 0}
    secret = page.cookies[COOKIE]
    assert page.post("/sign-out").headers["location"] == "/sign-in"
    assert COOKIE not in page.cookies
    assert client(bench, "local").get("/", headers={"cookie": f"{COOKIE}={secret}"}).status_code == 401


def test_over_https_the_cookie_goes_over_https_only(bench: Workbench) -> None:
    page = client(bench, "local")
    page.base_url = "https://page.example"
    assert "secure" in sign_in(page, "ann", GOOD).headers["set-cookie"].lower()


def test_a_wrong_password_is_told_and_never_shown(bench: Workbench) -> None:
    page = client(bench, "local")
    answer = sign_in(page, "ann<b>", "my secret wish")
    assert answer.status_code == 401
    assert "not right" in answer.text
    assert "my secret wish" not in answer.text
    assert "<b>" not in answer.text
    assert COOKIE not in page.cookies


def test_too_many_wrong_passwords_lock_the_name(bench: Workbench) -> None:
    page = client(bench, "local")
    for _ in range(5):
        assert sign_in(page, "bob", GOOD).status_code == 401
    locked = sign_in(page, "bob", OTHER)
    assert locked.status_code == 429
    assert "can be tried again in" in locked.text
    assert sign_in(page, "ann", GOOD).status_code == 303


def test_one_client_cannot_try_for_ever(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.ui.gate.Rate", lambda most, a_minute: Rate(most, a_minute, clock=lambda: 0.0))
    page = client(bench, "local")
    statuses = [sign_in(page, f"name{number}", GOOD).status_code for number in range(30)]
    assert statuses[:20] == [401] * 20
    assert set(statuses[20:]) == {429}


def test_a_form_on_another_page_signs_nobody_in_or_out(bench: Workbench) -> None:
    page = client(bench, "local")
    assert sign_in(page, "ann", GOOD, origin="http://elsewhere.example").status_code == 403
    sign_in(page, "ann", GOOD, origin="http://page.example")
    assert page.post("/sign-out", headers={"origin": "http://elsewhere.example"}).status_code == 403
    assert page.get("/").json()["name"] == "ann"


def test_a_disabled_account_is_out_at_once(bench: Workbench) -> None:
    page = client(bench, "local")
    sign_in(page, "bob", OTHER)
    assert page.get("/").json()["role"] == "viewer"
    bench.whole_store().store.accounts.disable("bob")
    assert page.get("/").status_code == 401


def test_an_api_token_is_good_in_place_of_a_cookie(bench: Workbench) -> None:
    _, secret = bench.whole_store().store.tokens.make("bob", "", ("read",))
    page = client(bench, "local")
    assert page.get("/", headers={"authorization": f"Bearer {secret}"}).json()["name"] == "bob"
    assert page.get("/", headers={"authorization": "Bearer inc_guess"}).status_code == 401


def test_whoever_hugging_face_has_signed_in_acts_as_the_account_of_that_name(bench: Workbench) -> None:
    def of(session: dict[str, Any]) -> str:
        gate = Gate(told, workbench=bench, sign_in="huggingface", say=ENGLISH)  # type: ignore[arg-type]
        identity = gate._identity({"type": "http", "headers": [], "session": session})
        assert identity is not None
        return f"{identity.name}:{identity.role}"

    def info(name: str, expires: float) -> dict[str, Any]:
        return {"oauth_info": {"userinfo": {"preferred_username": name}, "expires_at": expires}}

    assert of(info("Hub", 9e9)) == "hub:editor"
    assert of(info("Hub", 1)) == ":visitor"
    assert of(info("ann", 9e9)) == ":visitor"  # a local account is not Hugging Face's
    assert of(info("stranger", 9e9)) == of({}) == ":visitor"


def test_visitors_get_in_as_nobody(bench: Workbench) -> None:
    assert client(bench, "visitors").get("/").json()["role"] is None
    assert client(bench, "huggingface").get("/").json()["role"] == "visitor"
    assert bench.identity.role == "visitor"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.1:7860", "[::1]:7860"])
def test_a_page_for_this_machine_answers_to_its_names_alone(bench: Workbench, host: str) -> None:
    assert client(bench, "none").get("/", headers={"host": host}).status_code == 200
    for other in ("evil.example", "evil.example:7860", "127.0.0.1.evil.example", "192.168.0.9", ""):
        assert client(bench, "none").get("/", headers={"host": other}).status_code == 403


def test_a_request_that_is_too_large_is_refused_whatever_it_announces(bench: Workbench) -> None:
    page = client(bench, "visitors")
    piece = b"x" * 2**20

    def pieces(count: int) -> Iterator[bytes]:
        for _ in range(count):
            yield piece

    assert page.post("/gradio_api/call", content=piece).json()["bytes"] == 2**20
    assert page.post("/gradio_api/call", content=b"x" * (LARGEST_CALL + 1)).status_code == 413
    assert page.post("/gradio_api/call", content=pieces(6)).status_code == 413
    most = bench.settings.max_upload_mb
    assert page.post("/gradio_api/upload", content=pieces(most)).status_code == 200
    assert page.post("/gradio_api/upload", content=pieces(most + 3)).status_code == 413


def test_a_client_that_asks_too_often_has_to_wait(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "settings", bench.settings.model_copy(update={"max_calls_a_minute": 5}))
    page = client(bench, "visitors")
    assert [page.post("/gradio_api/call").status_code for _ in range(7)] == [200] * 5 + [429] * 2
    assert page.get("/").status_code == 200


def test_a_rate_empties_steadily_and_each_client_has_its_own() -> None:
    now = [0.0]
    rate = Rate(2, 60, clock=lambda: now[0])
    assert [rate.allows("a") for _ in range(3)] == [True, True, False]
    assert rate.allows("b")
    now[0] = 1.0
    assert [rate.allows("a") for _ in range(2)] == [True, False]


def test_every_answer_tells_browsers_not_to_guess(bench: Workbench) -> None:
    headers = client(bench, "visitors").get("/").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_sign_in_page_is_whole_and_shows_what_was_typed_as_text() -> None:
    page = sign_in_page(ENGLISH, name='"><script>', said="<i>")
    assert "<script>" not in page
    assert "<i>" not in page
    assert json.dumps(page).count("password") >= 4
