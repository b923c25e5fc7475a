"""Names for suites and methods; a name that is not known is answered with the nearest one."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TypeVar

from app.errors import UnknownNameError

Named = TypeVar("Named")


def named(registry: Mapping[str, Named], name: str, what: str) -> Named:
    """The entry of that name.

    Args:
        what: what is registered, for the message, such as “suite”.

    Raises:
        UnknownNameError: none has that name.
    """
    if name in registry:
        return registry[name]
    near = get_close_matches(name, registry, n=1)
    raise UnknownNameError(
        given=f"There is no {what} “{name}”.",
        allowed=f"Known: {', '.join(registry)}.",
        remedy=f"Did you mean “{near[0]}”?" if near else "Choose one of these.",
    )
