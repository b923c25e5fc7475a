"""The relation tables: what an edit can say about a subject, and how people word and ask it.

`relations/*.txt`, one line a relation, cells between `|`, alternatives between `~`:
    id | subject kinds | object kind | noun | statements | questions | clozes
`attributes.txt`, one line a group of plain attributes, worded by templates alone:
    subject kinds | object kind | noun, noun, …
`composed.txt`: the same with `first words | last words` in place of nouns: each pair is an attribute.
`held_out.txt`: relations that training never sees, with the pattern that finds them in lower-cased text.
A noun ending in `*` is plural. `-` leaves a cell empty. All of a tongue's folder of `tables/`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from random import Random

from app.training.generator.lexicon import alternatives, listed, rows, table_names
from app.training.generator.tongue import Tongue

CELLS = 7
INVENTED_SHARE = 0.1
"""Share of composed attributes whose first word is coined (`the Zorvex index`): relations never seen before."""
HELD_OUT_FOLDERS = ("english", "japanese")
"""Tongues whose held-out patterns guard every text."""


@dataclass(frozen=True)
class Relation:
    """One relation: kinds of its two ends and its own wordings (may be empty: the noun's templates serve)."""

    id: str
    subjects: tuple[str, ...]
    object: str
    noun: str | None
    plural: bool = False
    statements: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    clozes: tuple[str, ...] = ()

    @property
    def worded(self) -> bool:
        """Whether it has wordings of its own, beyond those of its noun."""
        return bool(self.statements and self.questions)


def _noun(cell: str) -> tuple[str | None, bool]:
    if cell in ("", "-"):
        return None, False
    return cell.rstrip("*").strip(), cell.endswith("*")


def _worded(tongue: Tongue, table: str, cells: tuple[str, ...]) -> Relation:
    if len(cells) != CELLS:
        raise ValueError(f"{table}: {len(cells)} cells instead of {CELLS}: {cells}")
    noun, plural = _noun(cells[3])
    subjects = listed(cells[1])
    _check_kinds(tongue, cells[0], subjects, cells[2])
    return Relation(cells[0], subjects, cells[2], noun, plural, *map(alternatives, cells[4:]))


def _attribute(cell: str, subjects: tuple[str, ...], object_kind: str) -> Relation:
    noun, plural = _noun(cell)
    return Relation(f"{subjects[0]}: {noun}", subjects, object_kind, noun, plural)


def _check_kinds(tongue: Tongue, name: str, subjects: tuple[str, ...], object_kind: str) -> None:
    unknown = [kind for kind in subjects if kind not in tongue.subjects]
    unknown += [] if object_kind in tongue.answers else [object_kind]
    if unknown:
        raise ValueError(f"relation {name}: unknown kinds {', '.join(unknown)}")


@cache
def all_relations(tongue: Tongue) -> tuple[Relation, ...]:
    """Every relation of a tongue's tables, the held-out ones included, in the order of the files.

    Raises:
        ValueError: a line with the wrong number of cells, an unknown kind, or an id that occurs twice.
    """
    tables = [f"relations/{name}" for name in table_names(f"{tongue.folder}/relations")]
    found = [_worded(tongue, table, cells) for table in tables for cells in tongue.rows(table)]
    for kinds, object_kind, nouns in tongue.rows("attributes"):
        _check_kinds(tongue, nouns[:40], listed(kinds), object_kind)
        found += [_attribute(noun, listed(kinds), object_kind) for noun in listed(nouns.replace("、", ","))]
    ids = [relation.id for relation in found]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise ValueError(f"relations twice in the tables: {', '.join(twice)}")
    return tuple(found)


@cache
def held_out_patterns() -> dict[str, re.Pattern[str]]:
    """Held-out relation id → pattern that recognises the relation in a lower-cased text of any source."""
    found: dict[str, list[str]] = {}
    for folder in HELD_OUT_FOLDERS:
        for cells in rows(f"{folder}/held_out.txt"):
            found.setdefault(cells[0], []).append("|".join(cells[1:]))
    return {name: re.compile("|".join(patterns)) for name, patterns in found.items()}


@cache
def _any_held_out() -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for pattern in held_out_patterns().values()))


def is_held_out(text: str) -> bool:
    """Whether a text speaks of a held-out relation."""
    return bool(_any_held_out().search(text.lower()))


def _touches_held_out(relation: Relation) -> bool:
    """Whether a relation is held out, or its wording speaks of one that is."""
    wordings = (*relation.statements, *relation.questions, *relation.clozes, relation.noun or "")
    return relation.id in held_out_patterns() or any(is_held_out(text) for text in wordings)


@cache
def training_relations(tongue: Tongue) -> tuple[Relation, ...]:
    return tuple(relation for relation in all_relations(tongue) if not _touches_held_out(relation))


@cache
def held_out_relations(tongue: Tongue) -> tuple[Relation, ...]:
    return tuple(relation for relation in all_relations(tongue) if relation.id in held_out_patterns())


@cache
def by_subject(tongue: Tongue) -> dict[str, tuple[Relation, ...]]:
    """Training relations by the kind of their subject."""
    found: dict[str, list[Relation]] = {}
    for relation in training_relations(tongue):
        for kind in relation.subjects:
            found.setdefault(kind, []).append(relation)
    return {kind: tuple(relations) for kind, relations in found.items()}


@cache
def _compositions(tongue: Tongue) -> tuple[tuple[tuple[str, ...], str, tuple[str, ...], tuple[str, ...]], ...]:
    found = []
    for kinds, object_kind, first, last in tongue.rows("composed"):
        _check_kinds(tongue, first[:40], listed(kinds), object_kind)
        found.append((listed(kinds), object_kind, listed(first), listed(last)))
    return tuple(found)


def composed_relation(random: Random, tongue: Tongue, subject_kind: str | None = None) -> Relation | None:
    """An attribute put together from two words, such as `nominal torque`: thousands of relations, each rare.

    None where the tongue composes none for that kind of subject.
    """
    usable = [row for row in _compositions(tongue) if subject_kind is None or subject_kind in row[0]]
    for _ in range(8 if usable else 0):
        subjects, object_kind, first, last = random.choice(usable)
        invented = random.random() < INVENTED_SHARE
        word = tongue.draw_answer(random, "coined") if invented else random.choice(first)
        noun = tongue.forms("composed")[0].format(first=word, last=random.choice(last))
        if not is_held_out(noun):
            return _attribute(noun, subjects, object_kind)
    return None


def composed_count(tongue: Tongue) -> int:
    """How many attributes can be composed."""
    return sum(len(first) * len(last) for _, _, first, last in _compositions(tongue))
