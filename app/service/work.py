"""The edits of one session as an immutable value: every change makes a new one, so an earlier one can come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from app.data import Edit
from app.data.upload import clip
from app.errors import EditExistsError, EditMissingError

if TYPE_CHECKING:
    from app.model import GistPool

ChangeKind = Literal["add", "text", "details", "remove", "clear", "document"]


@dataclass(frozen=True)
class Change:
    """What a person did to their edits last, for the button that takes it back."""

    kind: ChangeKind
    edits: int
    """How many it concerned."""


@dataclass(frozen=True)
class Work:
    """The edits of one session in the order they were added, and the gists of those compressed so far."""

    edits: tuple[Edit, ...] = ()
    pool: GistPool | None = None

    @property
    def waiting(self) -> tuple[Edit, ...]:
        """Edits not compressed yet."""
        return tuple(edit for edit in self.edits if not self.compressed(edit.id))

    def compressed(self, edit_id: str) -> bool:
        return self.pool is not None and edit_id in self.pool

    def __contains__(self, edit_id: object) -> bool:
        return any(edit.id == edit_id for edit in self.edits)

    def __getitem__(self, edit_id: str) -> Edit:
        """Raises EditMissingError where there is none of that id."""
        for edit in self.edits:
            if edit.id == edit_id:
                return edit
        raise EditMissingError("This edit is no longer there.", "", "Look at the list again.")

    @cached_property
    def bytes(self) -> int:
        """Memory that the gists hold."""
        return 0 if self.pool is None else self.pool.bytes

    def with_edits(self, edits: tuple[Edit, ...]) -> Work:
        """With these edits at the end; those already there stay where they are."""
        known = {edit.id for edit in self.edits}
        new = {edit.id: edit for edit in edits if edit.id not in known}
        return replace(self, edits=(*self.edits, *new.values()))

    def with_gists(self, gists: GistPool) -> Work:
        """With these gists, except those whose edit was removed while it was being compressed."""
        kept = {edit.id for edit in self.edits}
        gone = [edit_id for edit_id in gists.ids if edit_id not in kept]
        gists = gists.without(*gone)
        return replace(self, pool=gists if self.pool is None else self.pool + gists)

    def without(self, edit_ids: frozenset[str]) -> Work:
        """Without these edits and their gists; unknown ids change nothing."""
        edits = tuple(edit for edit in self.edits if edit.id not in edit_ids)
        if self.pool is None:
            return replace(self, edits=edits)
        compressed = [edit_id for edit_id in edit_ids if edit_id in self.pool]
        return Work(edits, self.pool.without(*compressed))

    def with_details(self, edit_id: str, step: Callable[[Edit], Edit]) -> Work:
        """With note, tags or test questions of one edit as `step` makes them. Raises EditMissingError."""
        self[edit_id]
        return replace(self, edits=tuple(step(edit) if edit.id == edit_id else edit for edit in self.edits))

    def with_text(self, edit_id: str, edit: Edit) -> Work:
        """With another edit at the place of this one, whose gist goes.

        Raises:
            EditMissingError: there is none of that id.
            EditExistsError: another edit has that text already.
        """
        self[edit_id]
        if edit.id != edit_id and edit.id in self:
            raise EditExistsError(
                f"Another edit has the text “{clip(edit.text)}” already.",
                "A text is there once.",
                "Change that one, or remove one of the two. Nothing was changed.",
            )
        placed = replace(self, edits=tuple(edit if one.id == edit_id else one for one in self.edits))
        if edit.id == edit_id or placed.pool is None:
            return placed
        return replace(placed, pool=placed.pool.without(edit_id))

    def with_document(self, added: tuple[Edit, ...], replaced: Mapping[str, Edit], gone: frozenset[str]) -> Work:
        """With edits added, others put in the place of some, and some taken out; unknown ids change nothing.

        What stands in the place of another keeps its note and tags. A text is there once.
        """
        edits: dict[str, Edit] = {}
        for edit in self.edits:
            if edit.id not in gone:
                new = replaced.get(edit.id)
                one = edit if new is None else replace(new, note=edit.note, tags=edit.tags)
                edits.setdefault(one.id, one)
        for edit in added:
            edits.setdefault(edit.id, edit)
        if self.pool is None:
            return replace(self, edits=tuple(edits.values()))
        return Work(tuple(edits.values()), self.pool.without(*(one for one in self.pool.ids if one not in edits)))

    def back_to(self, earlier: Work) -> Work:
        """The edits as they were earlier, with every gist that was made of them then or since."""
        pools = [pool for pool in (earlier.pool, self.pool) if pool is not None]
        if not pools:
            return earlier
        kept = {edit.id for edit in earlier.edits}
        merged = pools[0] if len(pools) == 1 else pools[0] + pools[1]
        return Work(earlier.edits, merged.without(*(gist_id for gist_id in merged.ids if gist_id not in kept)))
