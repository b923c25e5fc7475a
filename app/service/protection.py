"""Whether the page may be served at an address, and who then acts there without having signed in."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from typing import Literal, get_args

from app.errors import UnprotectedError
from app.service.identity import LOCAL_USER, VISITOR, Identity
from app.store import open_store, store_exists

SignIn = Literal["none", "local", "huggingface", "visitors"]
"""`none`: one person at this machine, as administrator. `local`: nobody gets in without an account of the store.
`huggingface`: who has signed in there acts as the account of that name, everybody else is a visitor. `visitors`:
everybody is one: a private pool of edits, and nothing of the shared store."""
CHOICES: tuple[str, ...] = get_args(SignIn)[1:]
OAUTH = frozenset({"SPACE_ID", "OAUTH_CLIENT_ID", "OAUTH_CLIENT_SECRET", "OAUTH_SCOPES", "OPENID_PROVIDER_URL"})
"""What a Space with `hf_oauth: true` finds in its environment."""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def sign_in_for(
    host: str, store: str | None, chosen: str | None, environment: Mapping[str, str] = os.environ
) -> SignIn:
    """How people sign in at an address.

    Args:
        host: address that is served.
        store: URL of the store that the page offers; None: it offers none.
        chosen: one of `CHOICES`, where somebody has chosen.

    Raises:
        UnprotectedError: others would reach the page without sign-in, or nobody could sign in as was chosen.
        StoreError: the store cannot be opened.
    """
    if chosen is None:
        if "SPACE_ID" in environment:
            return "huggingface" if _huggingface_signs_in(environment) else "visitors"
        if is_loopback(host):
            return "local" if _has_accounts(store) else "none"
        raise UnprotectedError(
            f"At {host} other machines reach the page, and nobody would have to sign in.",
            "It was not started.",
            "Make an account (python -m app account add NAME --role administrator) and give --sign-in local and "
            "--store; or give --visitors, so that everybody has private edits and nothing else; or serve 127.0.0.1.",
        )
    if chosen == "local" and not _has_accounts(store):
        raise UnprotectedError(
            "Nobody could sign in: the store has no account, or no store is named.",
            "It was not started.",
            "Give --store URL, and make an account there: python -m app account add NAME --role administrator.",
        )
    if chosen == "huggingface" and not _huggingface_signs_in(environment):
        raise UnprotectedError(
            "Hugging Face signs people in on a Space only; elsewhere everybody would be the owner of this machine.",
            "It was not started.",
            "On a Space set `hf_oauth: true` at the top of README.md; elsewhere give --sign-in local.",
        )
    return next(kind for kind in get_args(SignIn) if kind == chosen)


def identity_without_sign_in(sign_in: SignIn) -> Identity:
    """Who acts on the page without having signed in."""
    return LOCAL_USER if sign_in == "none" else VISITOR


def _huggingface_signs_in(environment: Mapping[str, str]) -> bool:
    """Whether Gradio would ask Hugging Face who somebody is. Where it does not take the machine for a Space, it would
    sign everybody in as the owner of this machine."""
    return environment.get("SYSTEM") == "spaces" and set(environment) >= OAUTH


def _has_accounts(store: str | None) -> bool:
    if store is None or not store_exists(store):
        return False
    with open_store(store, create=False) as opened:
        return opened.accounts.any()
