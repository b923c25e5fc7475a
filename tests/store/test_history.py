"""What acted when, by what was known when: against a plain model that keeps the whole picture after every record."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from app.errors import EditMissingError
from app.store import Store, StoredEdit, Terms, open_store
from app.store.tables import VersionRow
from tests.store.conftest import emptied
from tests.store.samples import LYON, REFUND, edits

DAY = timedelta(days=1)
FIRST = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 12
"""Days on which something happens or holds in the random histories."""


def day(number: int) -> datetime:
    return FIRST + number * DAY


def recorded_on(store: Store, edit: StoredEdit, number: int) -> StoredEdit:
    """The version, as if it had been recorded on this day."""
    this = (VersionRow.edit == edit.id) & (VersionRow.version == edit.version)
    with store.database.writing() as session:
        session.execute(update(VersionRow).where(this).values(recorded=day(number)))
    return edit


def acted(store: Store, valid: int, known: int) -> list[tuple[str, int]]:
    return [(edit.text, edit.version) for edit in store.history.as_of(day(valid), day(known))]


def test_what_was_believed_on_a_day_and_what_was_then_known(store: Store) -> None:
    edit = recorded_on(store, store.edits.add(edits(LYON)).new[0], 1)
    nice = "The capital of France is Nice."
    later = recorded_on(store, store.edits.change(edit.seen, text=nice, terms=Terms(valid_from=day(3))), 5)
    gone = recorded_on(store, store.edits.retire([later.seen])[0], 8)
    assert acted(store, 2, 0) == [], "nothing was recorded yet"
    assert acted(store, 0, 9) == [], "it was not approved yet"
    assert acted(store, 4, 4) == [(LYON, 1)], "as the model answered on day 4"
    assert acted(store, 4, 6) == [(nice, 2)], "on day 5 it turned out that this held since day 3"
    assert acted(store, 2, 6) == [(LYON, 1)]
    assert acted(store, 7, 9) == [(nice, 2)], "retired since, and yet it acted then"
    assert acted(store, 8, 9) == [] and acted(store, 8, 7) == [(nice, 2)]
    back = recorded_on(store, store.edits.restore([gone.seen])[0], 10)
    assert acted(store, 11, 11) == [(nice, back.version)]


def test_the_history_of_an_edit_is_every_version_as_it_was(store: Store) -> None:
    edit = store.edits.add(edits(LYON), author="Ann", tags=["a"]).new[0]
    changed = store.edits.change(edit.seen, note="new", tags=[], author="Bo", reason="because")
    gone = store.edits.retire([changed.seen], author="Cy")[0]
    versions = store.history.versions_of(edit.id)
    assert versions[:2] == (edit, changed)
    assert [(one.version, one.state, one.changed_by, one.reason) for one in versions] == [
        (1, "approved", "Ann", ""),
        (2, "approved", "Bo", "because"),
        (gone.version, "retired", "Cy", ""),
    ]
    assert store.history.those([(edit.id, 2), ("0" * 32, 1), (edit.id, 1)]) == (changed, edit)
    with pytest.raises(EditMissingError):
        store.history.versions_of("0" * 32)


def test_what_is_due_and_what_expires(store: Store) -> None:
    soon, later = Terms(review_by=day(2), valid_until=day(5)), Terms(review_by=day(9), valid_until=day(3))
    first = store.edits.add(edits(LYON), terms=soon).new[0]
    second = store.edits.add(edits(REFUND), terms=later).new[0]
    gone = store.edits.add(edits("Gone."), terms=soon).new[0]
    store.edits.retire([gone.seen])
    store.edits.add(edits("For ever."))
    assert [edit.id for edit in store.history.due_for_review(day(1))] == []
    assert [edit.id for edit in store.history.due_for_review(day(2))] == [first.id]
    assert [edit.id for edit in store.history.due_for_review(day(9))] == [first.id, second.id]
    assert [edit.id for edit in store.history.expiring(day(5), day(0))] == [second.id, first.id]
    assert [edit.id for edit in store.history.expiring(day(5), day(3))] == [first.id]
    draft = store.edits.change(first.seen, state="draft", terms=Terms())
    assert [edit.id for edit in store.history.due_for_review(day(2))] == [first.id], "by the version that acts"
    assert [edit.id for edit in store.history.expiring(day(5), day(3))] == [draft.id]


class Picture:
    """The plain model: after each record, which version acts on each day; kept for every day on which one can ask."""

    def __init__(self) -> None:
        self.acts: list[int | None] = [None] * DAYS
        self.known: list[list[int | None]] = []

    def tell(self, recorded: int, acting: int | None, begins: int | None, ends: int | None) -> None:
        """From this record on, this version acts between its days, and no other from where it speaks."""
        start = recorded if begins is None or acting is None else min(begins, recorded)
        for valid in range(start, DAYS):
            holds = (begins is None or begins <= valid) and (ends is None or valid < ends)
            self.acts[valid] = acting if acting is not None and holds else None

    def keep(self) -> None:
        self.known.append(list(self.acts))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["approve", "draft", "retire", "restore", "tag"]),
        st.none() | st.integers(0, DAYS - 2),
        st.none() | st.integers(1, DAYS),
    ),
    max_size=DAYS - 1,
)


def follows_the_picture(store: Store, steps: list[tuple[str, int | None, int | None]]) -> None:
    """One step a day, done in the store and in the picture; then every pair of days is asked."""
    picture = Picture()
    edit = recorded_on(store, store.edits.add(edits(LYON)).new[0], 0)
    begins: int | None = None
    ends: int | None = None
    limits: dict[int | None, tuple[int | None, int | None]] = {None: (None, None), 1: (None, None)}
    picture.tell(0, 1, None, None)
    picture.keep()
    for today, (what, new_begins, new_ends) in enumerate(steps, start=1):
        sound = new_begins is None or new_ends is None or new_begins < new_ends
        terms = Terms(
            valid_from=None if new_begins is None else day(new_begins),
            valid_until=None if new_ends is None else day(new_ends),
        )
        before = edit
        if what in ("approve", "draft") and edit.state != "retired" and sound:
            state: Any = "approved" if what == "approve" else "draft"
            edit = store.edits.change(edit.seen, note=f"day {today}", state=state, terms=terms)
            begins, ends = new_begins, new_ends
        elif what == "tag" and edit.state != "retired":
            edit = store.edits.tag([edit.seen], add=[f"day {today}"])[0]
        elif what == "retire":
            edit = store.edits.retire([edit.seen])[0]
        elif what == "restore":
            edit = store.edits.restore([edit.seen])[0]
        if edit != before:
            recorded_on(store, edit, today)
            limits[edit.version] = begins, ends
            if edit.acting != before.acting:
                picture.tell(today, edit.acting, *limits[edit.acting])
        picture.keep()
    for known, picture_then in enumerate(picture.known):
        for valid, version in enumerate(picture_then):
            found = store.history.as_of(day(valid), day(known))
            assert [one.version for one in found] == ([] if version is None else [version]), (valid, known)


def checked(make_url: Callable[[Path], str], examples: int) -> None:
    @settings(max_examples=examples)
    @given(steps=STEPS)
    def check(steps: list[tuple[str, int | None, int | None]]) -> None:
        with tempfile.TemporaryDirectory() as folder, open_store(make_url(Path(folder))) as store:
            follows_the_picture(store, steps)

    check()


def test_random_histories_on_sqlite(sqlite_template: Path) -> None:
    def make_url(folder: Path) -> str:
        shutil.copy(sqlite_template, folder / "store.sqlite")
        return f"sqlite:///{folder}/store.sqlite"

    checked(make_url, 25)


def test_random_histories_on_postgresql(postgres_store: str) -> None:
    checked(lambda _: emptied(postgres_store), 10)
