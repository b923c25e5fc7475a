"""One question put to one method, and what is made of many of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.data import Probe, ProbeKind, Record
from app.evaluation.measured import Measured, measure
from app.evaluation.methods import Reply
from app.evaluation.metrics import exact, starts_with, unchanged


@dataclass(frozen=True)
class Case:
    """A question, the answer and its judgement."""

    method: str
    pool: int
    """Edits in the pool."""
    pool_number: int
    record: str
    kind: ProbeKind
    question: str
    edit: str
    target: str
    answer: str
    original: str | None
    """The untouched backbone's answer, where it decides."""
    right: bool
    """Starts with the target; for a neighbourhood question: unchanged."""
    exact: bool | None
    right_edit_first: bool | None
    """The edit under test is the one that the method thinks nearest; None: it does not rank, or none is right."""
    no_edit: bool | None
    """The answer rests on no edit; None: the method cannot tell."""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Asked:
    """A question that is about to be asked."""

    record: Record
    probe: Probe


def judge(asked: Asked, reply: Reply, original: str | None, method: str, pool: int, pool_number: int) -> Case:
    """Compare a reply with what the question wants: the target, or the untouched backbone's answer."""
    probe, edit = asked.probe, asked.record.edit
    stays = probe.kind == "neighbourhood"
    right = unchanged(reply.text, original or "") if stays else starts_with(reply.text, probe.target, probe.aliases)
    return Case(
        method=method,
        pool=pool,
        pool_number=pool_number,
        record=asked.record.name,
        kind=probe.kind,
        question=probe.question,
        edit=edit.text,
        target=probe.target,
        answer=reply.text,
        original=original,
        right=right,
        exact=None if stays else exact(reply.text, probe.target, probe.aliases),
        right_edit_first=None if stays or reply.ranked_first is None else reply.ranked_first == edit.id,
        no_edit=None if reply.read is None else not reply.read,
    )


def metrics_of(cases: Sequence[Case], kinds: Sequence[ProbeKind], seed: int) -> dict[str, Measured]:
    """Share of right answers for each kind of question, and of exact ones as KIND_exact."""
    shares = _shares(cases, kinds, "", lambda case: case.right, seed)
    return shares | _shares(cases, kinds, "_exact", lambda case: case.exact, seed)


def selection_of(cases: Sequence[Case], kinds: Sequence[ProbeKind], seed: int) -> dict[str, Measured]:
    """How the method chose: KIND_right_edit_first and KIND_no_edit, where it can tell."""
    first = _shares(cases, kinds, "_right_edit_first", lambda case: case.right_edit_first, seed)
    return first | _shares(cases, kinds, "_no_edit", lambda case: case.no_edit, seed)


def _shares(
    cases: Sequence[Case],
    kinds: Sequence[ProbeKind],
    ending: str,
    outcome: Callable[[Case], bool | None],
    seed: int,
) -> dict[str, Measured]:
    """Share of true outcomes among those that are known, for each kind that has any."""
    shares = {}
    for kind in kinds:
        known = [value for case in cases if case.kind == kind and (value := outcome(case)) is not None]
        if known:
            shares[f"{kind}{ending}"] = measure(known, seed=seed)
    return shares
