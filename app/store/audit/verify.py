"""Whether a chain is what it was: every alteration, deletion, insertion and change of order, and where it is.

A chain that was cut off at its end, or written anew from some record on, needs a head (`heads`) to be found out.
Records are looked at one by one; what is held meanwhile are the spans of erased numbers and the findings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from app.store.audit.allowed import Allowed
from app.store.audit.chain import START, AuditRecord
from app.store.audit.heads import Head
from app.store.audit.lines import Line, Unreadable

Fault = Literal[
    "missing",
    "out-of-place",
    "altered",
    "not-linked",
    "unreadable",
    "sealed-altered",
    "sealed-missing",
    "sealed-returned",
    "key-missing",
    "key-wrong",
    "key-returned",
    "cut-off",
    "rewritten",
]

MOST_FINDINGS = 1_000
"""Kept; all are counted."""


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was."""

    number: int
    """Of the record; where records are missing, of the first of them."""
    fault: Fault
    said: str

    def as_dict(self) -> dict[str, Any]:
        return {"number": self.number, "fault": self.fault, "said": self.said}


@dataclass
class Verified:
    """What verifying found."""

    records: int = 0
    head: Head = field(default_factory=lambda: Head(0, START))
    """The last record."""
    erased: int = 0
    """Records that nobody can read any more, as a later record says."""
    let_go: int = 0
    """Records of which retention has let go what was sealed, as a later record says."""
    heads: int = 0
    """Heads that were compared."""
    keys: bool = True
    """Whether keys were there to be tried; a file may lack them."""
    faults: int = 0
    findings: list[Finding] = field(default_factory=list)
    """The first of the faults."""

    @property
    def sound(self) -> bool:
        return self.faults == 0

    def find(self, number: int, fault: Fault, said: str) -> None:
        """Notes a fault."""
        self.faults += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(number, fault, said))


def verify(
    lines: Iterable[Line | Unreadable], allowed: Allowed, heads: Iterable[Head] = (), *, keys: bool = True
) -> Verified:
    """Looks at every record of a chain.

    Args:
        lines: in the order in which they stand.
        allowed: what may be gone.
        heads: records that were the last ones once.
        keys: False where they are not there to be tried: then nobody can tell whether what is gone may be gone.
    """
    found = Verified(keys=keys)
    wanted = _by_number(heads)
    before: AuditRecord | None = None
    last = 0
    for line in lines:
        number = line.number if isinstance(line, Unreadable) else line.record.number
        if isinstance(line, Unreadable):
            found.find(number, "unreadable", f"Record {number} cannot be read: {line.fault}.")
            before, last = None, max(number, last)
            continue
        found.records += 1
        _look_at_place(line.record, before, last, found)
        _look_at_content(line, allowed, found)
        for head in wanted.pop(number, ()):
            found.heads += 1
            if head.hash != line.record.hash:
                found.find(number, "rewritten", f"Record {number} is another one than the head that was kept names.")
        if number > last:
            before, last = line.record, number
            found.head = Head(number, line.record.hash)
    _look_at_end(wanted, last, found)
    return found


def _by_number(heads: Iterable[Head]) -> dict[int, list[Head]]:
    wanted: dict[int, list[Head]] = {}
    for head in heads:
        if head.number > 0:
            wanted.setdefault(head.number, []).append(head)
    return wanted


def _look_at_place(record: AuditRecord, before: AuditRecord | None, last: int, found: Verified) -> None:
    """Whether it stands behind the one that it names."""
    number = record.number
    if number <= last or number < 1:
        found.find(number, "out-of-place", f"Record {number} stands behind record {last}.")
    elif number > last + 1:
        gap = f"Record {last + 1} is" if number == last + 2 else f"Records {last + 1} to {number - 1} are"
        found.find(last + 1, "missing", f"{gap} missing.")
    elif last == 0 and record.previous != START:
        found.find(number, "not-linked", "The first record names another one before it.")
    elif before is not None and record.previous != before.hash:
        said = f"Record {number} was not written behind record {last} as it is now: one of the two is not the same."
        found.find(number, "not-linked", said)


def _look_at_content(line: Line, allowed: Allowed, found: Verified) -> None:
    """Whether it says what it said."""
    record, number = line.record, line.record.number
    if record.hash_of_content() != record.hash:
        found.find(number, "altered", f"Record {number} does not match its hash: something in it was altered.")
    if record.sealed is None:
        _look_at_gone(line, allowed, found)
        return
    if hashlib.sha256(record.sealed).hexdigest() != record.commitment:
        found.find(number, "sealed-altered", f"What is sealed in record {number} is not what was sealed.")
    elif not found.keys:
        return
    elif number in allowed.sealed:
        found.find(number, "sealed-returned", f"Record {number} was let go, and is there again.")
    elif line.key is None and number in allowed.keys:
        found.erased += 1
    elif line.key is None:
        found.find(number, "key-missing", f"Record {number} has no key, and no record says that it was erased.")
    elif number in allowed.keys:
        found.find(number, "key-returned", f"Record {number} was erased, and has a key again.")
    else:
        _try_key(line, found)


def _look_at_gone(line: Line, allowed: Allowed, found: Verified) -> None:
    number = line.record.number
    if line.key is not None:
        found.find(number, "key-returned", f"Record {number} has a key, and nothing that it could open.")
    elif found.keys and number not in allowed.sealed:
        said = f"What was sealed in record {number} is gone, and no record says that it was let go."
        found.find(number, "sealed-missing", said)
    else:
        found.let_go += 1


def _try_key(line: Line, found: Verified) -> None:
    try:
        line.said()
    except ValueError:
        number = line.record.number
        found.find(number, "key-wrong", f"The key of record {number} does not open it.")


def _look_at_end(wanted: dict[int, list[Head]], last: int, found: Verified) -> None:
    """Heads that no record was compared with."""
    for number in sorted(wanted):
        found.heads += len(wanted[number])
        if number > last:
            said = f"The chain ends at record {last}; there was a record {number} once. It was cut off."
            found.find(last + 1, "cut-off", said)
        else:
            found.find(number, "missing", f"Record {number}, of which a head was kept, is missing.")
