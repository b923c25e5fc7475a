"""A tuning in words."""

from __future__ import annotations

from collections.abc import Sequence

from app.evaluation.measured import Measured
from app.evaluation.tuning.result import Tuning
from app.evaluation.tuning.tradeoff import Checked, Point, Setting
from app.model.saved_policies import Figures, Share
from app.texts import ASKED, Texts, together


def sentence(found: Tuning, say: Texts = ASKED) -> str:
    """What was chosen, what it brings and costs, and what to expect of it."""
    parts = [say("tune.sample")] if found.sample else []
    most = f"{100 * found.most_unwanted:g}"
    if found.chosen is None:
        least = min(point.unwanted.value for point in found.points)
        parts.append(say("tune.none", most=most, least=shown(least)))
        return together([*parts, slots_sentence(found, say)], say)
    chosen = found.chosen
    parts.append(
        say("tune.chosen", most=most, policy=title_of(chosen.setting, found.slots, say), n=f"{chosen.efficacy.n:,}",
            stays=f"{chosen.unwanted.n:,}", **shares(chosen))
    )  # fmt: skip
    usual = found.named("default")
    if usual != chosen:
        parts.append(say("tune.usual", right=shown(usual.efficacy.value), changed=shown(usual.unwanted.value)))
    if found.checked is None:
        parts.append(say("tune.unchecked"))
    else:
        parts.append(say("tune.checked", **shares(found.checked)))
    return together([*parts, slots_sentence(found, say)], say)


def slots_sentence(found: Tuning, say: Texts = ASKED) -> str:
    """Which numbers of gist slots were tried, and why no others."""
    if found.model.adapter is None or found.model.memory == "verbatim":
        return say("tune.slots.verbatim")
    names, trained = _listed(found.slots), found.trained_slots
    if len(trained) == 1:
        return say.count("tune.slots", 1, names=names)
    if found.slots != trained:
        return say("tune.slots.asked", names=names, trained=_listed(trained))
    return say.count("tune.slots", len(trained), names=names)


def title_of(setting: Setting, slots: Sequence[int], say: Texts = ASKED) -> str:
    """A setting by its name, with its slots where several numbers were tried."""
    if len(slots) == 1:
        return setting.policy.name
    return say("tune.slots.mark", policy=setting.policy.name, slots=setting.slots)


def shares(found: Point | Checked | Figures) -> dict[str, str]:
    """Both shares with their intervals, out of a hundred."""
    right: Measured | Share = found.efficacy
    changed: Measured | Share = found.unwanted
    values = {
        "right": right.value, "low": right.low, "high": right.high,
        "changed": changed.value, "from_": changed.low, "to": changed.high,
    }  # fmt: skip
    return {name: shown(value) for name, value in values.items()}


def shown(share: float) -> str:
    """In percent with one digit, none where it is a whole number."""
    return f"{100 * share:.1f}".removesuffix(".0")


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
