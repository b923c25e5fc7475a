"""Every way on which an edit begins to act, from one table.

`WAYS` goes each of them with an edit that contradicts one that acts. `NEVER` names the operations that change shared
edits, releases or the store, and let nothing act that did not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.data import Edit
from app.data.term_fields import TermFields
from app.errors import ConflictError
from app.service import Workbench
from app.store import Search, StoredEdit, Terms, export_archive, open_store
from tests.service.people import somebody
from tests.store.releasing import told

OLD, NEW = "The warranty of the Aria 3 is 24 months.", "The warranty of the Aria 3 is 36 months."
ELSE = "The Aria 3 weighs 300 grams."
ROOT = somebody("administrator", "root", sees_confidential=True)
NEXT_YEAR = datetime.now(UTC) + timedelta(days=365)


@dataclass
class World:
    """A workbench with an edit that acts, and somebody who would have another act that contradicts it."""

    bench: Workbench
    token: str
    folder: Path

    @property
    def edits(self) -> Any:
        return self.bench.whole_store().store.edits

    def acting(self) -> set[str]:
        return {edit.text for edit in self.bench.whole_store().store.history.acting()}

    def kept(self, text: str, **how: Any) -> StoredEdit:
        """An edit that somebody has put into the store behind the workbench's back."""
        kept: StoredEdit = self.edits.add([Edit.of(text)], author="root", **how).new[0]
        return kept

    def accept(self, *texts: str) -> None:
        self.bench.edits.propose(self.token, self.bench.edits.read_lines("\n".join(texts)))
        self.bench.edits.accept(self.token)


def approve(world: World) -> None:
    world.bench.reviews.approve(world.token, [world.kept(NEW, state="in-review").seen])


def approve_both(world: World) -> None:
    (old,) = world.edits.find(Search(OLD)).edits
    world.edits.retire([old.seen])
    both = world.edits.add([Edit.of(text) for text in (OLD, NEW)], author="root", state="in-review").new
    world.bench.reviews.approve(world.token, [edit.seen for edit in both])


def approve_what_contradicts_an_acting_text_whose_change_waits(world: World) -> None:
    (old,) = world.edits.find(Search(OLD)).edits
    world.edits.change(old.seen, text=ELSE, state="draft")
    approve(world)


def restore(world: World) -> None:
    (gone,) = world.edits.retire([world.kept(NEW).seen])
    world.bench.reviews.restore(world.token, [gone.seen])


def restore_what_acted_beside_a_draft(world: World) -> None:
    edit = world.edits.change(world.kept(NEW).seen, text=ELSE, state="draft")
    (gone,) = world.edits.retire([edit.seen])
    world.bench.reviews.restore(world.token, [gone.seen])


def change(world: World) -> None:
    world.bench.reviews.change(world.token, world.kept(ELSE).seen, text=NEW)


def move_its_beginning(world: World) -> None:
    (old,) = world.edits.find(Search(OLD)).edits
    world.edits.change(old.seen, terms=Terms(valid_until=NEXT_YEAR))
    later = world.kept(NEW, terms=Terms(valid_from=NEXT_YEAR))
    assert world.acting() == {OLD, NEW}, "one after the other"
    terms = Terms(valid_from=NEXT_YEAR - timedelta(days=1), owner="root")
    world.bench.reviews.change(world.token, later.seen, terms=terms)
    (acts,) = [one for one in world.bench.whole_store().store.history.acting() if one.text == NEW]
    assert acts.terms.valid_from == NEXT_YEAR, "as it was"
    world.edits.retire([world.edits.get(later.id).seen])


def reword(world: World) -> None:
    edit = world.kept(ELSE)
    world.bench.edits.reword(world.token, edit.id, NEW, edit.version)


def set_terms(world: World) -> None:
    past = datetime.now(UTC) - timedelta(days=1)
    over = world.kept(NEW, terms=Terms(valid_until=past))
    world.bench.edits.set_terms(world.token, over.id, vars(TermFields()), over.version)
    (acts,) = world.bench.reviews.history(world.token, over.id)[-1:]
    assert acts.acting == over.version, "the version whose time is over"


def accept(world: World) -> None:
    world.accept(NEW, ELSE)
    assert ELSE in world.acting() and world.bench.edits.held(world.token) == (NEW,)


def arrive(world: World) -> None:
    arrival = world.bench.arrivals.begin(world.token, world.bench.edits.read_lines(f"{NEW}\n{ELSE}"), "never")
    arrival.result()
    assert ELSE in world.acting() and arrival.held == (NEW,)


def accept_both(world: World) -> None:
    (old,) = world.edits.find(Search(OLD)).edits
    world.edits.retire([old.seen])
    world.accept(OLD, NEW)


