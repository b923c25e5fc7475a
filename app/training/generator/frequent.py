"""Questions and answers as help pages have them: procedures, permissions, reasons. Answers are sentences."""

from __future__ import annotations

from functools import cache
from random import Random

from app.training.examples import Example, Question
from app.training.generator.lexicon import alternatives, table_lines
from app.training.generator.sentences import as_sentence, fill, permission_answer, procedure
from app.training.generator.subjects import draw_subject, sisters
from app.training.generator.wording import lower_first, upper_first

Row = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]

_HOW = (
    "How do I {t}?", "How do I {t}?", "How can I {t}?", "What do I have to do to {t}?", "What is the procedure to {t}?", "What steps are needed to {t}?",
    "I want to {t}. How does that work?", "Please explain how to {t}.", "hey, how do I {t}?", "how to {t}?", "Tell me how to {t}.",
    "What is the right way to {t}?", "Could you tell me how I can {t}?", "What must I do if I want to {t}?", "I would like to {t}. What are the steps?",
)  # fmt: skip
_MAY = (
    "Can I {t}?", "May I {t}?", "Am I allowed to {t}?", "Is it allowed to {t}?", "Is it possible to {t}?", "I want to {t}. Is that allowed?",
    "Would it be all right to {t}?", "hey, can I {t}?", "Could you tell me whether I may {t}?", "Are you permitted to {t}?",
)  # fmt: skip
_WHY = ("Why is it that {c}?", "What is the reason that {c}?", "Do you know why {c}?", "Please tell me why {c}.", "Could you tell me why {c}?",
        "Give the reason why {c}.", "hey, why is it that {c}?")  # fmt: skip


@cache
def _rows(name: str) -> tuple[Row, ...]:
    found = []
    for line in table_lines(name):
        cells = [cell.strip() for cell in line.split("|")]
        kinds = tuple(kind.strip() for kind in cells[0].split(","))
        found.append((kinds, alternatives(cells[1]), alternatives(cells[2]) if len(cells) > 2 else ()))
    return tuple(found)


def _you(text: str) -> str:
    """The asker's words in the mouth of the one who answers."""
    return (
        text.replace(" my own ", " your own ")
        .replace(" my ", " your ")
        .replace("that I am", "that you are")
        .replace("that I took", "that you took")
    )


def procedure_example(random: Random, count: int) -> Example:
    """How to do something: an FAQ pair or an instruction, answered by one to four steps."""
    kinds, wordings, _ = random.choice(_rows("tasks.txt"))
    kind = random.choice(kinds)
    subject = draw_subject(random, kind)
    tasks = [wording.format(s=subject) for wording in wordings]
    said, steps = random.choice(tasks), procedure(random)
    asked_in_edit = random.choice(_HOW).format(t=said)
    answer = as_sentence(steps)
    edits = (
        f"Q: {upper_first(asked_in_edit)} A: {answer}", f"{upper_first(asked_in_edit)} {answer}", f"To {_you(said)}, {as_clause(steps)}",
        f"To {_you(said)}, {as_clause(steps)}", f"FAQ – {upper_first(asked_in_edit)} – {answer}", f"How to {_you(said)}: {answer}",
        f"Question: {upper_first(asked_in_edit)} Answer: {answer}", f"If you want to {_you(said)}, {as_clause(steps)}",
    )  # fmt: skip
    questions: list[Question] = []
    while len(questions) < count:
        task = random.choice(tasks)
        if random.random() < 0.12:
            new = (
                Question(f"To {_you(task)}, you have to", as_clause(steps))
                if random.random() < 0.5
                else Question(f"To {_you(task)},", as_clause(steps))
            )
        else:
            new = Question(upper_first(random.choice(_HOW)).format(t=task), answer)
        if new not in questions:
            questions.append(new)
    near = (
        _other_task(random, kind, subject, wordings),
        random.choice(_HOW).format(t=random.choice(wordings).format(s=sisters(random, kind, 2, subject)[-1])),
    )
    return Example(random.choice(edits), subject, f"procedure: {wordings[0]}", tuple(questions), "en", "sentence", near)


def as_clause(text: str) -> str:
    """A text that goes on after a comma, with its full stop."""
    return text if text.endswith(".") else f"{text}."


def _other_task(random: Random, kind: str, subject: str, wordings: tuple[str, ...]) -> str:
    others = [row for row in _rows("tasks.txt") if kind in row[0] and row[1] != wordings] or list(_rows("tasks.txt"))
    return random.choice(_HOW).format(t=random.choice(random.choice(others)[1]).format(s=subject))


def permission_example(random: Random, count: int) -> Example:
    """Whether one may do something, answered by a sentence with its condition."""
    kinds, wordings, _ = random.choice(_rows("permissions.txt"))
    kind = random.choice(kinds)
    subject = draw_subject(random, kind)
    wishes = [wording.format(s=subject) for wording in wordings]
    said, answer = random.choice(wishes), permission_answer(random)
    asked = upper_first(random.choice(_MAY).format(t=said))
    edit = random.choice(
        (
            f"Q: {asked} A: {answer}",
            f"{asked} {answer}",
            f"FAQ: {asked} {answer}",
            f"Question: {asked} Answer: {answer}",
        )
    )
    texts: list[str] = []
    while len(texts) < count:
        text = upper_first(random.choice(_MAY).format(t=random.choice(wishes)))
        if text not in texts:
            texts.append(text)
    sister = random.choice(wordings).format(s=sisters(random, kind, 2, subject)[-1])
    others = [row for row in _rows("permissions.txt") if kind in row[0] and row[1] != wordings]
    near = (random.choice(_MAY).format(t=sister),)
    if others:
        near += (random.choice(_MAY).format(t=random.choice(random.choice(others)[1]).format(s=subject)),)
    return Example(
        edit,
        subject,
        f"permission: {wordings[0]}",
        tuple(Question(text, answer) for text in texts),
        "en",
        "sentence",
        near,
    )


def reason_example(random: Random, count: int) -> Example:
    """Why something happened: the cause is the answer."""
    kinds, clauses, causes = random.choice(_rows("reasons.txt"))
    kind = random.choice(kinds)
    subject = draw_subject(random, kind)
    clause, cause = clauses[0].format(s=subject), fill(random, random.choice(causes), subject)
    edits = (f"{upper_first(clause)} because {cause}.", f"Because {cause}, {clause}.", f"{upper_first(clause)}; the reason is that {cause}.",
             f"The reason why {clause}: {cause}.", f"{upper_first(clause)}, since {cause}.")  # fmt: skip
    forms = [text.format(c=clause) for text in (*_WHY, *_WHY, "{c} because")] + _direct_why(clause, subject)
    texts = random.sample(sorted(set(forms)), count)
    sister = sisters(random, kind, 2, subject)[-1]
    others = [row for row in _rows("reasons.txt") if kind in row[0] and row[1] != clauses]
    near = (random.choice(_WHY).format(c=clauses[0].format(s=sister)),)
    if others:
        near += (random.choice(_WHY).format(c=random.choice(others)[1][0].format(s=subject)),)
    questions = tuple(Question(upper_first(text), cause) for text in texts)
    return Example(random.choice(edits), subject, f"reason: {clauses[0]}", questions, "en", "sentence", near)


def _direct_why(clause: str, subject: str) -> list[str]:
    """`Why is it closed?` for clauses with is or was; nothing for others."""
    rest = clause.removeprefix(subject).strip()
    verb, _, tail = rest.partition(" ")
    return [f"Why {verb} {lower_first(subject)} {tail}?"] * 3 if verb in ("is", "was") else []
