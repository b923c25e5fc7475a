"""Run a suite: every record's questions against a pool with its edit, for every method and size of pool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from app.errors import EvaluationError
from app.evaluation.cases import Asked, Case, judge, metrics_of, selection_of
from app.evaluation.methods import Method, Reply, method_named
from app.evaluation.methods.backbone import BackboneAlone
from app.evaluation.pace import Pace, Progress, StopAsked
from app.evaluation.pools import EditPool, Sample, check_sizes, draw, pools_of
from app.evaluation.provenance import provenance
from app.evaluation.report import Report, Row
from app.evaluation.suites import Suite, suite_named
from app.model import EditableModel, Policy, policy_named

# Questions given to a method at once: between two such parts a run tells how far it is and can be stopped.
PART = 96


def evaluate(
    model: EditableModel,
    suite: str,
    data: Path,
    *,
    records: int | None = None,
    pools: Sequence[int] = (100,),
    methods: Sequence[str] = ("incomes",),
    policy: Policy | str | None = None,
    seed: int = 0,
    max_new_tokens: int | None = None,
    progress: Progress | None = None,
    stop_asked: StopAsked | None = None,
) -> Report:
    """Measure methods on a suite.

    Args:
        model: the backbone with its adapter.
        suite: name of a registered suite.
        data: folder that holds the suite's public file.
        records: records drawn at random, one a subject; None: all.
        pools: sizes of the pool, in edits.
        methods: names of registered methods.
        policy: how edits are selected, for the methods that do.
        seed: of the draw and of the confidence intervals.
        max_new_tokens: longest answer; None: the suite's own.
        progress: called with what is being done and the share done.
        stop_asked: asked between parts.

    Raises:
        UnknownNameError: a suite or method that is not registered.
        SuiteDataError: data missing, of another shape, or too few for a pool.
        Cancelled: `stop_asked()` said so.
    """
    chosen_suite = suite_named(suite)
    kinds = [method_named(name) for name in methods]
    if not kinds or not pools or (records is not None and records < 1):
        raise EvaluationError(
            "There is nothing to evaluate.", "", "Give at least one method, one size of pool and one record."
        )
    loaded = chosen_suite.load(data)
    sample = draw(loaded, records, seed)
    check_sizes(sample, pools)
    longest = max_new_tokens or chosen_suite.max_new_tokens
    rule = policy_named(policy)
    questions = sum(len(record.probes) for record in sample.records)
    pace = Pace(questions * len(kinds) * len(pools), progress, stop_asked)
    originals = _Originals(BackboneAlone(model, rule, longest))
    rows: list[Row] = []
    cases: list[Case] = []
    for kind in kinds:
        method = kind(model, rule, longest)
        for size in pools:
            row, found = _row(chosen_suite, sample, method, size, originals, pace, seed)
            rows.append(row)
            cases += found
    return Report(
        suite=chosen_suite,
        sha256=loaded.sha256,
        left_out=loaded.left_out,
        records_asked_for=records,
        seed=seed,
        max_new_tokens=longest,
        provenance=provenance(model),
        rows=tuple(rows),
        cases=tuple(cases),
    )


def _row(
    suite: Suite, sample: Sample, method: Method, size: int, originals: _Originals, pace: Pace, seed: int
) -> tuple[Row, list[Case]]:
    """One method at one size of pool: all pools, one after the other."""
    cases: list[Case] = []
    seconds = {"prepare": 0.0, "answer": 0.0}
    pools = list(pools_of(sample, size))
    for number, pool in enumerate(pools, start=1):
        cases += _ask_pool(method, pool, number, originals, pace, seconds)
    row = Row(
        method=method.name,
        pool=size,
        records=len(sample.records),
        pools=len(pools),
        questions=len(cases),
        settings=method.settings(),
        metrics=metrics_of(cases, suite.kinds, seed),
        selection=selection_of(cases, suite.kinds, seed),
        seconds=seconds,
    )
    return row, cases


def _ask_pool(
    method: Method, pool: EditPool, number: int, originals: _Originals, pace: Pace, seconds: dict[str, float]
) -> list[Case]:
    """Prepare one pool and ask all questions of its records; adds to `seconds`."""
    asked = [Asked(record, probe) for record in pool.records for probe in record.probes]
    size = len(pool.edits)
    pace.check()
    begin = perf_counter()
    method.prepare([edit.text for edit in pool.edits])
    seconds["prepare"] += perf_counter() - begin
    cases = []
    for start in range(0, len(asked), PART):
        pace.check()
        part = asked[start : start + PART]
        begin = perf_counter()
        replies = _answers(method, part)
        seconds["answer"] += perf_counter() - begin
        before = originals.of([one.probe.question for one in part if one.probe.kind == "neighbourhood"])
        cases += [
            judge(one, reply, before.get(one.probe.question), method.name, size, number)
            for one, reply in zip(part, replies, strict=True)
        ]
        pace.advance(f"{method.name}, pool of {size:,}", len(part))
    return cases


def _answers(method: Method, asked: Sequence[Asked]) -> list[Reply]:
    return method.answer([one.probe.question for one in asked], [one.record.edit.text for one in asked])


@dataclass
class _Originals:
    """The untouched backbone's answers, each question asked once a run."""

    backbone: BackboneAlone
    known: dict[str, str] = field(default_factory=dict)

    def of(self, questions: Sequence[str]) -> dict[str, str]:
        """Answers by question."""
        new = [question for question in dict.fromkeys(questions) if question not in self.known]
        if new:
            replies = self.backbone.answer(new)
            self.known.update({question: reply.text for question, reply in zip(new, replies, strict=True)})
        return {question: self.known[question] for question in questions}
