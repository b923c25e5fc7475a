"""Pasted corrections, one a line: “old → new”, “old -> new”, old and new with a tab between, “not A but B”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.data.document_changes import DocumentChange
from app.data.documents.document import Place
from app.data.documents.statements import Statement
from app.data.edit import normalise

_ARROW = re.compile(r"\s*(?:→|⇒|->|=>|⟶|\t)\s*")
_NOT_BUT = re.compile(r"^(?P<head>.*?)\bnot (?P<old>[^,]+?),? but (?P<new>.+)$", re.IGNORECASE)
_NOT_BUT_JAPANESE = re.compile(r"^(?P<head>.*[はがを])(?P<old>[^はがを]+?)(?:ではなく|じゃなく)て?、?(?P<new>.+)$")
_TAIL = re.compile(r"(?:です|である|だ)?。?$")


def pasted_changes(text: str) -> tuple[DocumentChange, ...]:
    """The corrections in order; a line without an old side is a new statement."""
    return tuple(_changes(text))


def _changes(text: str) -> Iterator[DocumentChange]:
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line:
            continue
        old, new = _sides(line)
        place = Place(line=number)
        if new and old != new:
            yield DocumentChange(
                "changed" if old else "new", Statement(old, place) if old else None, Statement(new, place)
            )
        elif old and not new:
            yield DocumentChange("removed", Statement(old, place), None)


def _sides(line: str) -> tuple[str, str]:
    parts = _ARROW.split(line, maxsplit=1)
    if len(parts) == 2:
        return normalise(parts[0]), normalise(parts[1])
    if found := _NOT_BUT.match(line):
        end = "." if line.endswith(".") else ""
        return normalise(f"{found['head']}{found['old']}{end}"), normalise(f"{found['head']}{found['new']}")
    if found := _NOT_BUT_JAPANESE.match(line):
        tail = _TAIL.search(found["new"])
        return normalise(f"{found['head']}{found['old']}{'' if tail is None else tail[0]}"), normalise(
            f"{found['head']}{found['new']}"
        )
    return "", normalise(line)
