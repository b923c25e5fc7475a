"""What something does and does not do, asked with yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from app.training.examples import Example, Question
from app.training.generator.lexicon import table_lines
from app.training.generator.sentences import fill
from app.training.generator.subjects import draw_subject, sisters
from app.training.generator.wording import lower_first, upper_first


@dataclass(frozen=True)
class Ability:
    """A verb with its object, of a kind of subject: `support | supports | {technology}`."""

    subjects: tuple[str, ...]
    verb: str
    third: str
    what: str


@cache
def abilities() -> tuple[Ability, ...]:
    rows = ([cell.strip() for cell in line.split("|")] for line in table_lines("negations.txt"))
    return tuple(Ability(tuple(kinds.split(",")), verb, third, what) for kinds, verb, third, what in rows)


def negation_example(random: Random, count: int) -> Example:
    """An ability stated or denied, with yes-or-no questions; often both in one edit, one thing each."""
    ability = random.choice(abilities())
    kind = random.choice(ability.subjects)
    subject = draw_subject(random, kind)
    yes, no, absent = _three(random, ability)
    edit, answers = _edit(random, ability, subject, yes, no)
    asked = random.sample(list(answers.items()), min(count, len(answers)))
    questions = tuple(_question(random, ability, subject, what, answer, edit) for what, answer in asked)
    if len(questions) < count:
        questions += (_question(random, ability, subject, asked[0][0], asked[0][1], edit),)
    sister = sisters(random, kind, 2, subject)[-1]
    near = (_ask(random, ability, subject, absent), _ask(random, ability, sister, asked[0][0]))
    return Example(edit, subject, f"ability: {ability.verb} {ability.what}", questions, "en", "yes_no", near)


def _three(random: Random, ability: Ability) -> tuple[str, str, str]:
    """Three things, all different where the table's kind allows."""
    found: list[str] = []
    for _ in range(20):
        what = fill(random, ability.what)
        if what not in found:
            found.append(what)
    return (found * 3)[0], (found * 3)[1], (found * 3)[2]


def _edit(random: Random, ability: Ability, subject: str, yes: str, no: str) -> tuple[str, dict[str, str]]:
    verb, third, name = ability.verb, ability.third, upper_first(subject)
    positive = (f"{name} {third} {yes}.", f"{name} now {third} {yes}.", f"From now on, {subject} {third} {yes}.")
    negative = (
        f"{name} does not {verb} {no}.", f"{name} no longer {third} {no}.", f"{name} doesn't {verb} {no}.",
        f"It is not true that {subject} {third} {no}.", f"{name} never {third} {no}.", f"Contrary to what was said, {subject} does not {verb} {no}.",
    )  # fmt: skip
    if yes == no or random.random() < 0.55:
        return (
            (random.choice(negative), {no: "No"}) if random.random() < 0.65 else (random.choice(positive), {yes: "Yes"})
        )
    both = (
        f"{name} {third} {yes} but not {no}.", f"{name} does not {verb} {no}, but it {third} {yes}." if subject[:1] else "",
        f"{random.choice(positive)} {random.choice(negative)}", f"{name} {third} {yes}, not {no}.",
    )  # fmt: skip
    return random.choice(both[::2] if ability.subjects == ("person",) else both), {yes: "Yes", no: "No"}


def _ask(random: Random, ability: Ability, subject: str, what: str) -> str:
    verb, third = ability.verb, ability.third
    forms = (
        f"Does {subject} {verb} {what}?", f"Does {subject} {verb} {what}?", f"Is it true that {subject} {third} {what}?",
        f"Do you know if {subject} {third} {what}?", f"Yes or no: does {subject} {verb} {what}?", f"hey, does {subject} {verb} {what}?",
        f"Can I expect that {subject} {third} {what}?", f"{upper_first(subject)} {third} {what}, right?", f"Answer with yes or no. Does {subject} {verb} {what}?",
    )  # fmt: skip
    return random.choice(forms)


def _question(random: Random, ability: Ability, subject: str, what: str, answer: str, edit: str) -> Question:
    """A yes-or-no question; at times one that wants the whole sentence."""
    if random.random() < 0.12:
        clause = f"{subject} {ability.third} {what}" if answer == "Yes" else f"{subject} does not {ability.verb} {what}"
        text = random.choice(
            (
                f"Does {subject} {ability.verb} {what}? Answer in a full sentence.",
                f"Does {subject} {ability.verb} {what}? Reply with a sentence.",
            )
        )
        return Question(text, f"{answer}, {lower_first(clause)}.")
    return Question(_ask(random, ability, subject, what), answer)
