"""Archives: everything comes back exactly, and nothing that the store holds is overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.errors import ArchiveError
from app.store import Store, export_archive
from app.store.archive.layout import ANSWERS, EDITS, MAKERS, MANIFEST
from tests.store.archives import members_of, take
from tests.store.samples import LYON, MAKER, edits, everything, fake_gist


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
    assert set(members_of(path)) == {MANIFEST, MAKERS, EDITS, ANSWERS}


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
