"""What the tabs of one page share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any, TypeVar

import gradio as gr

from app.service import Loading, Workbench
from app.texts import Texts

MODEL_QUEUE = "model"
"""Listeners with this concurrency id use the model one after the other."""

Updates = dict[Any, Any]
"""What a handler gives back: component → new value."""

Event = Callable[..., Any]
"""A component's listener, such as `button.click`."""
Handler = Callable[..., Any]
Step = TypeVar("Step")
Components = Sequence[Any] | None


@dataclass(frozen=True)
class Page:
    """The façade, the texts, and the components through which the tabs hear of each other."""

    workbench: Workbench
    say: Texts
    token: gr.BrowserState
    """Token of the browser's session: survives a reload, means nothing to any other server."""
    revision: gr.State
    """Changes whenever the session's edits do."""
    answer: gr.State
    """Key of the answer shown, “” before the first."""
    tabs: gr.Tabs


def until_ready(workbench: Workbench, every: float = 0.25) -> Iterator[Loading]:
    """How far the model is, again and again, until it is loaded.

    Raises:
        WorkbenchError: why it cannot be loaded.
    """
    workbench.begin_loading()
    while not (state := workbench.loading).ready:
        if state.error is not None:
            raise state.error
        yield state
        sleep(every)


def at_most_every(seconds: float, steps: Iterator[Step]) -> Iterator[Step]:
    """The steps without those that follow another too soon; the first and the last are always among them."""
    shown, left_out = -seconds, None
    for step in steps:
        left_out = step
        if monotonic() - shown >= seconds:
            shown, left_out = monotonic(), None
            yield step
    if left_out is not None:
        yield left_out


def listen(event: Event, handler: Handler, inputs: Components, outputs: Components, *, model: bool = False) -> Any:
    """Connects a handler to a component's event, the same way everywhere.

    No handler is offered as an API, and each shows its own progress. Those with `model` wait for each other.
    """
    return event(
        handler,
        inputs,
        outputs,
        show_progress="hidden",
        api_visibility="private",
        concurrency_id=MODEL_QUEUE if model else None,
        concurrency_limit=1 if model else None,
    )
