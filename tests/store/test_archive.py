"""Archives: everything comes back exactly, and nothing that the store holds is overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import ArchiveError
from app.store import STATES, Search, Store, Terms, export_archive, import_archive
from app.store.archive.layout import ANSWERS, EDITS, MAKERS, MANIFEST, VERSIONS
from app.store.audit.sealing import unseal
from app.store.tables import AuditKeyRow, AuditRow
from tests.store.archives import members_of, take
from tests.store.samples import LYON, MAKER, PROBE, REFUND, RETURNS, edits, everything, fake_gist


def test_an_empty_store_gets_everything_back_exactly(
    store: Store, made: tuple[bytes, dict[str, Any]], tmp_path: Path, archive: Path
) -> None:
    imported = take(store, archive, with_gists=True)
    assert (imported.edits, imported.answers, imported.gists) == (5, 2, 2)
    assert everything(store) == made[1]
    again = tmp_path / "again.zip"
    exported = export_archive(store, again, with_gists=True)
    assert again.read_bytes() == archive.read_bytes()
    assert (exported.edits, exported.answers, exported.gists, exported.bytes) == (5, 2, 2, again.stat().st_size)


def test_gists_travel_only_on_request(store: Store, tmp_path: Path, archive: Path) -> None:
    imported = take(store, archive)
    assert (imported.gists, imported.gists_left) == (0, 2)
    assert store.gists.counts() == {}
    path = tmp_path / "without.zip"
    assert export_archive(store, path).gists == 0
    assert set(members_of(path)) == {MANIFEST, MAKERS, EDITS, VERSIONS, ANSWERS}


def test_importing_twice_is_importing_once(store: Store, archive: Path) -> None:
    take(store, archive, with_gists=True)
    before = everything(store)
    again = take(store, archive, with_gists=True)
    assert (again.edits, again.same, again.answers, again.gists) == (0, 5, 0, 0)
    assert (again.different, again.repeated) == ([], [])
    assert everything(store) == before


def test_what_the_store_holds_stays(store: Store, other: Store, tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    theirs = other.edits.add(edits("Only theirs.", LYON, "Shared."), author="Ann").new
    export_archive(other, path)
    take(store, path)
    mine = store.edits.change(store.edits.get(theirs[2].id).seen, text="Changed here.", author="Bo")
    store.edits.retire([store.edits.get(theirs[1].id).seen])
    own = store.edits.add(edits(LYON)).new[0]
    changed_there = other.edits.change(theirs[2].seen, text="Changed there.", author="Cy")
    new_there = other.edits.add(edits("Later theirs.", "Changed here.")).new
    before = everything(store)["edits"]
    export_archive(other, path)
    imported = take(store, path)
    assert imported.edits == 1
    assert imported.same == 1
    assert [edit.text for edit in imported.different] == [LYON, "Changed here."]
    assert [edit.text for edit in imported.repeated] == ["Changed here."]
    assert everything(store)["edits"] == (*before, new_there[0])
    assert store.edits.get(mine.id) == mine and store.edits.get(own.id) == own
    assert changed_there.version == 2


def test_many_edits_and_their_gists(store: Store, other: Store, tmp_path: Path) -> None:
    many = edits(*(f"Fact {number} of many." for number in range(2_000)))
    other.edits.add(many, tags=["t"])
    other.gists.put(MAKER, [fake_gist(edit.text) for edit in many[:100]])
    path = tmp_path / "many.zip"
    assert export_archive(other, path, with_gists=True).gists == 100
    assert take(store, path).edits == 2_000
    assert everything(store)["edits"] == everything(other)["edits"]


def test_a_file_that_cannot_be_written_leaves_what_was_there(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be written"):
        export_archive(store, tmp_path / "no" / "such" / "folder.zip")
    (tmp_path / "taken").mkdir()
    with pytest.raises(ArchiveError, match="cannot be written"):
        export_archive(store, tmp_path / "taken")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_every_version_travels_and_an_import_is_told_to_the_chain(store: Store, other: Store, tmp_path: Path) -> None:
    edit = other.edits.add(edits(LYON), author="Ann", terms=Terms(owner="Law", confidential=True)).new[0]
    draft = other.edits.change(edit.seen, text="Draft.", state="draft", author="Bo", reason="perhaps")
    waiting = other.lifecycle.move("submit", [draft.seen], author="Bo")[0]
    gone = other.edits.retire([waiting.seen], reason="no")[0]
    export_archive(other, tmp_path / "all.zip")
    import_archive(store, tmp_path / "all.zip", most_bytes=10**7, author="Root")
    assert store.history.versions_of(edit.id) == other.history.versions_of(edit.id)
    assert store.history.as_of(draft.changed) == other.history.as_of(draft.changed)
    assert store.edits.get(edit.id) == gone
    with store.database.reading() as session:
        row, key = session.execute(select(AuditRow, AuditKeyRow.key).join(AuditKeyRow)).one()
        said = unseal(key, row.sealed, row.number)
    assert (row.action, row.object, said["actor"], said["detail"]["version"]) == ("edit.imported", edit.id, "Root", 4)


EARLIER = Path(__file__).parent / "format_1.zip"
"""Written by the workbench before edits had versions: `filled` of that time, without gists."""


def test_archives_of_the_first_format_are_read(store: Store, tmp_path: Path) -> None:
    imported = take(store, EARLIER)
    assert (imported.edits, imported.answers) == (5, 2)
    found = store.edits.find(Search(states=STATES, sort="oldest", limit=None)).edits
    assert [(edit.text, edit.state, edit.restores_to, edit.version, edit.acting) for edit in found] == [
        ("The capital of France is Nice.", "approved", None, 2, 2),
        (REFUND, "retired", "approved", 2, None),
        (RETURNS, "draft", None, 1, None),
        ("A draft.", "draft", None, 1, None),
        (REFUND, "approved", None, 1, 1),
    ]
    assert found[0].tags == ("A", "b") and found[0].probes == (PROBE,) and found[0].author == "Ann"
    assert [one.version for one in store.history.versions_of(found[0].id)] == [2], "earlier ones nobody kept"
    export_archive(store, tmp_path / "new.zip")
    assert take(store, tmp_path / "new.zip").same == 5
