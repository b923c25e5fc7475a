"""Releases in the store: what is in them, that nothing changes them, aliases with their gate, the pilot."""

from __future__ import annotations

import inspect
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from app.errors import (
    AnswerMissingError,
    GateError,
    InputError,
    ReleaseError,
    ReleaseExistsError,
    ReleaseMissingError,
    RuleError,
)
from app.store import (
    Figures,
    GateResult,
    Limits,
    Pins,
    Release,
    Store,
    StoredEdit,
    Terms,
    UsedEdit,
    export_archive,
    import_archive,
)
from app.store.audit.sealing import unseal
from app.store.release_records import differences, fingerprint_of
from app.store.releases import Releases
from app.store.tables import AuditKeyRow, AuditRow, EditRow, ReleasedEditRow, ReleaseRow, VersionRow
from tests.store.samples import ASKED, LYON, MAKER, PROBE, REFUND, RETURNS, edits

PINS = Pins(
    backbone="tiny",
    backbone_fingerprint="5" * 64,
    adapter="tiny-adapter",
    adapter_weights="a" * 64,
    precision="float32",
    memory="compressed",
    slots=4,
    policy={"name": "default", "margin": 0.1, "top_k": 1, "threshold": None},
    longest_answer=64,
    program="0.1.0",
    libraries={"torch": "2.13.0"},
)
GOOD = Figures(must_change=10, changed=9, must_stay=20, unwanted=1, untested=0)
BAD = replace(GOOD, changed=7, unwanted=2)


def told(store: Store) -> list[tuple[str, str, dict[str, Any]]]:
    """Every action that the chain knows, with who did it and what was said."""
    with store.database.reading() as session:
        rows = session.execute(
            select(AuditRow.action, AuditRow.sealed, AuditKeyRow.key, AuditRow.number)
            .join(AuditKeyRow, AuditKeyRow.number == AuditRow.number)
            .order_by(AuditRow.number)
        ).all()
    read = ((action, unseal(key, sealed or b"", number)) for action, sealed, key, number in rows)
    return [(action, said["actor"], said["detail"]) for action, said in read]


def result(release: Release, *, passed: bool = True, question: str = "What is the capital of France?") -> GateResult:
    return GateResult(release.id, 1, LYON, "efficacy", question, "Lyon", "Lyon", "Paris", ("e",), passed)


def release(store: Store, name: str, *texts: str) -> Release:
    store.edits.add(edits(*texts or (f"An edit of {name}.",)))
    return store.releases.make(name, PINS, author="Ann")


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


# Aliases and their gate


def test_an_alias_stands_where_it_was_moved_last_and_every_move_stays(store: Store) -> None:
    first, second = release(store, "first"), release(store, "second")
    assert store.aliases.at("candidate") is None
    store.aliases.move("candidate", "first", author="Ann", reason="to try")
    move = store.aliases.move("candidate", second.id, author="Bo")
    assert (move.release_name, move.moved_by, move.overridden) == ("second", "Bo", False)
    assert store.aliases.move("candidate", "second") == move
    back = store.aliases.rollback("candidate", author="Cy", reason="worse")
    assert back.release == first.id and store.releases.get("candidate") == first
    assert [one.release_name for one in store.aliases.history("candidate")] == ["first", "second", "first"]
    assert [one.reason for one in store.aliases.history()] == ["worse", "", "to try"]
    assert store.aliases.standing() == {"candidate": back}
    store.aliases.move("shop", "candidate")
    assert store.aliases.at("shop") is not None and set(store.aliases.standing()) == {"candidate", "shop"}
    with pytest.raises(ReleaseError):
        store.aliases.rollback("shop", reason="stood nowhere else")
    with pytest.raises(ReleaseError):
        store.aliases.rollback("nowhere", reason="stood nowhere")
    with pytest.raises(InputError):
        store.aliases.rollback("candidate")
    for wrong in ("", "Shop", "1st", "two words", "a" * 41):
        with pytest.raises(InputError):
            store.aliases.move(wrong, "first")


def test_production_is_refused_what_was_not_tested_or_crosses_a_limit(store: Store) -> None:
    first, second = release(store, "first"), release(store, "second")
    with pytest.raises(GateError, match="have not been asked"):
        store.aliases.move("production", "first")
    assert store.gate_runs.keep(first.id, [result(first)], GOOD).passed
    assert not store.aliases.move("production", "first").overridden
    run = store.gate_runs.keep(second.id, [result(second, passed=False)], BAD, author="Bo")
    assert not run.passed and store.gate_runs.newest(second.id) == run and run.ran_by == "Bo"
    with pytest.raises(GateError, match=r"efficacy 7 of 10 \(70.0%\) is below 80.0%; unwanted change 2 of 20"):
        store.aliases.move("production", "second", reason="I want to")
    with pytest.raises(InputError):
        store.aliases.move("production", "second", override=True)
    assert store.releases.get("production") == first
    move = store.aliases.move("production", "second", author="Bo", reason="known, agreed", override=True)
    assert move.overridden and move.gate_run == run.id
    action, actor, detail = told(store)[-1]
    assert (action, actor, detail["reason"]) == ("alias.moved", "Bo", "known, agreed")
    assert detail["before"] == first.id and "efficacy 7 of 10" in detail["overridden"]
    assert store.aliases.rollback("production", reason="it broke").release == first.id
    assert store.aliases.rollback("production", "second", reason="no, it did not").release == second.id


