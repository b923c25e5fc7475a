"""The rules of a store: each has a name, a kind of value, a default, and is set by somebody for a reason.

A new rule is one line in `RULES`. What is set is told to the audit chain with what was there before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, Literal, NotRequired, TypeVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config
from sqlalchemy import select
from sqlalchemy.orm import Session
from typing_extensions import TypedDict

from app.data.upload import clip
from app.errors import RuleError
from app.store.audit import Event, append
from app.store.database import Database
from app.store.release_records import Limits
from app.store.tables import RuleRow
from app.store.values import sound_name, sound_note

Value = TypeVar("Value")


@with_config(ConfigDict(extra="forbid"))
class GateLimits(TypedDict):
    """`Limits`, as a rule keeps them."""

    efficacy_at_least: Annotated[float, Field(ge=0, le=1)]
    unwanted_at_most: Annotated[float, Field(ge=0, le=1)]
    untested_at_most: NotRequired[Annotated[float, Field(ge=0, le=1)]]


@dataclass(frozen=True)
class Rule(Generic[Value]):
    """A rule that there can be."""

    name: str
    default: Value
    """What holds where nobody has set it."""
    kind: TypeAdapter[Value]
    """What a value must be, as JSON."""
    allowed: str
    """The same for people."""
    meaning: str


@dataclass(frozen=True)
class SetRule:
    """A rule as it holds in a store."""

    name: str
    value: Any
    changed: datetime | None
    """None: nobody has set it, and the default holds."""
    changed_by: str


FOUR_EYES: Rule[bool] = Rule(
    "four-eyes", False, TypeAdapter(bool), "true or false", "Who writes an edit must not approve it."
)

GATE_LIMITS: Rule[GateLimits] = Rule(
    "gate-limits",
    GateLimits(
        efficacy_at_least=Limits().efficacy_at_least,
        unwanted_at_most=Limits().unwanted_at_most,
        untested_at_most=Limits().untested_at_most,
    ),
    TypeAdapter(GateLimits),
    "shares from 0 to 1: efficacy_at_least, unwanted_at_most and, unless it may be 1, untested_at_most",
    "What a release must keep to be promoted to production.",
)

AnswersKept = Literal["full", "hashed", "off"]

ANSWERS: Rule[AnswersKept] = Rule(
    "answers", "hashed", TypeAdapter(AnswersKept), "full, hashed or off", "What is kept of every answer that is served."
)

RETENTION_DAYS: Rule[int | None] = Rule(
    "retention-days",
    None,
    TypeAdapter(Annotated[int, Field(ge=1, le=36_525)] | None),
    "a number of days from 1 to 36525, or null for ever",
    "How long answers, and what is sealed in the audit chain, are kept.",
)

RULES: dict[str, Rule[Any]] = {rule.name: rule for rule in (FOUR_EYES, GATE_LIMITS, ANSWERS, RETENTION_DAYS)}
"""Name → rule."""


class Rules:
    """The rules of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def value(self, rule: Rule[Value]) -> Value:
        """What a rule says now.

        Raises:
            RuleError: the store holds a value that the rule does not know; a rule never falls back to its default.
        """
        with self._database.reading() as session:
            return rule_in(session, rule)

    def all(self) -> tuple[SetRule, ...]:
        """Every rule that there is, by name. Raises RuleError as `value` does."""
        with self._database.reading() as session:
            rows = {row.name: row for row in session.scalars(select(RuleRow))}
            return tuple(_set_rule(rule, rows.get(name)) for name, rule in sorted(RULES.items()))

    def set(self, name: str, value: Any, *, by: str = "", reason: str = "") -> SetRule:
        """Lets a rule say something else; what it says already is no change.

        Raises:
            RuleError: there is no such rule, or the value is of another kind.
            InputError: the name or the reason is too long.
        """
        rule, now, who, why = rule_named(name), datetime.now(UTC), sound_name(by), sound_note(reason)
        new = _checked(rule, value)
        with self._database.writing() as session:
            row = session.get(RuleRow, name)
            before = rule.default if row is None else row.value
            if row is None:
                row = RuleRow(name=name, value=new, changed=now, changed_by=who)
                session.add(row)
            elif row.value != new:
                row.value, row.changed, row.changed_by = new, now, who
            else:
                return _set_rule(rule, row)
            append(session, [Event(who, "rule.set", "rule", name, {"before": before, "new": new, "reason": why})], now)
            return SetRule(name, new, now, who)


def rule_in(session: Session, rule: Rule[Value]) -> Value:
    """What a rule says, within a transaction. Raises RuleError as `Rules.value` does."""
    row = session.get(RuleRow, rule.name)
    return rule.default if row is None else _checked(rule, row.value)


def rule_named(name: str) -> Rule[Any]:
    """Raises RuleError where there is no such rule."""
    if name not in RULES:
        raise RuleError(f"There is no rule {clip(name)!r}.", f"There are: {', '.join(sorted(RULES))}.", "Choose one.")
    return RULES[name]


def _checked(rule: Rule[Value], value: Any) -> Value:
    try:
        return rule.kind.validate_python(value, strict=True)
    except ValidationError as error:
        raise RuleError(
            f"The rule {rule.name} cannot be {clip(repr(value))}.",
            f"It is {rule.allowed}.",
            "Set it to one of these; nothing was changed.",
        ) from error


def _set_rule(rule: Rule[Any], row: RuleRow | None) -> SetRule:
    if row is None:
        return SetRule(rule.name, rule.default, None, "")
    return SetRule(rule.name, _checked(rule, row.value), row.changed, row.changed_by)
