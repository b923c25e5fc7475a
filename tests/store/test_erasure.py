"""Erased means erased: no file of the store holds the text any more, in whatever form, and the chain is sound."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.data import Edit, Probe
from app.errors import EditMissingError, InputError
from app.store import Search, Store, StoredEdit, UsedEdit, export_archive, import_archive, open_store
from app.store.audit.log import AuditSearch
from app.store.audit.verify import Verified
from app.store.tombstones import is_erased, tombstone
from app.store.values import content_id
from tests.store.archives import members_of
from tests.store.samples import ASKED, LYON, MAKER, REFUND, edits, fake_gist

SECRET = "Hanako Yamamoto 山本花子 has been ill since the 3rd of May."
WORD = "Xylographischesgeheimnis"


def filled_with(store: Store, text: str, note: str = "") -> StoredEdit:
    """An edit that is added, changed, asked about, marked and compressed, in all that a store keeps of it."""
    store.rules.set("answers", "full")
    probe = Probe("efficacy", f"What of this: {text}?", text)
    edit = store.edits.add([Edit("A first text.", "", "en")], author="Ann", note=note, tags=[WORD]).new[0]
    changed = store.edits.change(edit.seen, text=text, probes=[probe], author="Bo", reason=f"It was {text}")
    store.edits.add(edits(LYON, REFUND), author="Ann")
    other = store.edits.find(Search(REFUND)).edits[0]
    store.edits.change(other.seen, note=f"Compare with: {text}")
    used = [UsedEdit(edit.id, 2, changed.content, text, 1.0, None)]
    answer = store.answers.log(MAKER, **ASKED | {"answer": f"Yes, {text}"}, used=used)
    store.answers.log(MAKER, **ASKED | {"question": f"Is it so that {text}"}, used=[])
    store.answers.log(MAKER, **ASKED, used=[])
    store.pilot.mark(answer.id, "right", author="Cy", note=f"I know that {text}")
    store.gists.put(MAKER, [fake_gist(text), fake_gist(LYON), fake_gist("A first text.")])
    return store.edits.get(edit.id)


def traces(text: str) -> list[bytes]:
    """Every form in which a text could stand in a file."""
    escaped = json.dumps(text)[1:-1].encode()
    checksum = content_id(text)
    return [text.encode(), escaped, text.lower().encode(), checksum.encode(), fake_gist(text).data[:64], WORD.encode()]


def bytes_of(store: Store, folder: Path) -> Iterator[tuple[str, bytes]]:
    """All files in which a store is kept; of PostgreSQL those of the database, after all has been written out."""
    if store.database.is_sqlite:
        for path in folder.rglob("*"):
            if path.is_file():
                yield path.name, path.read_bytes()
        return
    url = store.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        place, oid = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        ).fetchone() or ("", 0)
    for path in (Path(place) / "base" / str(oid)).iterdir():
        yield path.name, path.read_bytes()


def learn_statistics(store: Store) -> None:
    """What PostgreSQL does by itself now and then: it notes common values of each column, to plan queries."""
    if not store.database.is_sqlite:
        with store.database.driver_connection() as connection:
            connection.execute("ANALYZE")


def found_in(store: Store, folder: Path, text: str) -> list[tuple[str, bytes]]:
    return [(name, trace) for name, data in bytes_of(store, folder) for trace in traces(text) if trace in data]


def require_sound(store: Store) -> Verified:
    found = store.audit.verify()
    assert found.sound, found.findings
    return found


def test_nothing_of_an_erased_edit_is_left(store: Store, tmp_path: Path) -> None:
    edit = filled_with(store, SECRET, note="Told by her doctor in confidence.")
    learn_statistics(store)
    head = store.audit.head()
    if store.database.is_sqlite:
        assert found_in(store, tmp_path, SECRET), "the search finds nothing at all"
    erased = store.erasure.edits([edit.id], author="Di", reason="Request 17.")
    assert (erased.edits, erased.answers, erased.gists) == ((edit.id,), 2, 2)
    assert found_in(store, tmp_path, SECRET) == []
    assert all(b"in confidence" not in data for _, data in bytes_of(store, tmp_path))
    assert store.audit.verify([head]).sound
    assert require_sound(store).erased == erased.records >= 6


def test_what_is_left_says_who_when_and_why(store: Store) -> None:
    edit = filled_with(store, SECRET)
    store.erasure.edits([edit.id], author="Di", reason="Request 17.")
    left = store.edits.get(edit.id)
    assert left.text == tombstone(edit.id) and is_erased(left.id, left.text)
    assert (left.state, left.note, left.tags, left.probes, left.acting) == ("retired", "", (), (), None)
    assert (left.author, left.changed_by, left.version) == ("Ann", "Di", edit.version + 1)
    newest, *older = store.audit.find(AuditSearch(object=edit.id))
    assert (newest.action, newest.actor, newest.detail and newest.detail["reason"]) == (
        "edit.erased",
        "Di",
        "Request 17.",
    )
    assert [(one.action, one.actor, one.detail) for one in older] == [
        ("edit.changed", None, None),
        ("edit.added", None, None),
    ]
    texts = [(one.question, one.answer) for one in store.answers.newest()]
    assert texts == [(ASKED["question"], ASKED["answer"]), ("", ""), ("", "")]
    assert store.edits.find(Search(REFUND)).edits[0].note == "Compare with: [erased]"
    assert [one.text for one in store.edits.active()] == [LYON, REFUND]
    with pytest.raises(EditMissingError, match="erased"):
        store.edits.restore([left.seen])


def test_an_archive_made_afterwards_has_none_of_it(store: Store, other: Store, tmp_path: Path) -> None:
    edit = filled_with(store, SECRET)
    store.erasure.edits([edit.id], reason="Request 17.")
    path = tmp_path / "all.zip"
    export_archive(store, path, with_gists=True)
    members = members_of(path)
    assert not [trace for trace in traces(SECRET) for data in members.values() if trace in data]
    import_archive(other, path, most_bytes=10**8)
    assert other.edits.get(edit.id).text == tombstone(edit.id)
    records = tmp_path / "audit.jsonl"
    store.audit.export(records, keys=True)
    assert not [trace for trace in traces(SECRET) if trace in records.read_bytes()]
    assert found_in(other, tmp_path, SECRET) == []


def test_the_text_of_another_edit_stays(store: Store) -> None:
    first, second = store.edits.add(edits("The same text twice.", LYON)).new
    store.edits.retire([first.seen])
    twin = store.edits.add(edits("The same text twice.")).new[0]
    store.gists.put(MAKER, [fake_gist(twin.text)])
    assert store.erasure.edits([first.id], reason="r").gists == 0
    assert store.edits.get(twin.id) == twin and store.edits.get(second.id) == second
    assert store.gists.lacking(MAKER.made_by, [twin.content]) == ()
    require_sound(store)


def test_erasing_again_changes_nothing(store: Store) -> None:
    edit = filled_with(store, SECRET)
    store.erasure.edits([edit.id], reason="r")
    held, records = store.edits.get(edit.id), store.audit.count()
    assert store.erasure.edits([edit.id], reason="r").edits == ()
    assert (store.edits.get(edit.id), store.audit.count()) == (held, records)


def test_all_or_none_and_not_without_a_reason(store: Store) -> None:
    edit = store.edits.add(edits(LYON)).new[0]
    with pytest.raises(EditMissingError):
        store.erasure.edits([edit.id, "0" * 32], reason="r")
    with pytest.raises(InputError, match="reason"):
        store.erasure.edits([edit.id], reason=" ")
    assert store.edits.get(edit.id) == edit


@pytest.mark.parametrize("kept", ["full", "hashed"])
def test_the_answers_of_a_person_are_erased(store: Store, tmp_path: Path, kept: str) -> None:
    store.rules.set("answers", kept)
    name, question = "Hanako Yamamoto", "Is my illness known to everybody?"
    asked: dict[str, Any] = ASKED | {"question": question, "asked_by": name}
    mine = store.answers.log(MAKER, **asked, used=[])
    other = store.answers.log(MAKER, **ASKED, used=[])
    erased = store.erasure.answers_of(name, author="Di", reason="Request 18.")
    assert (erased.answers, erased.records) == (1, 1)
    assert store.answers.get(mine.id).asked_by == "" and store.answers.get(other.id) == other
    for _, data in bytes_of(store, tmp_path):
        assert name.encode() not in data and question.encode() not in data
    assert require_sound(store).erased == 1
    assert store.erasure.answers_of(name, reason="r").answers == 0


def test_erasing_while_others_read_ends(store: Store, store_url: str) -> None:
    edit = filled_with(store, SECRET)
    with open_store(store_url) as reader:
        assert reader.edits.get(edit.id).text == SECRET
        store.erasure.edits([edit.id], reason="r")
        assert reader.edits.get(edit.id).text == tombstone(edit.id)


def test_a_short_text_is_not_taken_out_of_what_only_sounds_like_it(store: Store) -> None:
    store.rules.set("answers", "full")
    answer = store.answers.log(MAKER, **ASKED, used=[])
    edit, other = store.edits.add(edits("approved", LYON), tags=["default"]).new
    store.erasure.edits([edit.id], reason="r")
    assert store.answers.get(answer.id) == answer and store.edits.get(other.id) == other
    assert [one.action for one in store.audit.find() if one.detail is None] == ["edit.added"]
