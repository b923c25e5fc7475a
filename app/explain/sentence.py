"""One plain sentence for an answer, and the finding behind it.

Which edit was used, how sure, what else was near, what would have been said without it; or that none was used. Where
leaving edits out has shown what the answer depends on, the sentence follows that, and says so where selection or
attention point elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.explain.changes import Change
from app.explain.shortening import shortened
from app.explain.views import SelectionRow, row_of, selection_view
from app.texts import ASKED, Texts, percent

if TYPE_CHECKING:
    from app.explain.sureness import Sureness
    from app.model.evidence import Answer, Selection

NEAR = 0.05
"""An edit that was not read counts as near from this weight on."""
MATTERS = 0.7
"""In nats: an edit mattered where the answer is at least twice as likely with it."""
LONGEST_ANSWER = 120
"""Characters of an answer that is quoted within the sentence."""

Outcome = Literal["empty", "none", "one", "several"]
Pointer = Literal["selection", "attention"]

ELSEWHERE: dict[tuple[Pointer, ...], str] = {
    ("selection",): "sentence.elsewhere.selection",
    ("attention",): "sentence.elsewhere.attention",
    ("selection", "attention"): "sentence.elsewhere.both",
}
"""What points to another edit → the text that says so."""


@dataclass(frozen=True)
class Finding:
    """What the sentence says, as data."""

    outcome: Outcome
    """Pool empty; no edit read; one read; several read."""
    read: tuple[SelectionRow, ...]
    """The edits read, the heaviest first."""
    nearest: SelectionRow | None
    """The heaviest edit that was not read."""
    zero_weight: float
    named: SelectionRow | None
    """The edit that the answer is put down to: the one with the largest change, the heaviest where none is known."""
    change: float | None
    """What leaving that edit out changes in the answer's log-probability, in nats; None: not known."""
    instead: tuple[SelectionRow, ...]
    """The edits that would have been read in its place."""
    most_attended: SelectionRow | None
    """The edit read with the most attention on its slots; None where that was not recorded."""

    @property
    def mattered(self) -> bool | None:
        """Whether the answer depends on the edit named; None: not known."""
        return None if self.change is None else self.change >= MATTERS

    @property
    def elsewhere(self) -> tuple[Pointer, ...]:
        """Which of the two point to another edit than leaving edits out does."""
        if self.named is None or self.change is None:
            return ()
        points: dict[Pointer, SelectionRow | None] = {"selection": self.read[0], "attention": self.most_attended}
        return tuple(name for name, row in points.items() if row is not None and row.edit_id != self.named.edit_id)


def finding(answer: Answer, changes: Sequence[Change] | None = None) -> Finding:
    """What selection decided for this answer, and what leaving edits out has shown.

    Args:
        changes: what leaving each edit read out changed; None: not known.
    """
    selection = answer.evidence.selection
    view = selection_view(selection, nearest=len(selection.chosen) + 1)  # one of them at least was not read
    read = tuple(sorted((row for row in view.edits if row.read), key=lambda row: -row.logit))
    others = tuple(row for row in view.edits if not row.read)
    outcome: Outcome = "several" if len(read) > 1 else "one" if read else "none" if others else "empty"
    heaviest = read[0] if read else None
    largest = max(changes, key=lambda change: change.nats) if changes else None
    return Finding(
        outcome=outcome,
        read=read,
        nearest=others[0] if others else None,
        zero_weight=view.zero.weight,
        named=heaviest if largest is None else _row(selection, largest.edit_id),
        change=None if largest is None else largest.nats,
        instead=() if largest is None else _unread(selection, largest.instead),
        most_attended=_most_attended(answer, read),
    )


def _row(selection: Selection, edit_id: str) -> SelectionRow:
    return row_of(selection, selection.edit_ids.index(edit_id))


def _unread(selection: Selection, edit_ids: Iterable[str]) -> tuple[SelectionRow, ...]:
    return tuple(row for edit_id in edit_ids if not (row := _row(selection, edit_id)).read)


def sentence(
    answer: Answer,
    say: Texts = ASKED,
    *,
    changes: Sequence[Change] | None = None,
    sureness: Sureness | None = None,
    figures: bool = True,
) -> str:
    """The finding in words. Plain text: escape it before it goes into HTML."""
    return in_words(finding(answer, changes), answer, sureness, say, figures=figures)


