"""Which page of a browser asks, where one does: what has no token yet is told apart by it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_PAGE: ContextVar[str] = ContextVar("page", default="")


def page_that_asks() -> str:
    """The mark of the page for which things are done here; empty where none asked."""
    return _PAGE.get()


@contextmanager
def on_page(page: str) -> Iterator[None]:
    """Whatever is called inside is done for this page.

    Args:
        page: a mark that each opening of the page in a browser makes for itself, and tells nobody but the server.
    """
    before = _PAGE.set(page)
    try:
        yield
    finally:
        _PAGE.reset(before)
