"""The gate: the test questions of released edits, judged, counted, and held beside those of another run.

A question that must change passes where the answer begins with what the edit says (of the kind `question`: contains
it). A question about something else passes where the answer is, character by character, the untouched backbone's; one
that only seems to be covered, where no edit was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.data import Probe
from app.evaluation.metrics import contains, starts_with, unchanged
from app.store.records import StoredEdit
from app.store.release_records import Figures, GateResult

MUST_STAY = ("neighbourhood", "near-miss")
"""Kinds of questions whose answer must stay what it was."""


@dataclass(frozen=True)
class TestQuestion:
    """One test question of an edit."""

    __test__ = False  # for pytest: its name begins like a test's

    edit: StoredEdit
    probe: Probe


@dataclass(frozen=True)
class GateChanges:
    """What is not as it was in another run."""

    broken: tuple[GateResult, ...] = ()
    """Passed then, and does not now."""
    mended: tuple[GateResult, ...] = ()
    """The other way round."""
    new: int = 0
    """Questions that were not asked then."""
    gone: int = 0
    """Questions that were asked then only."""


def questions_of(edits: Iterable[StoredEdit]) -> tuple[TestQuestion, ...]:
    """Every test question of the edits, in their order. One that names no target cannot ask for a change."""
    return tuple(
        TestQuestion(edit, probe) for edit in edits for probe in edit.probes if probe.kind in MUST_STAY or probe.target
    )


def judged(asked: TestQuestion, answer: str, original: str, read: Sequence[str]) -> GateResult:
    """The verdict on one answer.

    Args:
        original: the untouched backbone's answer.
        read: ids of the edits that were read.
    """
    edit, probe = asked.edit, asked.probe
    return GateResult(
        edit=edit.id,
        version=edit.version,
        text=edit.text,
        kind=probe.kind,
        question=probe.question,
        target="" if probe.kind in MUST_STAY else probe.target,
        answer=answer,
        original=original,
        read=tuple(read),
        passed=passes(probe, answer, original, read),
    )


def figures_of(edits: Sequence[StoredEdit], results: Sequence[GateResult]) -> Figures:
    """The run in numbers."""
    change = [result for result in results if result.kind not in MUST_STAY]
    stay = [result for result in results if result.kind in MUST_STAY]
    tested = {result.edit for result in change}
    return Figures(
        must_change=len(change),
        changed=sum(result.passed for result in change),
        must_stay=len(stay),
        unwanted=sum(not result.passed for result in stay),
        untested=sum(edit.id not in tested for edit in edits),
        edits=len(edits),
    )


def changes(before: Iterable[GateResult], now: Iterable[GateResult]) -> GateChanges:
    """What has changed from one run to another; questions are the same by edit, kind and wording."""
    was, is_now = ({result.key: result for result in results} for results in (before, now))
    both = [(was[key], result) for key, result in is_now.items() if key in was]
    return GateChanges(
        broken=tuple(after for earlier, after in both if earlier.passed and not after.passed),
        mended=tuple(after for earlier, after in both if after.passed and not earlier.passed),
        new=len(is_now.keys() - was.keys()),
        gone=len(was.keys() - is_now.keys()),
    )


def passes(probe: Probe, answer: str, original: str, read: Sequence[str]) -> bool:
    """Whether an answer is what the test question asks for.

    Args:
        original: the untouched backbone's answer.
        read: ids of the edits that were read.
    """
    if probe.kind == "neighbourhood":
        return unchanged(answer, original)
    if probe.kind == "near-miss":
        return not read
    if probe.kind == "question":
        return contains(answer, (probe.target, *probe.aliases))
    return starts_with(answer, probe.target, probe.aliases)
