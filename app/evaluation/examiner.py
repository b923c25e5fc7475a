"""Asks a method a part of its questions and judges the answers: what is done as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.data import Edit
from app.evaluation.beside import Beside
from app.evaluation.cases import Asked, Case, judge
from app.evaluation.costs import Costs, timed
from app.evaluation.methods import Method, method_named
from app.evaluation.methods.backbone import BackboneAlone
from app.evaluation.originals import Originals
from app.evaluation.pool_cache import PoolCache
from app.evaluation.replies import Replies
from app.model import EditableModel, Policy


@dataclass(frozen=True)
class Rules:
    """What all questions of a run have in common."""

    policy: Policy
    longest: int
    """Tokens of an answer."""
    beside: Beside
    cache: PoolCache | None


@dataclass(frozen=True)
class Sitting:
    """A method with one pool."""

    method: str
    number: int
    """Of the pool, from 1."""
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Part:
    """Questions that a method is given at once."""

    asked: tuple[Asked, ...]
    long: tuple[bool, ...]
    """Whether each is answered by a long text too."""
    timed: int = 0
    """The first ones, asked once more, alone."""


@dataclass(frozen=True)
class Judged:
    """What came of a part."""

    cases: tuple[Case, ...]
    costs: Costs


class Examiner:
    """Holds one pool at a time.

    Args:
        methods: those that are there already; others are made when they are asked.
    """

    def __init__(self, model: EditableModel, rules: Rules, methods: Mapping[str, Method] | None = None) -> None:
        self._model, self._rules = model, rules
        self._methods = dict(methods or {})
        self._sitting: Sitting | None = None
        self._replies = Replies()
        self.originals = Originals(BackboneAlone(model, rules.policy, rules.longest))

    def method(self, name: str) -> Method:
        if name not in self._methods:
            rules = self._rules
            self._methods[name] = method_named(name)(self._model, rules.policy, rules.longest, rules.cache)
        return self._methods[name]

    def examine(self, sitting: Sitting, part: Part) -> Judged:
        """Asks and judges; takes the pool in where it is not the last one."""
        method, costs, asked = self.method(sitting.method), Costs(), part.asked
        if self._sitting != sitting:
            self._take_in(sitting, method, costs)
        with costs.during("answer"):
            replies = self._replies.of(method, asked)
        for one in asked[: part.timed]:
            costs.timings.append(timed(method, one.probe.question, one.right_edits))
        before = self.originals.of([one.probe.question for one in asked if one.probe.kind == "neighbourhood"])
        judged = [
            judge(one, reply, before.get(one.probe.question), method.name, len(sitting.edits), sitting.number)
            for one, reply in zip(asked, replies, strict=True)
        ]
        return Judged(tuple(self._rules.beside.added(judged, method, asked, part.long)), costs)

    def leave(self) -> None:
        """Lets the pool go, with its memory."""
        if self._sitting is not None:
            self.method(self._sitting.method).forget()
            self._sitting = None

    def _take_in(self, sitting: Sitting, method: Method, costs: Costs) -> None:
        self.leave()
        for _step in method.make_ready():
            pass
        with costs.during("prepare"):
            method.prepare(sitting.edits)
        self._sitting = sitting
        costs.took_in(method, len(sitting.edits))
