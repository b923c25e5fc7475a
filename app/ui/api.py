"""Endpoints for other programs, over HTTP: `app.service.programs` with errors as values; assets/docs/api.md tells how.

Nothing else of the page is offered: its handlers are private.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import gradio as gr

from app.errors import WorkbenchError
from app.service.programs import Answered, Programs
from app.service.workbench import Workbench
from app.ui.acting import as_who_asks
from app.ui.state import MAY_WAIT, WAITING_AT_ONCE


def offer(workbench: Workbench) -> None:
    """Makes the endpoints, within a `gr.Blocks`. Each acts as whoever made the request."""
    for function in Programs(workbench).functions:
        gr.api(  # type: ignore[attr-defined]  # Gradio does not export it by name
            as_who_asks(_told(function)),
            api_name=function.__name__,
            concurrency_id=MAY_WAIT,
            concurrency_limit=WAITING_AT_ONCE,
        )


def _told(function: Callable[..., Answered]) -> Callable[..., Answered]:
    """The function with its errors as values."""

    @wraps(function)
    def told(*given: Any) -> Answered:
        try:
            return function(*given)
        except WorkbenchError as error:
            return {"error": error.as_dict()}

    return told
