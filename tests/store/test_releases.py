"""Releases in the store: what is in them, that nothing changes them, fingerprints."""

from __future__ import annotations

import inspect
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update

from app.errors import (
    InputError,
    ReleaseError,
    ReleaseExistsError,
    ReleaseMissingError,
)
from app.store import (
    Store,
    StoredEdit,
    Terms,
    export_archive,
    import_archive,
)
from app.store.release_records import PINNED_LATER, differences, fingerprint_of
from app.store.releases import Releases
from app.store.tables import AuditKeyRow, EditRow, ReleasedEditRow, ReleaseRow, VersionRow
from app.store.values import content_id
from tests.store.releasing import GOOD, PINS, release, result
from tests.store.samples import ASKED, LYON, MAKER, PROBE, REFUND, RETURNS, edits

# What is in a release


def test_a_release_holds_what_acts_now_in_the_acting_versions(store: Store) -> None:
    now, hour = datetime.now(UTC), timedelta(hours=1)
    lyon = store.edits.add(edits(LYON), probes=[PROBE]).new[0]
    draft = store.edits.change(lyon.seen, text="The capital of France is Nice.", state="draft")
    store.edits.add(edits("A draft."), state="draft")
    store.edits.add(edits("In review."), state="in-review")
    store.edits.add(edits("Yesterday's."), terms=Terms(valid_until=now - hour))
    store.edits.add(edits("Tomorrow's."), terms=Terms(valid_from=now + hour))
    store.edits.add(edits(REFUND), terms=Terms(valid_from=now - hour, valid_until=now + hour))
    gone = store.edits.add(edits(RETURNS)).new[0]
    store.edits.retire([gone.seen])
    made = store.releases.make("spring", PINS, author="Ann", note="why")
    held = store.releases.edits(made.id)
    assert [(edit.text, edit.version, edit.state) for edit in held] == [(LYON, 1, "approved"), (REFUND, 1, "approved")]
    assert held[0].probes == (PROBE,) and draft.acting == 1
    assert (made.edits, made.pins, made.note, made.made_by) == (2, PINS, "why", "Ann")
    assert store.releases.all() == (made,)
    assert store.releases.get("spring") == store.releases.get(made.id) == made


def test_no_later_change_reaches_a_release(store: Store) -> None:
    lyon, refund = store.edits.add(edits(LYON, REFUND)).new
    made = store.releases.make("spring", PINS)
    before = store.releases.edits(made.id)
    store.edits.change(lyon.seen, text="The capital of France is Nice.", note="changed", tags=["t"])
    store.edits.retire([refund.seen])
    store.edits.add(edits(RETURNS))
    assert store.releases.edits(made.id) == before
    assert store.releases.verify("spring").sound


def test_nothing_changes_a_release(store: Store) -> None:
    """The only method that writes is the one that makes it."""
    public = {name for name, _ in inspect.getmembers(Releases, inspect.isfunction) if not name.startswith("_")}
    assert public == {"make", "all", "get", "edits", "verify"}
    made = release(store, "spring")
    with pytest.raises(ReleaseExistsError):
        store.releases.make("spring", replace(PINS, precision="bfloat16"))
    store.aliases.move("candidate", "spring")
    store.gate_runs.keep(made.id, [result(made)], GOOD)
    assert store.releases.get("spring") == made


@pytest.mark.parametrize("name", ["", "  ", "production", "candidate", "0" * 32, "n" * 201])
def test_names_that_a_release_cannot_have(store: Store, name: str) -> None:
    store.edits.add(edits(LYON))
    with pytest.raises(InputError):
        store.releases.make(name, PINS)


def test_a_release_of_nothing_is_refused_and_a_name_is_one_thing(store: Store) -> None:
    with pytest.raises(ReleaseError):
        store.releases.make("empty", PINS)
    release(store, "spring")
    store.aliases.move("shop", "spring")
    with pytest.raises(ReleaseExistsError):
        store.releases.make("shop", PINS)
    with pytest.raises(InputError):
        store.aliases.move("spring", "spring")
    with pytest.raises(ReleaseMissingError):
        store.releases.get("autumn")


# Fingerprints


def test_verifying_says_what_differs(store: Store) -> None:
    lyon, refund = store.edits.add(edits(LYON, REFUND)).new
    made = store.releases.make("spring", PINS)
    stricter = replace(PINS, policy=dict(PINS.policy) | {"margin": 0.2})
    changes: list[tuple[Any, str]] = [
        (update(VersionRow).where(VersionRow.edit == lyon.id).values(text="Nice."), f"edit {lyon.id} version 1"),
        (delete(ReleasedEditRow).where(ReleasedEditRow.edit == refund.id), f"edit {refund.id} version 1"),
        (
            update(ReleaseRow).values(pins=asdict(stricter)),
            "policy.margin",
        ),
        (update(ReleaseRow).values(note="another"), "note"),
        (update(ReleaseRow).values(fingerprint="0" * 64), "fingerprint"),
    ]
    for number, (change, what) in enumerate(changes, 1):
        with store.database.writing() as session:
            session.execute(change)
        found = store.releases.verify(made.id)
        assert not found.sound
        assert what in {difference.what for difference in found.differences} and len(found.differences) == number


