"""The table of operations as a document: who may do what."""

from __future__ import annotations

from collections.abc import Iterable

from app.service.operations import OPERATIONS, Operation

INTRODUCTION = """# Access

Who may do what. This page is made of the table that every call is checked against (`app/service/operations.py`): \
`python -m app account roles` prints it, and a test compares the two.

**Roles.** Each may do what those before it may: visitor (has not signed in), viewer, editor, approver, administrator. \
On private edits, which live in one browser session and end with it, no role is needed: the role counts where \
something touches the shared store. *In use* means: while the session works on the shared edits.

**Whose edit.** An edit is one's own where its terms name one as owner, or where they name nobody and one has written \
it. Editors change their own edits and those whose terms name nobody; an edit that names somebody else takes an \
approver.

**Confidential edits** are seen by their owner and by accounts with that right (`--confidential`), whatever the role. \
For everybody else they are in no list, count, tag, answer, picture, export, conflict, job or message. One thing they \
cannot hide: who types the very same text is told that the shared store has it already, and learns nothing else of it.

**API tokens** act for an account, with its role at that moment, and only for the scopes that they were made with. \
*Any* marks what every use goes through, whatever its token is for: session, model, one's own answers and jobs. On \
the command line a token (`INCOMES_TOKEN`) holds back whoever uses it; it protects nothing from somebody who can read \
the database itself.

**Without sign-in**, on 127.0.0.1, one person acts as administrator. A person at the machine's command line does too.
"""


def page() -> str:
    """The whole document, in Markdown."""
    parts: dict[str, list[Operation]] = {}
    for row in OPERATIONS.values():
        parts.setdefault(row.name.partition(".")[0] if "." in row.name else "workbench", []).append(row)
    return INTRODUCTION + "\n".join(_section(name, rows) for name, rows in parts.items())


def _section(name: str, rows: Iterable[Operation]) -> str:
    head = "| to | function | shared store | least role | token for |"
    lines = [f"\n## {name}\n", head, "| --- | --- | --- | --- | --- |"]
    return "\n".join([*lines, *map(_line, rows)]) + "\n"


def _line(row: Operation) -> str:
    role = str(row.least)
    if row.others is not None:
        role += f"; {row.others} on others' edits"
    if row.whole:
        role += ", and sees confidential edits"
    return f"| {row.does} | `{row.name}` | {row.store} | {role} | {row.scope} |"
