"""What is confidential is hidden from everybody but its owner and those with the right, wherever it is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.data import Edit
from app.errors import EditExistsError, EditMissingError
from app.store import Search, Seen, Store, StoredEdit, Terms, UsedEdit, export_archive
from app.store.conflicts import FoundConflict, Pair
from app.store.tables import EditRow, UsedEditRow, VersionRow
from app.store.viewer import EVERYBODY, Viewer
from tests.store.releasing import PINS
from tests.store.samples import LYON, MAKER, REFUND

HIDDEN = "The takeover of Halden closes on 4 May."
BOB, EVE, BOSS = Viewer("bob"), Viewer("eve"), Viewer("boss", sees_confidential=True)


@pytest.fixture
def secret(store: Store) -> StoredEdit:
    """A confidential edit of Bob's beside two that everybody may see."""
    store.edits.add([Edit.of(LYON), Edit.of(REFUND)], tags=["shop"], author="eve")
    terms = Terms(owner="Bob", confidential=True, source="board")
    return store.edits.add([Edit.of(HIDDEN)], tags=["shop", "deal"], note="hush", terms=terms, author="ann").new[0]


@pytest.mark.parametrize("viewer", [EVE, EVERYBODY, Viewer("ann")])
def test_it_is_in_no_list_count_or_tag(store: Store, secret: StoredEdit, viewer: Viewer) -> None:
    seen = store.seen_by(viewer).edits
    assert HIDDEN not in {edit.text for edit in seen.find(Search(limit=None)).edits}
    assert seen.find(Search("takeover")).total == 0
    assert seen.find(Search(tag="deal")).edits == ()
    assert seen.find(Search(limit=0)).total == 2
    assert seen.counts() == {"approved": 2}
    assert seen.tags() == {"shop": 2}
    assert secret.id not in {edit_id for edit_id, _ in seen.keys(Search())}
    assert seen.those([secret.id]) == ()
    assert HIDDEN not in {edit.text for edit in seen.active()}
    with pytest.raises(EditMissingError) as error:
        seen.get(secret.id)
    assert HIDDEN not in str(error.value)


@pytest.mark.parametrize("viewer", [BOB, BOSS])
def test_its_owner_and_those_with_the_right_see_it(store: Store, secret: StoredEdit, viewer: Viewer) -> None:
    seen = store.seen_by(viewer).edits
    assert seen.get(secret.id) == secret
    assert seen.counts() == {"approved": 3}
    assert seen.tags() == {"deal": 1, "shop": 3}
    assert len(seen.active()) == 3


def test_who_wrote_an_edit_owns_it_where_its_terms_name_nobody(store: Store) -> None:
    edit = store.edits.add([Edit.of(HIDDEN)], terms=Terms(confidential=True), author="Bob").new[0]
    assert store.seen_by(BOB).edits.get(edit.id) == edit
    assert store.seen_by(EVE).edits.find().total == 0


def test_it_cannot_be_changed_and_its_text_is_in_no_error(store: Store, secret: StoredEdit) -> None:
    seen = store.seen_by(EVE).edits
    changes = (
        lambda: seen.change(Seen(secret.id, 1), text="x y z"),
        lambda: seen.change(Seen(secret.id, 9), note="x"),
        lambda: seen.retire([Seen(secret.id, 1)]),
        lambda: seen.tag([Seen(secret.id, 1)], add=["x"]),
    )
    for change in changes:
        with pytest.raises(EditMissingError) as error:
            change()
        assert HIDDEN not in str(error.value)
    assert store.edits.get(secret.id) == secret


def test_who_types_its_very_text_learns_that_it_is_there_and_nothing_else(store: Store, secret: StoredEdit) -> None:
    seen = store.seen_by(EVE).edits
    added = seen.add([Edit.of(HIDDEN)], author="eve")
    assert added.new == ()
    (told,) = added.repeated
    assert told.text == HIDDEN
    assert all(word not in repr(told) for word in ("hush", "deal", "Bob", "ann", "board"))
    other = seen.find(Search("refund")).edits[0]
    with pytest.raises(EditExistsError):
        seen.change(other.seen, text=HIDDEN)


def test_an_earlier_version_is_hidden_while_the_edit_is_and_a_hidden_version_for_ever(
    store: Store, secret: StoredEdit
) -> None:
    refund = store.edits.find(Search("refund")).edits[0]
    store.edits.change(refund.seen, terms=Terms(confidential=True, owner="bob"))
    store.edits.change(secret.seen, text="Halden is ours.", terms=replace(secret.terms, confidential=False))

    def versions(viewer: Viewer) -> list[tuple[str, int]]:
        with store.database.seen_by(viewer).reading() as session:
            found = session.execute(select(VersionRow.text, VersionRow.version).order_by(VersionRow.text)).all()
        return [tuple(row) for row in found if row.text != LYON]

    assert versions(EVE) == [("Halden is ours.", 2)]
    assert len(versions(BOSS)) == 4
    assert len(versions(BOB)) == 4


def test_a_version_that_is_hidden_does_not_act_for_others(store: Store, secret: StoredEdit) -> None:
    store.edits.change(secret.seen, state="draft", text="Halden is ours.", terms=Terms(owner="bob"))
    assert len(store.seen_by(EVE).edits.active()) == 2
    assert len(store.seen_by(BOB).edits.active()) == 3


