"""The life of shared edits as sessions live it: what waits, who may approve, what the list shows meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.data import Edit, Terms
from app.data.term_fields import TermFields
from app.errors import EditChangedError, FourEyesError, InputError, MomentError
from app.service import Workbench
from app.service.listing import Query
from app.store import Search, Store, open_store
from tests.service.fake_model import FakeModel

LYON, NICE = "The capital of France is Lyon.", "The capital of France is Nice."
PERU = "The motto of Peru is short."
FIELDS = vars(TermFields(owner="Law", valid_until="2030-12-31"))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    fake: Any = FakeModel()
    url = f"sqlite:///{tmp_path}/store.sqlite"
    open_store(url).close()
    opened = Workbench(Settings(store=url, time_zone="Asia/Tokyo"), load=lambda settings, progress: fake)
    yield opened
    opened.shared().close()


def session(bench: Workbench, name: str) -> str:
    token = bench.open(None).token
    bench.open_shared(token, name)
    return token


def store_of(bench: Workbench) -> Store:
    return bench.shared().store


def with_four_eyes(bench: Workbench) -> None:
    store_of(bench).rules.set("four-eyes", True, by="Root")


def test_what_waits_is_told_with_everything_that_approving_needs(bench: Workbench) -> None:
    ann, bo = session(bench, "Ann"), session(bench, "Bo")
    store = store_of(bench)
    edit = store.edits.add([Edit.of(LYON), Edit.of(PERU)], author="Ann").new[0]
    draft = bench.reviews.change(ann, edit.seen, text=NICE, draft=True, reason="Decree 4")
    assert bench.reviews.waiting(ann) == ()
    bench.reviews.submit(ann, [draft.seen])
    waits = bench.reviews.waiting(bo)[0]
    assert waits.acting == edit and waits.writers == ("Ann",)
    assert [(piece.kind, piece.text) for piece in waits.change if piece.kind != "kept"] == [
        ("gone", "Lyon"),
        ("new", "Nice"),
    ]
    assert [(probe.kind, probe.question, probe.target) for probe in waits.proposed] == [
        ("efficacy", "What is the capital of France?", "Nice"),
        ("neighbourhood", "What is the capital of Peru?", ""),
    ]
    bench.reviews.take_over(bo, waits.edit.seen)
    waits = bench.reviews.waiting(bo)[0]
    assert waits.proposed == () and len(waits.edit.probes) == 2 and waits.writers == ("Ann", "Bo")
    with pytest.raises(InputError, match="No test questions"):
        bench.reviews.take_over(bo, waits.edit.seen)
    done = bench.reviews.approve(bo, [waits.edit.seen])[0]
    assert (done.state, done.changed_by) == ("approved", "Bo")
    assert bench.reviews.waiting(bo) == ()
    assert [version.changed_by for version in bench.reviews.history(bo, edit.id)] == ["Ann", "Ann", "Ann", "Bo", "Bo"]


def test_a_session_on_its_own_edits_reviews_nothing(bench: Workbench) -> None:
    token = bench.open(None).token
    for look in (bench.reviews.waiting, bench.reviews.due):
        with pytest.raises(InputError, match="works on its own"):
            look(token)


def test_with_four_eyes_the_page_adds_and_rewords_what_waits(bench: Workbench) -> None:
    ann, bo = session(bench, "Ann"), session(bench, "Bo")
    old = store_of(bench).edits.add([Edit.of(PERU)], author="Root").new[0]
    with_four_eyes(bench)
    bench.edits.propose(ann, bench.edits.read_lines(LYON))
    bench.edits.accept(ann)
    bench.edits.reword(ann, old.id, "The motto of Peru is long.", old.version)
    shown = bench.edits.list(ann, Query()).edits
    assert [(edit.text, edit.stage, edit.waiting) for edit in shown] == [
        ("The motto of Peru is long.", "in-review", False),
        (LYON, "in-review", False),
    ]
    assert [edit.text for edit in store_of(bench).edits.active()] == [PERU]
    seen = [waits.edit.seen for waits in bench.reviews.waiting(ann)]
    with pytest.raises(FourEyesError):
        bench.reviews.approve(ann, seen)
    bench.reviews.approve(bo, seen)
    assert [edit.stage for edit in bench.edits.list(ann, Query()).edits] == ["", ""]
    assert len(store_of(bench).edits.active()) == 2


def test_with_four_eyes_a_change_of_what_is_approved_is_a_draft(bench: Workbench) -> None:
    ann = session(bench, "Ann")
    edit = store_of(bench).edits.add([Edit.of(LYON)], author="Root").new[0]
    with_four_eyes(bench)
    noted = bench.reviews.change(ann, edit.seen, note="spelling")
    assert (noted.state, noted.acting) == ("approved", 2)
    changed = bench.reviews.change(ann, noted.seen, terms=Terms(owner="Law"))
    assert (changed.state, changed.acting) == ("draft", 2)
    again = bench.reviews.change(ann, changed.seen, text=NICE)
    assert (again.state, again.acting) == ("draft", 2)
    with pytest.raises(EditChangedError):
        bench.reviews.change(ann, noted.seen, text="Late.")


def test_terms_are_written_in_the_zone_of_the_settings_and_taken_back(bench: Workbench) -> None:
    ann = session(bench, "Ann")
    edit = store_of(bench).edits.add([Edit.of(LYON)], author="Ann").new[0]
    with pytest.raises(MomentError, match="Asia/Tokyo"):
        bench.edits.set_terms(ann, edit.id, FIELDS | {"review_by": "soon"}, edit.version)
    with pytest.raises(InputError, match="end after it begins"):
        bench.edits.set_terms(ann, edit.id, FIELDS | {"valid_from": "2031-01-01"}, edit.version)
    assert store_of(bench).edits.get(edit.id) == edit
    version = bench.edits.set_terms(ann, edit.id, FIELDS, edit.version)
    terms = store_of(bench).edits.get(edit.id).terms
    assert terms == Terms(owner="Law", valid_until=datetime(2030, 12, 31, 15, tzinfo=UTC))
    shown = bench.edits.list(ann, Query()).edits[0].terms
    assert shown is not None and vars(shown) == FIELDS
    assert bench.edits.set_terms(ann, edit.id, FIELDS, version) == version, "the same is no change"
    bench.edits.undo(ann)
    assert store_of(bench).edits.get(edit.id).terms == Terms()


def test_what_is_due_is_due_until_the_end_of_a_day(bench: Workbench) -> None:
    ann, day = session(bench, "Ann"), datetime(2030, 5, 1, tzinfo=UTC)
    store = store_of(bench)
    ends = store.edits.add([Edit.of(LYON)], terms=Terms(valid_until=day)).new[0]
    review = store.edits.add([Edit.of(PERU)], terms=Terms(review_by=day)).new[0]
    due = bench.reviews.due(ann, day)
    assert (due.expiring, due.review) == ((ends,), ())
    assert bench.reviews.due(ann, day + timedelta(days=1)).review == (review,)
    assert bench.reviews.find(ann, Search(states=("draft",))).total == 0
    assert bench.reviews.named(ann, ends.id[:12]) == ends
