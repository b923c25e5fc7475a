"""Where the page may be served without sign-in, and where it refuses to start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.errors import UnprotectedError
from app.service.identity import LOCAL_USER, VISITOR
from app.service.protection import OAUTH as NEEDED
from app.service.protection import SignIn, identity_without_sign_in, is_loopback, sign_in_for
from app.store import open_store

SPACE = {"SYSTEM": "spaces", "SPACE_ID": "me/space"}
OAUTH = SPACE | dict.fromkeys(NEEDED, "x")


@pytest.fixture
def with_account(tmp_path: Path, quick_hashes: None) -> str:
    url = f"sqlite:///{tmp_path}/store.sqlite"
    with open_store(url) as store:
        store.accounts.add("ann", "administrator", password="seven grey herons over water")
    return url


@pytest.fixture
def without_account(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/empty.sqlite"
    open_store(url).close()
    return url


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.53", "[::1]", "LOCALHOST"])
def test_at_this_machine_one_person_needs_no_sign_in(host: str, without_account: str) -> None:
    assert is_loopback(host)
    assert sign_in_for(host, None, None, {}) == "none"
    assert sign_in_for(host, without_account, None, {}) == "none"


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.5", "10.0.0.1", "example.org", "localhost.example.org", "", "127.0.0.1.nip.io"]
)
def test_any_other_address_without_sign_in_refuses_to_start_and_says_how_to(host: str, with_account: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(UnprotectedError) as error:
        sign_in_for(host, with_account, None, {})
    for way in ("--sign-in local", "--visitors", "account add", "127.0.0.1"):
        assert way in str(error.value)


def test_where_there_are_accounts_one_signs_in_at_this_machine_too(with_account: str) -> None:
    assert sign_in_for("127.0.0.1", with_account, None, {}) == "local"


def test_sign_in_without_accounts_is_refused(without_account: str, with_account: str, tmp_path: Path) -> None:
    for store in (None, without_account, f"sqlite:///{tmp_path}/none.sqlite"):
        with pytest.raises(UnprotectedError, match="account add"):
            sign_in_for("0.0.0.0", store, "local", {})
    assert sign_in_for("0.0.0.0", with_account, "local", {}) == "local"
    assert not (tmp_path / "none.sqlite").exists()


def without(environment: dict[str, str], name: str) -> dict[str, str]:
    return {known: value for known, value in environment.items() if known != name}


@pytest.mark.parametrize(
    "environment",
    [{}, SPACE, {"OAUTH_CLIENT_ID": "x"}, OAUTH | {"SYSTEM": "mine"}, *(without(OAUTH, name) for name in OAUTH)],
)
def test_hugging_face_signs_in_on_a_space_with_oauth_only(environment: dict[str, str]) -> None:
    """Elsewhere Gradio's button signs everybody in as the owner of the machine."""
    with pytest.raises(UnprotectedError, match="hf_oauth"):
        sign_in_for("127.0.0.1", None, "huggingface", environment)
    assert sign_in_for("0.0.0.0", None, "huggingface", OAUTH) == "huggingface"
    if "SPACE_ID" in environment:
        assert sign_in_for("0.0.0.0", None, None, environment) == "visitors"


def test_a_space_without_sign_in_serves_visitors_only(with_account: str) -> None:
    assert sign_in_for("0.0.0.0", None, None, SPACE) == "visitors"
    assert sign_in_for("127.0.0.1", with_account, "visitors", OAUTH) == "visitors"
    assert sign_in_for("0.0.0.0", None, "visitors", {}) == "visitors"


def test_a_space_that_has_switched_sign_in_on_uses_it(with_account: str) -> None:
    assert sign_in_for("0.0.0.0", None, None, OAUTH) == "huggingface"
    assert sign_in_for("0.0.0.0", with_account, None, OAUTH) == "huggingface"


@pytest.mark.parametrize("sign_in", ["local", "huggingface", "visitors"])
def test_who_has_not_signed_in_is_a_visitor(sign_in: Any) -> None:
    chosen: SignIn = sign_in
    assert identity_without_sign_in(chosen) == VISITOR
    assert identity_without_sign_in("none") == LOCAL_USER
