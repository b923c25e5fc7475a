"""Run a suite: every record's questions against a pool with its edit, for every method and size of pool."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypedDict, Unpack

from app.errors import EvaluationError
from app.evaluation.beside import Beside
from app.evaluation.case_file import CaseFile
from app.evaluation.cases import Asked, Case, CaseKey, judge, metrics_of, selection_of
from app.evaluation.costs import Costs, timed
from app.evaluation.fluency import fluency_of
from app.evaluation.methods import Method, method_named
from app.evaluation.methods.backbone import BackboneAlone
from app.evaluation.metrics import METRICS_VERSION
from app.evaluation.originals import Originals
from app.evaluation.pace import Pace, Progress, StopAsked
from app.evaluation.plan import Plan, asked_of, key_of
from app.evaluation.pool_cache import PoolCache
from app.evaluation.pools import EditPool, check_sizes, draw
from app.evaluation.provenance import provenance
from app.evaluation.replies import Replies
from app.evaluation.report import Report, Row
from app.evaluation.suites import Suite, suite_named
from app.evaluation.teacher_forced import teacher_forced_of
from app.model import EditableModel, Policy, policy_for

PART = 16
"""Questions of one pool that a method is given at once: what a run does as a whole, or not at all.

They are judged and on disk before the next part, so a killed run loses one part, about a second of work; between two it
tells how far it is and can be stopped. As many as the model answers in one batch, and of like length, since only
questions of equal length share a batch: with a pool of 100 edits that makes fewer batches than larger parts did.
"""


class Options(TypedDict, total=False):
    """How a suite is run; each is explained at `Evaluation`, which has the defaults."""

    records: int | None
    pools: Sequence[int]
    methods: Sequence[str]
    policy: Policy | str | None
    seed: int
    max_new_tokens: int | None
    cases: Path | None
    pool_cache: Path | None
    timed: int
    teacher_forced: bool
    fluency: int
    questions: int | None


def evaluate(
    model: EditableModel,
    suite: str | Suite,
    data: Path,
    *,
    progress: Progress | None = None,
    stop_asked: StopAsked | None = None,
    **options: Unpack[Options],
) -> Report:
    """Measure methods on a suite, from the beginning to the end.

    Args:
        progress: called with what is being done and the share done.
        stop_asked: asked between parts.
        options: as for `Evaluation`.

    Raises:
        Cancelled: `stop_asked()` said so; what is done is in the file of cases, if there is one.
        Besides, what `Evaluation` raises.
    """
    run = Evaluation(model, suite, data, **options)
    pace = Pace(run.total, progress, stop_asked, run.done)
    steps = run.steps()
    while run.left:
        pace.check()
        done = run.done
        pace.advance(next(steps), run.done - done)
    return run.report()


class Evaluation:
    """One run of a suite, part by part.

    Args:
        model: the backbone with its adapter.
        suite: a suite, or the name of a registered one.
        data: folder that holds the suite's public file.
        records: records drawn at random, one a subject; None: all.
        pools: sizes of the pool, in edits.
        methods: names of registered methods.
        policy: how edits are selected, for the methods that do.
        seed: of the draw and of the confidence intervals.
        max_new_tokens: longest answer; None: the suite's own.
        cases: file that every case is added to as it is judged; those that it holds already are not asked again.
        pool_cache: folder in which compressed edits are kept for other runs.
        timed: questions of each method and size of pool that are asked once more, alone, for the time they take.
        teacher_forced: score the targets too, which costs another pass; see `teacher_forced`.
        fluency: first questions of each method and size of pool that are answered by a long text too.
        questions: ask only the first records, so many that they have at most this many questions; the same ones at
            every size of pool. The other records' edits fill pools. None: all.

    Raises:
        UnknownNameError: a suite or method that is not registered.
        SuiteDataError: data missing, of another shape, or too few for a pool.
        EvaluationError: nothing to do, or a file of cases that were made differently.
    """

    def __init__(
        self,
        model: EditableModel,
        suite: str | Suite,
        data: Path,
        *,
        records: int | None = None,
        pools: Sequence[int] = (100,),
        methods: Sequence[str] = ("incomes",),
        policy: Policy | str | None = None,
        seed: int = 0,
        max_new_tokens: int | None = None,
        cases: Path | None = None,
        pool_cache: Path | None = None,
        timed: int = 0,
        teacher_forced: bool = False,
        fluency: int = 0,
        questions: int | None = None,
    ) -> None:
        self._suite = suite_named(suite)
        kinds = [method_named(name) for name in methods]
        if not kinds or not pools or (records is not None and records < 1):
            raise EvaluationError(
                "There is nothing to evaluate.", "", "Give at least one method, one size of pool and one record."
            )
        self._data = self._suite.load(data)
        self._sample = draw(self._data, records, seed, questions)
        check_sizes(self._sample, pools)
        self._records, self._seed = records, seed
        self._longest = max_new_tokens or self._suite.max_new_tokens
        rule = policy_for(model, policy or self._suite.policy)
        self._questions = questions
        self._beside = Beside(teacher_forced, fluency)
        self._provenance = provenance(model)
        cache = None if pool_cache is None else PoolCache(pool_cache)
        self._plan = Plan(self._sample, [kind(model, rule, self._longest, cache) for kind in kinds], pools)
        self._file = None if cases is None else CaseFile(cases, self._made_by(model, rule), self._settings())
        self._originals = Originals(BackboneAlone(model, rule, self._longest))
        self._replies = Replies()
        self._costs: dict[tuple[str, int], Costs] = defaultdict(Costs)
        self._timed = timed
        self._cases: dict[CaseKey, Case] = {}
        self._left: Counter[CaseKey] = Counter()
        self._wanted = self._plan.wanted()
        self._left.update(self._wanted)
        self._long = self._beside.long_texts(self._wanted, self._suite.kinds)
        self._keep(self._file.cases if self._file is not None else ())

    @property
    def total(self) -> int:
        """Questions in all, those counted that several methods and pools are asked."""
        return len(self._wanted)

    @property
    def done(self) -> int:
        """Questions asked and judged, by this run or by those whose cases it goes on with."""
        return self.total - self.left

    @property
    def left(self) -> int:
        return self._left.total()

    def steps(self) -> Iterator[str]:
        """Does what is left, part by part, and tells after each part what it was.

        May be begun anew after it was left: nothing that is judged is asked again.
        """
        for method, size in self._plan.rows:
            for number, pool in self._plan.pools(method, size):
                for what in self._ask(method, pool, number):
                    yield f"{method.name}, {what}"

    def report(self) -> Report:
        """What was found, from the cases judged so far. Its seconds are those of this run alone."""
        return Report(
            suite=self._suite,
            sha256=self._data.sha256,
            left_out=self._data.left_out,
            records_asked_for=self._records,
            seed=self._seed,
            max_new_tokens=self._longest,
            provenance=self._provenance,
            options={name: value for name, value in self._options().items() if value},
            rows=tuple(self._row(method, size) for method, size in self._plan.rows),
            methods_left_out=self._plan.left_out,
            cases=tuple(self._cases[key] for key in self._wanted if key in self._cases),
        )

    def _ask(self, method: Method, pool: EditPool, number: int) -> Iterator[str]:
        """Prepare one pool and ask those parts of its questions that are not judged yet, whole.

        A part is asked as it was the first time, since rounding may depend on what is answered together.
        """
        size, costs = len(pool.edits), self._costs[method.name, len(pool.edits)]
        left = self._parts_left(method, pool, number)
        if left:
            yield from method.make_ready()
            with costs.during("prepare"):
                method.prepare(pool.edits)
            costs.took_in(method, size)
        for place, part in enumerate(left, start=1):
            with costs.during("answer"):
                replies = self._replies.of(method, part)
            for one in part[: self._timed - len(costs.timings)]:
                costs.timings.append(timed(method, one.probe.question, one.right_edits))
            before = self._originals.of([one.probe.question for one in part if one.probe.kind == "neighbourhood"])
            judged = [
                judge(one, reply, before.get(one.probe.question), method.name, size, number)
                for one, reply in zip(part, replies, strict=True)
            ]
            judged = self._beside.added(judged, method, part, [case.key in self._long for case in judged])
            new = [case for case in judged if case.key not in self._cases]
            if self._file is not None:
                self._file.append(new)
            self._keep(new)
            if place == len(left):
                method.forget()  # before the next pool is made, and not held by a run that is over
            yield f"pool of {size:,}"

    def _parts_left(self, method: Method, pool: EditPool, number: int) -> list[list[Asked]]:
        """Parts of which a question is not judged yet, of questions of like length."""
        asked, size = asked_of(pool), len(pool.edits)
        new = {id(one) for one in asked if key_of(method, size, number, one) not in self._cases}
        if not new:
            return []
        ordered = sorted(asked, key=lambda one: method.length(one.probe.question, one.right_edits))
        parts = [ordered[start : start + PART] for start in range(0, len(ordered), PART)]
        return [part for part in parts if any(id(one) in new for one in part)]

    def _keep(self, cases: Sequence[Case]) -> None:
        kept = {case.key: case for case in cases}
        self._cases |= kept
        for key in kept:
            self._left.pop(key, None)
        self._originals.known |= {case.question: case.original for case in cases if case.original is not None}

    def _row(self, method: Method, size: int) -> Row:
        cases = [case for key in self._wanted if key[:2] == (method.name, size) and (case := self._cases.get(key))]
        asked = [len(pool.records) for _, pool in self._plan.pools(method, size)]
        return Row(
            method=method.name,
            pool=size,
            records=sum(asked),
            pools=len(asked),
            questions=len(cases),
            settings=method.settings(),
            metrics=metrics_of(cases, self._suite.kinds, self._seed) | teacher_forced_of(cases, self._seed),
            selection=selection_of(cases, self._suite.kinds, self._seed),
            seconds=dict(self._costs[method.name, size].seconds),
            costs=self._costs[method.name, size].as_dict(),
            fluency=fluency_of(cases, self._seed),
        )

    def _options(self) -> dict[str, Any]:
        beside = {"teacher-forced": self._beside.teacher_forced, "fluency": self._beside.fluency}
        return {"questions": self._questions, "timed": self._timed, **beside}

    def _made_by(self, model: EditableModel, rule: Policy) -> Mapping[str, Any]:
        """All that a case depends on besides its method, pool and question; the machine is left out."""
        versions = {name: value for name, value in self._provenance.items() if name != "machine"}
        return {
            "suite": self._suite.name,
            "suite_version": self._suite.version,
            "metrics": METRICS_VERSION,
            "data_sha256": dict(self._data.sha256),
            "records": self._records,
            "seed": self._seed,
            "max_new_tokens": self._longest,
            **self._beside.as_dict(),
            "questions": self._questions,
            "policy": rule.describe(),
            "model": model.compressor.made_by,
            **versions,
        }

    def _settings(self) -> dict[str, Mapping[str, Any]]:
        """Of each method: an adapter of its own, how far weights are changed, …"""
        return {method.name: method.settings() for method, _ in self._plan.rows}