def test_without_the_chains_record_the_fingerprint_still_tells(store: Store) -> None:
    made = release(store, "spring")
    with store.database.writing() as session:
        session.execute(delete(AuditKeyRow))
    assert store.releases.verify(made.id).sound
    with store.database.writing() as session:
        session.execute(update(VersionRow).values(valid_until=datetime.now(UTC)))
    assert [one.what for one in store.releases.verify(made.id).differences] == ["fingerprint"]


EDIT = StoredEdit(
    id="1" * 32, content="c" * 64, text=LYON, note="", author="", created=datetime(2026, 1, 1, tzinfo=UTC),
    changed=datetime(2026, 1, 1, tzinfo=UTC), changed_by="", state="approved", restores_to=None, language="en",
    tags=(), probes=(PROBE,), version=1, acting=1,
)  # fmt: skip
OTHERS = st.lists(st.integers(2, 99), unique=True, max_size=6)


@given(OTHERS, st.randoms(use_true_random=False))
def test_the_order_of_edits_and_of_entries_does_not_matter(numbers: list[int], chance: Any) -> None:
    held = [EDIT, *(replace(EDIT, id=f"{number:032x}") for number in numbers)]
    shuffled = held.copy()
    chance.shuffle(shuffled)
    entries = list(PINS.policy.items())
    chance.shuffle(entries)
    assert fingerprint_of(replace(PINS, policy=dict(entries)), shuffled) == fingerprint_of(PINS, held)


MORE = {
    "policy": st.dictionaries(st.text(max_size=5), st.integers() | st.none() | st.booleans(), max_size=3),
    "libraries": st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
    "slots": st.none() | st.integers(1, 64),
    "longest_answer": st.integers(1, 4096),
}


@given(st.sampled_from(sorted(asdict(PINS))), st.data())
def test_any_other_pin_is_another_fingerprint_and_is_named(name: str, data: st.DataObject) -> None:
    value = data.draw(MORE.get(name, st.text(max_size=20)))
    other = replace(PINS, **{name: value})
    same = value == getattr(PINS, name)
    assert (fingerprint_of(other, [EDIT]) == fingerprint_of(PINS, [EDIT])) is same
    assert (not differences(PINS, other)) is same
    assert all(one.what.split(".")[0] == name for one in differences(PINS, other))


MOMENTS = st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


@given(st.text(max_size=20), st.integers(1, 9), MOMENTS, MOMENTS, st.sampled_from([(), (PROBE,), (PROBE, PROBE)]))
def test_any_other_edit_is_another_fingerprint(text: str, version: int, first: Any, last: Any, probes: Any) -> None:
    other = replace(EDIT, text=text, version=version, terms=Terms(valid_from=first, valid_until=last), probes=probes)
    same = (text, version, first, last, probes) == (LYON, 1, None, None, (PROBE,))
    assert (fingerprint_of(PINS, [other]) == fingerprint_of(PINS, [EDIT])) is same
    assert fingerprint_of(PINS, [EDIT, replace(other, id="2" * 32)]) != fingerprint_of(PINS, [EDIT])
    unseen = replace(EDIT, note=text, changed_by=text, tags=(text,))
    assert fingerprint_of(PINS, [unseen]) == fingerprint_of(PINS, [EDIT])


def test_an_archive_holds_no_releases(store: Store, other: Store, tmp_path: Path) -> None:
    made = release(store, "spring")
    logged = store.answers.log(MAKER, **ASKED, used=[], release=made.id)
    export_archive(store, tmp_path / "all.zip")
    import_archive(other, tmp_path / "all.zip", most_bytes=10**8)
    assert other.answers.newest() == (replace(logged, release=None),)


def test_an_edit_in_a_release_cannot_go(store: Store) -> None:
    """The database itself keeps the versions that a release holds."""
    release(store, "spring")
    with pytest.raises(Exception, match=r"(?i)foreign key|store"), store.database.writing() as session:
        session.execute(delete(EditRow))


def test_a_release_made_before_a_pin_was_known_still_verifies(store: Store) -> None:
    """The fingerprint stood in a store that the first version with releases made."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    edit = replace(
        EDIT, text=LYON, content=content_id(LYON), probes=(PROBE,), created=moment, changed=moment, version=1
    )
    before = "505e6861ebd5ced743028f3f5f3e4ec3691fcc47af80c37b43898a0e7fc25a48"
    assert fingerprint_of(PINS, [edit]) == before
    assert fingerprint_of(replace(PINS, tokenizer="b" * 64), [edit]) != before
    made = release(store, "old")
    assert set(PINNED_LATER).isdisjoint(made.pins.as_dict()) and store.releases.verify(made.id).differences == ()
    later = store.releases.make("new", replace(PINS, config="c" * 64), author="Ann")
    assert store.releases.get("new").pins.config == "c" * 64 and store.releases.verify(later.id).differences == ()
