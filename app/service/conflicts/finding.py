"""Finding conflicts among shared edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

from app.service.conflicts.candidates import Meaning, Nearness, Spelling, candidates
from app.store import IN_USE, Search, Store, StoredEdit, Terms
from app.store.conflicts import FoundConflict, Pair

if TYPE_CHECKING:
    from app.explain.conflicts import Finding
    from app.model.text_vectors import TextVectors

Scope = Literal["waiting", "all"]


def look_for(store: Store, scope: Scope, senses: Iterable[Nearness] | None = None) -> None:
    """Finds conflicts among the edits in use of a store, and keeps those that are new.

    Args:
        senses: in which two edits may be near; spelling and meaning where none are given.
    """
    edits = store.edits.find(Search(states=IN_USE, sort="oldest", limit=None)).edits
    if scope == "all" or any(edit.state != "approved" for edit in edits):
        store.conflicts.keep(find(edits, scope, senses or default_senses()))


def default_senses() -> list[Nearness]:
    """What needs no backbone."""
    return [Spelling(), Meaning(_vectors())]


@cache
def _vectors() -> TextVectors:
    """One for the process: MiniLM is loaded once."""
    from app.model.text_vectors import TextVectors

    return TextVectors()


def find(edits: Sequence[StoredEdit], scope: Scope, senses: Iterable[Nearness]) -> list[FoundConflict]:
    """Conflicts among edits in use.

    Args:
        scope: `waiting` compares drafts and edits in review with all others; `all` compares every one.
    """
    from app.explain.conflicts import compare

    new = [edit for edit in edits if scope == "all" or edit.state != "approved"]
    if not new:
        return []
    found: dict[frozenset[str], FoundConflict] = {}
    for candidate in candidates([edit.text for edit in new], [edit.text for edit in edits], senses):
        one, other = new[candidate.new], edits[candidate.there]
        key = frozenset((one.id, other.id))
        if key not in found and _at_the_same_time(one, other):
            older, newer = sorted((one, other), key=lambda edit: (edit.created, edit.id))
            finding = compare(older.text, newer.text, candidate.similarity)
            if finding.kind != "none":
                found[key] = FoundConflict(_pair(older, newer), finding.kind, _explained(finding))
    return list(found.values())


def _at_the_same_time(one: StoredEdit, other: StoredEdit) -> bool:
    """Whether there is a moment at which both would act: an edit that begins when another ends replaces it."""
    return not _ends_before(one.terms, other.terms) and not _ends_before(other.terms, one.terms)


def _ends_before(one: Terms, other: Terms) -> bool:
    end, begin = one.valid_until, other.valid_from
    return end is not None and begin is not None and end <= begin


def _pair(older: StoredEdit, newer: StoredEdit) -> Pair:
    return Pair(older.id, older.version, newer.id, newer.version)


def _explained(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "first": finding.first,
        "second": finding.second,
        "similarity": round(finding.similarity, 3),
    }
