"""A chain to be tampered with: as two lists of rows that are written back whole."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.store import Store
from app.store.audit import Event, append
from app.store.audit.allowed import EDIT_ERASED, RETAINED
from app.store.audit.chain import AuditRecord
from app.store.audit.heads import Head
from app.store.tables import AuditKeyRow, AuditRow

Row = dict[str, Any]


@dataclass
class Chain:
    """What the two tables hold."""

    records: list[Row]
    keys: dict[int, bytes]
    heads: list[Head] = field(default_factory=list)
    """To verify with."""

    @classmethod
    def of(cls, session: Session) -> Chain:
        names = [column.name for column in AuditRow.__table__.columns]
        rows = session.execute(select(AuditRow.__table__).order_by(AuditRow.number))
        keys = session.execute(select(AuditKeyRow.number, AuditKeyRow.key)).all()
        return cls([dict(zip(names, row, strict=True)) for row in rows], dict(keys))

    def copy(self) -> Chain:
        return Chain([dict(row) for row in self.records], dict(self.keys))

    def write(self, session: Session) -> None:
        """In place of what the tables hold; a key without a record is one that no database takes."""
        session.execute(delete(AuditKeyRow))
        session.execute(delete(AuditRow))
        there = {row["number"] for row in self.records}
        keys = [{"number": number, "key": key} for number, key in self.keys.items() if number in there]
        for table, rows in ((AuditRow, self.records), (AuditKeyRow, keys)):
            if rows:
                session.execute(insert(table), rows)


def filled_chain(store: Store, length: int = 40) -> None:
    """Writes a chain in which some records were erased and some let go."""
    with store.database.writing() as session:
        append(session, (_event(number) for number in range(length // 2)))
        session.execute(delete(AuditKeyRow).where(AuditKeyRow.number.in_((3, 4, 9, 1))))
        session.execute(update(AuditRow).where(AuditRow.number == 1).values(sealed=None))
        append(session, [Event("Ann", EDIT_ERASED, "edit", "e" * 32, {"keys": [[3, 4], [9, 9]]})])
        append(session, [Event("Ann", RETAINED, "audit", "", {"sealed": [[1, 1]]})])
        append(session, (_event(number) for number in range(length // 2)))


def _event(number: int) -> Event:
    return Event(f"user {number}", "edit.changed", "edit", f"{number:032x}", {"text": f"Text {number} – 返品"})


def changed_column(chain: Chain, chance: random.Random) -> int:
    """Another value in one column of one row; returns the lowest number that was touched."""
    column = chance.choice([*chain.records[0], "key"])
    if column == "key":
        number = chance.choice(list(chain.keys))
        chain.keys[number] = _flipped(chain.keys[number], chance)
        return number
    row = chance.choice(chain.records)
    number, value = int(row["number"]), row[column]
    if column == "number":
        row[column] = chance.choice((0, -1, 10_000))
    elif column == "at":
        row[column] = value + timedelta(microseconds=chance.choice((-1, 1, 10**6, -(10**12))))
    elif column == "sealed":
        row[column] = chance.randbytes(40) if value is None else chance.choice((None, _flipped(value, chance), b""))
    else:
        row[column] = chance.choice((value[1:] + "x", value.upper(), "", "0" * 20))
        if row[column] == value:
            row[column] = "other"
    return number


def deleted(chain: Chain, chance: random.Random) -> int:
    """A record or a key that is not there any more."""
    if chance.random() < 0.3:
        number = chance.choice(list(chain.keys))
        del chain.keys[number]
        return number
    place = chance.randrange(len(chain.records) - 1)  # that the last one is gone can only be known from a head
    return int(chain.records.pop(place)["number"])


def swapped(chain: Chain, chance: random.Random) -> int:
    """Two records in each other's place, as a whole or in one column."""
    first, second = sorted(chance.sample(range(len(chain.records)), 2))
    one, other = chain.records[first], chain.records[second]
    names = [name for name in one if name != "number"]
    columns = chance.choice((names, [chance.choice([name for name in names if one[name] != other[name]])]))
    for name in columns:
        one[name], other[name] = other[name], one[name]
    return int(one["number"])


def inserted(chain: Chain, chance: random.Random) -> int:
    """A record that was never written, the rest moved up behind it; or a key for one that has none."""
    if chance.random() < 0.3:
        lacking = [row["number"] for row in chain.records if row["number"] not in chain.keys]
        number = int(chance.choice(lacking))
        chain.keys[number] = chance.randbytes(32)
        return number
    place = chance.randrange(len(chain.records))
    template = chain.records[place]
    chain.keys = {number + (number > place): key for number, key in chain.keys.items()}
    for row in chain.records[place:]:
        row["number"] += 1
    forged = template | {"number": place + 1, "action": "edit.forged"}
    if chance.random() < 0.5:
        forged["hash"] = AuditRecord(**forged).hash_of_content()
    chain.records.insert(place, forged)
    return place + 1


def cut_off(chain: Chain, chance: random.Random) -> int:
    """The end is gone, and somebody has kept the head."""
    chain.heads = [_head(chain)]
    length = chance.randrange(len(chain.records))
    del chain.records[length:]
    return length + 1


def rewritten(chain: Chain, chance: random.Random) -> int:
    """A record altered and all that follow made anew to fit; somebody has kept the head."""
    chain.heads = [_head(chain)]
    place = chance.randrange(len(chain.records))
    chain.records[place]["object"] = "f" * 32
    for number in range(place, len(chain.records)):
        record = AuditRecord(**chain.records[number])
        if number > place:
            record = replace(record, previous=chain.records[number - 1]["hash"])
        chain.records[number] = vars(record) | {"hash": record.hash_of_content()}
    return len(chain.records)


CHANGES: Sequence[Callable[[Chain, random.Random], int]] = (
    changed_column,
    changed_column,
    deleted,
    swapped,
    inserted,
    cut_off,
    rewritten,
)


def _head(chain: Chain) -> Head:
    return Head(chain.records[-1]["number"], chain.records[-1]["hash"])


def _flipped(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]
