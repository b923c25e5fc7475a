"""An archive is no way round the four-eyes rule."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.errors import ArchiveError, FourEyesError
from app.store import Imported, Store, StoredEdit, export_archive, import_archive
from app.store.archive.approvals import with_valid_approvals
from app.store.archive.layout import EDITS, VERSIONS
from app.store.records import EditVersion
from tests.store.archives import MB, members_of, written
from tests.store.releasing import told
from tests.store.samples import LYON, REFUND, edits


def brought(here: Store, there: Store, path: Path, importer: str = "Cy", *, rule: bool = True) -> Imported:
    """What is in one store, in another one that has the rule."""
    if rule:
        here.rules.set("four-eyes", True)
    export_archive(there, path)
    return import_archive(here, path, most_bytes=10 * MB, author=importer)


def approved(store: Store, text: str, writer: str, approver: str) -> StoredEdit:
    (draft,) = store.edits.add(edits(text), author=writer, state="in-review").new
    return store.lifecycle.move("approve", [draft.seen], author=approver)[0]


def test_what_nobody_else_approved_comes_in_as_in_review(store: Store, other: Store, tmp_path: Path) -> None:
    alone = approved(other, LYON, "Ann", "ann")
    (at_once,) = other.edits.add(edits(REFUND), author="Bo").new
    imported = brought(store, other, tmp_path / "archive.zip")
    assert imported.edits == 2 and [edit.id for edit in imported.held] == [alone.id, at_once.id]
    assert store.edits.active() == ()
    held = store.edits.get(alone.id)
    assert (held.state, held.acting, held.text, held.author, held.version) == ("in-review", None, LYON, "Ann", 2)
    assert store.audit.verify().sound
    assert [detail["held"] for action, _, detail in told(store) if action == "edit.imported"] == ["four-eyes"] * 2
    with pytest.raises(FourEyesError):
        store.lifecycle.move("approve", [held.seen], author="Ann")
    store.lifecycle.move("approve", [held.seen], author="Bo")
    assert [edit.text for edit in store.edits.active()] == [LYON]
    again = brought(store, other, tmp_path / "again.zip")
    assert again.edits == 0 and again.held == [] and [edit.id for edit in again.different] == [alone.id]


def test_what_somebody_else_approved_stays_approved(store: Store, other: Store, tmp_path: Path) -> None:
    there = approved(other, LYON, "Ann", "Bo")
    tagged = other.edits.tag([there.seen], add=["t"], author="Ann")[0]
    (gone,) = other.edits.retire([approved(other, REFUND, "Ann", "Bo").seen], author="Ann")
    imported = brought(store, other, tmp_path / "archive.zip")
    assert imported.held == []
    assert store.edits.get(there.id) == tagged and store.edits.get(gone.id) == gone
    assert [edit.text for edit in store.edits.active()] == [LYON]


@pytest.mark.parametrize("importer", ["Ann", " ann", ""])
def test_nobody_brings_in_force_what_they_wrote_nor_does_nobody(
    store: Store, other: Store, tmp_path: Path, importer: str
) -> None:
    there = approved(other, LYON, "Ann", "Bo")
    imported = brought(store, other, tmp_path / "archive.zip", importer)
    assert [edit.id for edit in imported.held] == [there.id]
    assert store.edits.get(there.id).state == "in-review" and store.edits.active() == ()


def test_neither_a_draft_nor_restoring_brings_it_into_force(store: Store, other: Store, tmp_path: Path) -> None:
    one, two, three = other.edits.add(edits(LYON, REFUND, "Third."), author="Ann").new
    waiting = other.edits.change(one.seen, text="Lyon, reworded.", state="draft", author="Ann")
    (gone,) = other.edits.retire([two.seen], author="Ann")
    draft = other.edits.change(three.seen, text="Third, reworded.", state="draft", author="Ann")
    (both,) = other.edits.retire([draft.seen], author="Ann")
    imported = brought(store, other, tmp_path / "archive.zip")
    assert {edit.id for edit in imported.held} == {waiting.id, gone.id}
    assert store.edits.active() == ()
    store.edits.restore([gone.seen, both.seen], author="Ann")
    assert store.edits.active() == ()
    assert [store.edits.get(edit.id).state for edit in (gone, both)] == ["in-review", "draft"]


def test_an_approved_draft_keeps_what_acted_before_it(store: Store, other: Store, tmp_path: Path) -> None:
    first = approved(other, LYON, "Ann", "Bo")
    other.edits.change(first.seen, text="Lyon, reworded.", author="Ann")
    imported = brought(store, other, tmp_path / "archive.zip")
    assert [edit.state for edit in imported.held] == ["in-review"]
    assert store.edits.active() == ()
    assert [version.state for version in store.history.versions_of(first.id)] == ["in-review", "approved", "in-review"]


def test_without_the_rule_everything_comes_as_it_was(store: Store, other: Store, tmp_path: Path) -> None:
    there = approved(other, LYON, "Ann", "Ann")
    assert brought(store, other, tmp_path / "archive.zip", rule=False).held == []
    assert store.edits.get(there.id) == there


def test_a_version_that_was_never_approved_cannot_act(store: Store, other: Store, tmp_path: Path) -> None:
    (draft,) = other.edits.add(edits(LYON), author="Ann", state="draft").new
    other.edits.change(draft.seen, note="n", author="Ann")
    export_archive(other, tmp_path / "archive.zip")
    members = members_of(tmp_path / "archive.zip")
    for name in (EDITS, VERSIONS):
        lines = members[name].splitlines()
        lines[-1] = lines[-1].replace(b'"acting":null', b'"acting":1')
        members[name] = b"\n".join(lines) + b"\n"
    with pytest.raises(ArchiveError, match="not approved"):
        import_archive(store, written(tmp_path / "bad.zip", members), most_bytes=10 * MB)


def test_who_rewrites_while_approving_is_a_writer(store: Store) -> None:
    store.rules.set("four-eyes", True)
    (draft,) = store.edits.add(edits(LYON), author="Ann", state="in-review").new
    with pytest.raises(FourEyesError):
        store.edits.change(draft.seen, text=REFUND, state="approved", author="Bo")


def test_an_edit_whose_history_is_not_known_has_no_approval(store: Store) -> None:
    (edit,) = store.edits.add(edits(LYON), author="Ann").new
    later = EditVersion.of(edit)
    held, versions = with_valid_approvals(edit, [later], "Cy")
    assert (held.state, held.acting, versions[0].state) == ("in-review", None, "in-review")
    assert versions[0].recorded - edit.created == timedelta(0)
