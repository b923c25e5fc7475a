"""Run a suite: every record's questions against a pool with its edit, for every method and size of pool."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.cluster import Crew
from app.data import Edit
from app.errors import EvaluationError
from app.evaluation.beside import Beside
from app.evaluation.case_file import CaseFile
from app.evaluation.cases import Asked, Case, CaseKey, metrics_of, selection_of
from app.evaluation.costs import Costs
from app.evaluation.examiner import Examiner, Judged, Part, Rules, Sitting
from app.evaluation.fluency import fluency_of
from app.evaluation.methods import Method, method_named
from app.evaluation.metrics import METRICS_VERSION
from app.evaluation.plan import Plan, key_of, keys_of, parts_of
from app.evaluation.pool_cache import PoolCache
from app.evaluation.pools import EditPool, check_sizes, draw
from app.evaluation.provenance import provenance
from app.evaluation.report import Report, Row
from app.evaluation.side_by_side import Station, examined, fill
from app.evaluation.suites import Suite, suite_named
from app.evaluation.teacher_forced import teacher_forced_of
from app.model import EditableModel, Policy, policy_for


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
        crew: workers with the same model, that share the questions; None: this process asks them all.

    Raises:
        UnknownNameError: a suite or method that is not registered.
        SuiteDataError: data missing, of another shape, or too few for a pool.
        EvaluationError: nothing to do, a file of cases that were made differently, or questions to be timed while
            workers disturb each other.
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
        crew: Crew[Station] | None = None,
    ) -> None:
        self._suite = suite_named(suite)
        kinds = [method_named(name) for name in methods]
        if not kinds or not pools or (records is not None and records < 1):
            raise EvaluationError(
                "There is nothing to evaluate.", "", "Give at least one method, one size of pool and one record."
            )
        if crew is not None and timed:
            raise EvaluationError(
                "Questions were to be timed while several workers share the machine.",
                "What one question takes is measured by a process that has the machine to itself.",
                "Leave out the workers, or the timing.",
            )
        self._crew = crew
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
        self._rules = Rules(rule, self._longest, self._beside, cache)
        asked = {kind.name: kind(model, rule, self._longest, cache) for kind in kinds}
        self._examiner = Examiner(model, self._rules, asked)
        self._plan = Plan(self._sample, list(asked.values()), pools)
        self._file = None if cases is None else CaseFile(cases, self._made_by(model, rule), self._settings())
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
                steps = self._ask(method, pool, number) if self._crew is None else ()
                for what in steps:
                    yield f"{method.name}, {what}"
        if self._crew is not None:
            yield from self._ask_with(self._crew)

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
        left, sitting = self._left_of(method, pool, number), Sitting(method.name, number, pool.edits)
        if left:
            yield from method.make_ready()
        for place, asked in enumerate(left, start=1):
            costs = self._costs[method.name, len(pool.edits)]
            self._take(sitting, self._examiner.examine(sitting, self._part(sitting, asked, costs)))
            if place == len(left):
                self._examiner.leave()  # before the next pool is made, and not held by a run that is over
            yield f"pool of {len(pool.edits):,}"

    def _ask_with(self, crew: Crew[Station]) -> Iterator[str]:
        """The same parts, asked by workers; what is kept of edits is kept before."""
        sittings: list[tuple[Sitting, list[Part]]] = []
        lacking: dict[str, list[Edit]] = defaultdict(list)
        for method, size in self._plan.rows:
            for number, pool in self._plan.pools(method, size):
                left, sitting = self._left_of(method, pool, number), Sitting(method.name, number, pool.edits)
                if left:
                    sittings.append((sitting, [self._part(sitting, asked, Costs()) for asked in left]))
                    lacking[method.name] += method.lacking(pool.edits)
        for _ in fill(crew, self._rules, lacking):
            yield "edits compressed"
        for sitting, judged in examined(crew, self._rules, sittings):
            self._take(sitting, judged)
            yield f"{sitting.method}, pool of {len(sitting.edits):,}"

    def _left_of(self, method: Method, pool: EditPool, number: int) -> list[list[Asked]]:
        """Parts of which a question is not judged yet; they are asked whole."""
        size = len(pool.edits)
        parts = parts_of(method, pool) if not all(key in self._cases for key in keys_of(method, pool, number)) else []
        return [part for part in parts if any(key_of(method, size, number, one) not in self._cases for one in part)]

    def _part(self, sitting: Sitting, asked: Sequence[Asked], costs: Costs) -> Part:
        method, size = self._examiner.method(sitting.method), len(sitting.edits)
        keys = [key_of(method, size, sitting.number, one) for one in asked]
        return Part(tuple(asked), tuple(key in self._long for key in keys), self._timed - len(costs.timings))

    def _take(self, sitting: Sitting, judged: Judged) -> None:
        self._costs[sitting.method, len(sitting.edits)].add(judged.costs)
        new = [case for case in judged.cases if case.key not in self._cases]
        if self._file is not None:
            self._file.append(new)
        self._keep(new)

    def _keep(self, cases: Sequence[Case]) -> None:
        kept = {case.key: case for case in cases}
        self._cases |= kept
        for key in kept:
            self._left.pop(key, None)
        self._examiner.originals.known |= {case.question: case.original for case in cases if case.original is not None}

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
