"""Before an edit begins to act it is compared with everything that acts: what contradicts it waits for approval.

Every way on which an edit begins to act goes through `compared_first`. Whoever goes it may not see every edit; what is
hidden from him is compared too, and not told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from app.data import Edit, Terms
from app.errors import EditChangedError
from app.service.conflicts.finding import FoundPair, default_senses, find, look_for
from app.store import Store
from app.store.conflicts import ConflictKey
from app.store.records import InUse
from app.store.standing import Compared, Wording
from app.store.values import content_id, sound_terms, sound_text

Result = TypeVar("Result")

TRIES = 4
"""How often all is compared because others have changed something meanwhile."""


@dataclass(frozen=True)
class Contradiction:
    """What would begin to act, and what it contradicts."""

    begins: Wording
    acts: Wording
    together: bool
    """Both would begin to act at once."""


Write = Callable[[Compared, tuple[Contradiction, ...]], Result]
"""Makes a change, holding back what contradicts something."""


def compared_first(
    store: Store, begins: Callable[[], Iterable[Wording]], write: Write[Result], tries: int = TRIES
) -> Result:
    """Makes a change by which edits begin to act; what contradicts something does not, and is kept as a conflict.

    Args:
        store: all of it.
        begins: what would begin to act, by the store as it is.
        write: what it raises is raised.

    Raises:
        EditChangedError: an edit is another version than was seen, or others change edits again and again.
    """
    stamp = store.edits.stamp()
    found = contradictions(store, tuple(begins()))
    held = frozenset(one.begins.content for one in found)
    try:
        done = write(Compared(stamp, held), found)
    except EditChangedError:
        if tries <= 1:
            raise
        return compared_first(store, begins, write, tries - 1)
    if held:
        look_for(store, "waiting")
    return done


def contradictions(store: Store, begins: Sequence[Wording]) -> tuple[Contradiction, ...]:
    """What contradicts an edit that acts, or one that begins to act before it, where nobody has resolved that.

    Args:
        begins: in their order; of two that contradict each other the later one does not act.
    """
    if not begins:
        return ()
    acting = [Wording.of(one) for one in store.history.acting()]
    pairs = [pair for pair in find(begins, [*acting, *begins], default_senses()) if pair.kind != "duplicate"]
    settled = store.conflicts.settled({pair.older.edit for pair in pairs})
    now = {(one.edit, one.content): one.terms for one in acting}
    wider = {one for one in begins if (it := now.get((one.edit, one.content))) and not _within(one.terms, it)}
    """They say what they say already, and hold longer: whoever scoped a conflict by time has not seen that."""
    unsettled = [
        (pair.older, pair.newer)
        for pair in pairs
        if settled.get(_key(pair), "open") in (("open", "scoped") if {pair.older, pair.newer} & wider else ("open",))
    ]
    says_instead = {one.edit: one.content for one in begins}
    found: dict[Wording, Contradiction] = {}
    begun: set[Wording] = set()
    for one in begins:
        others = [b if a == one else a for a, b in unsettled if one in (a, b)]
        before = [other for other in others if other in begun]
        acts = [o for o in others if o not in begins and says_instead.get(o.edit, o.content) == o.content]
        if before or acts:
            found[one] = Contradiction(one, [*acts, *before][0], together=not acts)
        else:
            begun.add(one)
    return tuple(found.values())


def begins_by_adding(store: Store, edits: Iterable[Edit]) -> tuple[Wording, ...]:
    """What begins to act where these edits are added as approved; those that are there already begin nothing."""
    now = datetime.now(UTC)
    texts = {content_id(text): (text, edit) for edit in edits for text in [sound_text(edit.text)]}
    there = store.edits.in_use(texts)
    return tuple(
        Wording(content, 1, content, text, sound_terms(edit.terms), now)
        for content, (text, edit) in texts.items()
        if content not in there
    )


def begins_by_change(
    store: Store, edit_id: str, *, text: str | None = None, terms: Terms | None = None, state: InUse | None = None
) -> tuple[Wording, ...]:
    """What begins to act where an edit is changed so; nothing where it says no more than acts already."""
    edit = store.edits.get(edit_id)
    if (state or edit.state) != "approved":
        return ()
    new_text = edit.text if text is None else sound_text(text)
    new_terms = edit.terms if terms is None else sound_terms(terms)
    for acts in store.history.those([] if edit.acting is None else [(edit.id, edit.acting)]):
        if acts.text == new_text and _within(new_terms, acts.terms):
            return ()
    return (Wording(edit.id, edit.version + 1, content_id(new_text), new_text, new_terms, edit.created),)


def begins_by_approving(store: Store, edit_ids: Iterable[str]) -> tuple[Wording, ...]:
    """What begins to act where these edits are approved as they are."""
    return tuple(map(Wording.of, store.edits.those(edit_ids)))


def begins_by_restoring(store: Store, edit_ids: Iterable[str]) -> tuple[Wording, ...]:
    """What acts again where these retired edits are restored."""
    return tuple(map(Wording.of, store.history.restorable(edit_ids)))


def _key(pair: FoundPair) -> ConflictKey:
    older, newer = pair.older, pair.newer
    return ConflictKey(older.edit, older.content, newer.edit, newer.content, pair.kind)


def _within(new: Terms, old: Terms) -> bool:
    """Whether there is no moment at which an edit holds by its new terms, and not by its old ones."""
    later = old.valid_from is None or (new.valid_from is not None and new.valid_from >= old.valid_from)
    return later and (old.valid_until is None or (new.valid_until is not None and new.valid_until <= old.valid_until))
