"""One page of a list of edits: searched, filtered, with everything that a person sees of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from app.data import Edit, Probe
from app.data.edit import folded
from app.data.term_fields import TermFields
from app.service.work import Change, Work

if TYPE_CHECKING:
    from app.model.fidelity import Fidelity

State = Literal["ready", "waiting", "kept", "partly", "lost"]
"""Compressed or not yet; of those compressed, how much of the edit its gist is known to hold."""
STATES: tuple[State, ...] = get_args(State)

PAGE = 25
"""Edits on one page of a list."""

LONGEST_SEARCH = 500
"""Characters of a search that are looked at."""


@dataclass(frozen=True)
class Query:
    """Which edits to list, and which page of them."""

    words: str = ""
    """Each of them stands in text, note or a tag; upper and lower case are the same."""
    tag: str = ""
    state: State | Literal[""] = ""
    first: int = 0
    """Place of the first one shown, from 0."""


@dataclass(frozen=True)
class ListedEdit:
    """An edit as the list shows it."""

    id: str
    """By which it is changed: of the session, or of the shared store."""
    gist_id: str
    """By which evidence names it."""
    text: str
    note: str
    tags: tuple[str, ...]
    probes: tuple[Probe, ...]
    language: str | None
    waiting: bool
    """Not compressed yet."""
    fidelity: Fidelity | None = None
    """How much its gist holds; None where that is not known (yet)."""
    version: int = 0
    """Of the shared store; 0 in a session."""
    terms: TermFields | None = None
    """Of the shared store; None in a session."""
    stage: Literal["", "draft", "in-review"] = ""
    """Of the shared store: what was changed last and is not approved yet; “” for all others."""


@dataclass(frozen=True)
class Listing:
    """One page of the edits that a query finds."""

    edits: tuple[ListedEdit, ...]
    found: int
    """Edits that the query finds, on all pages."""
    all: int
    """Edits there are."""
    query: Query
    tags: Mapping[str, int] = field(default_factory=dict)
    """Tag → edits with it, of all edits."""
    last_change: Change | None = None
    """What can be taken back."""
    shared: bool = False
    """Of the shared store."""
    fixed: bool = False
    """Whoever looks may not change them."""


FidelityOf = Callable[[str], "Fidelity | None"]
"""Id of a gist → how much it holds, where that is known."""


def listed(work: Work, query: Query, fidelity_of: FidelityOf, last_change: Change | None) -> Listing:
    """A page of a session's edits, in the order they were added."""
    words = words_of(query)
    found = [
        edit
        for edit in work.edits
        if (not query.tag or query.tag in edit.tags)
        and (not query.state or in_state(query.state, not work.compressed(edit.id), fidelity_of(edit.id)))
        and (not words or holds(edit, words))
    ]
    first = page_start(query.first, len(found))
    page = tuple(_listed(edit, work, fidelity_of) for edit in found[first : first + PAGE])
    tags = Counter(tag for edit in work.edits for tag in edit.tags)
    asked = Query(query.words, query.tag, query.state, first)
    return Listing(page, len(found), len(work.edits), asked, dict(sorted(tags.items())), last_change)


def in_state(state: State, waiting: bool, fidelity: Fidelity | None) -> bool:
    """Whether an edit is in a state."""
    if state in ("ready", "waiting"):
        return waiting == (state == "waiting")
    return not waiting and fidelity is not None and fidelity.level == state


def words_of(query: Query) -> tuple[str, ...]:
    """The words that are searched for."""
    return tuple(folded(query.words[:LONGEST_SEARCH]).split())


def holds(edit: Edit, words: Sequence[str]) -> bool:
    """Whether every word stands in the edit's text, note or tags."""
    everything = folded("\n".join((edit.text, edit.note, *edit.tags)))
    return all(word in everything for word in words)


def page_start(first: int, found: int, size: int = PAGE) -> int:
    """The start of the page of this size that holds this place; the last page where it lies behind the end."""
    return max(0, min(first, found - 1)) // size * size


def _listed(edit: Edit, work: Work, fidelity_of: FidelityOf) -> ListedEdit:
    waiting = not work.compressed(edit.id)
    return ListedEdit(
        edit.id,
        edit.id,
        edit.text,
        edit.note,
        edit.tags,
        edit.probes,
        edit.language,
        waiting,
        None if waiting else fidelity_of(edit.id),
    )
