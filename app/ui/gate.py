"""In front of the page: finds out who makes a request, and lets nobody in who has to sign in first.

A local account signs in on a page of its own. Its browser keeps a secret in a cookie that no script can read; the
store keeps the secret's sha256. Hugging Face's sign-in is Gradio's, which leaves the name in the signed session
(`app/ui/hugging_face.py`).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import anyio
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import LockedError, StoreError, WorkbenchError
from app.service import Workbench
from app.service.identity import VISITOR, Identity
from app.service.protection import SignIn
from app.texts import Texts
from app.ui.acting import IDENTITY
from app.ui.hugging_face import huggingface_name
from app.ui.limits import Rate, client_of, from_here
from app.ui.sign_in_html import sign_in_page

COOKIE = "incomes-sign-in"
ENTER, LEAVE = "/sign-in", "/sign-out"
OPEN_TO_ALL = ("/gradio_api/startup-events",)
"""What Gradio asks of itself when it starts: it tells nothing."""
LARGEST_FORM = 8_192
"""Bytes."""
TRIES_AT_ONCE, TRIES_A_MINUTE = 20, 10
"""Sign-ins of one client, whatever the name."""
HASHED_AT_ONCE = 2
"""Passwords looked at side by side: each takes 64 MB."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
"""Of the sign-in page: no script, no picture, in no other page."""


class Gate:
    """ASGI middleware.

    Args:
        sign_in: how people sign in here.
    """

    def __init__(self, app: ASGIApp, *, workbench: Workbench, sign_in: SignIn, say: Texts) -> None:
        self._app, self._workbench, self._sign_in, self._say = app, workbench, sign_in, say
        self._rate = Rate(TRIES_AT_ONCE, TRIES_A_MINUTE)
        self._hashing = anyio.CapacityLimiter(HASHED_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if self._sign_in == "local" and scope["type"] == "http" and scope["path"] in (ENTER, LEAVE):
            answer = await self._at_the_door(Request(scope, receive))
            await answer(scope, receive, send)
            return
        identity = await anyio.to_thread.run_sync(self._identity, scope)
        if identity is not None:
            scope[IDENTITY] = identity
        if self._sign_in != "local" or identity != VISITOR or scope["path"] in OPEN_TO_ALL:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":  # a websocket that is not accepted is closed
            await self._turned_away(scope)(scope, receive, send)

    def _identity(self, scope: Scope) -> Identity | None:
        """Who makes a request; None: whoever acts here without sign-in."""
        access, headers = self._workbench.access, Headers(scope=scope)
        if self._sign_in in ("none", "visitors"):
            return None
        scheme, _, secret = headers.get("authorization", "").partition(" ")
        try:
            if scheme.lower() == "bearer":
                return access.of_token(secret.strip())
            if self._sign_in == "local":
                return access.of_sign_in(_cookie_in(scope))
            return access.of_huggingface(huggingface_name(scope))
        except StoreError:
            return VISITOR  # nobody gets in while nobody can be recognised

    def _turned_away(self, scope: Scope) -> Response:
        wants_page = scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")
        if wants_page:
            return RedirectResponse(ENTER, 303)
        return JSONResponse({"error": self._say("access.first")}, 401)

    # The sign-in page

    async def _at_the_door(self, request: Request) -> Response:
        leaving = request.url.path == LEAVE
        if request.method != "POST":
            return RedirectResponse("/", 303) if leaving else self._page()
        if not from_here(request.scope):
            return self._page(403, said=self._say("access.elsewhere"))
        if leaving:
            secret = _cookie_in(request.scope)
            await anyio.to_thread.run_sync(self._workbench.access.sign_out, secret)
            answer: Response = RedirectResponse(ENTER, 303)
            answer.delete_cookie(COOKIE, path="/")
            return answer
        if not self._rate.allows(client_of(request.scope)):
            return self._page(429, said=self._say("access.often"))
        return await self._enter(request)

    async def _enter(self, request: Request) -> Response:
        fields = parse_qs((await _body_of(request)).decode("utf-8", "replace"), keep_blank_values=True)
        name, password = (fields.get(field, [""])[0] for field in ("name", "password"))
        sign_in = self._workbench.access.sign_in
        try:
            secret = await anyio.to_thread.run_sync(sign_in, name, password, limiter=self._hashing)
        except WorkbenchError as error:
            return self._page(429 if isinstance(error, LockedError) else 401, error=error, name=name[:64])
        answer = RedirectResponse("/", 303)
        secure = request.url.scheme == "https"
        answer.set_cookie(COOKIE, secret, path="/", secure=secure, httponly=True, samesite="lax")
        return answer

    def _page(self, status: int = 200, **told: Any) -> Response:
        headers = {"content-security-policy": POLICY, "cache-control": "no-store"}
        return HTMLResponse(sign_in_page(self._say, **told), status, headers)


def _cookie_in(scope: Scope) -> str:
    """The secret that the browser keeps; empty where it keeps none."""
    return HTTPConnection(scope).cookies.get(COOKIE, "")


async def _body_of(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_FORM:
            return b""
    return body
