"""The functions for other programs as MCP tools: a client of the protocol against a served workbench, and the gate."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent, Tool
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.config import ROOT
from app.service import Workbench
from app.ui.build import middleware
from app.ui.mcp import ONLY_READ, PATH, REMOVE, McpServer
from tests.service.people import bench_with_store

DOCUMENT = (ROOT / "assets" / "docs" / "api.md").read_text(encoding="utf-8")


def with_client(address: str, steps: Callable[[ClientSession], Awaitable[Any]]) -> Any:
    """What the steps return, taken as a program that speaks the protocol."""

    async def talk() -> Any:
        async with streamable_http_client(address + PATH) as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            return await steps(session)

    return asyncio.run(talk())


async def value(client: ClientSession, tool: str, **given: Any) -> Any:
    """What a tool returns when nothing goes wrong."""
    result = await client.call_tool(tool, given)
    assert not result.isError, result.content
    assert result.structuredContent is not None
    return result.structuredContent


@pytest.fixture(scope="module")
def tools(address: str) -> dict[str, Tool]:
    async def listed(session: ClientSession) -> list[Tool]:
        return (await session.list_tools()).tools

    return {tool.name: tool for tool in with_client(address, listed)}


def test_the_tools_are_the_functions_of_the_document(tools: dict[str, Tool]) -> None:
    table = "".join(line for line in DOCUMENT.splitlines() if line.startswith("| `"))
    assert set(tools) == {name for name in re.findall(r"`(\w+)`", table) if name != "shared"}
    assert {*ONLY_READ, *REMOVE} <= set(tools)


def test_a_tool_tells_what_it_does_and_takes(tools: dict[str, Tool]) -> None:
    ask = tools["ask"]
    assert ask.description is not None and ask.description.startswith("Ask: ")
    assert ask.inputSchema["required"] == ["session", "question"]
    given = {name: taken["type"] for name, taken in ask.inputSchema["properties"].items()}
    assert given == {"session": "string", "question": "string", "policy": "string", "only_edits": "boolean"}
    assert all(tool.description and tool.annotations for tool in tools.values())


def test_from_an_edit_to_why(address: str) -> None:
    async def steps(client: ClientSession) -> None:
        token = (await value(client, "open_session"))["session"]
        added = await value(client, "add_edits", session=token, texts=["The refund window is 45 days."])
        job = await value(client, "job_status", session=token, job=added["job"], wait=30)
        assert job["state"] == "done"
        asked = await value(client, "ask", session=token, question="How long is the refund window?")
        assert [one["text"] for one in asked["edits_read"]] == ["The refund window is 45 days."]
        why = await value(client, "explain", session=token, key=asked["key"])
        assert why["answer"] == asked["answer"] and why["sentence"]

    with_client(address, steps)


def test_errors_are_told_as_errors_with_their_code(address: str) -> None:
    async def steps(session: ClientSession) -> tuple[CallToolResult, CallToolResult]:
        unknown = await session.call_tool("ask", {"session": "no such session", "question": "Why?"})
        return unknown, await session.call_tool("ask", {"session": "no such session"})

    unknown, incomplete = with_client(address, steps)
    assert unknown.isError and unknown.structuredContent["error"]["code"] == "session-expired"
    assert unknown.structuredContent["error"]["remedy"]
    assert incomplete.isError and "question" in incomplete.content[0].text
    assert isinstance(unknown.content[0], TextContent)  # for programs that read text alone


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    bench = bench_with_store(tmp_path)
    store = bench.whole_store().store
    store.accounts.add("ann", "editor")
    yield bench
    store.close()


def test_a_tool_acts_for_whoever_calls_it(bench: Workbench) -> None:
    server = McpServer(bench)
    app = Starlette(routes=server.routes, middleware=middleware(bench, "local"), lifespan=server.running)
    _, reads = bench.whole_store().store.tokens.make("ann", "", ("read",))

    def called(secret: str, tool: str, **given: Any) -> Any:
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": given}}
        headers = {"accept": "application/json, text/event-stream"} | (
            {"authorization": f"Bearer {secret}"} if secret else {}
        )
        return page.post(PATH, json=call, headers=headers)

    with TestClient(app, base_url="http://page.example") as page:
        assert called("", "open_session").status_code == 401
        assert called("guess", "open_session").status_code == 401
        token = called(reads, "open_session", shared=True).json()["result"]["structuredContent"]["session"]
        assert bench.sessions.get(token).identity.name == "ann"  # type: ignore[union-attr]
        assert called(reads, "list_edits", session=token).json()["result"]["structuredContent"]["all"] == 0
        refused = called(reads, "add_edits", session=token, texts=["The sky is green."]).json()["result"]
        assert refused["isError"] and refused["structuredContent"]["error"]["code"] == "not-allowed"
