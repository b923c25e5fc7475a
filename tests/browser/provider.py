"""An OpenID provider that stands for Hugging Face: its page asks who one is, and whether one lets the Space know.

What it is sent is checked as the standard says (client, redirect address, state, nonce, PKCE where a client begins it);
a code is good once, for the client and address that it was made for.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET, SCOPES = "space-client", "space-secret", "openid profile"
ASKED = ("client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge")
ENDS_AFTER = 8 * 3600
"""Seconds, as on Hugging Face."""


@dataclass
class Provider:
    """One provider with one client.

    Args:
        issuer: its own address.
        redirects_to: where the client's answers may go, as scheme and host.
    """

    issuer: str
    redirects_to: str
    down: bool = False
    """Nobody gets a token: as while the provider has trouble."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    """Access token → name."""
    _key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}, private=True))

    @property
    def app(self) -> Starlette:
        """The provider as an application."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/oauth/authorize", self._authorise, methods=["GET", "POST"]),
                Route("/oauth/token", self._token, methods=["POST"]),
                Route("/oauth/userinfo", self._userinfo),
                Route("/oauth/jwks", self._jwks),
            ]
        )

    async def _discovery(self, _: Request) -> Response:
        places = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "jwks",
        }
        return JSONResponse(
            {name: f"{self.issuer}/oauth/{place}" for name, place in places.items()}
            | {
                "issuer": self.issuer,
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def _authorise(self, request: Request) -> Response:
        asked = {name: request.query_params.get(name, "") for name in ASKED}
        if fault := self._fault(asked):
            return JSONResponse({"error": "invalid_request", "error_description": fault}, 400)
        if request.method == "GET":
            return HTMLResponse(_page(str(request.url)))
        said = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        if "refuse" in said:
            answer = {"error": "access_denied", "error_description": "The user denied the request."}
        else:
            answer = {"code": secrets.token_urlsafe(16)}
            self.codes[answer["code"]] = asked | {"name": said["name"]}
        joined = "&" if urlsplit(asked["redirect_uri"]).query else "?"
        return RedirectResponse(asked["redirect_uri"] + joined + urlencode(answer | {"state": asked["state"]}), 303)

    def _fault(self, asked: dict[str, str]) -> str:
        address = urlsplit(asked["redirect_uri"])
        if asked["client_id"] != CLIENT or asked["response_type"] != "code":
            return "no such client"
        if (f"{address.scheme}://{address.netloc}", address.path) != (self.redirects_to, "/login/callback"):
            return f"no such redirect address: {asked['redirect_uri']}"
        return "" if asked["state"] and asked["nonce"] and "openid" in asked["scope"].split() else "state, nonce, scope"

    async def _token(self, request: Request) -> Response:
        if self.down:
            return JSONResponse({"error": "server_error"}, 500)
        given = dict(parse_qsl((await request.body()).decode()))
        client = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {client}":
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = self.codes.pop(given.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or given.get("redirect_uri") != asked["redirect_uri"]
            or (asked["code_challenge"] and asked["code_challenge"] != proof.decode().rstrip("="))
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        access = secrets.token_urlsafe(32)
        self.tokens[access] = asked["name"]
        return JSONResponse(
            {
                "access_token": access,
                "token_type": "bearer",
                "expires_in": ENDS_AFTER,
                "scope": asked["scope"],
                "id_token": self._id_token(asked, access),
            }
        )

    def _id_token(self, asked: dict[str, str], access: str) -> str:
        half = base64.urlsafe_b64encode(hashlib.sha256(access.encode()).digest()[:16]).decode().rstrip("=")
        now = int(time.time())
        about: dict[str, Any] = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 3600, "at_hash": half}
        return jwt.encode(
            {"alg": "RS256", "kid": "one"}, about | {"nonce": asked["nonce"]} | self._claims(asked["name"]), self._key
        )

    def _claims(self, name: str) -> dict[str, str]:
        return {
            "sub": hashlib.sha256(name.encode()).hexdigest()[:24],
            "name": name.title(),
            "preferred_username": name,
            "profile": f"{self.issuer}/{name}",
            "picture": f"{self.issuer}/{name}.png",
        }

    async def _userinfo(self, request: Request) -> Response:
        name = self.tokens.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        return JSONResponse({"error": "invalid_token"}, 401) if name is None else JSONResponse(self._claims(name))

    async def _jwks(self, _: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})


def _page(address: str) -> str:
    return (
        f'<!doctype html><html lang="en"><title>Provider</title><form method="post" action="{escape(address)}">'
        '<label>Name <input name="name"></label><button>Authorize</button><button name="refuse">Refuse</button></form>'
    )
