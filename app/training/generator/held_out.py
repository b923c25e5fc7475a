"""Records of the held-out relations, for evaluation only."""

from __future__ import annotations

from random import Random

from app.training.examples import Example, Question
from app.training.generator.english import ENGLISH
from app.training.generator.relations import held_out_relations
from app.training.generator.tongue import Tongue
from app.training.generator.wording import question, statement


def held_out_records(n: int, seed: int = 0, tongue: Tongue = ENGLISH) -> tuple[Example, ...]:
    """`n` examples of held-out relations in turn, each of another subject, with a question and a cloze.

    The same `seed` gives the same records; fewer of them are a prefix of more.
    """
    random = Random(f"held out {seed}")
    relations = held_out_relations(tongue)
    found: list[Example] = []
    seen: set[str] = set()
    while len(found) < n:
        relation = relations[len(found) % len(relations)]
        subject = tongue.draw_subject(random, random.choice(relation.subjects))
        if subject in seen:
            continue
        seen.add(subject)
        answer = tongue.draw_answer(random, relation.object)
        edit = statement(random, tongue, relation, subject, answer, decorate=False)
        asked = tuple(
            Question(question(random, tongue, relation, subject, form), answer) for form in ("question", "cloze")
        )
        kind = tongue.answers[relation.object].kind
        found.append(Example(edit, subject, relation.id, asked, tongue.language, kind))
    return tuple(found)
