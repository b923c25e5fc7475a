"""Edits as archives of format 1 have them: without versions and terms, and with other names for two states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints, TypeAdapter

from app.data import Probe
from app.store.records import ContentId, Id, InUse, Name, Note, State, StoredEdit, Tag

_STATES: dict[str, State] = {"draft": "draft", "active": "approved", "deleted": "retired"}
_RESTORES: dict[str | None, InUse | None] = {"draft": "draft", "active": "approved", None: None}


@dataclass(frozen=True)
class EarlierEdit:
    """A line of `edits.jsonl` in format 1."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    id: Id
    content: ContentId
    text: str
    note: Note
    author: Name
    created: AwareDatetime
    changed: AwareDatetime
    changed_by: Name
    state: Literal["draft", "active", "deleted"]
    restores_to: Literal["draft", "active"] | None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None
    tags: tuple[Tag, ...]
    probes: tuple[Probe, ...]
    version: Annotated[int, Field(ge=1)]

    @property
    def now(self) -> StoredEdit:
        """The same edit, as a store has it after the upgrade of its tables."""
        state = _STATES[self.state]
        new = {"state": state, "restores_to": _RESTORES[self.restores_to]}
        return StoredEdit(**vars(self) | new, acting=self.version if state == "approved" else None)


EARLIER_EDIT = TypeAdapter(EarlierEdit)
