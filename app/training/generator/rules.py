"""Rules with a date, a role, a duty, an exception and a consequence, asked slot by slot."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from app.training.examples import Example, Question
from app.training.generator import names, phrases, quantities
from app.training.generator.lexicon import words
from app.training.generator.subjects import draw_subject
from app.training.generator.wording import upper_first

Slots = dict[str, str]


@dataclass(frozen=True)
class RuleShape:
    """A kind of rule: its statements and, slot by slot, the questions and clozes that ask for that slot."""

    name: str
    statements: tuple[str, ...]
    asked: dict[str, tuple[str, ...]]


OBLIGATION = RuleShape(
    "obligation",
    (
        "From {date}, {role} must {action} unless {condition}.",
        "{Role} must {action} from {date}, unless {condition}.",
        "As of {date}, {role} are required to {action}; the rule does not apply if {condition}.",
        "Rule: {role} have to {action}. Valid from {date}. Exception: {condition}.",
        "New from {date}: {role} must {action}. Only when {condition} is this not needed.",
        "Unless {condition}, {role} must {action} (in force since {date}).",
        "{Role} have had to {action} since {date}. The duty falls away if {condition}.",
    ),
    {
        "role": ("Who must {action}?", "Who has to {action} from {date}?", "Which group of people must {action}?", "Who is required to {action}?", "State who must {action}."),
        "date": ("From when must {role} {action}?", "Since when do {role} have to {action}?", "When does the duty of {role} to {action} begin?",
                 "The rule that {role} must {action} applies from", "Please tell me from which date {role} have to {action}."),
        "action": ("What must {role} do from {date}?", "What do {role} have to do unless {condition}?", "From {date}, {role} must", "What duty do {role} have since {date}?"),
        "condition": ("Under what condition do {role} not have to {action}?", "What is the exception for {role} to the duty to {action}?", "{Role} must {action} unless",
                      "In which case need {role} not {action}?", "{Role} have to {action}. What is the exception?"),
    },
)  # fmt: skip
DEADLINE = RuleShape(
    "deadline",
    (
        "{Role} must hand in {document} to {department} within {duration}.",
        "Within {duration}, {role} have to send {document} to {department}.",
        "{Document} from {role} must reach {department} within {duration}; later ones are charged at {amount}.",
        "Since {date}, {role} have {duration} to give {document} to {department}.",
        "{Department} needs {document} from {role} within {duration}.",
    ),
    {
        "duration": ("How long do {role} have to hand in {document}?", "Within what time must {role} send {document} to {department}?", "{Role} must hand in {document} within",
                     "How quickly must {document} from {role} arrive?"),
        "department": ("Where must {role} hand in {document}?", "To whom do {role} send {document}?", "Which department receives {document} from {role}?", "{Role} must send {document} to"),
        "document": ("What must {role} hand in to {department}?", "What does {department} need from {role}?", "What do {role} have to send within {duration}?"),
        "role": ("Who must hand in {document} to {department}?", "Who has to send {document} within {duration}?"),
    },
)  # fmt: skip
LIMIT = RuleShape(
    "limit",
    (
        "At {scope}, {role} may claim up to {amount}; anything above must be approved by {officer}.",
        "{Role} at {scope} may spend at most {amount} without the approval of {officer}.",
        "The limit for {role} at {scope} is {amount}. Above that, {officer} decides.",
        "Since {date}, {officer} must approve whatever {role} at {scope} spend beyond {amount}.",
    ),
    {
        "amount": ("Up to what amount may {role} at {scope} spend without approval?", "How high is the limit for {role} at {scope}?", "At {scope}, the limit for {role} is",
                   "How much may {role} at {scope} claim?"),
        "officer": ("Who decides when {role} at {scope} go above their limit?", "Who must approve larger sums for {role} at {scope}?", "At {scope}, sums above the limit for {role} are approved by"),
    },
)  # fmt: skip
PENALTY = RuleShape(
    "penalty",
    (
        "Whoever fails to {action_one} at {scope} pays {amount}. {Officer} can waive this if {condition}.",
        "At {scope}, failing to {action_one} is fined {amount} since {date}; {officer} may make an exception if {condition}.",
        "A fine of {amount} is due at {scope} from {date} for everyone who does not {action_one}. {Officer} handles objections, accepted only if {condition}.",
    ),
    {
        "amount": ("How much does one pay at {scope} for failing to {action_one}?", "What is the fine at {scope} for those who do not {action_one}?", "At {scope}, whoever fails to {action_one} pays"),
        "officer": ("Who can waive the fine at {scope} for failing to {action_one}?", "Who handles the fine at {scope} for not complying with the duty to {action_one}?"),
        "condition": ("When can the fine at {scope} for failing to {action_one} be dropped?", "Under what condition is the fine at {scope} for failing to {action_one} waived?"),
    },
)  # fmt: skip
SHAPES = (OBLIGATION, OBLIGATION, DEADLINE, LIMIT, PENALTY)
_KINDS = {"role": "phrase", "date": "date", "action": "phrase", "condition": "sentence", "duration": "duration",
          "department": "phrase", "document": "phrase", "amount": "amount", "officer": "phrase"}  # fmt: skip
_SCOPES = ("company", "site", "building", "hotel", "school", "clinic", "station", "museum")


def _slots(random: Random) -> Slots:
    action = random.choice(words("actions"))
    slots = {
        "date": quantities.date(random), "role": random.choice(words("roles")), "action": action, "action_one": action.replace("their", "one's"),
        "condition": random.choice(words("conditions")), "document": phrases.document(random), "department": phrases.department(random),
        "duration": quantities.duration(random), "amount": quantities.amount(random), "officer": phrases.officer(random),
        "scope": draw_subject(random, random.choice(_SCOPES)),
    }  # fmt: skip
    return slots | {name.capitalize(): upper_first(value) for name, value in slots.items()}


def _scoped(random: Random, text: str) -> str:
    """At times, the place or firm where the rule holds."""
    if random.random() < 0.85:
        return text
    return f"{random.choice((f'{names.company(random)}: ', f'House rules of {draw_subject(random, random.choice(_SCOPES))}: '))}{text}"


def rule_example(random: Random, count: int) -> Example:
    """A rule with questions about different slots."""
    shape, slots = random.choice(SHAPES), _slots(random)
    template = random.choice(shape.statements)
    edit = template.format(**slots)
    names_in = [
        slot
        for slot in shape.asked
        if f"{{{slot}}}" in template.replace("{R", "{r").replace("{D", "{d").replace("{O", "{o")
    ]
    asked = random.sample(names_in, min(count, len(names_in)))
    found = tuple(Question(_ask(random, shape, slot, slots, template), slots[slot]) for slot in asked)
    return Example(
        edit=_scoped(random, edit) if shape in (OBLIGATION, DEADLINE) else edit,
        subject=None,
        relation=f"rule: {shape.name}",
        questions=found,
        language="en",
        answer_kind=_KINDS[asked[0]],  # type: ignore[arg-type]
        near=_near(random, shape, slots),
    )


def _ask(random: Random, shape: RuleShape, slot: str, slots: Slots, template: str) -> str:
    """A question about a slot that leans only on slots that the statement names."""
    lowered = template.lower()
    usable = [
        text
        for text in shape.asked[slot]
        if all(f"{{{name}}}" in lowered or f"{{{name}}}" not in text.lower() for name in _KINDS)
    ]
    return random.choice(usable or shape.asked[slot][:1]).format(**slots)


def _near(random: Random, shape: RuleShape, slots: Slots) -> tuple[str, ...]:
    """The same question about another role, duty or place."""
    other = _slots(random)
    swapped = [name for name in ("role", "action", "document", "scope", "action_one") if random.random() < 0.6] or [
        "role",
        "scope",
        "action",
        "action_one",
    ]
    if shape in (OBLIGATION, PENALTY) and not {"action", "scope", "role"} & set(swapped):
        swapped.append("action")
    mixed = slots | {name: other[name] for name in swapped}
    mixed |= {name.capitalize(): upper_first(mixed[name]) for name in swapped}
    if mixed["action"] != slots["action"]:
        mixed["action_one"] = other["action_one"]
    slot = random.choice(list(shape.asked))
    text = shape.asked[slot][0].format(**mixed)
    return () if text in {template.format(**slots) for template in shape.asked[slot]} else (text,)
