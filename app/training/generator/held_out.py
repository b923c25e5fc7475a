"""Records of the held-out relations, for evaluation only."""

from __future__ import annotations

from random import Random

from app.training.examples import Example, Question
from app.training.generator.relations import held_out_relations
from app.training.generator.sentences import ANSWERS, draw_answer
from app.training.generator.subjects import draw_subject
from app.training.generator.wording import question, statement


def held_out_records(n: int, seed: int = 0) -> tuple[Example, ...]:
    """`n` examples of held-out relations in turn, each of another subject, with a question and a cloze.

    The same `n` and `seed` give the same records; a smaller `n` gives a prefix.
    """
    random = Random(f"held out {seed}")
    relations, found, seen = held_out_relations(), [], set()
    while len(found) < n:
        relation = relations[len(found) % len(relations)]
        subject = draw_subject(random, random.choice(relation.subjects))
        if subject in seen:
            continue
        seen.add(subject)
        answer = draw_answer(random, relation.object)
        edit = statement(random, relation, subject, answer, decorate=False)
        asked = tuple(Question(question(random, relation, subject, form), answer) for form in ("question", "cloze"))
        found.append(Example(edit, subject, relation.id, asked, "en", ANSWERS[relation.object].answer_kind))
    return tuple(found)