def test_limits_are_a_rule_of_the_store_and_hold_as_they_are_now(store: Store) -> None:
    made = release(store, "first")
    assert not store.gate_runs.keep(made.id, [], BAD).passed
    store.rules.set("gate-limits", {"efficacy_at_least": 0.7, "unwanted_at_most": 0.1}, by="Ann")
    assert store.gate_runs.limits() == Limits(0.7, 0.1)
    assert not store.aliases.move("production", "first").overridden
    for wrong in (0.5, {}, {"efficacy_at_least": 1.1, "unwanted_at_most": 0.0}):
        with pytest.raises(RuleError):
            store.rules.set("gate-limits", wrong)


@pytest.mark.parametrize(
    ("figures", "crossed"),
    [
        (GOOD, 0),
        (BAD, 2),
        (Figures(0, 0, 5, 0, 3), 1),
        (Figures(0, 0, 5, 5, 3), 2),
        (Figures(5, 4, 0, 0, 0), 0),
        (Figures(5, 3, 0, 0, 0), 1),
    ],
)
def test_a_gate_without_questions_that_must_change_is_shut(figures: Figures, crossed: int) -> None:
    assert len(figures.crossed(Limits())) == crossed


def test_everything_is_told_to_the_chain(store: Store) -> None:
    made = release(store, "spring")
    store.gate_runs.keep(made.id, [result(made)], GOOD, author="Ann")
    store.aliases.move("production", "spring", author="Ann")
    store.pilot.add("Bo", "production", author="Ann")
    store.pilot.remove("bo", author="Ann")
    answer = store.answers.log(MAKER, **ASKED, used=[], release=made.id)
    store.pilot.mark(answer.id, "right", author="Bo")
    actions = [action for action, _, _ in told(store)]
    assert actions[-7:] == [
        "release.made", "gate.ran", "alias.moved", "pilot.joined", "pilot.left", "answer.served", "answer.marked"
    ]  # fmt: skip
    with store.database.reading() as session:
        names = session.scalars(select(AuditRow.object).where(AuditRow.kind == "pilot")).all()
    assert len(set(names)) == 1 and "bo" not in names


# The pilot


def served(store: Store, release: Release, by: str, *, used: bool = False, **more: Any) -> str:
    edit = store.edits.find().edits[0]
    read = [UsedEdit(edit.id, 1, edit.content, edit.text, 1.0, None)] if used else []
    asked = ASKED | {"asked_by": by}
    return store.answers.log(MAKER, **asked, used=read, release=release.id, **more).id


def test_answers_count_for_the_alias_that_gave_them(store: Store) -> None:
    old, new = release(store, "old"), release(store, "new")
    store.gate_runs.keep(old.id, [], GOOD)
    store.gate_runs.keep(new.id, [], GOOD)
    store.aliases.move("production", "old")
    store.aliases.move("candidate", "new")
    store.pilot.add("Bo", "candidate")
    store.answers.log(MAKER, **ASKED, used=[])
    first = served(store, old, "Ann", used=True, seconds=2.0, tokens=10)
    second = served(store, new, "BO", used=True, seconds=1.0, tokens=5)
    served(store, new, "bo", seconds=0.5, tokens=2)
    store.aliases.move("production", "new")
    served(store, new, "Ann")
    served(store, new, "Bo")
    store.pilot.mark(first, "wrong", author="Ann")
    store.pilot.mark(second, "right", author="Bo")
    store.pilot.mark(second, "unwanted", author="Bo", note="on second thoughts")
    store.pilot.mark(second, "wrong", author="Cy")
    production, candidate = store.pilot.usage()
    assert (production.alias, production.questions, production.people, production.changed) == ("production", 2, 1, 1)
    assert (production.wrong, production.seconds, production.tokens) == (1, 2.0, 10)
    assert (candidate.questions, candidate.people, candidate.changed) == (3, 1, 1)
    assert (candidate.right, candidate.wrong, candidate.unwanted) == (0, 1, 1)
    assert (candidate.seconds, candidate.tokens) == (1.5, 7)
    assert [(mark.verdict, mark.note) for mark in store.pilot.marks([second])] == [
        ("unwanted", "on second thoughts"), ("wrong", "")
    ]  # fmt: skip


def test_an_answer_of_a_release_without_alias_counts_under_its_name(store: Store) -> None:
    served(store, release(store, "alone"), "Ann")
    assert [(one.alias, one.questions) for one in store.pilot.usage()] == [("alone", 1)]


def test_members_are_known_by_name_whatever_its_case(store: Store) -> None:
    with pytest.raises(ReleaseMissingError):
        store.pilot.add("Bo", "candidate")
    release(store, "new")
    store.aliases.move("candidate", "new")
    store.aliases.move("shop", "new")
    with pytest.raises(InputError):
        store.pilot.add(" ", "candidate")
    store.pilot.add("  Bo  Li ", "candidate", author="Ann")
    store.pilot.add("BO LI", "shop", author="Cy")
    assert [(one.name, one.alias, one.added_by) for one in store.pilot.members()] == [("bo li", "shop", "Cy")]
    assert (store.pilot.alias_of("Bo Li"), store.pilot.alias_of("Ann")) == ("shop", None)
    assert store.pilot.remove("bo li") and not store.pilot.remove("bo li")


def test_marks_need_an_answer_and_a_verdict(store: Store) -> None:
    with pytest.raises(AnswerMissingError):
        store.pilot.mark("0" * 32, "right")
    with pytest.raises(AnswerMissingError):
        store.answers.get("0" * 32)
    answer = store.answers.log(MAKER, **ASKED, used=[])
    assert store.answers.get(answer.id) == answer
    with pytest.raises(InputError):
        store.pilot.mark(answer.id, "splendid")


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
