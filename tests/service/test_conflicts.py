"""Conflicts of the shared store, from finding to resolving, and how well they are found."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.config import Settings
from app.data import Edit, Probe
from app.errors import ConflictError
from app.model.text_vectors import TextVectors
from app.service import Workbench
from app.service.conflicts.labelled import KINDS, judged, quality, read_pairs
from app.store import STATES, Search, Terms
from tests.service.fake_model import FakeModel

OLD, NEW = "The warranty of the Aria 3 is 24 months.", "The warranty of the Aria 3 is 36 months."
OTHER = "Orders ship from Rotterdam."


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(Settings(store=f"sqlite:///{tmp_path}/store.sqlite"), lambda *_: FakeModel())  # type: ignore[arg-type]


@pytest.fixture
def token(bench: Workbench) -> str:
    store = bench.shared().store
    store.edits.add([Edit(OLD, "", "en"), Edit(OTHER, "", "en")])
    store.edits.add([Edit(NEW, "", "en")], state="in-review")
    token = bench.open(None).token
    bench.use_shared(token, "Ann")
    return token


def _state(bench: Workbench, text: str) -> str:
    (edit,) = bench.shared().store.edits.find(Search(text, states=STATES)).edits
    return edit.state


def test_a_conflict_is_found_shown_with_both_edits_and_resolved(bench: Workbench, token: str) -> None:
    (found,) = bench.conflicts.find(token)
    assert (found.conflict.kind, found.first.text, found.second.text) == ("contradiction", OLD, NEW)
    assert found.conflict.explanation["rule"] == "other-value"
    assert bench.conflicts.find(token, scope="all") == (found,)  # once, also when all are compared
    bench.conflicts.resolve(token, found.conflict.id, "superseded", reason="The new price list.")
    assert bench.conflicts.open(token) == ()
    assert _state(bench, OLD) == "retired"


def test_a_rejected_edit_goes_back_to_draft(bench: Workbench, token: str) -> None:
    (found,) = bench.conflicts.find(token)
    bench.conflicts.resolve(token, found.conflict.id, "rejected", reason="Not decided yet.")
    assert (_state(bench, OLD), _state(bench, NEW)) == ("approved", "draft")


def test_a_rejected_edit_that_acts_already_ceases_to(bench: Workbench, token: str) -> None:
    store = bench.shared().store
    (new,) = store.edits.find(Search(NEW, states=("in-review",))).edits
    store.edits.change(new.seen, state="approved")
    (found,) = bench.conflicts.find(token, scope="all")
    bench.conflicts.resolve(token, found.conflict.id, "rejected", reason="Not decided yet.")
    assert (_state(bench, OLD), _state(bench, NEW)) == ("approved", "retired")
    assert {edit.text for edit in store.edits.active()} == {OLD, OTHER}


def test_a_rejected_edit_is_in_conflict_again_once_it_is_submitted_again(bench: Workbench, token: str) -> None:
    (found,) = bench.conflicts.find(token)
    bench.conflicts.resolve(token, found.conflict.id, "rejected", reason="Not decided yet.")
    assert bench.conflicts.find(token) == (), "as a draft it is as the resolution left it"
    (draft,) = bench.shared().store.edits.find(Search(NEW, states=("draft",))).edits
    (waiting,) = bench.reviews.submit(token, [draft.seen])
    assert [one.second.id for one in bench.conflicts.open(token)] == [draft.id]
    with pytest.raises(ConflictError, match="24 months"):
        bench.reviews.approve(token, [waiting.seen])


def test_a_superseded_edit_is_in_conflict_again_once_it_is_restored(bench: Workbench, token: str) -> None:
    (found,) = bench.conflicts.find(token)
    bench.conflicts.resolve(token, found.conflict.id, "superseded", reason="The new price list.")
    (gone,) = bench.shared().store.edits.find(Search(OLD, states=("retired",))).edits
    bench.reviews.restore(token, [gone.seen])
    (again,) = bench.conflicts.find(token)
    assert again.conflict.id != found.conflict.id and again.first.text == OLD


def test_an_edit_superseded_from_a_day_on_is_in_no_conflict_until_its_end_is_taken_away(
    bench: Workbench, token: str
) -> None:
    (found,) = bench.conflicts.find(token)
    turn = datetime(2127, 1, 1, tzinfo=UTC)
    bench.conflicts.resolve(token, found.conflict.id, "superseded", reason="From 2127 on.", until=turn)
    assert bench.conflicts.find(token) == ()
    ending = bench.shared().store.edits.get(found.first.id)
    bench.shared().store.edits.change(ending.seen, terms=Terms())
    assert [one.first.id for one in bench.conflicts.find(token)] == [ending.id]


def test_a_dismissed_conflict_does_not_come_back(bench: Workbench, token: str) -> None:
    (found,) = bench.conflicts.find(token)
    bench.conflicts.resolve(token, found.conflict.id, "dismissed", reason="Two markets.")
    assert bench.conflicts.find(token, scope="all") == ()


def test_without_reason_or_in_an_unknown_way_nothing_is_changed(bench: Workbench, token: str) -> None:
    (found,) = bench.conflicts.find(token)
    for how, reason in (("superseded", " "), ("ignored", "why not")):
        with pytest.raises(ConflictError):
            bench.conflicts.resolve(token, found.conflict.id, how, reason=reason)
    assert bench.conflicts.open(token) == (found,)
    assert _state(bench, OLD) == "approved"


def test_edits_that_never_act_together_are_no_conflict(bench: Workbench, token: str) -> None:
    store, turn = bench.shared().store, datetime(2027, 1, 1, tzinfo=UTC)
    (found,) = bench.conflicts.find(token)
    store.edits.change(found.first.seen, terms=Terms(valid_until=turn))
    store.edits.change(found.second.seen, terms=Terms(valid_from=turn), text=NEW.replace("36", "48"))
    assert bench.conflicts.find(token, scope="all") == ()


def test_an_edit_in_conflict_with_one_that_acts_is_not_approved(bench: Workbench, token: str) -> None:
    store = bench.shared().store
    draft = store.edits.add([Edit("The warranty of the Aria 3 is 60 months.", "", "en")], state="draft").new[0]
    (waiting,) = bench.reviews.submit(token, [draft.seen])  # looks for conflicts by itself
    with pytest.raises(ConflictError, match="24 months"):
        bench.reviews.approve(token, [waiting.seen])
    assert _state(bench, draft.text) == "in-review"
    for one in bench.conflicts.open(token):
        how = "superseded" if one.first.text == OLD and one.second.id == draft.id else "dismissed"
        bench.conflicts.resolve(token, one.conflict.id, how, reason="The new price list.")
    bench.reviews.approve(token, [waiting.seen])
    assert (_state(bench, draft.text), _state(bench, OLD)) == ("approved", "retired")


def test_whoever_approves_is_told_of_conflicts_that_nobody_has_looked_for(bench: Workbench, token: str) -> None:
    (waiting,) = bench.shared().store.edits.find(Search(NEW, states=("in-review",))).edits
    assert bench.conflicts.open(token) == (), "it reached review without `submit`"
    with pytest.raises(ConflictError, match="24 months"):
        bench.reviews.approve(token, [waiting.seen])
    assert _state(bench, NEW) == "in-review"
    assert [(one.first.text, one.second.text) for one in bench.conflicts.open(token)] == [(OLD, NEW)]


def test_edits_that_contradict_each_other_are_not_approved_together(bench: Workbench, token: str) -> None:
    texts = ["The capital of Peru is Lima.", "The capital of Peru is Cusco."]
    both = bench.shared().store.edits.add([Edit(text, "", "en") for text in texts], state="in-review").new
    with pytest.raises(ConflictError, match=r"Two of these .*(Lima.*Cusco|Cusco.*Lima)"):
        bench.reviews.approve(token, [edit.seen for edit in both])
    assert [_state(bench, text) for text in texts] == ["in-review", "in-review"]
    bench.reviews.approve(token, [both[0].seen])
    with pytest.raises(ConflictError, match="Lima"):
        bench.reviews.approve(token, [both[1].seen])


def test_what_two_edits_do_to_each_other_is_asked(bench: Workbench, token: str) -> None:
    (found,) = bench.conflicts.find(token)
    probe = Probe("efficacy", "How long is the warranty of the Aria 3?", "36 months")
    bench.shared().store.edits.change(found.second.seen, probes=[probe], state="in-review")
    effects = bench.conflicts.measure(token, found.conflict.id)
    assert [effect.question for effect in effects] == ["The warranty of the Aria 3 is", probe.question]
    assert {effect.edit for effect in effects} == {found.first.id, found.second.id}


def test_labelled_pairs_are_found_as_well_as_the_readme_says() -> None:
    """The part `test`: no rule and no threshold was chosen on it."""
    pairs = judged(read_pairs(), TextVectors())
    assert len(pairs) == 200 and sum(pair.difficulty == "hard" for pair in pairs) == 100
    found = quality(pairs, lambda pair: pair.part == "test")
    assert found.precision is not None and found.precision.value >= 0.9
    assert found.recall is not None and found.recall.value >= 0.7
    easy = quality(pairs, lambda pair: pair.part == "test" and pair.difficulty == "easy")
    assert easy.recall is not None and easy.recall.value >= 0.9
    assert {pair.found for pair in pairs} == {*KINDS, "none"}
