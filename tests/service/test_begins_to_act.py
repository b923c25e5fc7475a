"""What acts is never contradicted unseen, whatever the way (`ways_to_act`) on which an edit begins to act."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.data import Edit, Probe
from app.errors import ConflictError
from app.service.conflicts.finding import look_for
from app.service.identity import acting_as
from app.service.operations import OPERATIONS
from app.store import Search, StoredEdit, Terms
from tests.service.people import bench_with_store, session_on_shared, somebody
from tests.service.ways_to_act import (
    ELSE,
    NEVER,
    NEW,
    NEXT_YEAR,
    OLD,
    ROOT,
    WAYS,
    Way,
    World,
    add,
    approve_what_contradicts_an_acting_text_whose_change_waits,
    change,
)

EVE = somebody("administrator", "eve")


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


def test_edits_scoped_by_time_are_in_conflict_again_once_they_hold_longer(world: World) -> None:
    new = world.kept(NEW, state="in-review", terms=Terms(valid_until=NEXT_YEAR))
    (found,) = world.bench.conflicts.find(world.token)
    world.bench.conflicts.resolve(world.token, found.conflict.id, "scoped", reason="Until then in one market.")
    (acts,) = world.bench.reviews.approve(world.token, [new.seen])
    tested = world.bench.reviews.change(world.token, acts.seen, probes=[Probe("efficacy", "Aria?", "36")], draft=True)
    (waits,) = world.bench.reviews.submit(world.token, [tested.seen])
    (acts,) = world.bench.reviews.approve(world.token, [waits.seen])
    held = world.bench.reviews.change(world.token, acts.seen, terms=Terms())
    assert (held.state, held.acting) == ("in-review", acts.version)
    (again,) = world.bench.conflicts.open(world.token)
    assert again.conflict.id != found.conflict.id
    with pytest.raises(ConflictError, match="24 months"):
        world.bench.reviews.approve(world.token, [held.seen])


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
