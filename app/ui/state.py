"""What the tabs of one page share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from secrets import token_urlsafe
from time import monotonic
from typing import Any, TypeVar

import gradio as gr

from app.service import Workbench
from app.texts import Texts
from app.ui.acting import as_who_asks

MAY_WAIT = "may-wait"
"""Concurrency id of the listeners that may wait for the model. Their order is that of the service's queue
(app/service/queue.py); Gradio only bounds how many there are."""

WAITING_AT_ONCE, QUICK_AT_ONCE = 100, 8
"""Calls at once, of all listeners that may wait together, and of each of the others.

More than the service's queue takes by default (`max_waiting` and those that are answered): who comes when it is full is
told so at once, in place of waiting for a thread."""

THREADS = WAITING_AT_ONCE + 20
"""Of Gradio. A call that waits holds one; the rest are for those that answer at once."""

Updates = dict[Any, Any]
"""What a handler gives back: component → new value."""

Event = Callable[..., Any]
"""A component's listener, such as `button.click`."""
Handler = Callable[..., Any]
Step = TypeVar("Step")
Components = Sequence[Any] | None


@dataclass(frozen=True)
class Find:
    """The wish to see an edit in the list of edits."""

    text: str
    wish: str = field(default_factory=lambda: token_urlsafe(6))
    """Another one each time: Gradio tells of a state that changes, and who asks again wants to be taken there again."""


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
    drawer: gr.HTML
    """The details of an edit, beside the tabs; “” closes it."""
    find: gr.State
    """The `Find` that a person asked for last; None before."""
    draft: gr.State
    """The draft of a correcting edit that a person asked for; None before."""
    jobs: gr.State
    """Id of the job begun last: who begins one sets it, and the panel of jobs shows it from then on."""
    progress: gr.State
    """Changes whenever a job of the session has done something, and after a reload."""
    rules: gr.State
    """The `Rules` of a file of saved work that was uploaded last, with a mark of that upload; None before."""


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


def listen(
    event: Event,
    handler: Handler,
    inputs: Components,
    outputs: Components,
    *,
    model: bool = False,
    in_turn: str = "",
    again: bool = False,
) -> Any:
    """Connects a handler to a component's event, the same way everywhere.

    No handler is offered as an API. Each shows its own progress, and acts as whoever made the request.

    Args:
        model: it may take long, because it waits for the model (the service's queue says in what order): so many of
            those run at once that threads are left for the others, which answer at once.
        in_turn: handlers that name the same are run one after another: what one of them shows is never overwritten by
            another that looked earlier.
        again: an event that comes while the handler still runs begins it once more; otherwise Gradio drops it.
    """
    limit = 1 if in_turn else WAITING_AT_ONCE if model else QUICK_AT_ONCE
    return event(
        as_who_asks(handler, on_a_page=True),
        inputs,
        outputs,
        show_progress="hidden",
        api_visibility="private",
        concurrency_id=in_turn or (MAY_WAIT if model else None),
        concurrency_limit=limit,
        trigger_mode="multiple" if again else None,
    )
