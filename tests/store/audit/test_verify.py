"""Whatever is done to the records of a chain is found, and where.

`INCOMES_TEST_TAMPERING=1000` does it as often as the promise says; without the variable it is done 100 times.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from sqlalchemy import text

from app.errors import AuditFileError
from app.store import Store
from app.store.audit import Event, append
from app.store.audit.allowed import ALLOWING, allowed_by
from app.store.audit.heads import Head, heads_given, heads_in, keep_head
from app.store.audit.lines import lines_in
from app.store.audit.log import verify_file
from app.store.audit.verify import MOST_FINDINGS, Verified, verify
from tests.store.audit.chains import CHANGES, Chain, filled_chain

TAMPERINGS = int(os.environ.get("INCOMES_TEST_TAMPERING", "100"))


class UndoError(Exception):
    """Ends a transaction without writing anything."""


def verified_after(store: Store, chain: Chain) -> Verified:
    """What is found in a store that holds this chain; afterwards it holds what it held."""
    try:
        with store.database.writing() as session:
            chain.write(session)
            found = verify(lines_in(session), allowed_by(lines_in(session, ALLOWING)), chain.heads)
            raise UndoError
    except UndoError:
        return found


def test_a_chain_that_nobody_touched_is_sound(store: Store) -> None:
    assert store.audit.verify().sound
    assert store.audit.head() == Head(0, "0" * 64)
    filled_chain(store)
    found = store.audit.verify([store.audit.head()])
    assert (found.records, found.faults, found.erased, found.let_go, found.heads) == (42, 0, 3, 1, 1), found.findings
    assert found.head == store.audit.head()


def test_every_random_change_is_found(store: Store) -> None:
    filled_chain(store)
    with store.database.reading() as session:
        sound = Chain.of(session)
    chance = random.Random(11)
    for step in range(TAMPERINGS):
        kind, changed = CHANGES[step % len(CHANGES)], sound.copy()
        touched = kind(changed, chance)
        found = verified_after(store, changed)
        assert not found.sound, f"{kind.__name__} of record {touched} (step {step}) was not found"
        where = {finding.number for finding in found.findings}
        assert where & {touched, touched + 1}, (kind.__name__, touched, found.findings[:3])
    assert store.audit.verify([store.audit.head()]).sound


def test_the_same_changes_are_found_in_a_file(store: Store, tmp_path: Path) -> None:
    filled_chain(store)
    file = tmp_path / "audit.jsonl"
    chance = random.Random(12)
    for keys in (True, False):
        store.audit.export(file, keys=keys)
        lines = file.read_bytes().splitlines(keepends=True)
        assert verify_file(file).sound
        for step in range(TAMPERINGS):
            changed = list(lines)
            place = chance.randrange(len(lines))
            match step % 4:
                case 0:
                    del changed[place]
                case 1:
                    changed.insert(chance.randrange(1, len(lines)), lines[place])
                case 2:
                    other = (place + 1) % len(lines)
                    changed[place], changed[other] = changed[other], changed[place]
                case 3:
                    at = chance.randrange(len(lines[place]) - 1)
                    line = bytearray(lines[place])
                    line[at] = (line[at] + chance.randrange(1, 255)) % 256
                    changed[place] = bytes(line)
            file.write_bytes(b"".join(changed))
            try:
                sound = verify_file(file).sound
            except AuditFileError:
                sound = False
            told = json.loads(lines[0]) if place == 0 and step % 4 == 3 else None
            assert not sound or _says_the_same(changed[0], told), (keys, step, place)


def _says_the_same(line: bytes, told: object) -> bool:
    """A changed letter in the first line that changes nothing of what it says."""
    try:
        return told is not None and json.loads(line) == told
    except ValueError:
        return False


def test_without_a_head_an_end_that_is_cut_off_is_sound(store: Store) -> None:
    filled_chain(store)
    with store.database.reading() as session:
        chain = Chain.of(session)
    chain.heads = [store.audit.head()]
    del chain.records[-5:]
    assert not verified_after(store, chain).sound
    chain.heads = []
    assert verified_after(store, chain).sound


def test_values_that_no_record_can_have_are_found(store: Store) -> None:
    if not store.database.is_sqlite:
        pytest.skip("PostgreSQL refuses them")
    filled_chain(store)
    for column, value in (("at", "'yesterday'"), ("sealed", "'text'"), ("at", "17.5"), ("hash", "x'00ff'")):
        with pytest.raises(UndoError), store.database.writing() as session:
            session.execute(text(f"UPDATE audit SET {column} = {value} WHERE number = 7"))
            found = verify(lines_in(session), allowed_by(lines_in(session, ALLOWING)))
            assert [finding.number for finding in found.findings][:1] == [7], (column, found.findings)
            raise UndoError


def test_findings_are_counted_beyond_those_that_are_kept(store: Store) -> None:
    count = MOST_FINDINGS + 10
    with store.database.writing() as session:
        append(session, (Event("", "edit.added", "edit", str(number)) for number in range(count)))
        session.execute(text("DELETE FROM audit_keys"))
    found = store.audit.verify()
    assert (found.faults, len(found.findings)) == (count, MOST_FINDINGS)
    assert {finding.fault for finding in found.findings} == {"key-missing"}


def test_a_record_that_allows_speaks_of_earlier_ones_only(store: Store) -> None:
    with store.database.writing() as session:
        append(session, [Event("", "edit.erased", "edit", "", {"keys": [[1, 5]]}), Event("", "edit.added", "edit", "")])
        session.execute(text("DELETE FROM audit_keys WHERE number = 2"))
    assert [finding.fault for finding in store.audit.verify().findings] == ["key-missing"]


def test_heads_are_kept_and_read(tmp_path: Path, store: Store) -> None:
    filled_chain(store)
    file = tmp_path / "heads.jsonl"
    for _ in range(2):
        keep_head(file, store.audit.head())
        with store.database.writing() as session:
            append(session, [Event("", "edit.added", "edit", "")])
    heads = heads_in(file)
    assert [head.number for head in heads] == [42, 43]
    assert heads_given(str(heads[0])) == heads[:1]
    assert heads_given(str(file)) == heads
    found = store.audit.verify(heads)
    assert found.sound and found.heads == 2


@pytest.mark.parametrize("content", ["{}", '{"number": -1, "hash": "00"}', "7", '["a"]', "\udcff"])
def test_what_is_no_head_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "heads"
    file.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(AuditFileError):
        heads_given(str(file))
    with pytest.raises(AuditFileError):
        heads_given(str(tmp_path / "none"))
