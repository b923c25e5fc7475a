"""Documents of a session: proposals weighed against the edits in use, ticked, put in other words, accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data import Edit, Terms
from app.errors import EditChangedError, InputError, UploadError
from app.service import Workbench
from app.service.document_list import PAGE, Proposed, View
from app.service.identity import LOCAL_USER, acting_as
from app.store import Search
from app.store.rules import FOUR_EYES
from tests.service.conftest import LYON
from tests.service.people import bench_with_store, session_on_shared

OLD = "# Fees\n\nEvery visitor pays 5 euros.\n\nChildren pay nothing.\n\nDogs stay outside.\n"
NEW = "# Fees\n\nEvery visitor pays 6 euros.\n\nChildren pay nothing.\n\nTours begin at noon.\n"
FIVE, SIX, NOON, DOGS = (
    "Every visitor pays 5 euros.",
    "Every visitor pays 6 euros.",
    "Tours begin at noon.",
    "Dogs stay outside.",
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


def added(bench: Workbench, token: str, *texts: str) -> None:
    bench.edits.propose(token, bench.edits.read_lines("\n".join(texts)))
    bench.edits.accept(token)


def shown(bench: Workbench, token: str, view: View = "all") -> list[Proposed]:
    page = bench.documents.proposed(token, view)
    assert page is not None
    return list(page.shown)


def noted(bench: Workbench, token: str, ticks: dict[int, bool], texts: dict[int, str]) -> None:
    page = bench.documents.proposed(token)
    assert page is not None
    bench.documents.note(token, page.comparison, ticks, texts)


def texts_of(bench: Workbench, token: str) -> list[str]:
    return [edit.text for edit in bench.edits.list(token).edits]


def test_what_is_accepted_takes_its_place_and_one_step_takes_it_back(
    bench: Workbench, token: str, files: tuple[Path, Path]
) -> None:
    added(bench, token, FIVE, DOGS)
    bench.edits.annotate(token, bench.edits.list(token).edits[1].id, "A note", ["fee"])
    bench.documents.begin(token, *files)
    first, second, third = shown(bench, token)
    assert [(one.found.kind, one.ticked, one.replaces) for one in (first, second, third)] == [
        ("changed", True, FIVE),
        ("new", True, ""),
        ("removed", False, DOGS),
    ]
    noted(bench, token, {third.place: True}, {})
    done = bench.documents.accept(token)
    assert ([one.text for one in done.added], len(done.replaced), len(done.gone)) == ([NOON], 1, 1)
    assert texts_of(bench, token) == [LYON, SIX, NOON]
    six = bench.edits.list(token).edits[1]
    assert (six.note, six.tags, bench.session(token).work.edits[1].terms.source) == (
        "A note",
        ("fee",),
        "new.md › Fees (line 3)",
    )
    assert bench.documents.proposed(token) is None
    bench.edits.undo(token)
    assert texts_of(bench, token) == [LYON, FIVE, DOGS]


def test_what_was_ticked_and_written_stays_until_it_is_put_away(
    bench: Workbench, token: str, files: tuple[Path, Path]
) -> None:
    bench.documents.begin(token, *files)
    first, second, third = shown(bench, token)
    assert (third.found.usable, third.ticked) == (False, False)  # no edit says what was removed
    noted(bench, token, {first.place: False, third.place: True}, {second.place: "Tours begin at one."})
    first, second, third = shown(bench, token)
    assert (first.ticked, second.ticked, third.ticked) == (False, True, False)
    assert second.found.edit is not None
    assert second.found.edit.text == "Tours begin at one."
    noted(bench, token, {}, {second.place: "x" * 61})
    second = shown(bench, token)[1]
    assert (second.found.warnings, second.ticked) == (("unusable",), False)
    assert "At most 60" in second.found.fault
    bench.documents.note(token, "an earlier one", {first.place: True}, {})
    assert not shown(bench, token)[0].ticked
    bench.documents.close(token)
    assert bench.documents.proposed(token) is None


def test_a_bad_file_leaves_what_was_compared_before(
    bench: Workbench, token: str, files: tuple[Path, Path], tmp_path: Path
) -> None:
    bench.documents.begin(token, *files)
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK\x03\x04 not a document")
    for old, new in ((None, bad), (files[0], files[0]), (files[0], tmp_path / "new.xyz")):
        with pytest.raises(UploadError):
            bench.documents.begin(token, old, new)
    with pytest.raises(InputError):
        bench.documents.begin_pasted(token, "\n \n")
    assert len(shown(bench, token)) == 3


def test_languages_and_doubles_are_told_and_all_are_ticked_by_view(bench: Workbench, token: str) -> None:
    lines = [
        LYON,
        "料金は6ユーロです。",
        "It opens at 7 every day. -> It opens at 8 every day.",
        "Tours begin at noon.",
    ]
    bench.documents.begin_pasted(token, "\n".join([*lines, "tours begin at NOON."]))
    found = shown(bench, token)
    assert [one.found.warnings for one in found] == [("in-use",), ("language",), (), (), ("repeated",)]
    assert [one.ticked for one in found] == [False, True, True, True, False]
    assert [one.found.source for one in found] == [""] * 5
    bench.documents.tick(token, "warned", on=False)
    assert [one.ticked for one in shown(bench, token)] == [False, False, True, True, False]
    bench.documents.tick(token, "all", on=True)
    assert [one.ticked for one in shown(bench, token)] == [False, True, True, True, True]
    assert len(bench.documents.accept(token).added) == 3  # the same text once
    assert len(shown(bench, token)) == 1


def test_proposals_are_paged(bench: Workbench, token: str) -> None:
    number = PAGE + 3
    bench.documents.begin_pasted(token, "\n".join(f"Shop {place} is open." for place in range(number)))
    page = bench.documents.proposed(token, "new", PAGE + 1)
    assert page is not None
    assert (page.first, len(page.shown), page.found, page.ticked) == (PAGE, 3, number, number)


def test_too_many_edits_are_refused_before_anything_is_changed(bench: Workbench, token: str) -> None:
    bench.settings = bench.settings.model_copy(update={"max_edits": 2})
    bench.documents.begin_pasted(token, "Tours begin at noon.\nDogs stay outside.")
    with pytest.raises(InputError, match="too many"):
        bench.documents.accept(token)
    assert texts_of(bench, token) == [LYON]
    assert len(shown(bench, token)) == 2


@pytest.fixture
def shared(tmp_path: Path) -> tuple[Workbench, str]:
    bench = bench_with_store(tmp_path, LOCAL_USER)
    store = bench.shared().store
    store.edits.add([Edit.of(FIVE, terms=Terms(owner="Law", source="Decision 1")), Edit.of(DOGS)], author="ann")
    return bench, session_on_shared(bench)


def test_shared_edits_keep_their_terms_and_each_step_can_be_taken_back(
    shared: tuple[Workbench, str], files: tuple[Path, Path]
) -> None:
    bench, token = shared
    bench.documents.begin(token, *files)
    bench.documents.tick(token, "all", on=True)
    bench.documents.accept(token)
    store = bench.shared().store
    found = {edit.text: edit for edit in store.edits.find(Search(sort="oldest")).edits}
    assert list(found) == [SIX, NOON]
    assert found[SIX].terms == Terms(owner="Law", source="new.md › Fees (line 3)")
    for _ in range(3):
        bench.edits.undo(token)
    left = store.edits.find(Search(sort="oldest")).edits
    assert [(edit.text, edit.terms.source) for edit in left] == [(FIVE, "Decision 1"), (DOGS, "")]


def test_nothing_is_held_back_for_an_edit_that_goes_in_the_same_step(shared: tuple[Workbench, str]) -> None:
    bench, token = shared
    store = bench.shared().store
    lyon, nice = "The capital of France is Lyon.", "The capital of France is Nice."
    store.edits.add([Edit.of("The capital of France is Paris."), Edit.of(lyon)], author="ann")
    bench.documents.begin_pasted(token, f"The capital of France is Paris. -> {nice}\n{lyon} ->")
    bench.documents.tick(token, "all", on=True)
    done = bench.documents.accept(token)
    assert len(done.gone) == 1
    acting = {edit.text for edit in store.edits.active()}
    assert nice in acting and lyon not in acting


def test_where_review_is_on_they_wait_and_what_was_approved_goes_on_acting(
    shared: tuple[Workbench, str], files: tuple[Path, Path]
) -> None:
    bench, token = shared
    store = bench.shared().store
    store.rules.set(FOUR_EYES.name, True, by="ann")
    bench.documents.begin(token, *files)
    done = bench.documents.accept(token)
    assert done.waits
    assert {edit.text for edit in store.edits.find(Search(states=("in-review",))).edits} == {SIX, NOON}
    assert {edit.text for edit in store.edits.active()} == {FIVE, DOGS}


def test_what_somebody_has_changed_meanwhile_is_weighed_anew_and_never_overwritten(
    shared: tuple[Workbench, str], files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench, token = shared
    store = bench.shared().store
    bench.documents.begin(token, *files)
    assert shown(bench, token)[0].replaces == FIVE
    edit = next(one for one in store.edits.find(Search()).edits if one.text == FIVE)
    store.edits.change(edit.seen, author="bo", text="Every visitor pays 7 euros.")
    assert shown(bench, token)[0].replaces == ""
    edit = next(one for one in store.edits.find(Search()).edits if one.text == DOGS)
    noted(bench, token, {2: True, 0: False}, {})
    shown(bench, token)
    monkeypatch.setattr(type(store.edits), "stamp", lambda self: bench.documents._open[token].known.key)  # type: ignore[union-attr]  # as if it came right after the look
    store.edits.change(edit.seen, author="bo", note="Ask Bo")
    with pytest.raises(EditChangedError):
        bench.documents.accept(token)
    assert DOGS in {one.text for one in store.edits.find(Search()).edits}


def test_proposals_are_ones_own(bench: Workbench, token: str) -> None:
    bench.documents.begin_pasted(token, NOON)
    other = bench.open(None).token
    assert bench.documents.proposed(other) is None
    with acting_as(LOCAL_USER):
        assert bench.documents.accept(bench.open(None).token).added == ()
