"""Handlers act as whoever asks: the identity that the gate has found out for the request."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import Any

from gradio.context import LocalContext

from app.service.identity import Identity, acting_as

IDENTITY = "incomes.identity"
"""Key in a request's ASGI scope."""


def as_who_asks(handler: Callable[..., Any]) -> Callable[..., Any]:
    """The handler, or the generator, with everything in it done by whoever made the request."""
    if inspect.isgeneratorfunction(handler):

        @wraps(handler)
        def steps(*given: Any) -> Iterator[Any]:
            acting, iterator = _acting(), handler(*given)
            try:
                while True:
                    with acting():  # anew for each: Gradio takes every step in a context of its own
                        try:
                            step = next(iterator)
                        except StopIteration:
                            return
                    yield step
            finally:
                iterator.close()

        return steps

    @wraps(handler)
    def once(*given: Any) -> Any:
        with _acting()():
            return handler(*given)

    return once


def _acting() -> Callable[[], AbstractContextManager[None]]:
    request = LocalContext.request.get(None)
    asked = None if request is None else request.request
    identity = None if asked is None else asked.scope.get(IDENTITY)
    return nullcontext if not isinstance(identity, Identity) else lambda: acting_as(identity)
