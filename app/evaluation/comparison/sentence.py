"""The verdict in words."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from app.evaluation.comparison.data import Comparison
from app.evaluation.comparison.verdict import HEADLINES, Rival, Verdict, verdict_of
from app.texts import ASKED, Texts, name_words, policy_words, together

NOTABLY = 1.5
"""Times faster or slower from which it is told."""


def sentence(comparison: Comparison, say: Texts = ASKED) -> str:
    """A few sentences that a manager can use; what cannot be told from the figures is said to be so."""
    verdict = verdict_of(comparison)
    parts = [say("compare.sample")] if comparison.sample else []
    if verdict.ours is None or verdict.right is None:
        return together([*parts, _only_kept(comparison, say)], say)
    right = verdict.right
    parts.append(
        say.count(
            "compare.ours", verdict.pool, method=method_title(verdict.ours.label, say), right=_of_100(right.value),
            low=_of_100(right.low), high=_of_100(right.high), questions=f"{right.n:,}",
            suite=name_words(comparison.title, say),
        )
    )  # fmt: skip
    parts += _standings(verdict, say)
    kept = verdict.ours.metrics.get("neighbourhood")
    if kept is not None:
        parts.append(say("compare.kept", kept=_of_100(kept.value)))
    parts += [_pace(one, say) for one in verdict.rivals if one.entry.label == "prompt" and one.times_slower]
    if verdict.few:
        parts.append(say("compare.few", questions=f"{right.n:,}"))
    return together(parts, say)


def method_title(label: str, say: Texts = ASKED) -> str:
    """A method in words, where the texts have them; a policy that is not the usual one stands behind it."""
    name, _, policy = label.partition(" ")
    title = say(f"compare.method.{name}") if f"compare.method.{name}" in say else name
    if not policy:
        return title
    return say("compare.with-setting", method=title, setting=policy_words(policy[1:-1], say))


def _only_kept(comparison: Comparison, say: Texts) -> str:
    """Of a suite that asks only about what must stay as it was."""
    verdict = verdict_of(comparison, metric="neighbourhood")
    if verdict.ours is None or verdict.right is None or any(name in comparison.metrics for name in HEADLINES):
        return say("compare.no-ours")
    return say.count(
        "compare.kept-only", verdict.pool, kept=_of_100(verdict.right.value), suite=name_words(comparison.title, say)
    )


def _standings(verdict: Verdict, say: Texts) -> list[str]:
    by = {kind: [one for one in verdict.rivals if one.standing == kind] for kind in ("ours-ahead", "undecided")}
    ahead = [one for one in verdict.rivals if one.standing == "other-ahead"]
    told = []
    if by["ours-ahead"]:
        told.append(say("compare.behind", methods=_listed(by["ours-ahead"], say)))
    told += [
        say("compare.ahead", method=method_title(one.entry.label, say), right=_of_100(one.right.value),
            points=f"{-one.points:.0f}")
        for one in ahead
    ]  # fmt: skip
    if by["undecided"]:
        told.append(say("compare.undecided", methods=_listed(by["undecided"], say)))
    return told


def _listed(rivals: Sequence[Rival], say: Texts) -> str:
    return say("compare.listed.between").join(
        say("compare.listed", method=method_title(one.entry.label, say), right=_of_100(one.right.value))
        for one in rivals
    )


def _pace(rival: Rival, say: Texts) -> str:
    times = rival.times_slower or 1.0
    if times >= NOTABLY:
        return say("compare.faster", times=f"{times:.1f}")
    return say("compare.slower", times=f"{1 / times:.1f}") if times <= 1 / NOTABLY else say("compare.as-fast")


def _of_100(share: float) -> int:
    return floor(100 * share + 0.5)
