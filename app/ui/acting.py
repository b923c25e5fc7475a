"""Handlers act as whoever asks, and speak their language: the gate has found out the one, headers tell the other."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import wraps
from typing import Any

from gradio.context import LocalContext
from starlette.requests import HTTPConnection

from app.service.identity import Identity, acting_as
from app.service.pages import on_page
from app.texts import speaking
from app.ui.language import language_asked

IDENTITY = "incomes.identity"
"""Key in a request's ASGI scope."""


def as_who_asks(handler: Callable[..., Any], *, on_a_page: bool = False) -> Callable[..., Any]:
    """The handler, or the generator, with everything in it done by whoever made the request.

    Args:
        on_a_page: it belongs to the page, not to the API, where each call stands by itself.
    """
    if inspect.isgeneratorfunction(handler):

        @wraps(handler)
        def steps(*given: Any) -> Iterator[Any]:
            acting, iterator = _acting(on_a_page), handler(*given)
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
        with _acting(on_a_page)():
            return handler(*given)

    return once


def _acting(on_a_page: bool) -> Callable[[], AbstractContextManager[None]]:
    request = LocalContext.request.get(None)
    if request is None:
        return acting_for(None)
    return acting_for(request.request, page=(request.session_hash or "") if on_a_page else "")


def acting_for(asked: HTTPConnection | None, *, page: str = "") -> Callable[[], AbstractContextManager[None]]:
    """What puts whatever is called inside it in the name and the language of whoever made a request.

    Args:
        page: mark of the page it came from; empty: from none.
    """
    identity = None if asked is None else asked.scope.get(IDENTITY)
    language = None if asked is None else language_asked(asked.headers)

    @contextmanager
    def acting() -> Iterator[None]:
        with ExitStack() as all_of_it:
            if isinstance(identity, Identity):
                all_of_it.enter_context(acting_as(identity))
            if language is not None:
                all_of_it.enter_context(speaking(language))
            all_of_it.enter_context(on_page(page))
            yield

    return acting
