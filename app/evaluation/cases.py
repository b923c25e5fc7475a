"""One question put to one method, and what is made of many of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from app.data import Part, Probe, ProbeKind, Record
from app.evaluation.answer_kinds import answer_kind_of
from app.evaluation.measured import Measured, harmonic, measure
from app.evaluation.methods import Reply
from app.evaluation.metrics import contains, exact, starts_with, unchanged

NO_TARGET: frozenset[ProbeKind] = frozenset({"neighbourhood", "near-miss"})
"""Kinds of questions that no edit covers."""


IN_HARMONIC_MEAN: tuple[ProbeKind, ...] = ("efficacy", "paraphrase", "neighbourhood")
"""What CounterFact's authors put together in one score: the edit works, however it is asked for, and nothing else."""


class CaseKey(NamedTuple):
    """Names a case within a run."""

    method: str
    pool: int
    pool_number: int
    record: str
    edit: str
    kind: ProbeKind
    question: str


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
    """Starts with the target; by kind: `question` contains all that it must, `neighbourhood` is unchanged, `near-miss`
    rests on no edit."""
    exact: bool | None
    right_edit_first: bool | None
    """The edit under test is the one that the method thinks nearest; None: it does not rank, or none is right."""
    no_edit: bool | None
    """The answer rests on no edit; None: the method cannot tell."""
    all_read: bool | None = None
    """All edits that the answer needs were read; None: it needs one, or the method cannot tell."""
    group: str = ""
    """The kind of edit, where the benchmark tells."""
    answer_kind: str = ""
    """What the answer is: a name, a date, …; empty where none is wanted."""
    parts: dict[str, bool] = field(default_factory=dict)
    """For each part that a `question` wants, as “kind: text”, whether the answer has it."""
    teacher_forced: dict[str, float] = field(default_factory=dict)
    """See `teacher_forced`; empty where it was not asked for."""
    generation: str | None = None
    """A longer text, for its fluency; None: not asked for."""

    @property
    def key(self) -> CaseKey:
        return CaseKey(*(getattr(self, name) for name in CaseKey._fields))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Asked:
    """A question that is about to be asked."""

    record: Record
    probe: Probe

    @property
    def right_edits(self) -> str:
        """All edits that the question needs, one a line."""
        return "\n".join((self.record.edit.text, *(edit.text for _, edit in self.record.more)))


def judge(asked: Asked, reply: Reply, original: str | None, method: str, pool: int, pool_number: int) -> Case:
    """Compare a reply with what the question wants: the target, or the untouched backbone's answer."""
    probe, record = asked.probe, asked.record
    asks = probe.kind not in NO_TARGET
    parts = _parts(probe, record, reply.text) if probe.kind == "question" else {}
    return Case(
        method=method,
        pool=pool,
        pool_number=pool_number,
        record=record.name,
        kind=probe.kind,
        question=probe.question,
        edit=record.edit.text,
        target=probe.target,
        answer=reply.text,
        original=original,
        right=_right(probe, reply, original, parts),
        exact=exact(reply.text, probe.target, probe.aliases) if asks else None,
        right_edit_first=reply.ranked_first in _needed(record) if asks and reply.ranked_first is not None else None,
        no_edit=None if reply.read is None else not reply.read,
        all_read=_needed(record) <= set(reply.read) if record.more and asks and reply.read is not None else None,
        group=record.group,
        answer_kind=_answer_kind(probe, record) if asks else "",
        parts=parts,
    )


def _right(probe: Probe, reply: Reply, original: str | None, parts: dict[str, bool]) -> bool:
    if probe.kind == "neighbourhood":
        return unchanged(reply.text, original or "")
    if probe.kind == "near-miss":
        return not reply.read
    if probe.kind == "question":
        return all(parts.values())
    return starts_with(reply.text, probe.target, probe.aliases)


def _needed(record: Record) -> set[str]:
    """Ids of the edits that a record's questions need."""
    return {record.edit.id, *(edit.id for _, edit in record.more)}


def _parts(probe: Probe, record: Record, answer: str) -> dict[str, bool]:
    wanted = record.required or (Part(answer_kind_of(probe.target), (probe.target, *probe.aliases)),)
    return {f"{part.kind}: {part.any[0]}": contains(answer, part.any) for part in wanted}


def _answer_kind(probe: Probe, record: Record) -> str:
    """The kind of the one thing that is asked for; empty where the answer must contain several."""
    if probe.kind != "question" or not record.required:
        return answer_kind_of(probe.target)
    return record.required[0].kind if len(record.required) == 1 else ""


def metrics_of(cases: Sequence[Case], kinds: Sequence[ProbeKind], seed: int) -> dict[str, Measured]:
    """Share of right answers for each kind of question, of exact ones as KIND_exact, and of parts present.

    harmonic_mean is that of efficacy, paraphrase and neighbourhood, where all three were asked.
    """
    told = [case for case in cases if case.kind != "near-miss" or case.no_edit is not None]
    shares = _shares(told, kinds, "", lambda case: case.right, seed)
    shares |= _shares(cases, kinds, "_exact", lambda case: case.exact, seed)
    shares |= _any_question(cases, seed)
    parts = [present for case in cases for present in case.parts.values()]
    groups = [[case.right for case in cases if case.kind == kind] for kind in IN_HARMONIC_MEAN]
    if all(groups) and set(IN_HARMONIC_MEAN) <= set(kinds):
        shares["harmonic_mean"] = harmonic(groups, seed=seed)
    return shares | ({"required_parts_present": measure(parts, seed=seed)} if parts else {})


def _any_question(cases: Sequence[Case], seed: int) -> dict[str, Measured]:
    """MQuAKE's authors count a record as right when any of its questions is answered right.

    multi-hop_any_question_exact is theirs: the answer is the target or an alias. Ours may go on behind it.
    """
    records: dict[tuple[int, str, str], list[Case]] = {}
    for case in cases:
        if case.kind == "multi-hop":
            records.setdefault((case.pool_number, case.record, case.edit), []).append(case)
    if not records:
        return {}
    return {
        "multi-hop_any_question": measure([any(c.right for c in of) for of in records.values()], seed=seed),
        "multi-hop_any_question_exact": measure([any(c.exact for c in of) for of in records.values()], seed=seed),
    }


def selection_of(cases: Sequence[Case], kinds: Sequence[ProbeKind], seed: int) -> dict[str, Measured]:
    """How the method chose: KIND_right_edit_first, KIND_no_edit, KIND_all_read, near-miss_edited, where it can tell."""
    shares = _shares(cases, kinds, "_right_edit_first", lambda case: case.right_edit_first, seed)
    shares |= _shares(cases, kinds, "_no_edit", lambda case: case.no_edit, seed)
    shares |= _shares(cases, kinds, "_all_read", lambda case: case.all_read, seed)
    edited = [not case.no_edit for case in cases if case.kind == "near-miss" and case.no_edit is not None]
    return shares | ({"near-miss_edited": measure(edited, seed=seed)} if edited else {})


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