def test_statements_under_other_names_are_filtered_too(store: Store, secret: StoredEdit) -> None:
    edit, version = aliased(EditRow), aliased(VersionRow)
    statements = (select(edit.text), select(version.text), select(edit.text).join(version, version.edit == edit.id))
    for statement in statements:
        with store.database.seen_by(EVE).reading() as session:
            assert HIDDEN not in session.scalars(statement).all()
        with store.database.reading() as session:
            assert HIDDEN in session.scalars(statement).all()


def test_an_answer_that_read_it_is_hidden_with_it(store: Store, secret: StoredEdit) -> None:
    store.rules.set("answers", "full")
    used = [UsedEdit(secret.id, 1, secret.content, secret.text, 1.0, None)]
    for question, read in (("When does it close?", used), ("What is new?", [])):
        store.answers.log(
            MAKER, question=question, answer="4 May", original="", policy={}, zero_weight=0.0, used=read, asked_by="bob"
        )
    assert [answer.question for answer in store.seen_by(EVE).answers.newest()] == ["What is new?"]
    assert len(store.seen_by(BOB).answers.newest()) == 2


def test_what_was_made_of_a_hidden_version_stays_hidden_once_the_edit_is_open(store: Store, secret: StoredEdit) -> None:
    store.rules.set("answers", "full")
    read = UsedEdit(secret.id, 1, secret.content, secret.text, 1.0, None)
    store.answers.log(
        MAKER, question="When?", answer="4 May", original="", policy={}, zero_weight=0.0, used=[read], asked_by="bob"
    )
    lyon, refund = store.edits.find(Search(tag="shop", sort="oldest")).edits[:2]
    pairs = [Pair(secret.id, 1, lyon.id, 1), Pair(refund.id, 1, secret.id, 1)]
    store.conflicts.keep(FoundConflict(pair, "contradiction", {"text": HIDDEN}) for pair in pairs)
    release = store.releases.make("one", PINS)
    (opened,) = store.edits.tag([secret.seen], add=["open"])
    opened = store.edits.change(opened.seen, text="Halden is ours.", terms=replace(secret.terms, confidential=False))
    later = UsedEdit(opened.id, opened.version, opened.content, opened.text, 1.0, None)
    store.answers.log(
        MAKER, question="Whose?", answer="Ours", original="", policy={}, zero_weight=0.0, used=[later], asked_by="bob"
    )
    store.conflicts.keep([FoundConflict(Pair(lyon.id, 1, opened.id, opened.version), "contradiction", {})])

    def told(viewer: Viewer) -> tuple[list[str], list[str], int, int, int]:
        seen = store.seen_by(viewer)
        with seen.database.reading() as session:
            texts = session.scalars(select(UsedEditRow.text).order_by(UsedEditRow.text)).all()
        questions = sorted(answer.question for answer in seen.answers.that_read(secret.id))
        released = seen.releases.get(release.id).edits
        return list(texts), questions, seen.answers.count(), len(seen.conflicts.of(secret.id)), released

    assert told(EVE) == told(EVERYBODY) == (["Halden is ours."], ["Whose?"], 1, 1, 2)
    assert told(BOB) == told(BOSS) == (["Halden is ours.", HIDDEN], ["When?", "Whose?"], 2, 3, 3)


def test_the_author_sees_his_own_edit_whoever_approves_it(store: Store) -> None:
    edit = store.edits.add([Edit.of(HIDDEN)], terms=Terms(confidential=True), author="Bob", state="draft").new[0]
    approved = store.edits.change(edit.seen, state="approved", author="boss")
    seen = store.seen_by(BOB)
    assert seen.edits.get(edit.id) == approved
    assert [version.version for version in seen.history.versions_of(edit.id)] == [1, 2]
    assert [active.text for active in seen.edits.active()] == [HIDDEN]
    for other in (EVE, Viewer("approver"), EVERYBODY):
        assert store.seen_by(other).edits.active() == ()


def test_who_approved_what_is_hidden_from_him_does_not_see_it_by_that(store: Store) -> None:
    edit = store.edits.add([Edit.of(HIDDEN)], terms=Terms(confidential=True), author="Bob", state="draft").new[0]
    approved = store.edits.change(edit.seen, state="approved", author="eve")
    store.edits.change(approved.seen, text="Halden is ours.", terms=Terms())
    assert [version.text for version in store.seen_by(EVE).history.versions_of(edit.id)] == ["Halden is ours."]
    assert len(store.seen_by(BOB).history.versions_of(edit.id)) == 3


def test_an_export_leaves_it_out(store: Store, secret: StoredEdit, tmp_path: Path) -> None:
    for viewer, there in ((EVE, False), (BOSS, True)):
        path = tmp_path / f"{viewer.name}.zip"
        export_archive(store.seen_by(viewer), path)
        with ZipFile(path) as archive:
            everything = b"".join(archive.read(name) for name in archive.namelist())
        assert (HIDDEN.encode() in everything) == there
        assert (b"hush" in everything) == there
