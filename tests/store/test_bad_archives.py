"""Damaged, contradicting and hostile archives: refused as a whole, without harm to store, disk or memory."""

from __future__ import annotations

import hashlib
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.errors import ArchiveError
from app.store import Store
from app.store.archive.layout import ANSWERS, EDITS, GIST_INDEX, GISTS, MAKERS, MANIFEST, VERSIONS
from app.store.values import content_id
from tests.store.archives import MB, members_of, take, written
from tests.store.samples import edits, everything


def line(members: dict[str, bytes], name: str, number: int = 0, **changes: Any) -> dict[str, bytes]:
    """The members with one line changed."""
    lines = members[name].splitlines(keepends=True)
    lines[number] = json.dumps(json.loads(lines[number]) | changes).encode() + b"\n"
    return members | {name: b"".join(lines)}


def twice(members: dict[str, bytes], name: str) -> dict[str, bytes]:
    return members | {name: members[name] + members[name].splitlines(keepends=True)[0]}


def twice_in_place(members: dict[str, bytes]) -> dict[str, bytes]:
    """The first version of the first edit stands there twice."""
    first, *others = members[VERSIONS].splitlines(keepends=True)
    return members | {VERSIONS: b"".join((first, first, *others))}


CONTRADICTIONS: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "another text": lambda m: line(m, EDITS, text="The capital of France is Brest."),
    "not normalised": lambda m: line(m, EDITS, text=" a  b ", content=content_id("a b")),
    "control character": lambda m: line(m, EDITS, text="bell \x07", content=content_id("bell \x07")),
    "an unknown state": lambda m: line(m, EDITS, state="published"),
    "restores without being deleted": lambda m: line(m, EDITS, state="approved", restores_to="draft"),
    "no time zone": lambda m: line(m, EDITS, created="2026-01-01T00:00:00"),
    "version 0": lambda m: line(m, EDITS, version=0),
    "a number as text": lambda m: line(m, EDITS, version="1"),
    "a field too many": lambda m: line(m, EDITS, command="rm"),
    "unsorted tags": lambda m: line(m, EDITS, tags=["b", "a"]),
    "a long tag": lambda m: line(m, EDITS, tags=["b" * 61]),
    "a tag of nothing": lambda m: line(m, EDITS, tags=[""]),
    "a zero in the note": lambda m: line(m, EDITS, note="\x00"),
    "an id with a path": lambda m: line(m, EDITS, id="../../../etc/passwd"),
    "the same id twice": lambda m: twice(m, EDITS),
    "the same text twice": lambda m: line(twice(m, EDITS), EDITS, -1, id="0" * 32),
    "an answer twice": lambda m: twice(m, ANSWERS),
    "an answer that nobody made": lambda m: m | {MAKERS: b""},
    "a weight that is no number": lambda m: m | {ANSWERS: m[ANSWERS].replace(b"0.25", b"NaN")},
    "an edit read with another text": lambda m: m | {ANSWERS: m[ANSWERS].replace(b"Lyon.", b"Metz.")},
    "no JSON": lambda m: m | {EDITS: b"{\n"},
    "an endless line": lambda m: m | {EDITS: b" " * (2 * MB)},
    "a huge number": lambda m: m | {EDITS: b"9" * 100_000 + b"\n"},
    "deep nesting": lambda m: m | {EDITS: b"[" * 100_000 + b"\n"},
    "not UTF-8": lambda m: m | {EDITS: b'{"id": "\xff"}\n'},
    "a gist too short": lambda m: m | {GISTS: m[GISTS][:-4]},
    "a gist too long": lambda m: m | {GISTS: m[GISTS] + b"\x00"},
    "a gist that nobody made": lambda m: line(m, GIST_INDEX, made_by="nobody"),
    "a gist of another checksum": lambda m: line(m, GIST_INDEX, checksum="0" * 64),
    "a gist that claims a terabyte": lambda m: line(m, GIST_INDEX, bytes=2**40),
    "a member too many": lambda m: m | {"more.txt": b"x"},
    "a path as member": lambda m: m | {"../outside.txt": b"x"},
    "a member too few": lambda m: {name: data for name, data in m.items() if name != ANSWERS},
    "the index without the gists": lambda m: {name: data for name, data in m.items() if name != GISTS},
    "another manifest": lambda m: m | {MANIFEST: m[MANIFEST].replace(b"workbench archive", b"of another kind")},
    "called the first format": lambda m: (
        m | {MANIFEST: m[MANIFEST].replace(b'"format_version": 2', b'"format_version": 1')}
    ),
    "no versions": lambda m: {name: data for name, data in m.items() if name != VERSIONS},
    "an edit without a version": lambda m: m | {VERSIONS: b"".join(m[VERSIONS].splitlines(keepends=True)[:-1])},
    "a version too many": lambda m: m | {VERSIONS: m[VERSIONS] + m[VERSIONS].splitlines(keepends=True)[0]},
    "a version twice": lambda m: twice_in_place(m),
    "a version of another text": lambda m: line(m, VERSIONS, text="The capital of France is Brest."),
    "a last version that is not the edit": lambda m: line(m, VERSIONS, -1, note="another"),
    "a version that acts and is not there": lambda m: line(m, VERSIONS, acting=7),
    "a version of the future that acts": lambda m: line(m, VERSIONS, state="draft", acting=2),
    "a newer format": lambda m: m | {MANIFEST: m[MANIFEST].replace(b'"format_version": 2', b'"format_version": 3')},
}


