"""Edits proposed by the changes of a document: text, source with its place, test question, and what speaks against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from rapidfuzz.fuzz import ratio

from app.data.document_changes import ALIKE, ChangeKind, DocumentChange
from app.data.edit import Edit, Probe, folded
from app.data.proposing import proposed_probes
from app.data.terms import LONGEST_SOURCE, Terms
from app.data.upload import fault_of

Warned = Literal["unusable", "language", "in-use", "repeated"]
FaultOf = Callable[[str], str]
"""Why a text cannot be an edit; empty where it can."""

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
    """File and place; empty where the statements were pasted."""
    was: str = ""
    """File and place of the old statement."""
    replaces: str = ""
    """Id of the edit in use that says what the old document said."""
    warnings: tuple[Warned, ...] = ()
    fault: str = ""
    """Why it cannot be an edit."""

    @property
    def usable(self) -> bool:
        """Whether accepting it can change anything."""
        if self.edit is None or "in-use" in self.warnings:
            return bool(self.replaces)
        return not self.fault

    @property
    def ticked(self) -> bool:
        """Whether nothing speaks against it."""
        return self.edit is not None and not {"unusable", "in-use", "repeated"} & set(self.warnings)

    def with_text(self, text: str) -> DocumentEdit:
        """The same proposal in a person's words, to be weighed anew; test questions that fit no more are made anew."""
        if self.edit is None:
            return self
        expected = [probe.target for probe in self.edit.probes if probe.kind == "efficacy"]
        fits = bool(expected) and all(folded(one) in folded(text) for one in expected)
        probes = self.edit.probes if fits else proposed_probes(text)
        return replace(self, edit=Edit.of(text, probes=probes, terms=self.edit.terms))


@dataclass(frozen=True)
class InUse:
    """The edits that are there already, as a document's statements find them."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """Folded text → id."""
    sources: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Source → id and text of the edits from there."""

    @classmethod
    def of(cls, edits: Iterable[Edit]) -> InUse:
        """Of these edits; each is named by its id."""
        texts: dict[str, str] = {}
        sources: dict[str, tuple[tuple[str, str], ...]] = {}
        for edit in edits:
            texts[folded(edit.text)] = edit.id
            if edit.terms.source:
                sources[edit.terms.source] = (*sources.get(edit.terms.source, ()), (edit.id, edit.text))
        return cls(texts, sources)

    def saying(self, text: str, source: str) -> str:
        """Id of the edit that has this text, or came from this place in other words; empty: there is none."""
        if folded(text) in self.texts:
            return self.texts[folded(text)]
        alike = [(ratio(text, said), edit_id) for edit_id, said in self.sources.get(source, ())]
        best = max(alike, default=(0.0, ""))
        return best[1] if best[0] >= ALIKE else ""


def document_edits(
    changes: Iterable[DocumentChange],
    old_name: str,
    new_name: str,
    in_use: Sequence[Edit] = (),
    languages: Sequence[str] = (),
) -> tuple[DocumentEdit, ...]:
    """One proposal for each change.

    Args:
        old_name, new_name: of the files; empty where the statements were pasted.
        in_use: edits that are there already.
        languages: those that the adapter was trained for; empty: not known.
    """
    return weighed((proposal_of(change, old_name, new_name) for change in changes), InUse.of(in_use), languages)


def proposal_of(change: DocumentChange, old_name: str, new_name: str) -> DocumentEdit:
    """The edit that a change asks for; what speaks against it is not known yet."""
    old, new = change.old, change.new
    was = "" if old is None or not old_name else old.place.within(old_name)[:LONGEST_SOURCE]
    said = "" if old is None else old.text
    if new is None:
        return DocumentEdit(change.kind, None, said, was, was)
    source = new.place.within(new_name)[:LONGEST_SOURCE] if new_name else ""
    answer = new.text.removeprefix(new.question).strip()
    asked = (
        (Probe("efficacy", new.question, answer.rstrip(".。")),)
        if new.question and len(answer) <= LONGEST_EXPECTED
        else ()
    )
    edit = Edit.of(new.text, probes=asked or proposed_probes(new.text), terms=Terms(source=source))
    return DocumentEdit(change.kind, edit, said, source, was)


def weighed(
    proposals: Iterable[DocumentEdit], in_use: InUse, languages: Sequence[str] = (), faults: FaultOf = fault_of
) -> tuple[DocumentEdit, ...]:
    """The proposals with what speaks against each, and with the edit in use that each would replace.

    Args:
        faults: why a text cannot be an edit, in the present model.
    """
    seen: set[str] = set()
    replaced: set[str] = set()
    found = []
    for proposal in proposals:
        edit_id = in_use.saying(proposal.old, proposal.was) if proposal.old else ""
        replaces = "" if edit_id in replaced else edit_id
        replaced.add(replaces)
        found.append(_weighed(proposal, replaces, in_use, languages, faults, seen))
    return tuple(found)


def _weighed(
    proposal: DocumentEdit,
    replaces: str,
    in_use: InUse,
    languages: Sequence[str],
    faults: FaultOf,
    seen: set[str],
) -> DocumentEdit:
    edit = proposal.edit
    if edit is None:
        return replace(proposal, replaces=replaces)
    said, fault = folded(edit.text), faults(edit.text)
    warnings: list[Warned] = []
    if fault:
        warnings.append("unusable")
    if languages and edit.language is not None and edit.language not in languages:
        warnings.append("language")
    if said in in_use.texts:
        warnings.append("in-use")
    if said in seen:
        warnings.append("repeated")
    seen.add(said)
    return replace(proposal, replaces=replaces, warnings=tuple(warnings), fault=fault)
