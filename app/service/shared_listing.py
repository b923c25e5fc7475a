"""One page of the list of shared edits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import tzinfo

from app.data.term_fields import fields_of
from app.service.listing import PAGE, FidelityOf, ListedEdit, Listing, Query, in_state, page_start
from app.store import Search, StoredEdit
from app.store.edits import Edits
from app.store.records import State as StoredState

APPROVED: tuple[StoredState, ...] = ("approved",)
"""Those of which one may ask whether they are compressed."""

WaitingOf = Callable[[Iterable[str]], frozenset[str]]
"""Contents of edits → ids of those of their gists that there are not yet."""


def shared_listing(edits: Edits, query: Query, waiting_of: WaitingOf, fidelity_of: FidelityOf, zone: tzinfo) -> Listing:
    """A page of the edits in use, the oldest first. Only what is on the page is read as a whole."""
    search = Search(query.words, query.tag or None, sort="oldest")
    if query.state:
        keys = edits.keys(replace(search, states=APPROVED))
        lacking = waiting_of(content for _, content in keys)
        matching = [
            edit_id
            for edit_id, content in keys
            if in_state(query.state, content[:16] in lacking, fidelity_of(content[:16]))
        ]
        found, first = len(matching), page_start(query.first, len(matching))
        shown = edits.those(matching[first : first + PAGE])
    else:
        found = edits.find(replace(search, limit=0)).total
        first = page_start(query.first, found)
        shown = edits.find(replace(search, offset=first, limit=PAGE)).edits
    waiting = waiting_of(edit.content for edit in shown)
    return Listing(
        edits=tuple(_listed(edit, waiting, fidelity_of, zone) for edit in shown),
        found=found,
        all=sum(number for state, number in edits.counts().items() if state != "retired"),
        query=Query(query.words, query.tag, query.state, first),
        tags=edits.tags(),
        last_change=None,
        shared=True,
    )


def _listed(edit: StoredEdit, waiting: frozenset[str], fidelity_of: FidelityOf, zone: tzinfo) -> ListedEdit:
    return ListedEdit(
        edit.id,
        edit.gist_id,
        edit.text,
        edit.note,
        edit.tags,
        edit.probes,
        edit.language,
        edit.state == "approved" and edit.gist_id in waiting,
        fidelity_of(edit.gist_id) if edit.state == "approved" else None,
        edit.version,
        fields_of(edit.terms, zone),
        edit.state if edit.state in ("draft", "in-review") else "",
    )
