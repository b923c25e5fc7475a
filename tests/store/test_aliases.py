"""Aliases in the store: every move stays, and production has a gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.errors import (
    GateError,
    InputError,
    ReleaseError,
    RuleError,
)
from app.store import (
    Figures,
    Limits,
    Store,
)
from app.store.tables import AliasMoveRow, AuditRow
from tests.store.releasing import BAD, GOOD, release, result, told
from tests.store.samples import ASKED, MAKER


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
    for wrong in ("", "Shop", "1st", "two words", "a" * 41, "a" * 32):
        with pytest.raises(InputError):
            store.aliases.move(wrong, "first")


def test_an_alias_rolled_back_again_goes_further_back_and_never_forward(store: Store) -> None:
    for name in ("a", "b", "c", "d"):
        release(store, name)
    for name in ("a", "b", "c"):
        store.aliases.move("candidate", name)
    assert [store.aliases.rollback("candidate", reason="faulty").release_name for _ in range(2)] == ["b", "a"]
    with pytest.raises(ReleaseError, match="has not stood anywhere before"):
        store.aliases.rollback("candidate", reason="nothing is left")
    store.aliases.move("candidate", "d")
    assert store.aliases.rollback("candidate", reason="faulty too").release_name == "a"
    assert store.aliases.rollback("candidate", "c", reason="it was not, after all").release_name == "c"
    assert store.aliases.rollback("candidate", reason="but it was").release_name == "a"


def test_an_alias_does_not_take_over_the_id_of_a_release(store: Store) -> None:
    first, second = release(store, "first"), release(store, "second")
    with pytest.raises(InputError, match="cannot be an alias"):
        store.aliases.move("abcdef" * 5 + "ab", "second")
    with store.database.writing() as session:
        session.add(
            AliasMoveRow(
                alias=first.id, release=second.id, moved=datetime.now(UTC), moved_by="", reason="", overridden=False
            )
        )
    assert store.releases.get(first.id) == first


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


def test_too_many_edits_without_a_test_question_shut_the_gate_where_a_limit_is_set(store: Store) -> None:
    made = release(store, "first")
    hardly = replace(GOOD, untested=3, edits=4)
    assert store.gate_runs.keep(made.id, [], hardly).passed
    limits = {"efficacy_at_least": 0.8, "unwanted_at_most": 0.05}
    store.rules.set("gate-limits", limits | {"untested_at_most": 0.5})
    with pytest.raises(GateError, match=r"edits without a test question, 3 of 4 \(75.0%\), are above 50.0%"):
        store.aliases.move("production", "first")
    assert not store.gate_runs.keep(made.id, [], replace(hardly, edits=None)).passed
    with pytest.raises(GateError, match="was not counted: ask the questions again"):
        store.aliases.move("production", "first")
    assert store.gate_runs.keep(made.id, [], replace(hardly, untested=2)).passed
    store.rules.set("gate-limits", limits)
    assert store.gate_runs.limits() == Limits() and store.gate_runs.keep(made.id, [], hardly).passed
    for wrong in ({"untested_at_most": 1.5}, {"untested": 0.5}):
        with pytest.raises(RuleError):
            store.rules.set("gate-limits", limits | wrong)


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
