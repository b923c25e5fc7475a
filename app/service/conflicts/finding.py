"""Finding conflicts among shared edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from app.service.conflicts.candidates import Meaning, Nearness, Spelling, candidates
from app.service.conflicts.remembered import RememberedVectors
from app.store import IN_USE, Search, Store, Terms
from app.store.conflicts import ConflictKind, FoundConflict, Pair
from app.store.standing import Wording

if TYPE_CHECKING:
    from app.explain.conflicts import Finding

Scope = Literal["waiting", "all"]


@dataclass(frozen=True)
class FoundPair:
    """Two edits that do not go together, and why."""

    older: Wording
    newer: Wording
    kind: ConflictKind
    finding: Finding


def look_for(store: Store, scope: Scope, senses: Iterable[Nearness] | None = None) -> None:
    """Finds conflicts among the edits in use of a store, and keeps those that are new.

    Of an edit whose change waits, what acts is compared too.

    Args:
        scope: `waiting` compares drafts and edits in review with all others; `all` compares every one.
        senses: in which two edits may be near; spelling and meaning where none are given.
    """
    edits = store.edits.find(Search(states=IN_USE, sort="oldest", limit=None)).edits
    new = [Wording.of(edit) for edit in edits if scope == "all" or edit.state != "approved"]
    if not new:
        return
    changing = [(edit.id, edit.acting) for edit in edits if edit.acting not in (None, edit.version)]
    acting = [Wording.of(one) for one in store.history.those((i, v) for i, v in changing if v is not None)]
    there = [*map(Wording.of, edits), *acting]
    pairs = find([*new, *acting] if scope == "all" else new, there, senses or default_senses())
    store.conflicts.keep(_kept(pair) for pair in pairs)


def default_senses() -> list[Nearness]:
    """What needs no backbone."""
    return [Spelling(), Meaning(_vectors())]


def forget_texts() -> None:
    """Nothing that was made of texts for comparing them stays in memory."""
    from app.explain.conflicts import statement_of

    statement_of.cache_clear()
    _vectors().forget()


def find(new: Sequence[Wording], there: Sequence[Wording], senses: Iterable[Nearness]) -> Iterator[FoundPair]:
    """What some wordings, and wordings of other edits, contradict or repeat, each pair once."""
    from app.explain.conflicts import compare

    seen: set[frozenset[tuple[str, str]]] = set()
    for candidate in candidates([one.text for one in new], [one.text for one in there], senses):
        one, other = new[candidate.new], there[candidate.there]
        key = frozenset(((one.edit, one.content), (other.edit, other.content)))
        if one.edit != other.edit and key not in seen and _at_the_same_time(one.terms, other.terms):
            seen.add(key)
            older, newer = sorted((one, other), key=lambda wording: (wording.created, wording.edit))
            finding = compare(older.text, newer.text, candidate.similarity)
            if finding.kind != "none":
                yield FoundPair(older, newer, finding.kind, finding)


@cache
def _vectors() -> RememberedVectors:
    """One for the process: MiniLM is loaded once."""
    from app.model.text_vectors import TextVectors

    return RememberedVectors(TextVectors())


def _at_the_same_time(one: Terms, other: Terms) -> bool:
    """Whether there is a moment at which both would act: an edit that begins when another ends replaces it."""
    return not _ends_before(one, other) and not _ends_before(other, one)


def _ends_before(one: Terms, other: Terms) -> bool:
    end, begin = one.valid_until, other.valid_from
    return end is not None and begin is not None and end <= begin


def _kept(pair: FoundPair) -> FoundConflict:
    older, newer, finding = pair.older, pair.newer, pair.finding
    explained = {
        "rule": finding.rule,
        "first": finding.first,
        "second": finding.second,
        "similarity": round(finding.similarity, 3),
    }
    return FoundConflict(Pair(older.edit, older.version, newer.edit, newer.version), pair.kind, explained)
