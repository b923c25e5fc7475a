"""The rules. Two edits are compared as statements; the first rule that fits decides, and says why in one sentence.

1. They differ by the order of two parts alone ("A replaces B", "B replaces A"): a chain.
2. They speak of opposite attributes (minimum and maximum, before and after, …): no conflict.
3. The same words: a duplicate, or a contradiction where one denies what the other says.
4. The same words but for one part behind the verb: a contradiction; before the verb: another subject.
5. They are about different subjects, times or units: no conflict.
6. Near in meaning, in other words: by their values and names, a duplicate or a contradiction.
7. Otherwise there is no conflict.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from app.data import normalise
from app.explain.conflicts.statement import Statement, Token, statement_of
from app.explain.conflicts.vocabulary import OPPOSITES, PERMITS, QUALIFIERS, REQUIRES

Kind = Literal["contradiction", "duplicate", "chain", "none"]

NEAR = 0.60
"""Similarity from which two edits in other words are about the same. Chosen on the part `validation` of our pairs."""
VERY_NEAR = 0.80
"""From here without any value or name in common: chosen as above."""


_RUNS = re.compile(r"[ァ-ヺー一-龠々A-Za-z0-9]+")
"""What is one word in Japanese, as far as that can be seen without a dictionary."""


@dataclass(frozen=True)
class Finding:
    """What two edits are to each other, and by which rule."""

    kind: Kind
    rule: str
    """A stable name, for texts in other languages."""
    first: str = ""
    """The part of the first edit that decided; may be empty."""
    second: str = ""
    similarity: float = 0.0


def compare(first: str, second: str, similarity: float) -> Finding:
    """What two edits are to each other.

    Args:
        similarity: of their meaning, from 0 to 1: cosine of sentence vectors or of selection keys.
    """
    a, b = statement_of(first), statement_of(second)
    swapped = _swapped(a, b)
    if swapped is not None:
        return Finding("chain", "swapped", *swapped, similarity)
    opposite = _opposite(a, b)
    if opposite is not None:
        return Finding("none", "opposite-attributes", *opposite, similarity)
    if Counter(t.key for t in a.tokens) == Counter(t.key for t in b.tokens):
        return _same_words(a, b, similarity)
    differences = _differences(a.tokens, b.tokens)
    if _shared(a, b) >= 0.5 and len(differences) == 1:
        return _one_difference(a, b, *differences[0], similarity)
    apart = _apart(a, b)
    if apart is not None:
        return Finding("none", *apart, similarity)
    if similarity >= NEAR:
        return _other_words(a, b, similarity)
    return Finding("none", "far", similarity=similarity)


def _swapped(a: Statement, b: Statement) -> tuple[str, str] | None:
    """Two parts that change places from one edit to the other, all else being equal."""
    first, second = normalise(a.text).casefold().rstrip(".。"), normalise(b.text).casefold().rstrip(".。")
    runs = {run.casefold() for run in _RUNS.findall(a.text)} if a.japanese else set()
    candidates = sorted({token.text.casefold() for token in a.tokens} | runs, key=len, reverse=True)
    if first == second or Counter(first) != Counter(second):
        return None
    for place, one in enumerate(candidates):
        for other in candidates[place + 1 :]:
            mark = "\0"
            if first.replace(one, mark).replace(other, one).replace(mark, other) == second:
                return one, other
    return _halves_swapped(a, b)


def _halves_swapped(a: Statement, b: Statement) -> tuple[str, str] | None:
    """As above, where a part is more than one word: all up to the verb, and all behind it."""
    before, after = _sides(a)
    other_before, other_after = _sides(b)
    if before and after and Counter(before) == Counter(other_after) and Counter(after) == Counter(other_before):
        return " ".join(t.text for t in a.tokens if not t.asserts), " ".join(t.text for t in a.tokens if t.asserts)
    return None


def _sides(statement: Statement) -> tuple[list[str], list[str]]:
    before = [token.key for token in statement.tokens if not token.asserts]
    return before, [token.key for token in statement.tokens if token.asserts]


def _opposite(a: Statement, b: Statement) -> tuple[str, str] | None:
    only_a, only_b = a.words - b.words, b.words - a.words
    for left, right in OPPOSITES:
        for one, other in ((left, right), (right, left)):
            if only_a & one and only_b & other:
                return min(only_a & one), min(only_b & other)
    return None


def _same_words(a: Statement, b: Statement, similarity: float) -> Finding:
    if _denies(a) != _denies(b):
        return Finding("contradiction", "denied", a.text, b.text, similarity)
    if (a.words & REQUIRES and b.words & PERMITS) or (b.words & REQUIRES and a.words & PERMITS):
        return Finding("contradiction", "duty-and-permission", similarity=similarity)
    return Finding("duplicate", "same-words", similarity=similarity)


def _one_difference(
    a: Statement, b: Statement, old: tuple[Token, ...], new: tuple[Token, ...], similarity: float
) -> Finding:
    texts = " ".join(t.text for t in old), " ".join(t.text for t in new)
    if not old or not new:
        if {t.key for t in (*old, *new)} & QUALIFIERS or not (old or new)[0].asserts:
            return Finding("none", "narrower-subject", *texts, similarity)
        if any(t.role != "word" for t in (*old, *new)):
            return Finding("none", "another-condition", *texts, similarity)
        return _same_words(a, b, similarity)
    both = (*old, *new)
    if _denies(a) != _denies(b):
        return Finding("none", "denied-of-another", *texts, similarity)
    counted = {t.unit for t in old if t.role == "value"}, {t.unit for t in new if t.role == "value"}
    if all(counted) and not counted[0] & counted[1]:
        return Finding("none", "other-unit", *texts, similarity)
    if all(t.asserts for t in both) or all(t.unit == "date" for t in both):
        return Finding("contradiction", "other-value", *texts, similarity)
    return Finding("none", "other-subject", *texts, similarity)


def _apart(a: Statement, b: Statement) -> tuple[str, str, str] | None:
    """Why two statements are not about the same, where that can be seen: the rule, and what differs."""
    about_a, about_b = a.subject - b.subject, b.subject - a.subject
    alike = bool(a.subject & b.subject) or a.assertion == b.assertion
    if about_a and about_b and alike and not about_a & b.assertion and not about_b & a.assertion:
        return "other-subject", _of(a, about_a), _of(b, about_b)
    only_a, only_b = a.values - b.values, b.values - a.values
    if only_a and only_b:
        if a.names - b.names and b.names - a.names:
            return "other-names", _of(a, a.names - b.names), _of(b, b.names - a.names)
        if not a.units_of(only_a) & b.units_of(only_b):
            return "other-unit", _of(a, only_a), _of(b, only_b)
        if len(a.units_of(only_a)) > 1 and "date" in a.units_of(only_a) & b.units_of(only_b):
            return "other-time", _of(a, only_a), _of(b, only_b)
    if a.subject == b.subject and not a.values and not b.values and not a.assertion & b.assertion:
        return "another-statement", _of(a, a.assertion), _of(b, b.assertion)
    return None


def _other_words(a: Statement, b: Statement, similarity: float) -> Finding:
    """Two edits that are near in meaning: what they name and count decides."""
    if a.names and b.names and not a.names & b.names and similarity < VERY_NEAR:
        return Finding("none", "other-names", ", ".join(sorted(_texts(a))), ", ".join(sorted(_texts(b))), similarity)
    only_a, only_b = a.values - b.values, b.values - a.values
    if only_a and only_b:
        return Finding("contradiction", "other-value-in-other-words", _of(a, only_a), _of(b, only_b), similarity)
    if _denies(a) != _denies(b):
        return Finding("contradiction", "denied-in-other-words", a.text, b.text, similarity)
    if only_a or only_b:
        return Finding("none", "a-value-more", _of(a, only_a), _of(b, only_b), similarity)
    if (a.names ^ b.names) and similarity < VERY_NEAR:
        return Finding("none", "other-names", _of(a, a.names - b.names), _of(b, b.names - a.names), similarity)
    if a.names - b.names and b.names - a.names:
        return Finding("contradiction", "other-name-in-other-words", _of(a, a.names), _of(b, b.names), similarity)
    return Finding("duplicate", "same-in-other-words", similarity=similarity)


def _denies(statement: Statement) -> bool:
    return statement.denials % 2 == 1


def _of(statement: Statement, keys: frozenset[str]) -> str:
    return ", ".join(token.text for token in statement.tokens if token.key in keys)


def _texts(statement: Statement) -> set[str]:
    return {token.text for token in statement.tokens if token.role == "name"}


def _shared(a: Statement, b: Statement) -> float:
    """Share of the words of the longer statement that both have."""
    first, second = Counter(t.key for t in a.tokens), Counter(t.key for t in b.tokens)
    return (first & second).total() / max(first.total(), second.total(), 1)


def _differences(a: tuple[Token, ...], b: tuple[Token, ...]) -> list[tuple[tuple[Token, ...], tuple[Token, ...]]]:
    """The parts in which two statements differ, side by side."""
    matcher = SequenceMatcher(None, [t.key for t in a], [t.key for t in b], autojunk=False)
    return [(a[i:j], b[k:m]) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]
