"""The check that every public function of the workbench begins with.

    @permitted("edits.reword")
    def reword(self, token, edit_id, text): …

finds the row of that name in `operations.OPERATIONS` and refuses who may not. Interface, command line and API call the
same functions, so they cannot differ.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from app.errors import NotAllowedError
from app.service.identity import Identity
from app.service.operations import OPERATIONS, Operation
from app.store.account_records import ROLES, Role

Part = TypeVar("Part")
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Function = Callable[Concatenate[Part, Arguments], Result]


def permitted(name: str) -> Callable[[Function[Part, Arguments, Result]], Function[Part, Arguments, Result]]:
    """Marks a function of `Core`, or of a part that holds it as `_core`, as this operation, and has it checked.

    The function's `token` or `session`, if it takes one first, says which session it is for. The function raises
    NotAllowedError. Raises KeyError for an operation without a row.
    """
    row = OPERATIONS[name]

    def decorate(function: Function[Part, Arguments, Result]) -> Function[Part, Arguments, Result]:
        first = next(iter(list(inspect.signature(function).parameters)[1:2]), "")

        @wraps(function)
        def checked(self: Part, /, *given: Arguments.args, **named: Arguments.kwargs) -> Result:
            core: Any = getattr(self, "_core", self)
            what: Any = named.get(first, given[0] if given else None)
            core.require(row.name, what if first == "token" else what.token if first == "session" else None)
            return function(self, *given, **named)

        checked.operation = row.name  # type: ignore[attr-defined]  # a function has no such attribute of its own
        return checked

    return decorate


def reaches(role: Role, least: Role) -> bool:
    """Whether a role may do what takes another one."""
    return ROLES.index(role) >= ROLES.index(least)


def refusal(identity: Identity, name: str, *, uses_store: bool, owner: str = "") -> NotAllowedError | None:
    """Why somebody may not do something; None where he may.

    Args:
        uses_store: the session works on the shared edits.
        owner: whom the terms of the edit in question name.
    """
    row = OPERATIONS[name]
    if identity.scopes is not None and row.scope != "any" and row.scope not in identity.scopes:
        return _refused(row, f"a token for “{row.scope}”", f"this one is for {', '.join(sorted(identity.scopes))}")
    if row.store == "no" and row.least == "visitor":
        return None
    if row.store == "in use" and not uses_store:
        return None
    foreign = bool(owner) and owner.lower() != identity.name
    least = row.others if row.others is not None and foreign else row.least
    if not reaches(identity.role, least):
        on_foreign = foreign and least != row.least
        needed = f"the role {least} on an edit of {owner}" if on_foreign else f"the role {least}"
        return _refused(row, needed, _told(identity))
    if row.whole and not identity.sees_confidential:
        return _refused(row, "the right to see confidential edits", "your account does not have it")
    return None


def _told(identity: Identity) -> str:
    if identity.role == "visitor":
        return "you have not signed in"
    return f"yours is {identity.role}"


def _refused(row: Operation, needed: str, there: str) -> NotAllowedError:
    return NotAllowedError(
        f"You may not {row.does}.",
        f"It takes {needed}; {there}.",
        "Sign in, or ask an administrator." if "not signed in" in there else "Ask an administrator, if you need to.",
    )
