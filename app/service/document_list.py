"""The proposals of a document until they are accepted: weighed, ticked, put in other words, paged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from secrets import token_urlsafe
from typing import Literal, get_args

from app.data import Edit
from app.data.document_edits import DocumentEdit, FaultOf, InUse, weighed
from app.data.edit import folded
from app.service.differences import Piece, differences
from app.service.listing import page_start
from app.store import Seen

View = Literal["all", "changed", "new", "removed", "warned"]
VIEWS: tuple[View, ...] = get_args(View)

PAGE = 20
"""Proposals on one page."""


@dataclass(frozen=True)
class Known:
    """The edits in use that proposals are weighed against."""

    key: object
    """What they were read from; another one: they have to be read anew."""
    found: InUse
    texts: Mapping[str, str]
    """Id → text."""
    seen: Mapping[str, Seen] = field(default_factory=dict)
    """Of the shared store: id → the version that was read."""

    @classmethod
    def of(cls, key: object, edits: Sequence[Edit], seen: Mapping[str, Seen] | None = None) -> Known:
        return cls(key, InUse.of(edits), {edit.id: edit.text for edit in edits}, seen or {})


@dataclass(frozen=True)
class Proposed:
    """One proposal as a person sees it."""

    place: int
    """By which it is named; stays the same while others are accepted."""
    found: DocumentEdit
    ticked: bool
    replaces: str
    """Text of the edit in use that says what the old document said."""

    @property
    def change(self) -> tuple[Piece, ...]:
        """Old and new text, word by word."""
        return differences(self.found.old, "" if self.found.edit is None else self.found.edit.text)


@dataclass(frozen=True)
class ProposalPage:
    """One page of the proposals."""

    shown: tuple[Proposed, ...]
    view: View
    first: int
    """Place of the first one shown, from 0."""
    found: int
    """Proposals of this view, on all pages."""
    counts: Mapping[View, int]
    comparison: str
    ticked: int
    """On all pages, of all views."""
    old_name: str
    new_name: str
    """Empty where the statements were pasted."""
    shared: bool
    """They would go into the shared store."""


@dataclass(frozen=True)
class Accepted:
    """What the ticked proposals do to the edits in use."""

    added: tuple[Edit, ...]
    replaced: Mapping[str, Edit]
    """Id of an edit in use → what stands in its place."""
    gone: tuple[str, ...]
    """Ids of edits in use."""
    waits: bool = False
    """For approval, in the shared store."""


@dataclass(frozen=True)
class OpenDocument:
    """What a session has compared and not accepted yet, with what the person has changed about it."""

    old_name: str
    new_name: str
    proposals: Mapping[int, DocumentEdit]
    """By their places, in order; not weighed."""
    ticks: Mapping[int, bool] = field(default_factory=dict)
    """As the person has set them; the others are ticked where nothing speaks against them."""
    known: Known | None = None
    comparison: str = field(default_factory=lambda: token_urlsafe(6))
    """Another one each time: what was ticked in an earlier one is not meant for this one."""
    faults: dict[str, str] = field(default_factory=dict, compare=False)
    """Text → why the model cannot take it: each is looked at once."""

    def noted(self, ticks: Mapping[int, bool], texts: Mapping[int, str]) -> OpenDocument:
        """With what a person has ticked and written."""
        proposals = {
            place: one.with_text(texts[place])
            if place in texts and one.edit is not None and texts[place] != one.edit.text
            else one
            for place, one in self.proposals.items()
        }
        return replace(self, proposals=proposals, ticks={**self.ticks, **ticks})

    def without(self, places: Iterable[int]) -> OpenDocument:
        """Without these proposals."""
        gone = set(places)
        return replace(self, proposals={place: one for place, one in self.proposals.items() if place not in gone})

    def weighed(self, known: Known, languages: Sequence[str], faults: FaultOf) -> tuple[Proposed, ...]:
        """Every proposal, weighed against the edits in use."""

        def fault(text: str) -> str:
            if text not in self.faults:
                self.faults[text] = faults(text)
            return self.faults[text]

        found = weighed(self.proposals.values(), known.found, languages, fault)
        return tuple(
            Proposed(
                place,
                one,
                one.usable and self.ticks.get(place, one.ticked),
                known.texts.get(one.replaces, ""),
            )
            for place, one in zip(self.proposals, found, strict=True)
        )


def in_view(proposed: Proposed, view: View) -> bool:
    """Whether a view shows a proposal."""
    if view == "warned":
        return bool(proposed.found.warnings)
    return view in ("all", proposed.found.kind)


def page_of(opened: OpenDocument, proposals: Sequence[Proposed], view: View, first: int, shared: bool) -> ProposalPage:
    """The page of a view on which the proposal of this place in it stands."""
    found = [one for one in proposals if in_view(one, view)]
    start = page_start(first, len(found), PAGE)
    return ProposalPage(
        shown=tuple(found[start : start + PAGE]),
        view=view,
        first=start,
        found=len(found),
        counts={one: sum(in_view(proposal, one) for proposal in proposals) for one in VIEWS},
        comparison=opened.comparison,
        ticked=sum(one.ticked for one in proposals),
        old_name=opened.old_name,
        new_name=opened.new_name,
        shared=shared,
    )


def accepted_of(proposals: Iterable[Proposed]) -> Accepted:
    """What the ticked ones do. A text that is there already, or twice among them, is added once at most."""
    added: list[Edit] = []
    replaced: dict[str, Edit] = {}
    gone: list[str] = []
    texts: set[str] = set()
    for one in proposals:
        edit, replaces = one.found.edit, one.found.replaces
        if not one.ticked:
            continue
        if edit is None or "in-use" in one.found.warnings or folded(edit.text) in texts:
            gone += [replaces] if replaces else []
            continue
        texts.add(folded(edit.text))
        if replaces:
            replaced[replaces] = edit
        else:
            added.append(edit)
    return Accepted(tuple(added), replaced, tuple(gone))
