"""The generator's sources by name: what a mixture gives weights to."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from app.training.examples import Example
from app.training.generator.corrections import correction_example
from app.training.generator.faq import faq_example
from app.training.generator.frequent import permission_example, procedure_example, reason_example
from app.training.generator.negations import negation_example
from app.training.generator.paragraphs import paragraph_example
from app.training.generator.records import relation_example
from app.training.generator.relations import is_held_out
from app.training.generator.rules import rule_example
from app.training.generator.tongue import Tongue

Source = Callable[[Random, Tongue, int], Example]

SOURCES: dict[str, Source] = {
    "relation": relation_example,
    "paragraph": paragraph_example,
    "rule": rule_example,
    "correction": correction_example,
    "negation": negation_example,
    "faq": faq_example,
    "procedure": procedure_example,
    "permission": permission_example,
    "reason": reason_example,
}


def speaks_of_held_out(example: Example) -> bool:
    """Whether the edit or a question is about a held-out relation."""
    return any(is_held_out(text) for text in (example.edit, *(question.text for question in example.questions)))


def draw_example(random: Random, tongue: Tongue, source: str, count: int) -> Example:
    """An example of a source with up to `count` questions, free of held-out relations."""
    while speaks_of_held_out(example := SOURCES[source](random, tongue, count)):
        pass
    return example
