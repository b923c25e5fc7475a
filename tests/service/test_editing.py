"""Listing, changing, taking back and exporting edits, of a session and of the shared store alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.data import Edit, read_upload
from app.errors import EditChangedError, EditExistsError, EditMissingError, InputError, StoreError
from app.service import Workbench
from app.service.job import TaskOfUnits
from app.service.listing import PAGE, Listing, Query
from app.service.sessions import CHANGES_KEPT
from app.service.work import Change, Work
from tests.service.fake_model import FakeModel

LYON, REFUND, DESK = "The capital of France is Lyon.", "The refund period is 45 days.", "The desk opens at 7 am."

Made = tuple[Workbench, str]


def workbench(model: FakeModel | None = None) -> Workbench:
    fake: Any = model or FakeModel()
    return Workbench(Settings(), load=lambda settings, progress: fake)


def private(model: FakeModel | None = None) -> Made:
    bench = workbench(model)
    return bench, bench.open(None).token


def shared(model: FakeModel | None = None) -> Made:
    bench, token = private(model)
    bench.shared()
    bench.use_shared(token, "Ada")
    return bench, token


@pytest.fixture(params=[private, shared])
def made(request: pytest.FixtureRequest) -> Iterator[Made]:
    make: Callable[[], Made] = request.param
    bench, token = make()
    bench.edits.propose(token, bench.edits.read_lines(f"{LYON}\n{REFUND}\n{DESK}"))
    bench.edits.accept(token)
    bench.jobs.wait(token, bench.edits.compress(token), 10)
    yield bench, token
    if bench.session(token).shares_as is not None:
        bench.shared().close()


def texts(listing: Listing) -> list[str]:
    return [edit.text for edit in listing.edits]


def find(made: Made, **query: Any) -> Listing:
    bench, token = made
    return bench.edits.list(token, Query(**query))


def the(made: Made, text: str) -> tuple[str, int]:
    """Id and version of the edit with this text."""
    found = next(edit for edit in find(made).edits if edit.text == text)
    return found.id, found.version


def test_words_are_found_in_any_case_and_order(made: Made) -> None:
    assert texts(find(made)) == [LYON, REFUND, DESK]
    assert texts(find(made, words="LYON capital")) == [LYON]
    assert texts(find(made, words="Lyon refund")) == []
    assert find(made, words="is").found == 2
    assert find(made, words="no such word").all == 3


def test_what_is_compressed_is_told_from_what_waits(made: Made) -> None:
    bench, token = made
    bench.edits.propose(token, bench.edits.read_lines("The shop is closed."))
    bench.edits.accept(token)
    assert texts(find(made, state="waiting")) == ["The shop is closed."]
    assert texts(find(made, state="ready")) == [LYON, REFUND, DESK]
    assert find(made).edits[-1].waiting


def test_notes_and_tags_are_kept_filtered_and_leave_the_gist_alone(made: Made) -> None:
    bench, token = made
    edit, version = the(made, REFUND)
    bench.edits.annotate(token, edit, "  since May ", ["policy", "2025", "policy"], version)
    found = find(made, tag="policy")
    assert texts(found) == [REFUND]
    assert (found.edits[0].note, found.edits[0].tags) == ("since May", ("2025", "policy"))
    assert found.tags == {"2025": 1, "policy": 1}
    assert not found.edits[0].waiting
    assert texts(find(made, words="since may")) == [REFUND]
    with pytest.raises(InputError):
        bench.edits.annotate(token, edit, "", ["x" * 61], found.edits[0].version)
    assert find(made, tag="policy").found == 1


def test_another_text_takes_the_place_of_the_old_one_and_waits(made: Made) -> None:
    bench, token = made
    edit, version = the(made, REFUND)
    bench.edits.annotate(token, edit, "", ["policy"], version)
    edit, version = the(made, REFUND)
    bench.edits.reword(token, edit, "The refund period is 60 days.", version)
    listing = find(made)
    assert texts(listing) == [LYON, "The refund period is 60 days.", DESK]
    assert listing.edits[1].tags == ("policy",)
    assert [edit.waiting for edit in listing.edits] == [False, True, False]


@pytest.mark.parametrize(("text", "error"), [("", InputError), ("x" * 70, InputError), (LYON, EditExistsError)])
def test_a_text_that_cannot_be_changes_nothing(made: Made, text: str, error: type[Exception]) -> None:
    bench, token = made
    edit, version = the(made, REFUND)
    with pytest.raises(error):
        bench.edits.reword(token, edit, text, version)
    assert texts(find(made)) == [LYON, REFUND, DESK]


def test_every_change_can_be_taken_back_in_turn(made: Made) -> None:
    bench, token = made
    bench.edits.annotate(token, *_noted(made, LYON))
    bench.edits.reword(token, *_reworded(made, REFUND))
    bench.edits.remove(token, *the(made, DESK))
    assert texts(find(made)) == [LYON, "Another text."]
    assert find(made).last_change == Change("remove", 1)
    assert bench.edits.undo(token) == Change("remove", 1)
    assert bench.edits.undo(token) == Change("text", 1)
    listing = find(made)
    assert texts(listing) == [LYON, REFUND, DESK]
    assert not any(edit.waiting for edit in listing.edits)  # the gists came back too
    assert listing.edits[0].note == "a note"
    assert bench.edits.undo(token) == Change("details", 1)
    assert find(made).edits[0].note == ""
    assert bench.edits.undo(token) == Change("add", 3)
    assert texts(find(made)) == []
    assert bench.edits.undo(token) is None


def _noted(made: Made, text: str) -> tuple[str, str, list[str], int]:
    edit, version = the(made, text)
    return edit, "a note", [], version


def _reworded(made: Made, text: str) -> tuple[str, str, int]:
    edit, version = the(made, text)
    return edit, "Another text.", version


def test_what_is_exported_can_be_uploaded_again(made: Made, tmp_path: Path) -> None:
    bench, token = made
    edit, version = the(made, LYON)
    bench.edits.annotate(token, edit, "=1+1, with a comma", ["a", "b"], version)
    for suffix in (".csv", ".jsonl"):
        path = tmp_path / f"edits{suffix}"
        path.write_bytes(bench.edits.export(token, suffix))
        upload = read_upload(path, max_mb=1, max_edits=10)
        assert [edit.text for edit in upload.edits] == [LYON, REFUND, DESK]
        assert upload.edits[0].tags == ("a", "b")
        assert upload.edits[0].note.endswith("=1+1, with a comma")
    assert b"\n=" not in bench.edits.export(token, ".csv")
    assert b",'=1+1" not in bench.edits.export(token, ".jsonl")


def test_an_edit_that_is_gone_is_said_to_be(made: Made) -> None:
    bench, token = made
    with pytest.raises(EditMissingError):
        bench.edits.reword(token, "0" * 32, "Another text.", 1)
    with pytest.raises(EditMissingError):
        bench.edits.annotate(token, "0" * 32, "note", [], 1)
    assert find(made).found == 3


def test_pages_follow_each_other_and_a_place_behind_the_end_is_the_last_page() -> None:
    bench, token = made = private()
    edits = tuple(Edit.of(f"Fact number {number} is so.", "en") for number in range(60))
    bench.session(token).change(lambda work: work.with_edits(edits))
    assert texts(find(made, first=PAGE))[0] == "Fact number 25 is so."
    last = find(made, first=10_000)
    assert (last.query.first, len(last.edits), last.found) == (50, 10, 60)
    assert find(made, words="number 5", first=50).query.first == 0


def test_one_of_ten_thousand_edits_is_found() -> None:
    bench, token = private()
    edits = tuple(Edit.of(f"Shop {number} of the town sells tea.", "en") for number in range(10_000))
    bench.session(token).change(lambda work: work.with_edits(edits))
    assert bench.edits.list(token, Query("shop 9999")).found == 1


def test_as_many_steps_as_promised_can_be_taken_back() -> None:
    bench, token = made = private()
    for number in range(CHANGES_KEPT + 5):
        bench.edits.propose(token, bench.edits.read_lines(f"Fact {number} is so."))
        bench.edits.accept(token)
    assert CHANGES_KEPT >= 20
    assert [bench.edits.undo(token) for _ in range(CHANGES_KEPT)] == [Change("add", 1)] * CHANGES_KEPT
    assert find(made).found == 5
    assert bench.edits.undo(token) is None


def test_removing_all_can_be_taken_back_with_the_gists() -> None:
    bench, token = made = private()
    bench.edits.propose(token, bench.edits.read_lines(f"{LYON}\n{REFUND}"))
    bench.edits.accept(token)
    bench.jobs.wait(token, bench.edits.compress(token), 10)
    held = bench.session(token).bytes
    bench.edits.clear(token)
    assert bench.session(token).bytes == held  # what can come back is counted
    bench.edits.undo(token)
    assert [(edit.text, edit.waiting) for edit in find(made).edits] == [(LYON, False), (REFUND, False)]


def test_gists_made_since_then_stay_when_a_change_is_taken_back() -> None:
    first, second = Edit.of(LYON), Edit.of(REFUND)
    before = Work((first,))
    now = before.with_edits((second,)).with_gists(FakeModel().compress([LYON, REFUND]))
    back = now.back_to(before)
    assert back.edits == (first,)
    assert back.pool is not None and back.pool.ids == (first.id,)


def test_what_somebody_else_has_changed_is_not_overwritten() -> None:
    bench, token = made = shared()
    bench.edits.propose(token, bench.edits.read_lines(REFUND))
    bench.edits.accept(token)
    edit, version = the(made, REFUND)
    other = bench.open(None).token
    bench.use_shared(other, "Bob")
    bench.edits.annotate(other, edit, "Bob's note", [], version)
    with pytest.raises(EditChangedError, match="Bob"):
        bench.edits.reword(token, edit, "The refund period is 60 days.", version)
    with pytest.raises(EditChangedError):
        bench.edits.undo(token)  # adding it: Bob's note would be lost
    assert find(made).edits[0].note == "Bob's note"
    with pytest.raises(InputError):
        bench.edits.clear(token)
    bench.shared().close()


def test_removing_all_stops_compressing_and_nothing_else() -> None:
    bench, token = private()
    bench.edits.propose(token, bench.edits.read_lines(LYON))
    bench.edits.accept(token)
    with bench.queue.turn("somebody else"):
        other = bench.jobs.start(token, TaskOfUnits("numbers", [1], lambda units, stop: list(units)))
        compressing = bench.edits.compress(token)
        bench.edits.clear(token)
        assert bench.jobs.get(token, compressing).state == "stopped"
    assert bench.jobs.wait(token, other, 10).state == "done"


def test_a_change_that_cannot_be_taken_back_now_can_be_later(monkeypatch: pytest.MonkeyPatch) -> None:
    bench, token = made = shared()
    bench.edits.propose(token, bench.edits.read_lines(LYON))
    bench.edits.accept(token)
    bench.edits.remove(token, *the(made, LYON))

    def locked(*arguments: object, **options: object) -> None:
        raise StoreError("The store is locked.", "", "Try again.")

    with monkeypatch.context() as broken:
        broken.setattr(type(bench.shared().store.edits), "restore", locked)
        with pytest.raises(StoreError):
            bench.edits.undo(token)
    assert bench.edits.undo(token) == Change("remove", 1)
    assert texts(find(made)) == [LYON]
    bench.shared().close()
