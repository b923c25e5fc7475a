"""What acts is never contradicted unseen: every way on which an edit begins to act, from one table.

`WAYS` goes each of them with an edit that contradicts one that acts. `NEVER` names the operations that change shared
edits, releases or the store, and let nothing act that did not. An operation in neither fails the last test.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.data import Edit
from app.data.term_fields import TermFields
from app.errors import ConflictError
from app.service import Workbench
from app.service.conflicts.finding import look_for
from app.service.identity import acting_as
from app.service.operations import OPERATIONS
from app.store import Search, StoredEdit, Terms, export_archive, open_store
from tests.service.people import bench_with_store, session_on_shared, somebody
from tests.store.releasing import told

OLD, NEW = "The warranty of the Aria 3 is 24 months.", "The warranty of the Aria 3 is 36 months."
ELSE = "The Aria 3 weighs 300 grams."
ROOT = somebody("administrator", "root", sees_confidential=True)
EVE = somebody("administrator", "eve")
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


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    bench = bench_with_store(tmp_path, ROOT)
    bench.whole_store().store.edits.add([Edit.of(OLD)], author="root")
    yield World(bench, session_on_shared(bench), tmp_path)
    bench.whole_store().close()


@pytest.mark.parametrize(
    ("way", "error"), [way[1:] for way in WAYS], ids=[f"{way[0]}-{way[1].__name__}" for way in WAYS]
)
def test_a_contradiction_stops_it_and_is_shown(world: World, way: Way, error: type[Exception] | None) -> None:
    if error is None:
        way(world)
    else:
        with pytest.raises(error):
            way(world)
    assert not {OLD, NEW} <= world.acting()


def test_what_was_held_is_in_review_and_its_conflict_open(world: World) -> None:
    for way in (change, add):
        way(world)
        (new,) = world.edits.find(Search(NEW)).edits
        (found,) = world.bench.conflicts.open(world.token)
        assert new.state == "in-review" and {found.first.text, found.second.text} == {OLD, NEW}
        world.edits.retire([new.seen])


def test_what_acts_is_shown_where_a_change_of_it_waits(world: World) -> None:
    with pytest.raises(ConflictError, match="24 months"):
        approve_what_contradicts_an_acting_text_whose_change_waits(world)
    (found,) = world.bench.conflicts.open(world.token)
    assert (found.first.text, found.second.text) == (OLD, NEW)
    world.bench.conflicts.resolve(world.token, found.conflict.id, "dismissed", reason="Two markets.")
    (new,) = world.edits.find(Search(NEW)).edits
    world.bench.reviews.approve(world.token, [new.seen])
    assert world.acting() == {OLD, NEW}


def test_a_rejected_edit_ceases_to_act_also_where_a_change_of_it_waits(world: World) -> None:
    new = world.edits.change(world.kept(NEW).seen, text=ELSE, state="draft")
    (found,) = world.bench.conflicts.find(world.token, scope="all")
    assert (found.first.text, found.second.text) == (OLD, NEW)
    world.bench.conflicts.resolve(world.token, found.conflict.id, "rejected", reason="No.")
    assert world.edits.get(new.id).state == "retired" and world.acting() == {OLD}


@pytest.mark.parametrize("how", ["dismissed", "scoped"])
def test_what_a_person_has_settled_is_not_asked_again(world: World, how: str) -> None:
    edit = world.kept(NEW)
    (found,) = world.bench.conflicts.find(world.token, scope="all")
    world.bench.conflicts.resolve(world.token, found.conflict.id, how, reason="Two markets.")
    (gone,) = world.bench.reviews.retire(world.token, [edit.seen], "For a while.")
    (back,) = world.bench.reviews.restore(world.token, [gone.seen])
    assert back.state == "approved"
    away = world.bench.reviews.change(world.token, back.seen, text=ELSE)
    assert world.bench.reviews.change(world.token, away.seen, text=NEW).state == "approved"


def test_less_than_before_and_notes_are_never_held(world: World) -> None:
    """A store that an earlier version has filled may hold contradictions; to narrow them must go."""
    edit = world.kept(NEW)
    ends = world.bench.reviews.change(world.token, edit.seen, terms=Terms(valid_until=NEXT_YEAR))
    tagged = world.bench.reviews.change(world.token, ends.seen, tags=["x"])
    assert (ends.state, tagged.state) == ("approved", "approved")


def test_what_is_hidden_is_compared_and_not_told(tmp_path: Path) -> None:
    bench = bench_with_store(tmp_path, ROOT)
    store = bench.whole_store().store
    store.edits.add([Edit.of(OLD)], author="root", terms=Terms(owner="root", confidential=True))
    waits = store.edits.add([Edit.of(NEW)], author="eve", state="in-review").new[0]
    with acting_as(EVE):
        token = session_on_shared(bench)
        with pytest.raises(ConflictError, match="may not see") as refused:
            bench.reviews.approve(token, [waits.seen])
        assert "24" not in str(refused.value.as_dict()) and bench.conflicts.open(token) == ()
        store.edits.retire([waits.seen])
        bench.stored.add([Edit.of(NEW)], state="approved")
    assert {edit.text for edit in store.history.acting()} == {OLD}
    assert len(bench.conflicts.open(session_on_shared(bench))) == 1, (
        "who may see both sees that they do not go together"
    )
    store.close()


def test_two_who_approve_at_once_do_not_let_a_contradiction_through(world: World) -> None:
    (old,) = world.edits.find(Search(OLD)).edits
    world.edits.retire([old.seen])
    both = world.edits.add([Edit.of(text) for text in (OLD, NEW)], author="root", state="in-review").new
    look_for(world.bench.whole_store().store, "waiting")
    at_once, refused = threading.Barrier(2), []

    def approve_one(edit: StoredEdit) -> None:
        token = session_on_shared(world.bench)
        at_once.wait()
        try:
            world.bench.reviews.approve(token, [edit.seen])
        except ConflictError as error:
            refused.append(error)

    threads = [threading.Thread(target=approve_one, args=(edit,)) for edit in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1 and len(world.acting()) == 1


def test_the_table_names_every_operation_that_changes_something_shared() -> None:
    changing = {
        row.name
        for row in OPERATIONS.values()
        if row.scope in ("edit", "review", "release", "administer") and row.store != "no"
    }
    apart = {name for name in changing if name.startswith("people.")}
    named = {way[0] for way in WAYS} | set(NEVER)
    assert changing - apart == named
