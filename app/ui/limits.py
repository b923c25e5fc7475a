"""How much and how often one client may send, and from where: before anything looks at what was sent."""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.service.protection import is_loopback
from app.texts import Texts

CLIENTS_KEPT = 10_000
LARGEST_CALL = 4 * 2**20
"""Bytes of a request that uploads no file."""
UPLOAD_SLACK = 2**20
"""Bytes around an uploaded file."""


class Rate:
    """How often each client did something lately: a bucket that empties steadily.

    Args:
        most: at once.
        a_minute: that a client can do for ever.
        clock: seconds, increasing.
    """

    def __init__(self, most: int, a_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._per_second, self._clock = most, a_minute / 60, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """Client → fill and when that was; the longest quiet first."""

    def allows(self, client: str) -> bool:
        """Counts once more; False where that is too often, and then it is not counted."""
        now = self._clock()
        fill, then = self._buckets.pop(client, (0.0, now))
        fill = max(0.0, fill - (now - then) * self._per_second)
        allowed = fill + 1 <= self._most
        self._buckets[client] = (fill + allowed, now)
        while len(self._buckets) > CLIENTS_KEPT:
            self._buckets.popitem(last=False)
        return allowed


class TooLargeError(Exception):
    """More came than was announced, or than is taken."""


class Limits:
    """ASGI middleware.

    Args:
        upload_bytes: of the largest file.
        calls_a_minute: requests that are no mere reading (POST and the like), of one client.
        this_machine_only: refuses requests that name another host: a page from elsewhere whose name points here.
    """

    def __init__(
        self, app: ASGIApp, *, upload_bytes: int, calls_a_minute: int, this_machine_only: bool, say: Texts
    ) -> None:
        self._app, self._upload_bytes, self._say = app, upload_bytes, say
        self._this_machine_only = this_machine_only
        self._rate = Rate(calls_a_minute, calls_a_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), scope["path"]
        most = self._upload_bytes + UPLOAD_SLACK if path.endswith("/upload") else LARGEST_CALL
        announced = headers.get("content-length", "")
        if self._this_machine_only and not is_loopback(_host_in(headers.get("host", ""))):
            await _refusal(403, self._say("access.this-machine"))(scope, receive, send)
        elif announced.isdecimal() and int(announced) > most:
            await _refusal(413, self._say("access.too-large", bytes=most))(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD", "OPTIONS") and not self._rate.allows(client_of(scope)):
            await _refusal(429, self._say("access.too-many"))(scope, receive, send)
        else:
            await self._bounded(scope, receive, send, most)

    async def _bounded(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        """Whatever was announced: reading ends where more comes than is taken."""
        read, begun = 0, False

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise TooLargeError
            return message

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(_hardened(message))

        try:
            await self._app(scope, counted, noted)
        except TooLargeError:
            if not begun:
                await _refusal(413, self._say("access.too-large", bytes=most))(scope, receive, send)


def client_of(scope: Scope) -> str:
    """The address that a request comes from."""
    client: Any = scope.get("client")
    return str(client[0]) if client else ""


def from_here(scope: Scope) -> bool:
    """Whether a request was made by this very page, as far as browsers tell. A proxy may call the page by another host
    than people do, and names theirs; a Space knows its own."""
    headers = Headers(scope=scope)
    named = (headers.get("host", ""), headers.get("x-forwarded-host", ""), os.environ.get("SPACE_HOST", ""))
    hosts = {host.strip() for some in named for host in some.split(",")}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc in hosts - {""}


def _host_in(header: str) -> str:
    """The host of a Host header, without the port."""
    return header.rsplit("]", 1)[0].lstrip("[") if header.startswith("[") else header.partition(":")[0]


def _refusal(status: int, reason: str) -> JSONResponse:
    return JSONResponse({"error": reason}, status)


def _hardened(message: Message) -> Message:
    """Browsers take every answer for what it says it is, and tell other sites nothing of this page."""
    if message["type"] != "http.response.start":
        return message
    more = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin")]
    return {**message, "headers": [*message.get("headers", ()), *more]}
