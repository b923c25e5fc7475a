"""Questions and answers as help pages have them: procedures, permissions, reasons. Answers are sentences.

`tasks.txt` and `permissions.txt`: subject kinds | what one wants to do, in several wordings;
`reasons.txt`: subject kinds | what happened | causes; `steps.txt`: topics | one step;
`topics.txt`: topic | subject kinds.
"""

from __future__ import annotations

from functools import cache
from random import Random

from app.training.examples import Example, Question
from app.training.generator.lexicon import alternatives, listed
from app.training.generator.tongue import Tongue

CLOZE_SHARE = 0.12
FOREIGN_STEPS_SHARE = 0.1
"""Share of procedures with steps of any topic, so that content alone never decides."""


@cache
def _steps(tongue: Tongue) -> dict[str, tuple[str, ...]]:
    """Step templates by topic."""
    found: dict[str, list[str]] = {}
    for topics, template in tongue.rows("steps"):
        for topic in listed(topics):
            found.setdefault(topic, []).append(template)
    return {topic: tuple(templates) for topic, templates in found.items()}


def procedure(random: Random, tongue: Tongue, subject_kind: str) -> str:
    """One to four steps as one text that has not begun a sentence and has no final stop."""
    topics = {kind: topic for topic, kinds in tongue.rows("topics") for kind in listed(kinds)}
    foreign = random.random() < FOREIGN_STEPS_SHARE
    topic = random.choice(sorted(_steps(tongue))) if foreign else topics.get(subject_kind, "office")
    templates = _steps(tongue)[topic]
    count = min(random.choices((1, 2, 3, 4), (4, 8, 5, 2))[0], len(templates))
    text = ""
    for place, template in enumerate(random.sample(templates, count)):
        joins = tongue.forms("steps then") + (tongue.forms("steps last") if place == count - 1 else ())
        text += (random.choice(joins) if place else "") + tongue.fill(random, template)
    return text


def _row(random: Random, tongue: Tongue, table: str) -> tuple[str, str, tuple[str, ...]]:
    """A row of a table for a drawn subject: its kind, the subject, the other cells' templates."""
    cells = random.choice(tongue.rows(table))
    kind = random.choice(listed(cells[0]))
    return kind, tongue.draw_subject(random, kind), cells[1:]


def _ask(random: Random, tongue: Tongue, key: str, wording: str, subject: str) -> str:
    text = wording.format(s=subject)
    return tongue.tidy(tongue.typed(random, random.choice(tongue.forms(key)).format(t=text, T=tongue.large(text))))


def _near(random: Random, tongue: Tongue, key: str, table: str, kind: str, subject: str, cell: str) -> tuple[str, ...]:
    """The same wish about a sister, and another wish about the subject."""
    sister = tongue.sisters(random, kind, 2, subject)[-1]
    found = [_ask(random, tongue, key, random.choice(alternatives(cell)), sister)]
    others = [row[1] for row in tongue.rows(table) if kind in listed(row[0]) and row[1] != cell]
    if others:
        found.append(_ask(random, tongue, key, random.choice(alternatives(random.choice(others))), subject))
    return tuple(tongue.large(text) for text in found)


def _distinct(
    random: Random, tongue: Tongue, key: str, wordings: tuple[str, ...], subject: str, count: int
) -> list[str]:
    texts: list[str] = []
    for _ in range(count * 6):
        text = tongue.large(_ask(random, tongue, key, random.choice(wordings), subject))
        if text not in texts and len(texts) < count:
            texts.append(text)
    return texts


def procedure_example(random: Random, tongue: Tongue, count: int) -> Example:
    """How to do something: an FAQ pair or an instruction, answered by one to four steps."""
    kind, subject, (cell,) = _row(random, tongue, "tasks")
    wordings = alternatives(cell)
    steps = procedure(random, tongue, kind)
    answer, clause = tongue.full_stop(tongue.large(steps)), tongue.full_stop(steps)
    said = random.choice(wordings)
    edit = random.choice(tongue.forms("how edit")).format(
        q=tongue.large(_ask(random, tongue, "how", said, subject)),
        a=answer,
        a_small=clause,
        t_you=tongue.you(said.format(s=subject)),
    )
    questions = [Question(text, answer) for text in _distinct(random, tongue, "how", wordings, subject, count)]
    if random.random() < CLOZE_SHARE:
        wish = tongue.you(random.choice(wordings).format(s=subject))
        questions[-1] = Question(random.choice(tongue.forms("how cloze")).format(t_you=wish), clause)
    near = _near(random, tongue, "how", "tasks", kind, subject, cell)
    return Example(
        tongue.tidy(edit), subject, f"procedure: {wordings[0]}", tuple(questions), tongue.language, "sentence", near
    )


def permission_example(random: Random, tongue: Tongue, count: int) -> Example:
    """Whether one may do something, answered by a sentence with its condition."""
    kind, subject, (cell,) = _row(random, tongue, "permissions")
    wordings = alternatives(cell)
    answer = tongue.full_stop(tongue.fill(random, random.choice(tongue.rows("permission_answers"))[0]))
    asked = tongue.large(_ask(random, tongue, "may", random.choice(wordings), subject))
    edit = random.choice(tongue.forms("may edit")).format(q=asked, a=answer)
    texts = _distinct(random, tongue, "may", wordings, subject, count)
    near = _near(random, tongue, "may", "permissions", kind, subject, cell)
    questions = tuple(Question(text, answer) for text in texts)
    return Example(edit, subject, f"permission: {wordings[0]}", questions, tongue.language, "sentence", near)


def reason_example(random: Random, tongue: Tongue, count: int) -> Example:
    """Why something happened: the cause is the answer."""
    kind, subject, (happened, causes) = _row(random, tongue, "reasons")
    cause = tongue.fill(random, random.choice(alternatives(causes)), s=subject)
    clause = happened.format(s=subject)
    edit = random.choice(tongue.forms("why edit")).format(t=clause, T=tongue.large(clause), a=cause)
    texts = _distinct(random, tongue, "why", (happened,), subject, count)
    if random.random() < CLOZE_SHARE:
        texts[-1] = _ask(random, tongue, "why cloze", happened, subject)
    near = _near(random, tongue, "why", "reasons", kind, subject, happened)
    questions = tuple(Question(text, cause) for text in texts)
    return Example(
        tongue.tidy(tongue.large(edit)), subject, f"reason: {happened}", questions, tongue.language, "sentence", near
    )
