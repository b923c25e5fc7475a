"""The functions for other programs as tools of the Model Context Protocol; assets/docs/api.md tells how.

Gradio's own MCP server calls the page over HTTP as if it were somebody at this machine: without the sign-in of whoever
asked, and all callers within the limits of one. Here each call passes the same gate as every other request.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial, wraps
from typing import Any

import anyio
from mcp.server.fastmcp import FastMCP
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from starlette.requests import HTTPConnection

from app.errors import WorkbenchError
from app.service.programs import ABOUT, Answered, Programs
from app.service.workbench import Workbench
from app.ui.acting import acting_for
from app.ui.state import WAITING_AT_ONCE

PATH = "/mcp"
ONLY_READ = ("explain", "list_edits", "list_pools", "job_status", "test_results", "list_releases", "gate_results")
"""Tools that change nothing."""
REMOVE = ("change_edit", "remove_edit", "move_alias")
"""Tools that put something else in the place of what was there."""


class McpServer:
    """The server, to be made a part of the page's application."""

    def __init__(self, workbench: Workbench) -> None:
        self._server = FastMCP(
            "InComeS workbench",
            instructions=ABOUT,
            stateless_http=True,
            json_response=True,
            streamable_http_path=PATH,
            log_level="WARNING",
            # hosts are looked at in app/ui/limits.py, before any request comes here
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )
        self._waiting = anyio.CapacityLimiter(WAITING_AT_ONCE)
        for function in Programs(workbench).functions:
            name = function.__name__
            hints = ToolAnnotations(readOnlyHint=name in ONLY_READ, destructiveHint=name in REMOVE, openWorldHint=False)
            self._server.add_tool(self._tool(function), annotations=hints)
        self.routes = self._server.streamable_http_app().routes

    def running(self, _app: Any) -> AbstractAsyncContextManager[None]:
        """Around the time in which the application serves."""
        return self._server.session_manager.run()

    def _tool(self, function: Callable[..., Answered]) -> Callable[..., Awaitable[Any]]:
        @wraps(function)
        async def tool(**given: Any) -> Any:
            asked = self._server.get_context().request_context.request
            call = partial(_called, function, asked, given)
            return await anyio.to_thread.run_sync(call, limiter=self._waiting)

        return tool


def _called(function: Callable[..., Answered], asked: HTTPConnection | None, given: dict[str, Any]) -> Any:
    """What the function returns to whoever asked; an error as one, with the same value as over HTTP."""
    with acting_for(asked)():
        try:
            return function(**given)
        except WorkbenchError as error:
            told = {"error": error.as_dict()}
            text = TextContent(type="text", text=json.dumps(told, ensure_ascii=False))
            return CallToolResult(content=[text], structuredContent=told, isError=True)
