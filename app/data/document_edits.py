"""Edits proposed by the changes of a document: text, source with its place, test question, and what speaks against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.data.document_changes import ChangeKind, DocumentChange
from app.data.edit import Edit, Probe, folded
from app.data.proposing import proposed_probes
from app.data.terms import LONGEST_SOURCE, Terms
from app.data.upload import fault_of

Warned = Literal["unusable", "language", "in-use", "repeated"]

LONGEST_EXPECTED = 60
"""Characters of an FAQ's answer that a test expects word for word."""


@dataclass(frozen=True)
class DocumentEdit:
    """One proposal. Nothing is added before somebody accepts it."""

    kind: ChangeKind
    edit: Edit | None
    """None for what was removed."""
    old: str
    """The statement of the old document; empty for what is new."""
    source: str
    """File and place."""
    replaces: str = ""
    """Id of the edit in use that says what the old document said."""
    warnings: tuple[Warned, ...] = ()

    @property
    def ticked(self) -> bool:
        """Whether nothing speaks against it."""
        return self.edit is not None and not {"unusable", "in-use", "repeated"} & set(self.warnings)


def document_edits(
    changes: Iterable[DocumentChange],
    old_name: str,
    new_name: str,
    in_use: Sequence[Edit] = (),
    languages: Sequence[str] = (),
) -> tuple[DocumentEdit, ...]:
    """One proposal for each change.

    Args:
        in_use: edits that are there already.
        languages: those that the adapter was trained for; empty: not known.
    """
    texts, sources = {folded(one.text): one.id for one in in_use}, {one.terms.source: one.id for one in in_use}
    seen: set[str] = set()
    return tuple(_proposal(change, old_name, new_name, (texts, sources), languages, seen) for change in changes)


def _proposal(
    change: DocumentChange,
    old_name: str,
    new_name: str,
    known: tuple[Mapping[str, str], Mapping[str, str]],
    languages: Sequence[str],
    seen: set[str],
) -> DocumentEdit:
    texts, sources = known
    old, new = change.old, change.new
    was = "" if old is None else old.place.within(old_name)[:LONGEST_SOURCE]
    replaces = "" if old is None else texts.get(folded(old.text)) or sources.get(was, "")
    if new is None:
        return DocumentEdit(change.kind, None, "" if old is None else old.text, was, replaces)
    source = new.place.within(new_name)[:LONGEST_SOURCE]
    answer = new.text.removeprefix(new.question).strip()
    asked = (
        (Probe("efficacy", new.question, answer.rstrip(".。")),)
        if new.question and len(answer) <= LONGEST_EXPECTED
        else ()
    )
    edit = Edit.of(new.text, probes=asked or proposed_probes(new.text), terms=Terms(source=source))
    warnings: list[Warned] = []
    if fault_of(edit.text):
        warnings.append("unusable")
    if languages and edit.language is not None and edit.language not in languages:
        warnings.append("language")
    if folded(edit.text) in texts:
        warnings.append("in-use")
    if folded(edit.text) in seen:
        warnings.append("repeated")
    seen.add(folded(edit.text))
    return DocumentEdit(change.kind, edit, "" if old is None else old.text, source, replaces, tuple(warnings))
