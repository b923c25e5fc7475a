"""English: its kinds of answers and subjects, and the little grammar that the templates need."""

from __future__ import annotations

import re
from functools import cache
from random import Random

from app.training.examples import is_cloze
from app.training.generator.english.answers import ANSWERS
from app.training.generator.english.subjects import SUBJECTS, sister
from app.training.generator.tongue import AnswerSource, Tongue

HASTY_SHARE = 0.03
SMALL_FIRST = (
    "The ", "A ", "An ", "For ", "At ", "In ", "On ", "To ", "From ", "Those ", "All ", "Every ", "You ", "We ", "It ",
    "How ", "What ", "Who ", "When ", "Where ", "Which ", "Whose ", "By ", "Can ", "May ", "Is ", "Does ", "With ",
    "Until ", "Since ", "Under ", "Up ", "Within ", "Through ", "Below ", "Down ", "Of ", "Compared ", "Why ", "Over ",
)  # fmt: skip
"""First words that are lower-cased inside a sentence; any other may be a name."""
_OPENING = re.compile(
    r"^(?P<wh>.+?) (?P<aux>is|was|are|were|can|must|should|will|has|have|may) \{s\}(?P<rest> [^?]+)?\?$"
)
_DOES = re.compile(r"^(?P<wh>.+?) does \{s\} (?P<verb>[a-z]+)(?P<rest> [^?]+)?\?$")
_SUBJECT = re.compile(r"^(?P<all>Who [a-z]+ed .+|Who (?:runs|leads|owns|makes|built|won) .+)\?$")
_DOUBLE_STOP = re.compile(r"(?<!\.)\.\.(?!\.)")


class English(Tongue):
    language = "en"
    folder = "english"

    def __init__(self) -> None:
        self.subjects = SUBJECTS
        self.answers = ANSWERS | {
            "action_step": AnswerSource(lambda random: self.fill(random, random.choice(self._steps)), "sentence"),
            "definition": AnswerSource(
                lambda random: self.fill(random, random.choice(self.rows("definitions"))[0]), "sentence"
            ),
        }

    @property
    def _steps(self) -> tuple[str, ...]:
        return tuple(template for topics, template in self.rows("steps") if "device" in topics)

    def sister(self, random: Random, kind: str, name: str) -> str:
        return sister(random, kind, name)

    def slots(self, noun: str, plural: bool, subject: str, answer_source: str) -> dict[str, str]:
        plain = subject.removeprefix("the ")
        own = f"{_possessive(subject)} {noun}"
        who = "who" if _is_whom(noun, answer_source) else "what"
        return {
            "n": noun,
            "N": _upper_first(noun),
            "a_n": _with_article(noun),
            "s": subject,
            "S": _upper_first(subject),
            "p": plain,
            "P": _upper_first(plain),
            "own": own,
            "Own": _upper_first(own),
            "is": "are" if plural else "is",
            "was": "were" if plural else "was",
            "has": "have" if plural else "has",
            "it_is": "they are" if plural else "it is",
            "who": who,
            "Who": _upper_first(who),
            "whos": f"{who} are" if plural else f"{who}'s",
        }

    def reported(self, template: str) -> str | None:
        return _reported(template)

    def pronoun(self, template: str, subject_kind: str) -> str | None:
        if not template.startswith("{s} ") or subject_kind in ("person", "team"):
            return None
        return template.replace("{s}", "It", 1) if template.count("{s}") == 1 else None

    def large(self, text: str) -> str:
        return _upper_first(text)

    def small(self, text: str) -> str:
        return text[:1].lower() + text[1:] if text.startswith(SMALL_FIRST) else text

    def you(self, text: str) -> str:
        for mine, yours in (
            (" my own ", " your own "),
            (" my ", " your "),
            ("that I am", "that you are"),
            ("that I took", "that you took"),
        ):
            text = text.replace(mine, yours)
        return text

    def typed(self, random: Random, text: str) -> str:
        """At times all lower case, at times with two letters of a small word swapped."""
        if is_cloze(text) or random.random() > HASTY_SHARE:
            return text
        return text.lower() if random.random() < 0.6 else _misspelt(random, text)

    def tidy(self, text: str) -> str:
        return _DOUBLE_STOP.sub(".", text)

    def full_stop(self, text: str) -> str:
        return self.tidy(text if text.endswith((".", "!", "?")) else f"{text}.")


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _possessive(name: str) -> str:
    return f"{name}'" if name.endswith(("s", "x")) and len(name) % 2 else f"{name}'s"


def _with_article(noun: str) -> str:
    return (
        f"an {noun}"
        if noun[:1].lower() in tuple("aeiou") and not noun.startswith(("uni", "use", "euro"))
        else f"a {noun}"
    )


def _is_whom(noun: str, answer_source: str) -> bool:
    """Whether the answer is asked for with who: people, offices, and firms unless the noun says `company`."""
    firm = answer_source in ("company", "department") and "company" not in noun
    return firm or answer_source in ("person", "responsible", "officer")


def _misspelt(random: Random, text: str) -> str:
    """Two neighbouring letters swapped inside a lower-case word of four letters or more."""
    tokens = text.split(" ")
    places = [index for index, token in enumerate(tokens) if len(token) > 3 and token.isalpha() and token.islower()]
    if not places:
        return text
    place = random.choice(places)
    token, cut = tokens[place], random.randint(1, len(tokens[place]) - 3)
    tokens[place] = f"{token[:cut]}{token[cut + 1]}{token[cut]}{token[cut + 2 :]}"
    return " ".join(tokens)


@cache
def _reported(template: str) -> str | None:
    if found := _OPENING.match(template):
        return f"{_lower_first(found['wh'])} {{s}} {found['aux']}{found['rest'] or ''}"
    if found := _DOES.match(template):
        verb = {"have": "has", "do": "does", "go": "goes"}.get(found["verb"]) or _third_person(found["verb"])
        return f"{_lower_first(found['wh'])} {{s}} {verb}{found['rest'] or ''}"
    found = _SUBJECT.match(template)
    return _lower_first(found["all"]) if found else None


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"


ENGLISH = English()