@pytest.mark.parametrize("contradiction", CONTRADICTIONS)
def test_what_no_store_could_have_written_is_refused_as_a_whole(
    contradiction: str, other: Store, archive: Path, tmp_path: Path
) -> None:
    path = written(tmp_path / "wrong.zip", CONTRADICTIONS[contradiction](members_of(archive)))
    other.edits.add(edits("Here before."))
    before = everything(other)
    with pytest.raises(ArchiveError) as refused:
        take(other, path, with_gists=True)
    assert everything(other) == before
    assert "othing was imported" in str(refused.value) or "newer" in str(refused.value)
    assert not (tmp_path.parent / "outside.txt").exists()


def poisoned(gist_bytes: bytes) -> bytes:
    """A file of the same length whose first keys are no numbers."""
    head = 8 + int.from_bytes(gist_bytes[:8], "little")
    return gist_bytes[:head] + b"\xff" * 64 + gist_bytes[head + 64 :]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda data: b"\xff" * len(data), "not the safetensors file"),
        (poisoned, "finite numbers"),
        (lambda data: data.replace(b'"values"', b'"velues"'), "instead of keys, values, selection"),
        (lambda data: data.replace(b"gist 2", b'\\",\\"2'), "sizes"),
    ],
)
def test_gists_that_are_none_are_refused(
    wrong: Callable[[bytes], bytes], why: str, other: Store, archive: Path, tmp_path: Path
) -> None:
    members = members_of(archive)
    length = json.loads(members[GIST_INDEX].splitlines()[0])["bytes"]
    first = wrong(members[GISTS][:length])
    assert len(first) == length
    members = line(members, GIST_INDEX, checksum=hashlib.sha256(first).hexdigest())
    path = written(tmp_path / "wrong.zip", members | {GISTS: first + members[GISTS][length:]})
    with pytest.raises(ArchiveError, match=why):
        take(other, path, with_gists=True)
    assert everything(other)["edits"] == ()


@pytest.mark.parametrize("name", [MAKERS, EDITS, VERSIONS, ANSWERS, GIST_INDEX, GISTS])
def test_a_checksum_that_does_not_match_is_found(name: str, other: Store, archive: Path, tmp_path: Path) -> None:
    members = members_of(archive)
    members[MANIFEST] = members[MANIFEST].replace(
        json.loads(members[MANIFEST])["members"][name]["sha256"].encode(), b"0" * 64
    )
    path = written(tmp_path / "wrong.zip", members, true_manifest=False)
    with pytest.raises(ArchiveError, match="checksum"):
        take(other, path, with_gists=True)
    assert everything(other) == {"edits": (), "versions": [], "answers": (), "makers": (), "gists": []}


def test_random_damage_is_refused_or_harmless(other: Store, made: tuple[bytes, dict[str, Any]], tmp_path: Path) -> None:
    (whole, wanted), chance = made, random.Random(1)
    path = tmp_path / "damaged.zip"
    refused = 0
    for _ in range(150):
        damaged = bytearray(whole[: chance.randrange(1, len(whole))] if chance.random() < 0.2 else whole)
        for _ in range(chance.choice((1, 1, 4, 30))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        before = everything(other)
        try:
            take(other, path, with_gists=True)
        except ArchiveError:
            refused += 1
            assert everything(other) == before
        else:
            assert everything(other) == wanted
    assert refused > 100


def test_no_archive_at_all(other: Store, tmp_path: Path) -> None:
    for content in (b"", b"PK", b"id,text\n1,x\n", b"PK\x05\x06" + b"\x00" * 18):
        (tmp_path / "file").write_bytes(content)
        with pytest.raises(ArchiveError, match="Nothing was imported"):
            take(other, tmp_path / "file")
    with pytest.raises(ArchiveError, match="cannot be read"):
        take(other, tmp_path / "missing")
    with pytest.raises(ArchiveError, match="cannot be read"):
        take(other, tmp_path)


def test_a_small_file_that_unpacks_to_much_is_refused_unread(other: Store, archive: Path, tmp_path: Path) -> None:
    bomb = written(tmp_path / "bomb.zip", members_of(archive) | {EDITS: b"\n" * (30 * MB)})
    assert bomb.stat().st_size < MB
    with pytest.raises(ArchiveError, match="30 MB when unpacked"):
        take(other, bomb)


def test_a_member_that_lies_about_its_size_is_refused(other: Store, archive: Path, tmp_path: Path) -> None:
    bomb = written(tmp_path / "bomb.zip", members_of(archive) | {EDITS: b"\n" * (30 * MB)}).read_bytes()
    lying = bomb.replace((30 * MB).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != bomb
    (tmp_path / "bomb.zip").write_bytes(lying)
    with pytest.raises(ArchiveError):
        take(other, tmp_path / "bomb.zip")


def test_a_long_list_of_members_is_not_even_read(other: Store, tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as file:
        for number in range(50_000):
            file.writestr(f"{number:070}", b"")
    with pytest.raises(ArchiveError, match="too long"):
        take(other, path)


def test_links_and_other_packings_are_refused(other: Store, archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "packed.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as file:
        for name, data in members_of(archive).items():
            file.writestr(name, data)
    with pytest.raises(ArchiveError, match="packed in a way"):
        take(other, path)
