"""Around Gradio's sign-in with Hugging Face: what that leaves open is settled before and behind it.

Gradio makes the routes (`gr.LoginButton`), sends a browser to Hugging Face, checks what comes back, and leaves the name
in a signed cookie. By itself it would
- answer with an internal error to who refuses, and where Hugging Face fails or knows a code no more: here the page is
  shown again and says what happened (`TOLD` in its address);
- begin again, up to three times, at an answer that this browser has not asked for (another state, or one used before),
  and sign in after all where Hugging Face does not ask twice: here such an answer signs nobody in;
- put the access token and the token of identity into the browser's cookie, which is signed but not sealed and may come
  to more than a browser keeps: here the name and the time when it ends are kept alone;
- recognise a browser by its cookie whichever page makes it call. Within the frame of a Space the cookie has to go along
  with requests between sites, and Gradio lets every site read the answers: here such a request is a visitor's;
- sign out whoever is led to a link: here it takes a form of this very page.
"""

from __future__ import annotations

import time
from logging import getLogger
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.ui.limits import from_here

BEGIN, CALLBACK, LINK_OUT = "/login/huggingface", "/login/callback", "/logout"
"""Gradio's routes."""
LEAVE = "/sign-out"
TOLD, REFUSED, FAILED = "sign-in", "refused", "failed"
"""Name in the page's address, and what it tells there."""
KEPT, STATE = "oauth_info", "_state_huggingface_{}"
"""Where Gradio keeps who is signed in, and what was asked for, in the signed session."""

log = getLogger(__name__)


class HuggingFace:
    """ASGI middleware, behind Gradio's signed session."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not from_here(scope):
            scope = {**scope, "session": {}}  # another one: the browser's own is neither read nor changed
        if scope["type"] != "http" or "session" not in scope:
            await self._app(scope, receive, send)
            return
        request, path = Request(scope, receive), scope["path"]
        if path == LEAVE and request.method == "POST":
            request.session.pop(KEPT, None)
        if path in (LEAVE, LINK_OUT):
            await RedirectResponse("/", 303)(scope, receive, send)
        elif path == CALLBACK and (why := _unfit(request)):
            await _back(request, why)(scope, receive, send)
        elif path in (BEGIN, CALLBACK):
            await self._signing_in(request, send)
        else:
            await self._app(scope, receive, send)

    async def _signing_in(self, request: Request, send: Send) -> None:
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            if message["type"] == "http.response.start" and KEPT in request.session:
                request.session[KEPT] = _name_and_end(request.session[KEPT])
            await send(message)

        try:
            await self._app(request.scope, request.receive, noted)
        except Exception:  # Hugging Face's, the network's or the token's: they have no other class in common
            if begun:
                raise
            log.warning("nobody was signed in with Hugging Face", exc_info=True)
            await _back(request, FAILED)(request.scope, request.receive, send)


def huggingface_name(scope: Scope) -> str:
    """The name that Hugging Face has signed in; empty where it has nobody, or not any more."""
    found: Any = scope.get("session", {}).get(KEPT) or {}
    expires = found.get("expires_at")
    if expires is not None and expires < time.time():
        return ""
    return str(found.get("userinfo", {}).get("preferred_username", ""))


def without_told(query: str) -> str:
    """What stands behind the “?” of the page's address, without what was told there."""
    return urlencode([(name, value) for name, value in parse_qsl(query) if name != TOLD])


def _unfit(request: Request) -> str:
    """Why an answer of Hugging Face signs nobody in; empty: it may."""
    if request.session.get(STATE.format(request.query_params.get("state"))) is None:
        return FAILED
    error = request.query_params.get("error")
    return "" if error is None else REFUSED if error == "access_denied" else FAILED


def _back(request: Request, why: str) -> RedirectResponse:
    """To the page, which tells why nobody was signed in. What was asked for is asked for no more."""
    request.session.pop(STATE.format(request.query_params.get("state")), None)
    query = without_told(urlsplit(request.query_params.get("_target_url", "")).query)
    return RedirectResponse(f"/?{query}{'&' if query else ''}{urlencode({TOLD: why})}", 303)


def _name_and_end(found: dict[str, Any]) -> dict[str, Any]:
    name = found.get("userinfo", {}).get("preferred_username", "")
    return {"userinfo": {"preferred_username": name}, "expires_at": found.get("expires_at")}
