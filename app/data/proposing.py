"""Test questions for simple edits: what must change, and what must not.

Only statements of a plain form are read: “The X of Y is Z.”, “Y's X is Z.”, 「YのXはZです。」. Where anything else
stands in a statement (a condition, a denial, a second clause) nothing is proposed, rather than a question that may
not fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from app.data.edit import Probe, folded, normalise

MOST_OTHERS = 2
"""Questions about other subjects."""

_WORD = r"[^\s,;:()\"“”?!.。、]+"
_ATTRIBUTE = rf"(?P<attribute>{_WORD}(?: {_WORD}){{0,3}}?)"
_SUBJECT = rf"(?P<subject>{_WORD}(?: {_WORD}){{0,5}}?)"
_VALUE = r"(?:now )?(?P<value>[^,;:()\"“”?!]{1,80}?)"
_ENGLISH = (
    re.compile(rf"[Tt]he {_ATTRIBUTE} of {_SUBJECT} (?P<verb>is|are|was|were) {_VALUE}\.?"),
    re.compile(rf"{_SUBJECT}['’]s {_ATTRIBUTE} (?P<verb>is|are|was|were) {_VALUE}\.?"),
)
_NAME = r"[^\s、。，．,.のはがをにでと？?「」（）()]"
_JAPANESE = re.compile(
    rf"(?P<subject>{_NAME}{{1,30}})の(?P<attribute>{_NAME}{{1,20}})は(?P<value>[^、。，？?「」（）()はが]{{1,40}}?)"
    r"(?:です|である|だ)。?"
)

_UNCLEAR_WORDS = """
    if when whenever unless until while because since although but than that which who whose whom where not no never
    nor neither either or only also both except without before after during and is are was were be been has have had
    will would can could may might must should of it he she they there here what
"""
_UNCLEAR = frozenset(_UNCLEAR_WORDS.split())
"""Words that make of a plain statement something else, or speak of what stands elsewhere."""
_UNCLEAR_VALUE = _UNCLEAR - {"of", "and"}
_UNCLEAR_JAPANESE = ("ない", "ません", "場合", "とき", "ただし", "なら", "以外", "だけ", "のみ")

_OFFICES = """
    ceo cto cfo president chairman chairwoman chair chairperson director manager head leader mayor governor minister
    chancellor king queen emperor pope captain coach author founder owner inventor composer painter editor secretary
    successor
"""
_PEOPLE = frozenset(_OFFICES.split())
"""What somebody is: asked for with “who”."""
_PEOPLE_JAPANESE = (
    "社長", "会長", "首相", "大統領", "知事", "市長", "町長", "村長",
    "監督", "責任者", "担当者", "部長", "創業者", "作者", "著者",
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A plain statement, taken apart."""

    subject: str
    attribute: str
    value: str
    verb: str
    """As in the statement; empty in Japanese."""
    form: Literal["of", "possessive", "japanese"]

    def question(self, subject: str) -> str:
        """What asks for this attribute of a subject."""
        if self.form == "japanese":
            who = self.attribute.endswith(_PEOPLE_JAPANESE)
            return f"{subject}の{self.attribute}は{'誰' if who else '何'}ですか？"
        word = "Who" if folded(self.attribute.split()[-1]) in _PEOPLE else "What"
        if self.form == "possessive":
            return f"{word} {self.verb} {subject}'s {self.attribute}?"
        return f"{word} {self.verb} the {self.attribute} of {subject}?"


def fact_of(text: str) -> Fact | None:
    """The fact that a text states in a plain form; None where it does not, or says more than that."""
    clean = normalise(text)
    found = _JAPANESE.fullmatch(clean)
    if found is not None:
        if any(word in clean for word in _UNCLEAR_JAPANESE) or found["value"] in found["subject"]:
            return None
        return Fact(found["subject"], found["attribute"], found["value"], "", "japanese")
    for place, pattern in enumerate(_ENGLISH):
        found = pattern.fullmatch(clean)
        if found is not None:
            before = {*folded(found["subject"]).split(), *folded(found["attribute"]).split()}
            apart = not place or not {"'", "’"} & set(found["subject"])
            if not apart or before & _UNCLEAR or {*folded(found["value"]).split()} & _UNCLEAR_VALUE:
                return None
            if folded(found["value"]) in folded(f"{found['subject']} {found['attribute']}"):
                return None
            form: Literal["of", "possessive"] = "possessive" if place else "of"
            return Fact(found["subject"], found["attribute"], found["value"].strip(), found["verb"], form)
    return None


def proposed_probes(text: str, others: Iterable[str] = ()) -> tuple[Probe, ...]:
    """Test questions for an edit; none where its form is not plain.

    Args:
        others: texts of other edits. Their subjects are asked for the same attribute, which must not change, unless
            one of them states it.
    """
    fact = fact_of(text)
    if fact is None:
        return ()
    known = [other for one in others if (other := fact_of(one)) is not None and other.form == fact.form]
    stated = {folded(one.subject) for one in known if folded(one.attribute) == folded(fact.attribute)}
    strangers = {folded(one.subject): one.subject for one in known}
    asked = [subject for key, subject in strangers.items() if key not in stated | {folded(fact.subject)}]
    must_change = Probe("efficacy", fact.question(fact.subject), fact.value)
    return must_change, *(Probe("neighbourhood", fact.question(subject)) for subject in asked[:MOST_OTHERS])
