"""The formulas (see the package) and what they give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import floor

from app.evaluation.cost_model.constants import Constants, reading
from app.evaluation.cost_model.scenario import Scenario

TRAINING = 6
"""FLOP of training on one token, a parameter: forward 2, backward 4."""
HOUR = 3_600
"""Seconds."""


@dataclass(frozen=True)
class Bill:
    """One method's month. All computation in FLOP."""

    method: str
    """As in the texts `costs.method.NAME`."""
    once: float
    """Taking the edits in that are in force already."""
    taking_in: float
    """What new edits cost in a month."""
    answering: float
    held_bytes: float = 0.0
    """Of memory or disk between questions, for the edits in force."""
    left_out: float = 0.0
    """Edits in force that the method has no room for."""

    @property
    def month(self) -> float:
        return self.taking_in + self.answering


@dataclass(frozen=True)
class Costing:
    """The bills of all methods, the backbone's first."""

    scenario: Scenario
    constants: Constants
    bills: tuple[Bill, ...]

    def of(self, method: str) -> Bill:
        return next(bill for bill in self.bills if bill.method == method)

    def times(self, bill: Bill) -> float | None:
        """A month's computation, in that of the backbone alone; None without questions."""
        alone = self.of("backbone").month
        return bill.month / alone if alone else None

    def hours(self, bill: Bill) -> float:
        """Of the machine, a month."""
        return bill.month / self.constants.speed.value / HOUR

    def price(self, bill: Bill, an_hour: float) -> float:
        """A month, in the currency of the price of an hour."""
        return self.hours(bill) * an_hour


def costing(scenario: Scenario, constants: Constants) -> Costing:
    """The bill of every method."""
    return Costing(scenario, constants, tuple(bill(scenario, constants) for bill in METHODS))


def _asked(month: Scenario, given: Constants) -> float:
    """Tokens of a question and its answer."""
    return given.question_tokens.value + given.answer_tokens.value


def backbone(month: Scenario, given: Constants) -> Bill:
    """Without edits."""
    return Bill("backbone", 0.0, 0.0, month.questions * reading(month.size, _asked(month, given), 0))


def incomes(month: Scenario, given: Constants) -> Bill:
    """Compressed once; a question is matched against all edits and read with the slots of one."""
    if not month.edits:
        return _without_edits("incomes", month, given)
    more = 1 + given.adapter_share.value
    slots, size = given.slots.value, month.size
    compress = more * reading(size, month.edit_tokens + slots, 0)
    matching = more * reading(size, given.question_tokens.value + slots, 0)
    matching += 2 * month.edits * given.selection.value
    answering = more * reading(size, _asked(month, given), slots)
    return Bill(
        "incomes",
        month.edits * compress,
        month.new_edits * compress,
        month.questions * (matching + answering),
        month.edits * given.incomes_bytes.value,
    )


def retrieval(month: Scenario, given: Constants) -> Bill:
    """Embedded once; the nearest edits stand in the prompt of the question."""
    if not month.edits:
        return _without_edits("retrieval", month, given)
    embed = 2 * given.embedder.value
    in_prompt = min(given.retrieved.value, month.edits) * month.edit_tokens
    search = embed * given.question_tokens.value + 2 * month.edits * given.embedding.value
    return Bill(
        "retrieval",
        month.edits * embed * month.edit_tokens,
        month.new_edits * embed * month.edit_tokens,
        month.questions * (search + reading(month.size, in_prompt + _asked(month, given), 0)),
        month.edits * given.retrieval_bytes.value,
    )


def prompt(month: Scenario, given: Constants) -> Bill:
    """All edits in the prompt, kept as keys and values; read again whenever they change."""
    if not month.edits:
        return _without_edits("prompt", month, given)
    tokens = _prompt_tokens(month, given)
    changes = max(1.0, min(month.new_edits, given.changes.value))
    return Bill(
        "prompt",
        0.0,
        changes * reading(month.size, tokens, 0),
        month.questions * reading(month.size, _asked(month, given), tokens),
        tokens * given.prompt_token_bytes.value,
        _left_out(month, given),
    )


def prompt_uncached(month: Scenario, given: Constants) -> Bill:
    """All edits in the prompt, read anew for every question."""
    tokens = _prompt_tokens(month, given)
    answering = month.questions * reading(month.size, tokens + _asked(month, given), 0)
    return Bill("prompt-uncached", 0.0, 0.0, answering, left_out=_left_out(month, given))


def retraining(month: Scenario, given: Constants) -> Bill:
    """The model is trained on all edits in force, several times a month where new ones come; answers cost as before."""
    trainings = min(month.new_edits, given.trainings.value)
    tokens = month.edits * month.edit_tokens * given.passes.value
    return Bill(
        "retraining",
        0.0,
        trainings * TRAINING * month.size.parameters * tokens,
        backbone(month, given).answering,
    )


METHODS: tuple[Callable[[Scenario, Constants], Bill], ...] = (
    backbone,
    incomes,
    retrieval,
    prompt,
    prompt_uncached,
    retraining,
)


def _without_edits(method: str, month: Scenario, given: Constants) -> Bill:
    return Bill(method, 0.0, 0.0, backbone(month, given).answering)


def _prompt_tokens(month: Scenario, given: Constants) -> float:
    return min(month.edits * month.edit_tokens, given.room.value)


def _left_out(month: Scenario, given: Constants) -> float:
    """Whole edits that do not fit in the context; an edit has a token at least."""
    return max(0.0, month.edits - floor(given.room.value / max(1.0, month.edit_tokens)))
