"""Questions and answers about the facts of a subject, answered by whole sentences."""

from __future__ import annotations

from random import Random

from app.training.examples import Example, Question
from app.training.generator.paragraphs import draw_facts, prose, rich_kinds
from app.training.generator.records import near_questions
from app.training.generator.tongue import Tongue
from app.training.generator.wording import question

MOST_TRIES = 6


def faq_example(random: Random, tongue: Tongue, count: int) -> Example:
    """An FAQ pair whose answer states what is asked, and at times more, in one to three sentences."""
    kind = random.choice(rich_kinds(tongue))
    subject = tongue.draw_subject(random, kind)
    facts = draw_facts(random, tongue, kind, random.choices((1, 2, 3), (5, 4, 1))[0])
    relation = facts[0][0]
    answer = tongue.tidy(prose(random, tongue, kind, subject, facts))
    texts = [question(random, tongue, relation, subject, "question")]
    for _ in range(MOST_TRIES * count):
        form = random.choice(("question", "question", "indirect", "casual"))
        text = question(random, tongue, relation, subject, form)
        if text not in texts and len(texts) <= count:
            texts.append(text)
    edit = random.choice(tongue.forms("may edit")).format(q=tongue.large(texts[0]), a=answer)
    asked = texts[1:] or texts
    return Example(
        edit=edit,
        subject=subject,
        relation=f"faq: {relation.id}",
        questions=tuple(Question(text, answer) for text in asked),
        language=tongue.language,
        answer_kind="sentence",
        near=near_questions(random, tongue, relation, subject, kind),
    )