def in_words(
    found: Finding,
    answer: Answer,
    sureness: Sureness | None,
    say: Texts,
    *,
    withheld: bool = False,
    figures: bool = True,
) -> str:
    """One sentence for this finding.

    Args:
        withheld: only edits were to answer, and none did.
        figures: how sure, and how near, stand in brackets behind what they are of.
    """
    told = _Told(say, figures)
    sure = None if sureness is None or sureness.probability is None else percent(sureness.probability, say)
    if found.named is not None:
        clauses = (_used(found, found.named, sure, told), _without(found, answer, told), _near(found, told))
        return say("sentence.end", clauses=say("sentence.between").join(clause for clause in clauses if clause))
    if found.nearest is None:
        return say("sentence.empty.withheld") if withheld else say("sentence.empty")
    key = "sentence.none.withheld" if withheld else "sentence.none"
    return say(
        key,
        nearest=found.nearest.text,
        weight=told.weight(found.nearest.weight),
        zero=told.share(found.zero_weight),
        sure="" if sure is None or not figures else say("sentence.none.sure", sure=sure),
    )


@dataclass(frozen=True)
class _Told:
    """The texts, and whether figures stand in them."""

    say: Texts
    figures: bool

    def bracketed(self, figure: str) -> str:
        return self.say("sentence.figure", figure=figure) if self.figures else ""

    def share(self, share: float) -> str:
        return self.bracketed(percent(share, self.say))

    def weight(self, weight: float) -> str:
        return self.bracketed(self.say("sentence.weight", weight=percent(weight, self.say)))


def _used(found: Finding, named: SelectionRow, sure: str | None, told: _Told) -> str:
    """Which edit, and how sure."""
    say = told.say
    how = told.weight(named.weight) if sure is None else told.bracketed(say("sentence.sure", sure=sure))
    if found.outcome == "one":
        key = "sentence.idle" if found.mattered is False else "sentence.one"
        return say(key, edit=named.text, how=how)
    number = len(found.read)
    if found.mattered is None:
        names = say("sentence.names-between").join(
            say("sentence.named", edit=row.text, weight=told.share(row.weight)) for row in found.read
        )
        return say("sentence.several", number=number, edits=names)
    if not found.mattered:
        return say("sentence.several.idle", number=number)
    doubt = say(ELSEWHERE[found.elsewhere]) if found.elsewhere else ""
    return say("sentence.several.named", number=number, edit=named.text, how=how) + doubt


def _near(found: Finding, told: _Told) -> str:
    """What else was near, “no edit applies” among it; nothing of an edit that the clause before names."""
    say, nearest, zero = told.say, found.nearest, told.share(found.zero_weight)
    overruled = found.zero_weight > found.read[0].weight
    if nearest is not None and nearest.edit_id in {row.edit_id for row in found.instead}:
        return say("sentence.zero-heavier", weight=zero) if overruled else ""
    if nearest is not None and nearest.weight >= NEAR:
        near = say("sentence.near", nearest=nearest.text, weight=told.share(nearest.weight))
    elif overruled or found.zero_weight < NEAR:
        near = say("sentence.nothing-near")
    else:
        return say("sentence.zero-near", weight=zero)
    return say("sentence.between").join([near, *([say("sentence.zero-heavier", weight=zero)] if overruled else [])])


def _without(found: Finding, answer: Answer, told: _Told) -> str:
    """What would have been said without it."""
    say = told.say
    own = shortened(answer.original, LONGEST_ANSWER)
    if not own:
        return ""
    same = " ".join(answer.original.split()) == " ".join(answer.text.split())
    if found.instead and (found.outcome == "one" or found.mattered):
        key = "sentence.instead.same" if same else "sentence.instead"
        names = say("sentence.names-between").join(
            say("sentence.named", edit=row.text, weight=told.share(row.weight)) for row in found.instead
        )
        return say(key, edits=names, own=own)
    if found.outcome == "one" and found.change is not None:
        key = "sentence.without-it.same" if same else "sentence.without-it"
        return say(key, own=own)
    key = "sentence.without.same" if same else "sentence.without"
    return say(key, own=own)


def _most_attended(answer: Answer, read: tuple[SelectionRow, ...]) -> SelectionRow | None:
    reading = answer.evidence.reading
    if reading is None or not reading.mass.size or not read:
        return None
    return max(read, key=lambda row: float(reading.of_edit(row.edit_id).mean()))
