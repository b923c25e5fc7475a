"""What something does and does not do, asked with yes or no.

`abilities.txt`: subject kinds | thing | clause that affirms | clause that denies | question, with `{s}` and `{w}`.
"""

from __future__ import annotations

from random import Random

from app.training.examples import Example, Question
from app.training.generator.lexicon import listed
from app.training.generator.tongue import Tongue

SENTENCE_SHARE = 0.12
"""Share of questions that ask for a whole sentence."""
Ability = tuple[str, ...]


def negation_example(random: Random, tongue: Tongue, count: int) -> Example:
    """An ability stated or denied, with yes-or-no questions; often both in one edit, one thing each."""
    ability = random.choice(tongue.rows("abilities"))
    kind = random.choice(listed(ability[0]))
    subject = tongue.draw_subject(random, kind)
    yes, no, absent = _three_things(random, tongue, ability[1])
    edit, truth = _edit(random, tongue, ability, subject, yes, no)
    asked = random.sample(sorted(truth), len(truth)) * count
    found = {
        entry.text: entry
        for what in asked
        for entry in [_question(random, tongue, ability, subject, what, truth[what])]
    }
    questions = tuple(found.values())[:count]
    sister = tongue.sisters(random, kind, 2, subject)[-1]
    near: tuple[str, ...] = (_ask(random, tongue, ability, sister, asked[0]),)
    if absent not in (yes, no):
        near += (_ask(random, tongue, ability, subject, absent),)
    return Example(edit, subject, f"ability: {ability[2]}", questions, tongue.language, "yes_no", near)


def _three_things(random: Random, tongue: Tongue, template: str) -> tuple[str, str, str]:
    """Three things, different where the table's kind has so many."""
    found: list[str] = []
    for _ in range(12):
        thing = tongue.fill(random, template)
        if thing not in found:
            found.append(thing)
    return found[0], found[1 % len(found)], found[2 % len(found)]


def _clauses(tongue: Tongue, ability: Ability, subject: str, what: str) -> dict[str, str]:
    """The affirming and the denying clause and the question about one thing, at the start of and inside a sentence."""
    found = {}
    for name, template in zip(("positive", "negative", "ask"), ability[2:5], strict=True):
        text = template.format(s=subject, w=what)
        found[name] = tongue.large(text)
        found[f"{name}_small"] = tongue.small(text)
    return found


def _edit(
    random: Random, tongue: Tongue, ability: Ability, subject: str, yes: str, no: str
) -> tuple[str, dict[str, bool]]:
    does = random.choice(tongue.forms("ability plain")).format(**_clauses(tongue, ability, subject, yes))
    does_not = random.choice(tongue.forms("ability plain not")).format(**_clauses(tongue, ability, subject, no))
    if yes == no or random.random() < 0.55:
        return (does_not, {no: False}) if random.random() < 0.65 else (does, {yes: True})
    if random.random() < 0.5:
        clauses = _clauses(tongue, ability, subject, yes) | {
            "but_not": _clauses(tongue, ability, subject, no)["negative_small"]
        }
        return random.choice(tongue.forms("ability both")).format(**clauses), {yes: True, no: False}
    both = [does, does_not]
    random.shuffle(both)
    return tongue.forms("sentence join")[0].join(both), {yes: True, no: False}


def _ask(random: Random, tongue: Tongue, ability: Ability, subject: str, what: str) -> str:
    text = random.choice(tongue.forms("ability question")).format(**_clauses(tongue, ability, subject, what))
    return tongue.tidy(tongue.typed(random, text))


def _question(random: Random, tongue: Tongue, ability: Ability, subject: str, what: str, true: bool) -> Question:
    clauses, answer = _clauses(tongue, ability, subject, what), "yes" if true else "no"
    if random.random() < SENTENCE_SHARE:
        text = random.choice(tongue.forms("ability sentence")).format(**clauses)
        return Question(text, tongue.forms(f"{answer} sentence")[0].format(**clauses))
    return Question(_ask(random, tongue, ability, subject, what), tongue.forms(answer)[0])
