"""Other programs: the examples of the document run as they stand, errors come back as values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from gradio_client import Client  # type: ignore[import-untyped]

from app.config import ROOT

DOCUMENT = (ROOT / "assets" / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    found = Client(address, verbose=False)
    yield found
    found.close()


def test_the_examples_run(address: str) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    names: dict[str, Any] = {}
    exec(example.replace("http://127.0.0.1:7860", address).replace("Client(", "Client(verbose=False, src="), names)  # noqa: S102  # our own document
    names["workbench"].close()
    assert names["added"]["added"][0]["text"] == "The refund window is 45 days."
    assert names["answer"]["edits_read"][0]["text"] == "The refund window is 45 days."
    assert names["why"]["answer"] == names["answer"]["answer"]
    assert names["why"]["selection"]["edits"][0]["read"]


def test_every_function_stands_in_the_document(client: Client) -> None:
    api: Any = client.view_api(return_format="dict", print_info=False)
    offered = {name.removeprefix("/") for name in api["named_endpoints"]}
    table = "".join(line for line in DOCUMENT.splitlines() if line.startswith("| `"))
    assert offered == {name for name in re.findall(r"`(\w+)`", table) if name != "shared"}


def test_edits_are_listed_changed_and_removed(client: Client) -> None:
    session = client.predict(api_name="/open_session")["session"]
    added = client.predict(session, ["The sky is green.", " ", "x" * 99], api_name="/add_edits")
    assert [one["text"] for one in added["added"]] == ["The sky is green."]
    assert len(added["faults"]) == 1
    changed = client.predict(session, added["added"][0]["id"], "The sky is red.", api_name="/change_edit")
    assert client.predict(session, changed["job"], 30, api_name="/job_status")["state"] == "done"
    (listed,) = client.predict(session, api_name="/list_edits")["edits"]
    assert listed["text"] == "The sky is red." and not listed["waiting"]
    client.predict(session, listed["id"], api_name="/remove_edit")
    assert client.predict(session, api_name="/list_edits")["all"] == 0


def test_test_questions_are_asked(client: Client) -> None:
    session = client.predict(api_name="/open_session")["session"]
    job = client.predict(session, ["Is it so?"], ["no such answer"], api_name="/start_test_questions")["job"]
    assert client.predict(session, job, 30, api_name="/job_status")["done"] == 1
    (result,) = client.predict(session, job, api_name="/test_results")["results"]
    assert result["question"] == "Is it so?" and result["met"] is False


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("ask", ["no such session", "Why?"], "session-expired"),
        ("make_release", ["no such session", "one"], "session-expired"),
    ],
)
def test_errors_come_back_with_their_code(client: Client, name: str, given: list[str], code: str) -> None:
    error = client.predict(*given, api_name=f"/{name}")["error"]
    assert error["code"] == code and error["remedy"]
