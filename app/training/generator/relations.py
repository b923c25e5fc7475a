"""The relation tables: what an edit can say about a subject, and how people word and ask it.

`tables/relations/*.txt`, one line a relation, cells between `|`, alternatives between `~`:
    id | subject kinds | object kind | noun | statements | questions | clozes
`tables/attributes.txt`, one line a group of plain attributes, worded by templates alone:
    subject kinds | object kind | noun, noun, …
`tables/composed.txt`: the same with `first words | last words` in place of nouns: each pair is an attribute.
`tables/held_out.txt`: relations that training never sees, with the pattern that recognises them in any text.
A noun ending in `*` is plural. `-` leaves a cell empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from random import Random

from app.training.generator.lexicon import alternatives, table_lines
from app.training.generator.sentences import ANSWERS
from app.training.generator.subjects import SUBJECTS

CELLS = 7


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
    topic: str = field(default="attributes", compare=False)

    @property
    def worded(self) -> bool:
        """Whether it has wordings of its own, beyond those of its noun."""
        return bool(self.statements and self.questions)


def _noun(cell: str) -> tuple[str | None, bool]:
    if cell in ("", "-"):
        return None, False
    return cell.rstrip("*").strip(), cell.endswith("*")


def _parse(line: str, topic: str) -> Relation:
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) != CELLS:
        raise ValueError(f"{topic}: {len(cells)} cells instead of {CELLS}: {line}")
    noun, plural = _noun(cells[3])
    subjects = tuple(kind.strip() for kind in cells[1].split(","))
    _check_kinds(cells[0], subjects, cells[2])
    return Relation(
        cells[0], subjects, cells[2], noun, plural, alternatives(cells[4]), alternatives(cells[5]), alternatives(cells[6]), topic
    )  # fmt: skip


def _check_kinds(name: str, subjects: tuple[str, ...], object_kind: str) -> None:
    unknown = [kind for kind in subjects if kind not in SUBJECTS] + ([] if object_kind in ANSWERS else [object_kind])
    if unknown:
        raise ValueError(f"relation {name}: unknown kinds {', '.join(unknown)}")


def _attribute(noun_cell: str, subjects: tuple[str, ...], object_kind: str, topic: str) -> Relation:
    noun, plural = _noun(noun_cell.strip())
    assert noun is not None
    return Relation(f"{subjects[0]}: {noun}", subjects, object_kind, noun, plural, topic=topic)


def _attributes() -> list[Relation]:
    found = []
    for line in table_lines("attributes.txt"):
        kinds, object_kind, nouns = (cell.strip() for cell in line.split("|"))
        subjects = tuple(kind.strip() for kind in kinds.split(","))
        _check_kinds(nouns[:40], subjects, object_kind)
        found += [_attribute(noun, subjects, object_kind, "attributes") for noun in nouns.split(",")]
    return found


@cache
def all_relations() -> tuple[Relation, ...]:
    """Every relation of the tables, the held-out ones included, in the order of the files."""
    folder = resources.files(__package__).joinpath("tables").joinpath("relations")
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".txt"))
    found = [_parse(line, name[:-4]) for name in names for line in table_lines(f"relations/{name}")]
    found += _attributes()
    unique = {relation.id: relation for relation in reversed(found)}
    if len(unique) != len(found):
        seen = sorted({r.id for r in found if sum(other.id == r.id for other in found) > 1})
        raise ValueError(f"relations twice in the tables: {', '.join(seen)}")
    return tuple(found)


@cache
def held_out_patterns() -> dict[str, re.Pattern[str]]:
    """Held-out relation id → pattern that recognises the relation in a text of any source."""
    rows = (line.split("|", 1) for line in table_lines("held_out.txt"))
    return {name.strip(): re.compile(pattern.strip(), re.IGNORECASE) for name, pattern in rows}


@cache
def _any_held_out() -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for pattern in held_out_patterns().values()), re.IGNORECASE)


def is_held_out(text: str) -> bool:
    """Whether a text speaks of a held-out relation."""
    return bool(_any_held_out().search(text))


def _touches_held_out(relation: Relation) -> bool:
    """Whether a relation is held out, or its wording speaks of one that is."""
    wordings = (*relation.statements, *relation.questions, *relation.clozes, relation.noun or "")
    return relation.id in held_out_patterns() or any(is_held_out(text) for text in wordings)


@cache
def training_relations() -> tuple[Relation, ...]:
    return tuple(relation for relation in all_relations() if not _touches_held_out(relation))


@cache
def held_out_relations() -> tuple[Relation, ...]:
    return tuple(relation for relation in all_relations() if relation.id in held_out_patterns())


@cache
def by_subject() -> dict[str, tuple[Relation, ...]]:
    """Training relations by the kind of their subject."""
    found: dict[str, list[Relation]] = {}
    for relation in training_relations():
        for kind in relation.subjects:
            found.setdefault(kind, []).append(relation)
    return {kind: tuple(relations) for kind, relations in found.items()}


@cache
def _compositions() -> tuple[tuple[tuple[str, ...], str, tuple[str, ...], tuple[str, ...]], ...]:
    rows = []
    for line in table_lines("composed.txt"):
        kinds, object_kind, first, last = (cell.strip() for cell in line.split("|"))
        subjects = tuple(kind.strip() for kind in kinds.split(","))
        _check_kinds(first[:40], subjects, object_kind)
        rows.append((subjects, object_kind, tuple(first.split(", ")), tuple(last.split(", "))))
    return tuple(rows)


def composed_relation(random: Random, subject_kind: str | None = None) -> Relation:
    """An attribute put together from two words, such as `nominal torque`: thousands of relations, each rare."""
    rows = [row for row in _compositions() if subject_kind is None or subject_kind in row[0]]
    if not rows:
        rows = list(_compositions())
    while True:
        subjects, object_kind, first, last = random.choice(rows)
        noun = f"{random.choice(first)} {random.choice(last)}"
        if not is_held_out(noun):
            return _attribute(noun, subjects, object_kind, "composed")


def composed_count() -> int:
    return sum(len(first) * len(last) for _, _, first, last in _compositions())
