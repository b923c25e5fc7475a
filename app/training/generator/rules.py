"""Rules with a date, a role, a duty, an exception and a consequence, asked slot by slot.

`rules.txt`: `rule statement | template` and `rule slot | question that asks for the slot`.
"""

from __future__ import annotations

import re
from functools import cache
from random import Random

from app.training.examples import Example, Question
from app.training.generator.lexicon import keyed
from app.training.generator.tongue import Tongue

Slots = dict[str, str]
SCOPES = ("company", "site", "building", "hotel", "school", "clinic", "station", "museum")
SCOPED_SHARE = 0.15
COMMON = ("obligation", "deadline")
"""Rules that are drawn twice as often, and at times get a place or firm in front."""
_BRACE = re.compile(r"\{([A-Za-z_]+)\}")


@cache
def _rules(tongue: Tongue) -> dict[str, dict[str, tuple[str, ...]]]:
    """Rule → slot (or `statement`) → templates."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for key, templates in keyed(f"{tongue.folder}/rules.txt").items():
        name, slot = key.split()
        found.setdefault(name, {})[slot] = templates
    return found


def _named(template: str) -> set[str]:
    """Slots that a template names."""
    return {name.lower() for name in _BRACE.findall(template)}


def _draw_slots(random: Random, tongue: Tongue, names: set[str]) -> Slots:
    slots = {}
    for name in sorted(names):
        is_scope = name == "scope"
        text = tongue.draw_subject(random, random.choice(SCOPES)) if is_scope else tongue.draw_answer(random, name)
        slots[name], slots[name.capitalize()] = text, tongue.large(text)
    return slots


def rule_example(random: Random, tongue: Tongue, count: int) -> Example:
    """A rule with questions about different slots."""
    name = random.choice((*_rules(tongue), *COMMON))
    rule = _rules(tongue)[name]
    template = random.choice(rule["statement"])
    needed = _named(template).union(*(_named(text) for texts in rule.values() for text in texts))
    slots = _draw_slots(random, tongue, needed)
    usable = {
        slot: [text for text in texts if _named(text) <= _named(template)]
        for slot, texts in rule.items()
        if slot in _named(template)
    }
    asked = [slot for slot, texts in usable.items() if texts]
    chosen = random.sample(asked, min(count, len(asked)))
    questions = tuple(
        Question(tongue.typed(random, random.choice(usable[slot]).format(**slots)), slots[slot]) for slot in chosen
    )
    edit = template.format(**slots)
    if name in COMMON and random.random() < SCOPED_SHARE:
        scope = tongue.draw_subject(random, random.choice(SCOPES))
        edit = random.choice(tongue.forms("scope")).format(scope=tongue.large(scope), e=edit)
    kind = tongue.answers[chosen[0]].kind
    near = _near(random, tongue, rule, slots, edit)
    return Example(tongue.tidy(edit), None, f"rule: {name}", questions, tongue.language, kind, near)


def _near(random: Random, tongue: Tongue, rule: dict[str, tuple[str, ...]], slots: Slots, edit: str) -> tuple[str, ...]:
    """The same question with another role, duty, paper or place in it."""
    slot = random.choice([name for name in rule if name != "statement"])
    text = random.choice(rule[slot])
    swapped = [name for name in _named(text) if name in ("role", "action", "document", "scope", "room")]
    if not swapped:
        return ()
    chosen = set(random.sample(sorted(swapped), random.randint(1, len(swapped))))
    other = slots | _draw_slots(random, tongue, chosen)
    return (text.format(**other),) if all(other[name] not in edit for name in chosen) else ()
