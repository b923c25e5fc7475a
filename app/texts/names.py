"""Names of models, suites, figures, settings, kinds of memory, aliases and steps of loading: code has them in "
"English."""

from __future__ import annotations

from functools import cache

from app.texts.details import Form
from app.texts.japanese_limits import LIMITS_TABLE
from app.texts.japanese_measured import KINDS_TABLE, SUITES_TABLE
from app.texts.japanese_names import NAMES_TABLE
from app.texts.texts import Texts


def name_words(name: str, say: Texts) -> str:
    """A name in the language of whoever reads it; as it is where it has no other there."""
    if say.language != "ja":
        return name
    return next((told for form in _forms() if (told := form.told(name)) is not None), name)


def kind_words(name: str, say: Texts) -> str:
    """A kind of edit or of answer, such as “amount”; as it is where it has no other name there."""
    return KINDS_TABLE.get(name, name) if say.language == "ja" else name


def metric_words(name: str, say: Texts) -> str:
    """What a figure of an evaluation tells: `efficacy` → “Changed questions answered right”."""
    if f"compare.metric.{name}" in say:
        return say(f"compare.metric.{name}")
    for ending in ("right_edit_first", "edited"):
        asked = name.removesuffix(f"_{ending}")
        if asked != name:
            return say(f"compare.metric.{ending}", metric=metric_words(asked, say))
    return name.replace("_", " ")


def limit_words(limit: str, say: Texts) -> str:
    """A limit that a shipped adapter's card names; those of other cards as they are."""
    return LIMITS_TABLE.get(limit, limit) if say.language == "ja" else limit


def policy_words(name: str, say: Texts) -> str:
    """The name of a setting as its slider has it; as it is where a person has named it."""
    return say(f"rules.{name}") if f"rules.{name}.effect" in say else name


def memory_words(name: str, say: Texts) -> str:
    """How edits are kept for reading: compressed or verbatim."""
    return say(f"memory.{name}") if f"memory.{name}" in say else name


def alias_words(name: str, say: Texts) -> str:
    """The name of an alias: of the two that every store has in the reader's language, of others as it is."""
    return say(f"alias.{name}") if f"alias.{name}" in say else name


@cache
def _forms() -> tuple[Form, ...]:
    return tuple(Form.of(english, japanese) for english, japanese in (NAMES_TABLE | SUITES_TABLE).items())