def accept_a_new_document(world: World) -> None:
    before, after = world.folder / "before.txt", world.folder / "after.txt"
    before.write_text("The Aria 3 is sold in Lyon.\n", encoding="utf-8")
    after.write_text(f"The Aria 3 is sold in Lyon.\n{NEW}\n", encoding="utf-8")
    documents = world.bench.documents
    documents.begin(world.token, before, after)
    documents.tick(world.token, "all", on=True)
    documents.accept(world.token)
    assert [edit.state for edit in world.edits.find(Search(NEW)).edits] == ["in-review"]


def undo_a_removal(world: World) -> None:
    (old,) = world.edits.find(Search(OLD)).edits
    world.bench.edits.remove(world.token, old.id, old.version)
    world.accept(NEW)
    (new,) = world.edits.find(Search(NEW)).edits
    world.bench.edits.remove(world.token, new.id, new.version)
    world.edits.restore([world.edits.get(old.id).seen])
    world.bench.edits.undo(world.token)


def undo_a_rewording(world: World) -> None:
    (old,) = world.edits.find(Search(OLD)).edits
    (gone,) = world.edits.retire([old.seen])
    new = world.kept(NEW)
    world.bench.edits.reword(world.token, new.id, ELSE, new.version)
    world.edits.restore([gone.seen])
    world.bench.edits.undo(world.token)


def add(world: World) -> None:
    world.bench.stored.add([Edit.of(NEW)], state="approved")


def import_(world: World) -> None:
    elsewhere = open_store(f"sqlite:///{world.folder}/elsewhere.sqlite")
    elsewhere.edits.add([Edit.of(NEW), Edit.of(ELSE)], author="Zed")
    export_archive(elsewhere, world.folder / "edits.zip")
    elsewhere.close()
    imported = world.bench.stored.import_(world.folder / "edits.zip")
    assert [one.text for one in imported.contradicting] == [NEW] and ELSE in world.acting()
    said = [detail.get("held") for action, _, detail in told(world.bench.whole_store().store) if "import" in action]
    assert sorted(map(str, said)) == ["None", "contradiction"]


def end_an_older_one_later(world: World) -> None:
    (old,) = world.edits.find(Search(OLD)).edits
    ends = world.edits.change(old.seen, terms=Terms(valid_until=NEXT_YEAR))
    world.kept(NEW, terms=Terms(valid_from=NEXT_YEAR))
    draft = world.kept("The warranty of the Aria 3 is 48 months.", state="draft")
    found = [one for one in world.bench.conflicts.find(world.token) if one.second.id == draft.id]
    (with_old,) = [one for one in found if one.first.id == ends.id]
    later = NEXT_YEAR + timedelta(days=1)
    try:
        world.bench.conflicts.resolve(world.token, with_old.conflict.id, "superseded", reason="Later.", until=later)
    finally:
        (new,) = world.edits.find(Search(NEW)).edits
        assert world.edits.get(ends.id).terms.valid_until == NEXT_YEAR
        world.edits.retire([new.seen])


Way = Callable[[World], None]
WAYS: list[tuple[str, Way, type[Exception] | None]] = [
    ("reviews.approve", approve, ConflictError),
    ("reviews.approve", approve_both, ConflictError),
    ("reviews.approve", approve_what_contradicts_an_acting_text_whose_change_waits, ConflictError),
    ("reviews.restore", restore, None),
    ("reviews.restore", restore_what_acted_beside_a_draft, None),
    ("reviews.change", change, None),
    ("reviews.change", move_its_beginning, None),
    ("edits.reword", reword, None),
    ("edits.set_terms", set_terms, None),
    ("edits.accept", accept, None),
    ("arrivals.begin", arrive, None),
    ("edits.accept", accept_both, None),
    ("edits.undo", undo_a_removal, None),
    ("edits.undo", undo_a_rewording, None),
    ("documents.accept", accept_a_new_document, None),
    ("stored.add", add, None),
    ("stored.import_", import_, None),
    ("conflicts.resolve", end_an_older_one_later, ConflictError),
]
"""Operation, a way to have NEW act beside OLD by it, and what it raises; None: NEW waits in review instead."""
NEVER = {
    "edits.annotate": "note and tags alone",
    "edits.clear": "removes, and only private edits",
    "edits.propose": "checks",
    "edits.remove": "takes out",
    "jobs.change_shared": "a job compresses, checks or asks",
    "reviews.retire": "takes out",
    "reviews.send_back": "a draft acts no more than before",
    "reviews.submit": "what is in review acts no more than before",
    "reviews.take_over": "test questions alone",
    "releases.begin_gate": "asks",
    "releases.join": "who is answered by which release",
    "releases.leave": "who is answered by which release",
    "releases.make": "what acts together already",
    "releases.move": "what acted together when the release was made",
    "releases.rollback": "what acted together when the release was made",
    "conflicts.find": "looks",
    "stored.whole": "erases, or puts a whole store in place of another",
}
"""Operation → why nothing begins to act by it."""
