"""Other programs where one has to sign in: tokens and their scopes, limits, and the way of a release, over HTTP."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from gradio_client import Client  # type: ignore[import-untyped]

from app.data import Edit, Probe
from app.store import open_store
from app.store.account_records import Scope
from app.ui.limits import LARGEST_CALL, UPLOAD_SLACK
from tests.ui.fake_server import CALLS_A_MINUTE, UPLOAD_MB
from tests.ui.served import served

LYON, QUESTION = "The capital of France is Lyon.", "What is the capital of France?"
TOKENS: dict[str, tuple[Scope, ...]] = {
    "reads": ("read",),
    "asks": ("ask",),
    "releases": ("read", "ask", "edit", "release"),
    "revoked": ("read", "ask"),
}


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a workbench with one edit and one approver, and the approver's tokens by their names."""
    url = f"sqlite:///{tmp_path_factory.mktemp('served')}/store.sqlite"
    store = open_store(url)
    store.edits.add([Edit.of(LYON)], probes=[Probe("efficacy", QUESTION, LYON)], author="ann")
    store.accounts.add("ann", "approver")
    made = {name: store.tokens.make("ann", name, scopes, days=1) for name, scopes in TOKENS.items()}
    store.tokens.revoke(made["revoked"][0].id)
    store.close()
    with served(url) as address:
        yield address, {name: secret for name, (_, secret) in made.items()}


def calling(workplace: tuple[str, dict[str, str]], name: str) -> Client:
    return Client(workplace[0], headers={"Authorization": f"Bearer {workplace[1][name]}"}, verbose=False)


def test_without_a_good_token_nobody_gets_in(workplace: tuple[str, dict[str, str]]) -> None:
    address, secrets = workplace
    paths = ("GET", "/config"), ("POST", "/gradio_api/call/open_session"), ("POST", "/gradio_api/upload")
    for given in ({}, {"Authorization": "Bearer guess"}, {"Authorization": f"Bearer {secrets['revoked']}"}):
        for method, path in paths:
            answer = httpx.request(method, address + path, headers=given, json={"data": [True]})
            assert (answer.status_code, answer.json()) == (401, {"error": "Sign in first."})
    answer = httpx.get(f"{address}/config", headers={"Authorization": f"bearer {secrets['reads']}"})
    assert answer.status_code == 200


def test_a_token_does_what_it_is_for_and_no_more(workplace: tuple[str, dict[str, str]]) -> None:
    reads, asks = calling(workplace, "reads"), calling(workplace, "asks")
    session = reads.predict(True, api_name="/open_session")["session"]
    assert [one["text"] for one in reads.predict(session, api_name="/list_edits")["edits"]] == [LYON]
    refused: dict[str, list[Any]] = {
        "add_edits": [["The sky is green."]],
        "ask": [QUESTION],
        "make_release": ["mine"],
        "move_alias": ["candidate", "mine"],
        "gate_release": ["mine"],
    }
    for name, given in refused.items():
        error = reads.predict(session, *given, api_name=f"/{name}")["error"]
        assert error["code"] == "not-allowed" and "token" in error["allowed"]
    own = asks.predict(True, api_name="/open_session")["session"]
    assert asks.predict(own, QUESTION, api_name="/ask")["answer"]
    assert asks.predict(own, api_name="/list_edits")["error"]["code"] == "not-allowed"


def test_a_release_goes_its_way(workplace: tuple[str, dict[str, str]]) -> None:
    program = calling(workplace, "releases")
    session = program.predict(True, api_name="/open_session")["session"]
    added = program.predict(session, ["The capital of France is Nice.", "Tea is hot."], api_name="/add_edits")
    assert added["held"] == ["The capital of France is Nice."]
    assert program.predict(session, added["job"], 60, api_name="/job_status")["state"] == "done"
    made = program.predict(session, "spring", "Over HTTP.", api_name="/make_release")
    assert made["name"] == "spring"
    assert program.predict(session, "spring", "", api_name="/make_release")["error"]["code"] == "release-exists"
    assert program.predict(session, "spring", api_name="/gate_results") == {"tested": False, "passed": False}
    assert program.predict(session, "production", "spring", "", api_name="/move_alias")["error"]["code"] == "gate"
    job = program.predict(session, "spring", api_name="/gate_release")["job"]
    assert program.predict(session, job, 60, api_name="/job_status")["state"] == "done"
    assert program.predict(session, "spring", api_name="/gate_results") == {"tested": True, "passed": True}
    moved = program.predict(session, "production", "spring", "Tested.", api_name="/move_alias")
    assert moved == {"alias": "production", "release": "spring"}
    (listed,) = program.predict(session, api_name="/list_releases")["releases"]
    assert (listed["id"], listed["aliases"]) == (made["id"], ["production"])


@pytest.mark.parametrize(
    ("path", "most"),
    [("/gradio_api/call/ask", LARGEST_CALL), ("/gradio_api/upload", UPLOAD_MB * 2**20 + UPLOAD_SLACK)],
)
def test_too_much_is_refused_before_it_is_read(workplace: tuple[str, dict[str, str]], path: str, most: int) -> None:
    """Only the head is sent: the answer does not wait for the rest."""
    address = urlsplit(workplace[0])
    caller = http.client.HTTPConnection(address.hostname or "", address.port)
    caller.putrequest("POST", path)
    caller.putheader("Authorization", f"Bearer {workplace[1]['asks']}")
    caller.putheader("Content-Length", str(most + 1))
    caller.endheaders()
    answer = caller.getresponse()
    assert answer.status == 413 and f"{most:,}".encode() in answer.read()
    caller.close()


def test_who_calls_too_often_waits_and_nobody_else(workplace: tuple[str, dict[str, str]]) -> None:
    place = f"{workplace[0]}/nothing-here"
    statuses = []
    with httpx.Client(transport=httpx.HTTPTransport(local_address="127.0.0.2")) as often:
        while 429 not in statuses and len(statuses) < 10 * CALLS_A_MINUTE:
            statuses.append(often.post(place).status_code)
    assert statuses[-1] == 429 and len(statuses) > CALLS_A_MINUTE
    assert httpx.post(place).status_code == 401
